"""Which edition of an article is live: one at most, changed in one transaction with all that follows from it."""

from typing import Any

import sqlalchemy as sa

from pronouncer.errors import NotFound
from pronouncer.newsroom import events
from pronouncer.store.database.tables.library import articles, editions, occurrences


def put_live(connection: sa.Connection, edition: int, *, now: float, reason: str = "") -> None:
    """Make an edition the live one of its article, and the one before a former one. Raises NotFound."""
    row = connection.execute(sa.select(editions).where(editions.c.id == edition)).one_or_none()
    if row is None:
        raise NotFound(f"There is no edition {edition}.")
    was = connection.execute(sa.select(articles.c.live).where(articles.c.id == row.article).with_for_update()).scalar()
    if was is not None and was != edition:
        _state(connection, was, "former")
    changed = {"state": "live", "lived": now} | ({"reason": reason} if reason else {})
    connection.execute(sa.update(editions).where(editions.c.id == edition).values(**changed))
    live = {"live": edition, "status": "live", "problem": "", "updated": now}
    connection.execute(sa.update(articles).where(articles.c.id == row.article).values(**live))
    _occur(connection, row.article, row.sentences or [])
    told = {"edition": row.number, "path": row.path, "duration": row.duration, "reason": row.reason or reason}
    events.note(connection, "article.live", row.article, told, now=now)


def take_down(connection: sa.Connection, article: str, *, now: float, reason: str = "") -> None:
    """Withdraw an article's audio: from now on no edition of it is served. Raises NotFound."""
    found = connection.execute(sa.select(articles.c.id).where(articles.c.id == article).with_for_update()).scalar()
    if found is None:
        raise NotFound(f"There is no article {article}.")
    gone = {"live": None, "status": "withdrawn", "problem": reason, "updated": now}
    connection.execute(sa.update(articles).where(articles.c.id == article).values(**gone))
    served = sa.and_(editions.c.article == article, editions.c.state.in_(("live", "former")))
    connection.execute(sa.update(editions).where(served).values(state="withdrawn"))
    _occur(connection, article, [])
    events.note(connection, "article.withdrawn", article, {"reason": reason}, now=now)


def _state(connection: sa.Connection, edition: int, state: str) -> None:
    connection.execute(sa.update(editions).where(editions.c.id == edition).values(state=state))


def _occur(connection: sa.Connection, article: str, rows: list[list[Any]]) -> None:
    """Let the occurrences of an article be those of its live edition."""
    connection.execute(sa.delete(occurrences).where(occurrences.c.article == article))
    names = ("place", "sentence", "name", "take", "voice", "seconds")
    values = [{"article": article, **dict(zip(names, row, strict=True))} for row in rows]
    if values:
        connection.execute(sa.insert(occurrences), values)
