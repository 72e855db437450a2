"""What happens, in the order it happens: read by the desk, by event streams and by webhooks."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pronouncer.store.database.tables.events import events
from pronouncer.store.database.tables.library import articles

KINDS = (
    "article.waiting",
    "article.making",
    "article.live",
    "article.held",
    "article.failed",
    "article.withdrawn",
    "report.received",
    "report.fixed",
    "ruling.made",
    "ruling.undone",
    "ruling.proved",
)
"""docs/api.md explains each, and `article.progress`, which only streams have: `newsroom/progress.py`."""


def note(connection: sa.Connection, kind: str, article: str, detail: Mapping[str, Any], *, now: float) -> int:
    """Append an event and return its number."""
    assert kind in KINDS, kind
    added = connection.execute(sa.insert(events).values(at=now, kind=kind, article=article, detail=dict(detail)))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def after(connection: sa.Connection, number: int, *, site: str = "", most: int = 100) -> Sequence[sa.Row[Any]]:
    """Return the events after a number, the oldest first; of a site, those of its articles."""
    chosen = sa.select(events).where(events.c.id > number, settled(connection)).order_by(events.c.id).limit(most)
    if site:
        chosen = chosen.join(articles, articles.c.id == events.c.article).where(articles.c.site == site)
    return connection.execute(chosen).all()


def newest(connection: sa.Connection) -> int:
    """Return the number of the newest event; 0 without any."""
    newest = sa.select(sa.func.coalesce(sa.func.max(events.c.id), 0)).where(settled(connection))
    found: int = connection.execute(newest).scalar_one()
    return found


def settled(connection: sa.Connection) -> sa.ColumnElement[bool]:
    """Return a condition for events before which no other can come any more.

    PostgreSQL numbers rows when they are written, and shows them when their transaction ends: whoever reads up to a
    number would miss one that was begun earlier and ended later. So only what is older than every transaction that is
    still open counts (an outbox's usual rule). SQLite has one writer, and no such gap.
    """
    if connection.dialect.name == "sqlite":
        return sa.true()
    oldest = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint % 4294967296)::text::xid"
    return sa.text(f"age(events.xmin) > age({oldest})")  # type: ignore[return-value]
