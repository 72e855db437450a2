"""Reports come in: checked against what was said, put together with others of the same word, and held if odd.

No account is needed. Of the reporter, nothing is kept but a keyed hash of the address, for a day, and what they give.
"""

import hashlib
import hmac
import math
import re
import secrets
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import InputError, NotFound
from pronouncer.model.edition import Edition
from pronouncer.newsroom import events
from pronouncer.newsroom.loop.firing import shipped_with
from pronouncer.newsroom.loop.record import SaidWord, words_of
from pronouncer.noun import noun
from pronouncer.pronounce.say import reader_of
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import articles, editions, occurrences
from pronouncer.store.database.tables.loop import cases, reports
from pronouncer.store.database.words import sentence_hash

Kind = Literal["wrong", "skipped", "extra", "voice", "other"]
HARM = {"person": 3.0, "place": 2.0, "party": 2.0, "company": 2.0, "team": 2.0, "name": 1.5, "": 1.0}
"""How much it hurts to be said wrong."""
STATES = ("open", "held", "fixed", "rejected")
MOST = 600  # reports that are taken in a minute, whoever sends them: the desk stays usable whatever comes
_ODD = re.compile(r"https?:|www\.|[<>{}]|\b\d{6,}\b|(.)\1{9}", re.IGNORECASE)
"""What nobody writes about a word, but advertisers and scripts do."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_WORD = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"(?:(?<=[szʃʒ])[ɪəᵻ]z|z|(?<!s)s)$")
"""What an English possessive ends with, in IPA."""
_NEAR = 0.06  # seconds that the time of a report may differ from that of its word
_LONG = 1000  # characters of a note
_DAY = 86_400.0  # seconds


@noun
class Sent:
    """What a player sends: only somebody who has the edition's words.json, and was at the word, can send it."""

    edition: str
    """`Edition.fingerprint`."""
    sentence: str
    """`Sentence.id`."""
    word: str
    """As written."""
    first: int
    """First character in the sentence."""
    last: int
    """One past the last."""
    time: float
    """Seconds in the audio at which the word begins."""
    kind: Kind = "wrong"
    note: str = ""
    """Plain text."""
    spelling: str = ""
    """How it should sound, as the listener writes it."""
    contact: str = ""
    """Address for the thanks, if the listener gives one."""


class Received(NamedTuple):
    """What became of a report."""

    token: str
    """With which the reporter can see what came of it."""
    state: Literal["open", "held"]
    case: int | None


