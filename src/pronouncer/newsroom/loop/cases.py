"""Triage: what is reported, the most harmful first, and how it could be said instead."""

import contextlib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound, PronouncerError
from pronouncer.model.lexicon import first_word
from pronouncer.phones.respelling import readings, respelled
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.language import language
from pronouncer.pronounce.say import base_entries
from pronouncer.pronounce.vocabulary import vocabulary
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.library import articles
from pronouncer.store.database.tables.loop import cases, comments, proposals, reports, rulings, shared

OPEN = ("open", "shared")
_HALF_LIFE = 14 * 86_400.0  # seconds after which a report weighs half
_SPELLED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+|[A-Za-z]{3,20}")


class Way(NamedTuple):
    """A way to say a word."""

    ipa: str
    respelling: str
    source: str
    """Who or what says so."""


class Case(NamedTuple):
    """A case with all that an editor should see."""

    row: sa.Row[Any]
    reports: Sequence[Any]
    """Rows with the headline of their article, the newest first."""
    proposals: Sequence[sa.Row[Any]]
    """With the name of who made them."""
    comments: Sequence[sa.Row[Any]]
    rulings: Sequence[sa.Row[Any]]
    """Former ones on the same word."""


def listed(
    connection: sa.Connection, *, states: Iterable[str] = OPEN, now: float, most: int = 100
) -> list[sa.Row[Any]]:
    """Return cases, those first that are heard most, hurt most and are newest."""
    chosen = sa.select(cases).where(cases.c.state.in_(tuple(states))).order_by(cases.c.rank.desc()).limit(5 * most)
    rows = connection.execute(chosen).all()
    return sorted(rows, key=lambda row: -weight(row, now))[:most]


