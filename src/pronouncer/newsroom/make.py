"""An article becomes an edition, and that goes live: whole, or not at all."""

import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import PronouncerError, StoreError
from pronouncer.model.article import Article
from pronouncer.model.codec import from_data, to_data
from pronouncer.model.edition import Edition
from pronouncer.model.take import take_key
from pronouncer.newsroom import events
from pronouncer.newsroom.heard import Heard, listened
from pronouncer.newsroom.house import House
from pronouncer.newsroom.live import put_live
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.sent import Sent, take_in
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.outlets.folder.read import opened
from pronouncer.publish.outlets.versions.release import put_version, version_of
from pronouncer.publish.structured import address
from pronouncer.store.database import lexicon, words
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.words import Indexed
from pronouncer.voice.engine import Progress

_TURNS = 5  # times that an article is made anew because the lexicon changed meanwhile

Result = Literal["live", "held", "unchanged", "superseded", "not-public"]


class Made(NamedTuple):
    """What came of making an article."""

    result: Result
    """`superseded` where a newer state of the article came meanwhile, which has its own turn."""
    edition: int | None = None
    """Id of the edition that is live or held."""
    takes: int = 0
    cost: float = 0.0
    seconds: float = 0.0


def make(
    house: House,
    press: Press,
    id: str,
    *,
    revision: int | None = None,
    reason: str = "",
    progress: Progress | None = None,
) -> Made:
    """Make the edition of an article with the newest lexicon, and put it live.

    What is not made whole changes nothing: the edition that was live stays so. With a revision, one that is not the
    newest any more is left to the newer one. Raises PronouncerError, after it was noted with the article.
    """
    row = _row(house, id)
    if row is None or row.status in ("draft", "withdrawn"):
        return Made("not-public")
    if revision is not None and row.revision != revision:
        return Made("superseded")
    _begun(house, row)
    try:
        for _ in range(_TURNS):
            made = _make(house, press, row, reason, progress)
            if made:
                return made
        raise StoreError("The lexicon changes too fast to keep up with. The article is voiced when it comes to rest.")
    except PronouncerError as error:
        _failed(house, row, error)
        raise


def _make(house: House, press: Press, row: sa.Row[Any], reason: str, progress: Progress | None) -> Made | None:
    """Make the edition with the lexicon of now; return None where that is not the newest any more in the end."""
    pipeline = press.pipeline(progress)
    version = press.lexicon
    article = from_data(Article, row.noun) if row.noun else _taken_in(house, press, pipeline, row)
    with press.bench(row.id) as folder:
        said = pipeline.say_article(article, folder, known=_known(house, row))
        if said.unchanged:
            return _unchanged(house, row, version)
        heard = listened(house, pipeline, row, article, folder, said)
        edition, path = _copied(house, folder, pipeline.settings.base_url, reason)
    return _lived(house, row, edition, heard, path=path, version=version, reason=reason)


def _copied(house: House, folder: Path, base: str, reason: str) -> tuple[Edition, str]:
    """Put an edition among the blobs, at a path that no other one ever has; return it and the path."""
    edition = opened(folder)
    path = f"{folder.name}/{version_of(folder)}/"
    note = {"published": _date(house.now()), "reason": reason}
    put_version(folder, edition, house.blobs, path, url=address(base, *path[:-1].split("/")), note=note)
    return edition, path


def _known(house: House, row: sa.Row[Any]) -> str:
    """Return the fingerprint of the live edition."""
    with house.database.reading() as connection:
        found = connection.execute(sa.select(editions.c.fingerprint).where(editions.c.id == row.live)).scalar()
    return found or ""


def _unchanged(house: House, row: sa.Row[Any], version: int) -> Made | None:
    """The live edition is this very one: it is of the newest lexicon and revision now."""
    with house.database.writing() as connection:
        if lexicon.hold(connection) != version:
            return None
        newest = connection.execute(sa.select(articles).where(articles.c.id == row.id).with_for_update()).one()
        if (newest.revision, newest.live) != (row.revision, row.live):
            return Made("superseded")
        same = {"lexicon": version, "revision": row.revision}
        connection.execute(sa.update(editions).where(editions.c.id == row.live).values(**same))
        ready = {"status": "live", "problem": "", "updated": house.now()}
        connection.execute(sa.update(articles).where(articles.c.id == row.id).values(**ready))
    return Made("unchanged", row.live)


def _begun(house: House, row: sa.Row[Any]) -> None:
    """Say that an article with something new is at work; one that is only voiced again stays live for all to see."""
    if row.status not in ("waiting", "failed"):
        return
    with house.database.writing() as connection:
        same = sa.and_(articles.c.id == row.id, articles.c.revision == row.revision, articles.c.status == row.status)
        if connection.execute(sa.update(articles).where(same).values(status="making", updated=house.now())).rowcount:
            events.note(connection, "article.making", row.id, {"revision": row.revision}, now=house.now())