def edition_of(connection: sa.Connection, fingerprint: str) -> sa.Row[Any]:
    """Return the newest edition of a fingerprint that is or was live. Raises NotFound."""
    known = sa.and_(editions.c.fingerprint == fingerprint, editions.c.state.in_(("live", "former")))
    row = connection.execute(sa.select(editions).where(known).order_by(editions.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        raise NotFound("This edition is not known here, or was withdrawn.")
    return row


def origin(key: bytes, address: str, now: float) -> str:
    """Return what stands for an address for a day: not the address, and another one tomorrow."""
    return hmac.new(key, f"report {int(now // _DAY)} {address}".encode(), hashlib.sha256).hexdigest()[:24]


def receive(
    connection: sa.Connection, sent: Sent, row: sa.Row[Any], edition: Edition, *, origin: str, now: float
) -> Received:
    """Take in a report about an edition. In a writing transaction. Raises InputError for what was never said."""
    said = _said(sent, edition)
    note, spelling, contact = plain(sent.note, _LONG), plain(sent.spelling, 100), plain(sent.contact, 254)
    problem = _problem(sent, note, spelling, contact)
    case = None if problem else _case(connection, sent, row, said, now)
    token = secrets.token_urlsafe(16)
    values: Mapping[str, Any] = {
        "token": token,
        "case": case,
        "article": row.article,
        "edition": row.id,
        "sentence": sent.sentence,
        "content": _content(connection, row.article, sent.sentence),
        "word": said.written,
        "first": said.sentence.start + said.first,
        "last": said.sentence.start + said.last,
        "time": sent.time,
        "voice": said.voice,
        "versions": {"pronouncer": edition.pronouncer, "lexicon": row.lexicon, "ipa": said.ipa, "rule": said.rule},
        "kind": sent.kind,
        "note": note,
        "spelling": spelling,
        "contact": contact,
        "origin": origin,
        "state": "held" if problem else "open",
        "problem": problem,
        "at": now,
    }
    connection.execute(sa.insert(reports).values(**values))
    if case:
        events.note(connection, "report.received", row.article, {"case": case, "word": said.written}, now=now)
    return Received(token, "held" if problem else "open", case)


def many_from(connection: sa.Connection, origin: str, *, now: float, seconds: float = 3600.0) -> int:
    """Return how many reports came from an origin lately."""
    own = sa.and_(reports.c.origin == origin, reports.c.at > now - seconds)
    return connection.execute(sa.select(sa.func.count()).select_from(reports).where(own)).scalar_one()


def many_of_all(connection: sa.Connection, *, now: float) -> int:
    """Return how many reports came in the last minute, from everywhere and through every process; `MOST` are enough."""
    every = reports.c.state.in_(STATES)  # the index is by state and moment
    lately = sa.select(reports.c.id).where(every, reports.c.at > now - 60.0).limit(MOST).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(lately)).scalar_one()


def release(connection: sa.Connection, id: int, *, edition: Edition, now: float) -> int:
    """Put a report that was held to its case after all. Raises NotFound."""
    row = connection.execute(sa.select(reports).where(reports.c.id == id, reports.c.state == "held")).one_or_none()
    if row is None:
        raise NotFound("There is no such report that is held.")
    known = connection.execute(sa.select(editions).where(editions.c.id == row.edition)).one_or_none()
    start = next((each.sentence.start for each in words_of(edition, row.sentence)), None)
    if known is None or start is None:
        raise NotFound("The edition of this report is not there any more. Drop it.")
    sent = Sent(known.fingerprint, row.sentence, row.word, row.first - start, row.last - start, row.time, row.kind)
    case = _case(connection, sent, known, _said(sent, edition), now)
    connection.execute(sa.update(reports).where(reports.c.id == id).values(case=case, state="open", problem=""))
    return case


def drop(connection: sa.Connection, id: int) -> None:
    """Delete a report that is held. Raises NotFound."""
    own = sa.and_(reports.c.id == id, reports.c.state == "held")
    if not connection.execute(sa.delete(reports).where(own)).rowcount:
        raise NotFound("There is no such report that is held.")


def seen_by_reporter(connection: sa.Connection, token: str) -> Any:  # noqa: ANN401 - a row of these columns
    """Return what a reporter may see of a report: word, state, and when. Raises NotFound."""
    chosen = sa.select(reports.c.word, reports.c.state, reports.c.at, reports.c.kind)
    row = connection.execute(chosen.where(reports.c.token == token)).one_or_none()
    if row is None:
        raise NotFound("There is no such report.")
    return row


def forget(connection: sa.Connection, *, now: float, days: float) -> int:
    """Forget where reports came from after a day, and addresses of reporters after some more; return how many."""
    old = sa.and_(reports.c.origin != "", reports.c.at < now - _DAY)
    gone = connection.execute(sa.update(reports).where(old).values(origin="")).rowcount
    older = sa.and_(reports.c.contact != "", reports.c.at < now - days * _DAY)
    return gone + connection.execute(sa.update(reports).where(older).values(contact="")).rowcount


def plain(text: str, most: int) -> str:
    """Return text as one line without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:most]


def _said(sent: Sent, edition: Edition) -> SaidWord:
    for said in words_of(edition, sent.sentence):
        if (said.first, said.last) == (sent.first, sent.last) and said.written == sent.word:
            start = said.sentence.start + said.first
            times = [word.at for word in edition.words if word.sentence_id == sent.sentence and word.start == start]
            if any(abs(at - sent.time) <= _NEAR for at in times):
                return said
    raise InputError("This word was not said there. Reload the page, and report it again.")


def _problem(sent: Sent, note: str, spelling: str, contact: str) -> str:
    """Return why a report is held; empty where it is not."""
    if len(sent.note) > _LONG:
        return "It is longer than a remark on a word."
    if _ODD.search(f"{note} {spelling}"):
        return "It has a link, markup or a number in its text."
    if contact and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", contact):
        return "The address of the reporter is none."
    return ""


def _case(connection: sa.Connection, sent: Sent, row: sa.Row[Any], said: SaidWord, now: float) -> int:
    """Return the case of a report: that of the same word, said in the same way, with the same trouble."""
    plain = _without_possessive(said)
    word = folded(plain.written)
    if connection.dialect.name == "postgresql":  # two first reports of a word at once are one case
        turn = sentence_hash(said.utterance.language, f"{word} {plain.ipa} {sent.kind}")
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(turn)))
    same = sa.and_(cases.c.word == word, cases.c.heard == plain.ipa, cases.c.kind == sent.kind)
    open_ = cases.c.state.in_(("open", "shared"))
    known = connection.execute(
        sa.select(cases).where(same, open_, cases.c.language == said.utterance.language).with_for_update()
    ).first()
    listens = connection.execute(sa.select(articles.c.listens).where(articles.c.id == row.article)).scalar() or 0
    named = known.named if known else _named(connection, said)
    count = (known.reports if known else 0) + 1
    rank = HARM.get(named, 1.0) * math.sqrt(count) * (1 + math.log1p(listens))
    if known:
        values = {"reports": count, "last": now, "rank": max(rank, known.rank)}
        connection.execute(sa.update(cases).where(cases.c.id == known.id).values(**values))
        return int(known.id)
    fresh: dict[str, Any] = {
        "word": word,
        "written": plain.written,
        "language": said.utterance.language,
        "heard": plain.ipa,
    }
    fresh |= {"kind": sent.kind, "named": named, "state": "open", "reports": 1, "rank": rank}
    added = connection.execute(sa.insert(cases).values(**fresh, first=now, last=now))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def _named(connection: sa.Connection, said: SaidWord) -> str:
    """Return what a word names, as far as the lexicon, the words beside it or its capital say."""
    word = _without_possessive(said).written
    house = [entry.lexeme for entry in lexicon.history(connection, grapheme=word)]
    language = said.utterance.language
    shipped = [each for each in shipped_with(language, word) if each.grapheme.casefold() == word.casefold()]
    kinds = [lexeme.kind for lexeme in (*house, *shipped) if lexeme.kind]
    if kinds:
        return kinds[0]
    if not word[:1].isupper():
        return ""
    text = said.sentence.text
    before, after = _WORD.findall(text[: said.first])[-1:], _WORD.findall(text[said.last :])[:1]
    titles, saying = reader_of(language).where(language).roles.get("person", (frozenset(), frozenset()))
    if _is_name(before, text) or _is_name(after, text) or {*map(str.casefold, before)} & titles:
        return "person"
    return "person" if {*map(str.casefold, after)} & saying else "name" if said.first > 0 else ""


def _is_name(beside: list[str], text: str) -> bool:
    """Tell whether a word beside a name is one as well: it has a capital, and not because the sentence begins."""
    return any(word[:1].isupper() and word[1:].islower() and not text.startswith(word) for word in beside)


def _content(connection: sa.Connection, article: str, sentence: str) -> int | None:
    own = sa.and_(occurrences.c.article == article, occurrences.c.name == sentence)
    return connection.execute(sa.select(occurrences.c.sentence).where(own)).scalar()


def _without_possessive(said: SaidWord) -> SaidWord:
    """Return a word without what an English possessive adds, to the writing and to the sound."""
    if not said.written.endswith(("'s", "’s")) or not said.utterance.language.startswith("en"):
        return said
    return said._replace(written=said.written[:-2], ipa=_POSSESSIVE.sub("", said.ipa))


def folded(word: str) -> str:
    """Return a word as cases are told apart by it: without capitals and possessive."""
    return re.sub(r"['’]s$", "", word.strip()).casefold()
