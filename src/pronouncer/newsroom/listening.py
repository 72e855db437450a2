"""How often articles are heard: counts by day, and nothing of who listens."""

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.store.database.tables.library import articles, plays

_COLUMN = {"load": "loads", "start": "starts", "end": "ends"}


def count(connection: sa.Connection, article: str, day: str, what: Literal["load", "start", "end"]) -> None:
    """Count one more."""
    column = _COLUMN[what]
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(plays).values(article=article, day=day, **{column: 1})
    more = first.on_conflict_do_update(index_elements=["article", "day"], set_={column: plays.c[column] + 1})
    connection.execute(more)
    if what == "start":
        own = articles.c.id == article
        connection.execute(sa.update(articles).where(own).values(listens=articles.c.listens + 1))