def _taken_in(house: House, press: Press, pipeline: Pipeline, row: sa.Row[Any]) -> Article:
    """Read what the CMS sent, and keep the article for the next time."""
    article = take_in(from_data(Sent, row.sent), row.site, row.source_id, pipeline.settings, press.fetch)
    known = {
        "noun": to_data(article),
        "taken": row.revision,
        "headline": article.headline,
        "language": article.language,
    }
    known |= {"section": article.section, "published": article.published}
    with house.database.writing() as connection:
        same = sa.and_(articles.c.id == row.id, articles.c.revision == row.revision)
        connection.execute(sa.update(articles).where(same).values(**known))
    return article


def _lived(
    house: House, row: sa.Row[Any], edition: Edition, heard: Heard, *, path: str, version: int, reason: str
) -> Made | None:
    """Note the edition and put it live, if its article and the lexicon are still what it was made of."""
    now, said = house.now(), heard.said
    rows = _sentences(edition)
    with house.database.writing() as connection:
        if lexicon.hold(connection) != version:
            return None
        newest = connection.execute(sa.select(articles).where(articles.c.id == row.id).with_for_update()).one()
        if newest.revision != row.revision or newest.status in ("draft", "withdrawn"):
            return Made("superseded", None, said.takes, said.cost, said.seconds)
        ids = words.index(connection, [indexed for _, indexed in rows])
        own = sa.and_(editions.c.article == row.id, editions.c.path == path)
        known = connection.execute(sa.select(editions.c.id).where(own)).scalar()
        made_of = {"lexicon": version, "revision": row.revision}
        if known:
            connection.execute(sa.update(editions).where(editions.c.id == known).values(**made_of))
        else:
            spoken = [[each[0], ids[indexed.hash], *each[1:]] for each, indexed in rows]
            values = _values(edition, said) | made_of | {"sentences": spoken, "path": path, "reason": reason}
            values["findings"] = to_data(heard.reports)
            known = _added(connection, row.id, values, now)
        if heard.problem and known != newest.live:
            _hold(connection, row.id, known, heard.problem, now)
            return Made("held", known, said.takes, said.cost, said.seconds)
        if known != newest.live or newest.status != "live":  # else another worker was as far: once is enough
            put_live(connection, known, now=now, reason=reason)
    return Made("live", known, said.takes, said.cost, said.seconds)


def _hold(connection: sa.Connection, article: str, edition: int, problem: str, now: float) -> None:
    """Keep an edition from going live until an editor has heard it; what is live stays so."""
    connection.execute(sa.update(editions).where(editions.c.id == edition).values(state="held"))
    held = {"status": "held", "problem": problem, "updated": now}
    connection.execute(sa.update(articles).where(articles.c.id == article).values(**held))
    events.note(connection, "article.held", article, {"edition": edition, "problem": problem}, now=now)


def _added(connection: sa.Connection, article: str, values: dict[str, Any], now: float) -> int:
    highest = sa.select(sa.func.coalesce(sa.func.max(editions.c.number), 0)).where(editions.c.article == article)
    number = connection.execute(highest).scalar_one() + 1
    added = connection.execute(
        sa.insert(editions).values(**values, article=article, number=number, state="made", created=now)
    )
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def _values(edition: Edition, said: Said) -> dict[str, Any]:
    return {
        "fingerprint": edition.fingerprint,
        "voice": edition.voices[0].id,
        "headline": edition.headline,
        "renditions": to_data(edition.renditions),
        "duration": edition.duration,
        "words": len(edition.words),
        "flags": sum(len(utterance.flags) for utterance in edition.utterances),
        "takes": said.takes,
        "passages": said.passages,
        "cost": said.cost,
        "stages": dict(said.stages),
    }


def _sentences(edition: Edition) -> list[tuple[list[Any], Indexed]]:
    """Return each sentence that is heard as `editions.sentences` has it, but for its id, and as the index has it."""
    voices = {voice.id: voice for voice in edition.voices}
    cues = {cue.sentence_id: cue for cue in edition.cues}
    found: list[tuple[list[Any], Indexed]] = []
    for place, (sentence, utterance) in enumerate(zip(edition.script.sentences, edition.utterances, strict=True)):
        cue = cues.get(sentence.id)
        if cue is None:
            continue
        language = sentence.language or edition.article.language
        voice = voices.get(cue.voice, edition.voices[0])
        row = [place, sentence.id, take_key(utterance, voice), voice.id, round(cue.end - cue.start, 3)]
        found.append((row, Indexed(language, sentence.shown, words.keys_of(utterance))))
    return found


def _failed(house: House, row: sa.Row[Any], error: PronouncerError) -> None:
    """Note with an article why it has no new edition."""
    with house.database.writing() as connection:
        same = sa.and_(articles.c.id == row.id, articles.c.revision == row.revision)
        same = sa.and_(same, articles.c.status.not_in(("draft", "withdrawn")))
        failed = {"status": "failed", "problem": str(error), "updated": house.now()}
        if connection.execute(sa.update(articles).where(same).values(**failed)).rowcount:
            events.note(connection, "article.failed", row.id, {"problem": str(error)}, now=house.now())


def _row(house: House, id: str) -> sa.Row[Any] | None:
    with house.database.reading() as connection:
        return connection.execute(sa.select(articles).where(articles.c.id == id)).one_or_none()


def _date(now: float) -> str:
    return f"{datetime.datetime.fromtimestamp(now, datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
