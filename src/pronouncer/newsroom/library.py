"""The articles of the house, as the desk and the API list and show them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import NotFound
from pronouncer.newsroom.intake import comparable
from pronouncer.store.database.tables.library import articles, editions, sites

_SHOWN = tuple(column for column in articles.c if column.name not in ("noun", "sent"))  # those two are long


class Wanted(NamedTuple):
    """Which articles; empty for all."""

    site: str = ""
    status: str = ""
    section: str = ""
    words: str = ""
    """Part of the headline, however it is written, or of the address."""


class Listed(NamedTuple):
    """A page of articles, the newest change first."""

    rows: Sequence[sa.Row[Any]]
    following: str
    """Cursor of the next page; empty on the last one."""


def listed(connection: sa.Connection, wanted: Wanted, *, cursor: str = "", most: int = 50) -> Listed:
    """Return the articles that are wanted, `most` of them after a cursor."""
    chosen = sa.select(*_SHOWN).where(*_conditions(wanted))
    if cursor:
        updated, _, id = cursor.partition("_")
        moment = float(updated) if updated.replace(".", "", 1).isdigit() else 0.0
        chosen = chosen.where(
            sa.or_(articles.c.updated < moment, sa.and_(articles.c.updated == moment, articles.c.id > id))
        )
    rows = connection.execute(chosen.order_by(articles.c.updated.desc(), articles.c.id).limit(most + 1)).all()
    following = f"{rows[most - 1].updated!r}_{rows[most - 1].id}" if len(rows) > most else ""
    return Listed(rows[:most], following)


def counts(connection: sa.Connection, wanted: Wanted = Wanted()) -> Mapping[str, int]:  # noqa: B008
    """Return how many articles there are of each status."""
    chosen = sa.select(articles.c.status, sa.func.count()).where(*_conditions(wanted._replace(status="")))
    return {row[0]: row[1] for row in connection.execute(chosen.group_by(articles.c.status))}


def article(connection: sa.Connection, id: str) -> sa.Row[Any]:
    """Return the row of an article. Raises NotFound."""
    row = connection.execute(sa.select(articles).where(articles.c.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such article.")
    return row


def editions_of(connection: sa.Connection, id: str) -> Sequence[sa.Row[Any]]:
    """Return the editions of an article, the newest first."""
    chosen = sa.select(*(column for column in editions.c if column.name != "sentences"))
    return connection.execute(chosen.where(editions.c.article == id).order_by(editions.c.number.desc())).all()


def edition(connection: sa.Connection, id: int) -> sa.Row[Any]:
    """Return the row of an edition. Raises NotFound."""
    row = connection.execute(sa.select(editions).where(editions.c.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such edition.")
    return row


def at_address(connection: sa.Connection, url: str) -> Any | None:  # noqa: ANN401 - a row of these columns
    """Return what a player needs of the article at an address, with its live edition; None for none.

    Columns: id, status, problem, headline, language, path, duration, number, renditions; the last four are null where
    nothing is live.
    """
    place = comparable(url)
    return _asked(connection, articles.c.address == place) if place else None


def live(connection: sa.Connection, id: str) -> Any | None:  # noqa: ANN401 - a row of the same columns
    """Return the same of an article by its id."""
    return _asked(connection, articles.c.id == id)


def _asked(connection: sa.Connection, own: sa.ColumnElement[bool]) -> Any | None:  # noqa: ANN401
    names = (articles.c.id, articles.c.status, articles.c.site, articles.c.headline, articles.c.language)
    told = (editions.c.path, editions.c.duration, editions.c.number, editions.c.renditions)
    joined = articles.outerjoin(editions, editions.c.id == articles.c.live)
    chosen = sa.select(*names, *told).select_from(joined).where(own)
    return connection.execute(chosen.order_by(articles.c.updated.desc()).limit(1)).one_or_none()


def site(connection: sa.Connection, name: str) -> sa.Row[Any]:
    """Return the row of a site. Raises NotFound."""
    row = connection.execute(sa.select(sites).where(sites.c.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"There is no site {name!r}.")
    return row


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    exact = {"site": wanted.site, "status": wanted.status, "section": wanted.section}
    found: list[sa.ColumnElement[bool]] = [articles.c[name] == value for name, value in exact.items() if value]
    if wanted.words:
        headline = articles.c.headline.icontains(wanted.words, autoescape=True)
        found.append(sa.or_(headline, articles.c.address.icontains(wanted.words, autoescape=True)))
    return found