def weight(row: sa.Row[Any], now: float) -> float:
    """Return what a case weighs: listens, reports and harm, less with every week that nobody reports it."""
    return float(row.rank * 0.5 ** (max(0.0, now - row.last) / _HALF_LIFE))


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many cases there are of each state, and how many reports are held."""
    rows = connection.execute(sa.select(cases.c.state, sa.func.count()).group_by(cases.c.state))
    held = sa.select(sa.func.count()).select_from(reports).where(reports.c.state == "held")
    return {row[0]: row[1] for row in rows} | {"held": connection.execute(held).scalar_one()}


def held(connection: sa.Connection, *, most: int = 100) -> Sequence[sa.Row[Any]]:
    """Return the reports that are held, the newest first."""
    chosen = sa.select(reports).where(reports.c.state == "held").order_by(reports.c.id.desc()).limit(most)
    return connection.execute(chosen).all()


def case(connection: sa.Connection, id: int) -> Case:
    """Return a case. Raises NotFound."""
    row = connection.execute(sa.select(cases).where(cases.c.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such case.")
    told = sa.select(reports, articles.c.headline, articles.c.url).outerjoin(
        articles, articles.c.id == reports.c.article
    )
    named = sa.select(proposals, people.c.name).outerjoin(people, people.c.id == proposals.c.person)
    said = sa.select(comments, people.c.name).outerjoin(people, people.c.id == comments.c.person)
    same = sa.select(rulings).join(cases, cases.c.id == rulings.c.case).where(cases.c.word == row.word)
    return Case(
        row,
        connection.execute(told.where(reports.c.case == id).order_by(reports.c.id.desc()).limit(50)).all(),
        connection.execute(named.where(proposals.c.case == id).order_by(proposals.c.id)).all(),
        connection.execute(said.where(comments.c.case == id).order_by(comments.c.id)).all(),
        connection.execute(same.order_by(rulings.c.id.desc()).limit(20)).all(),
    )


def merge(connection: sa.Connection, one: int, other: int) -> None:
    """Put all of a case to another one, which stays. Raises NotFound, and Conflict where one was ruled on."""
    kept, gone = _open(connection, one), _open(connection, other)
    if one == other:
        raise InputError("A case cannot be merged with itself.")
    for table in (reports, proposals, comments, rulings):
        connection.execute(sa.update(table).where(table.c.case == other).values(case=one))
    own = sa.select(shared.c.batch).where(shared.c.case == one)
    moved = sa.and_(shared.c.case == other, shared.c.batch.not_in(own))
    connection.execute(sa.update(shared).where(moved).values(case=one))
    values = {
        "reports": kept.reports + gone.reports,
        "rank": max(kept.rank, gone.rank),
        "last": max(kept.last, gone.last),
        "state": "shared" if "shared" in (kept.state, gone.state) else "open",
    }
    connection.execute(sa.update(cases).where(cases.c.id == one).values(**values, first=min(kept.first, gone.first)))
    connection.execute(sa.delete(cases).where(cases.c.id == other))


def split(connection: sa.Connection, id: int, ids: Sequence[int]) -> int:
    """Make a case of its own of some reports of a case; return its number. Raises InputError, NotFound and Conflict.

    Partners do not see the new one until it is shared with them.
    """
    row = _open(connection, id)
    own = sa.and_(reports.c.case == id, reports.c.id.in_(ids))
    moved = connection.execute(sa.select(reports.c.at).where(own)).scalars().all()
    if len(moved) != len(set(ids)):
        raise NotFound("There is no such report in this case.")
    left = row.reports - len(moved)
    if not moved or left < 1:
        raise InputError("Choose some of the reports, not none and not all.")
    share = {"rank": row.rank * math.sqrt(len(moved) / row.reports), "reports": len(moved), "state": "open"}
    said = {name: getattr(row, name) for name in ("word", "written", "language", "heard", "kind", "named")}
    added = connection.execute(sa.insert(cases).values(**said, **share, first=min(moved), last=max(moved)))
    fresh = int(added.inserted_primary_key[0])  # type: ignore[index]
    connection.execute(sa.update(reports).where(own).values(case=fresh))
    rest = {"reports": left, "rank": row.rank * math.sqrt(left / row.reports)}
    connection.execute(sa.update(cases).where(cases.c.id == id).values(**rest))
    return fresh


def _open(connection: sa.Connection, id: int) -> sa.Row[Any]:
    row = connection.execute(sa.select(cases).where(cases.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such case.")
    if row.state not in OPEN:
        raise Conflict(f"The case is {row.state}: somebody has ruled on it.")
    return row


def ways(connection: sa.Connection, pipeline: Pipeline, found: Case) -> list[Way]:
    """Return how the word of a case could be said: what the house has, what listeners, partners and rules say."""
    row = found.row
    word = re.sub(r"['’]s$", "", row.written)
    listed = [*_of_lexicon(connection, row, word), *_of_people(found), *_of_rules(pipeline, row, word)]
    kept: dict[str, Way] = {}
    for way in listed:
        if way.ipa and way.ipa != row.heard:
            kept.setdefault(way.ipa, way)
    return list(kept.values())


def _of_lexicon(connection: sa.Connection, row: sa.Row[Any], word: str) -> Iterable[Way]:
    house = [entry.lexeme for entry in lexicon.current(connection, first=first_word(word))]
    for lexeme in [*house, *base_entries(row.language)]:
        if lexeme.phoneme and lexeme.grapheme.casefold() == word.casefold():
            source = "what ships" if lexeme.scope == "base" else f"the lexicon ({lexeme.status})"
            yield Way(lexeme.phoneme, respelled(lexeme.phoneme), source)


def _of_people(found: Case) -> Iterable[Way]:
    for proposal in found.proposals:
        if proposal.phoneme:
            yield Way(proposal.phoneme, respelled(proposal.phoneme), proposal.name or "a partner")
    for report in found.reports:
        for text in filter(None, (report.spelling, report.note)):
            match = _SPELLED.fullmatch(text.strip())
            if match:
                yield from (Way(ipa, respelled(ipa), "a listener") for ipa in _read(match[0]))


def _read(text: str) -> list[str]:
    try:
        return readings(text)[:2]
    except (PronouncerError, ValueError):
        return []


def _of_rules(pipeline: Pipeline, row: sa.Row[Any], word: str) -> Iterable[Way]:
    """Yield what the dictionary has, what a name's likely origins say, and the voice by itself."""
    rules = language(row.language)
    for ipa in vocabulary(rules.tag).pronunciations(word)[:2]:
        yield Way(ipa, respelled(ipa), "the dictionary")
    for guess in rules.guesses(word)[:3]:
        yield Way(rules.accent(guess.ipa), respelled(rules.accent(guess.ipa)), guess.origin)
    yield from _of_engines(pipeline, row.language, word)


def _of_engines(pipeline: Pipeline, tag: str, word: str) -> Iterable[Way]:
    """Yield how each engine that is at work here would say a word by itself, the house's voice first."""
    ensemble = pipeline.ensemble
    with contextlib.suppress(PronouncerError):
        voice = pipeline.voice_for(tag)
        ((ipa,),) = ensemble.phonemize([[word]], voice)
        yield Way(ipa, respelled(ipa), "the voice by itself")
    for name, engine in list(ensemble.engines.items()):
        with contextlib.suppress(PronouncerError):
            found = engine.phonemize([[word]], ensemble.find(f"{name}:", tag))
            if found:
                yield Way(found[0][0], respelled(found[0][0]), name)
