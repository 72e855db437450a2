"""Numbers of the house: how long things take."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from pronouncer.store.database.tables.library import articles, editions

_HOUR = 3600.0  # seconds
_MOST = 1000  # editions that are looked at


class Speed(NamedTuple):
    """From the arrival of an article to its audio."""

    articles: int
    median: float
    """Seconds."""
    p95: float
    """Seconds."""


def stage_seconds(connection: sa.Connection, *, now: float) -> dict[str, float]:
    """Return the mean time in each stage, in seconds, of the editions of the last hour."""
    chosen = sa.select(editions.c.stages).where(editions.c.created > now - _HOUR).limit(_MOST)
    rows = [row for row in connection.execute(chosen).scalars() if row]
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: sum(row.get(name, 0.0) for row in rows) / len(rows) for name in names}


def speed(connection: sa.Connection, *, now: float, hours: float = 24.0) -> Speed:
    """Return how long new articles waited for their audio."""
    chosen = (
        sa.select(editions.c.lived - articles.c.changed)
        .join(articles, articles.c.live == editions.c.id)
        .where(editions.c.lived > now - hours * _HOUR, editions.c.revision == articles.c.revision)
        .order_by(editions.c.lived.desc())
        .limit(_MOST)
    )
    found = sorted(max(0.0, value) for value in connection.execute(chosen).scalars() if value is not None)
    return Speed(len(found), _at(found, 0.5), _at(found, 0.95))


def _at(found: Sequence[float], share: float) -> float:
    return found[min(len(found) - 1, int(len(found) * share))] if found else 0.0
