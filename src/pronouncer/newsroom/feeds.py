"""Feeds, sitemaps and messages of a CMS: many articles at once, and what is no longer public."""

from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import NotFound, PronouncerError
from pronouncer.ingest.collect import collect
from pronouncer.ingest.items import Gone
from pronouncer.ingest.raw import Raw, decode
from pronouncer.newsroom import intake
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.live import take_down
from pronouncer.newsroom.press import Press
from pronouncer.store.database.tables.library import articles, feeds


class Collected(NamedTuple):
    """What came of one look at a source."""

    found: tuple[Intake, ...]
    withdrawn: int
    problems: tuple[str, ...]
    """One sentence each."""


def due(connection: sa.Connection, now: float) -> list[int]:
    """Return the feeds whose time has come."""
    waiting = sa.select(feeds.c.id).where(feeds.c.due <= now, feeds.c.paused.is_(False)).order_by(feeds.c.due)
    return list(connection.execute(waiting).scalars())


def poll(house: House, press: Press, feed: int, *, keep: Callable[[], None] = lambda: None) -> Collected:
    """Look at a feed once, and note when it is due again. Raises NotFound.

    A feed that cannot be read is asked ever less often, up to once in a day.
    """
    with house.database.reading() as connection:
        row = connection.execute(sa.select(feeds).where(feeds.c.id == feed)).one_or_none()
    if row is None:
        raise NotFound(f"There is no feed {feed}.")
    try:
        found = take_all(house, press, row.site, press.fetch(row.url), keep=keep)
        problem, wait = "; ".join(found.problems)[:1000], float(row.every)
    except PronouncerError as error:
        found, problem = Collected((), 0, (str(error),)), str(error)
        wait = min(86_400.0, 2 * max(row.every, house.now() - (row.read or row.due)))
    values: dict[str, Any] = {"due": house.now() + wait, "problem": problem}
    values |= {"read": house.now()} if found.found or not problem else {}
    with house.database.writing() as connection:
        connection.execute(sa.update(feeds).where(feeds.c.id == feed).values(**values))
    return found


def message(house: House, press: Press, site: str, name: str, body: str) -> Collected:
    """Take in what a CMS sent about its own articles, such as a webhook of WordPress or Ghost."""
    return take_all(house, press, site, decode(body.encode("utf-8", "replace"), name, media_type="application/json"))


def take_all(house: House, press: Press, site: str, raw: Raw, *, keep: Callable[[], None] = lambda: None) -> Collected:
    """Take in all that a source lists. `keep` is called between two articles, and may end it by raising."""
    found: list[Intake] = []
    problems: list[str] = []
    withdrawn = 0
    for outcome in collect(raw, press.pipeline().settings, press.fetch):
        keep()
        with house.database.writing() as connection:
            if outcome.gone:
                withdrawn += _withdraw(connection, site, outcome.gone, house.now())
            elif outcome.article:
                debounce = house.settings.server.debounce
                found.append(
                    intake.put_article(
                        connection, site, outcome.article, breaking=False, now=house.now(), debounce=debounce
                    )
                )
            elif outcome.problem:
                problems.append(outcome.problem)
    return Collected(tuple(found), withdrawn, tuple(problems))


def _withdraw(connection: sa.Connection, site: str, gone: Gone, now: float) -> int:
    """Take down the article that a source says is not public any more; return how many those were."""
    known = sa.or_(articles.c.source_id == gone.id, articles.c.address == (intake.comparable(gone.url) or None))
    own = sa.select(articles.c.id).where(articles.c.site == site, articles.c.status != "withdrawn", known)
    rows = connection.execute(own).scalars().all()
    for id in rows:
        take_down(connection, id, now=now, reason=gone.reason)
    return len(rows)
