"""Whatever changed the lexicon (a ruling, its undoing, an import, an edit), what is said differently is made again.

Waves see to what a ruling touches, in their order and under their cap. This finds all else, version by version, and is
begun again where it was left: an article that is asked for twice is made once.
"""

from typing import NamedTuple

import sqlalchemy as sa

from pronouncer.jobs.port import Jobs
from pronouncer.newsroom import reception
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.loop.impact import all_standing, places
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.events import kept
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.tables.loop import rulings, waves

_KEPT = "voiced-to"
_OPEN = ("waiting", "queued", "making")


class Behind(NamedTuple):
    """An article that is not made with what the lexicon says now."""

    article: str
    revision: int


def catch_up(house: House, jobs: Jobs, *, versions: int = 5) -> int:
    """Have articles made again that say something as an older lexicon had it; return how many. At each tick."""
    with house.database.reading() as connection:
        done, newest = _done(connection), lexicon.newest(connection)
        until = min(newest, done + versions)
        found = behind(connection, done, until)
    if until == done:
        return 0
    reception.ask(jobs, [Intake(row.article, row.revision, "changed", True, False) for row in found], queue="revoice")
    with house.database.writing() as connection:
        known = connection.execute(sa.update(kept).where(kept.c.name == _KEPT).values(value=str(until)))
        if not known.rowcount:
            connection.execute(sa.insert(kept).values(name=_KEPT, value=str(until)))
    return len(found)


def behind(connection: sa.Connection, after: int, until: int) -> list[Behind]:
    """Return the articles that some versions of the lexicon touch, that were made before them and are in no wave."""
    touched: dict[str, int] = {}
    near = all_standing(connection) if until > after else None
    for version in range(after + 1, until + 1):
        brought, took = lexicon.changes(connection, version)
        for entry in (*brought, *took):
            if entry.lexeme.status == "approved":
                touched |= {place.article: version for place in places(connection, entry.lexeme, near=near)}
    in_wave = sa.select(waves.c.ruling).join(rulings, rulings.c.id == waves.c.ruling)
    in_wave = in_wave.where(waves.c.article == articles.c.id, waves.c.state.in_(_OPEN))
    found: list[Behind] = []
    listed = sorted(touched)
    for start in range(0, len(listed), 500):
        some = articles.c.id.in_(listed[start : start + 500])
        chosen = sa.select(articles.c.id, articles.c.revision, editions.c.lexicon)
        chosen = chosen.join(editions, editions.c.id == articles.c.live).where(some, ~in_wave.exists())
        for row in connection.execute(chosen):
            found += [Behind(row.id, row.revision)] if row.lexicon < touched[row.id] else []
    return found


def _done(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(kept.c.value).where(kept.c.name == _KEPT)).scalar() or 0)
