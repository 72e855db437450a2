"""An article comes in: once, again, changed, as a draft, or to be taken down. The newest state wins."""

import json
import re
from dataclasses import asdict
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.errors import NotFound
from pronouncer.ingest.fields import iso
from pronouncer.model.article import Article
from pronouncer.model.codec import to_data
from pronouncer.model.digest import text_digest
from pronouncer.newsroom import events
from pronouncer.newsroom.live import take_down
from pronouncer.newsroom.sent import Sent
from pronouncer.store.database.tables.library import articles, sites

Outcome = Literal["created", "changed", "unchanged", "stale", "minor", "draft", "withdrawn"]
_STORY = ("url", "headline", "dek", "byline", "html", "text", "language", "section")


class Intake(NamedTuple):
    """What became of what was sent."""

    article: str
    """Id of the article."""
    revision: int
    """Of what is read."""
    outcome: Outcome
    voice: bool
    """Whether it has to be voiced."""
    breaking: bool = False
    delay: float = 0.0
    """Seconds that the edited article should be at rest before."""


def article_id(site: str, source_id: str) -> str:
    """Return the id of an article, which is `Article.guid`."""
    return text_digest(f"{site}\n{source_id}", 16)


def comparable(url: str) -> str:
    """Return an address as addresses are compared: without scheme, www., query, fragment and slash at the end."""
    try:
        parts = urlsplit(url.strip())
        return re.sub(r"^www\.", "", (parts.hostname or "").lower()) + parts.path.rstrip("/") if parts.hostname else ""
    except ValueError:
        return ""


def put(
    connection: sa.Connection, site: str, source_id: str, sent: Sent, *, now: float, debounce: float = 0.0
) -> Intake:
    """Take in one state of an article, in a writing transaction. Sent again, it changes nothing. Raises NotFound."""
    story = {name: value for name, value in asdict(sent).items() if name in _STORY}
    return _put(connection, (site, source_id), sent, text_digest(json.dumps(story)), None, now=now, debounce=debounce)


def put_article(
    connection: sa.Connection, site: str, article: Article, *, breaking: bool, now: float, debounce: float = 0.0
) -> Intake:
    """Take in an article that was read already, of a feed for example. Raises NotFound."""
    sent = Sent(
        url=article.source if "://" in article.source else "",
        headline=article.headline,
        section=article.section,
        language=article.language,
        published=article.published,
        modified=article.modified,
        breaking=breaking,
    )
    identity = (site, article.identity[1])
    noun = to_data(article) | {"site": site, "source_id": identity[1]}
    return _put(connection, identity, sent, article.digest, noun, now=now, debounce=debounce)


def _put(
    connection: sa.Connection,
    identity: tuple[str, str],
    sent: Sent,
    digest: str,
    noun: dict[str, Any] | None,
    *,
    now: float,
    debounce: float,
) -> Intake:
    row = _locked(connection, *identity, now=now)
    before = row.sent or {}
    old = iso(sent.modified) < iso(before.get("modified", "")) if sent.modified and before.get("modified") else False
    if old:
        return Intake(row.id, row.revision, "stale", False)
    told = _told(sent)
    if sent.status != "published":
        return _not_public(connection, row, sent, told | {"digest": digest, "noun": None, "taken": 0}, now=now)
    same = row.digest == digest and row.status not in ("draft", "withdrawn")
    if same:
        _update(connection, row.id, {"sent": told["sent"], "breaking": sent.breaking, "updated": now})
        return Intake(row.id, row.revision, "unchanged", row.status in ("waiting", "failed"), sent.breaking)
    if sent.minor and row.live:
        _update(connection, row.id, told | {"minor": True, "updated": now})
        return Intake(row.id, row.revision, "minor", False)
    revision = row.revision + 1
    read = {"noun": noun, "taken": revision} if noun else {"noun": None, "taken": 0}
    fresh = {"digest": digest, "revision": revision, "status": "waiting", "minor": False, "problem": ""}
    _update(connection, row.id, told | read | fresh | {"changed": now, "updated": now})
    events.note(connection, "article.waiting", row.id, {"revision": revision}, now=now)
    automatic = bool(connection.execute(sa.select(sites.c.automatic).where(sites.c.name == identity[0])).scalar_one())
    outcome: Outcome = "changed" if row.revision else "created"
    delay = debounce if row.live and not sent.breaking else 0.0
    return Intake(row.id, revision, outcome, automatic, sent.breaking, delay)


def _locked(connection: sa.Connection, site: str, source_id: str, *, now: float) -> sa.Row[Any]:
    """Return the row of an article, made if need be, which nobody else can change until the transaction ends."""
    if connection.execute(sa.select(sites.c.name).where(sites.c.name == site)).scalar() is None:
        raise NotFound(f"There is no site {site!r}. Make it on the desk, or with PUT /api/v1/sites/{site}.")
    id = article_id(site, source_id)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = {"id": id, "site": site, "source_id": source_id, "status": "draft"}
    times = {"created": now, "changed": now, "updated": now}
    connection.execute(insert(articles).values(**first, **times).on_conflict_do_nothing())
    return connection.execute(sa.select(articles).where(articles.c.id == id).with_for_update()).one()


def _told(sent: Sent) -> dict[str, Any]:
    """Return the columns that say what the source says."""
    return {
        "sent": asdict(sent),
        "url": sent.url,
        "address": comparable(sent.url),
        "headline": sent.headline,
        "section": sent.section,
        "language": sent.language,
        "published": sent.published,
        "breaking": sent.breaking,
    }


def _not_public(connection: sa.Connection, row: sa.Row[Any], sent: Sent, told: dict[str, Any], *, now: float) -> Intake:
    outcome: Outcome = "draft" if sent.status == "draft" else "withdrawn"
    if row.live:
        take_down(connection, row.id, now=now, reason=f"The source says that it is {sent.status}.")
    _update(connection, row.id, told | {"status": outcome, "updated": now, "revision": row.revision + 1})
    return Intake(row.id, row.revision + 1, outcome, False)


def _update(connection: sa.Connection, id: str, values: dict[str, Any]) -> None:
    connection.execute(sa.update(articles).where(articles.c.id == id).values(**values))
