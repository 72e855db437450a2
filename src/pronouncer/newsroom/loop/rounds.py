"""Review rounds: a random sample of what is live, stratified and blind, two people for each sentence."""

import datetime
import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.newsroom.loop.reports import plain
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.library import articles, editions, occurrences, sentences
from pronouncer.store.database.tables.loop import batches, samples, verdicts

RATINGS = {1: "bad", 2: "poor", 3: "fair", 4: "good", 5: "excellent"}
"""The listening-quality scale of ITU-T P.800 (ACR)."""
REVIEWERS = ("partner", "editor", "admin")
"""Roles whose people can be asked."""
_WORD = re.compile(r"\S*[^\W_]\S*")
_EACH = 2  # people for a sentence
_MOST = 10_000  # sentences of a round


class Task(NamedTuple):
    """What a reviewer is asked: nothing tells which voice it is."""

    sample: int
    text: str
    words: tuple[str, ...]
    """That are judged one by one."""


class Round(NamedTuple):
    """What one reviewer was asked, and how far they are."""

    batch: int
    title: str
    reviewer: str
    created: float
    """Seconds since 1970, as the other times."""
    expires: float | None
    closed: float | None
    samples: int
    judged: int


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a sentence as they are judged."""
    return tuple(_WORD.findall(text))


def sampled(connection: sa.Connection, *, size: int, seed: int) -> list[dict[str, Any]]:
    """Draw sentences of what is live; return rows of `samples` without their batch, in random order. Raises InputError.

    Each stratum (voice, section, month in which it went live) has its share of the sample, and one sentence at least
    as far as the size goes. Every live sentence is looked at once, so it does not belong into a writing transaction.
    """
    if not 1 <= size <= _MOST:
        raise InputError(f"A round has 1 to {_MOST:,} sentences.")
    drawn = _drawn(connection, size, random.Random(seed))
    if not drawn:
        raise InputError("Nothing is live yet that could be reviewed.")
    return drawn


def share(
    connection: sa.Connection, drawn: Sequence[Mapping[str, Any]], *, title: str, reviewers: Sequence[int], now: float
) -> list[int]:
    """Share sentences that were drawn; return the batch of each reviewer. In a writing transaction.

    Each sentence goes to two reviewers, where there are two. Raises InputError and NotFound.
    """
    asked = list(dict.fromkeys(reviewers))
    can = sa.and_(people.c.id.in_(asked), people.c.active, people.c.role.in_(REVIEWERS))
    active = sa.select(sa.func.count()).select_from(people).where(can)
    if not asked or connection.execute(active).scalar_one() != len(asked):
        raise NotFound("Choose reviewers from the people of this house.")
    if not title.strip():
        raise InputError("Give the round a title.")
    found: dict[int, int] = {}
    for person in asked:
        row = {"title": title.strip()[:200], "partner": person, "kind": "round", "blind": True, "created": now}
        added = connection.execute(sa.insert(batches).values(**row))
        found[person] = int(added.inserted_primary_key[0])  # type: ignore[index]
    each = min(_EACH, len(asked))
    rows = [
        {**row, "batch": found[asked[(number * each + turn) % len(asked)]]}
        for number, row in enumerate(drawn)
        for turn in range(each)
    ]
    connection.execute(sa.insert(samples), rows)
    return list(found.values())


def listed(connection: sa.Connection, *, most: int = 200) -> list[Round]:
    """Return what was drawn, the newest first: a line for each reviewer."""
    return _rounds(connection, sa.true(), most)


def rounds_of(connection: sa.Connection, person: int, *, now: float) -> list[Round]:
    """Return what somebody is asked now, the newest first."""
    return _rounds(connection, sa.and_(batches.c.partner == person, _standing(now)), most=100)


def round_of(connection: sa.Connection, person: int, batch: int, *, now: float) -> Round:
    """Return a round that somebody is asked now. Raises NotFound."""
    own = sa.and_(batches.c.id == batch, batches.c.partner == person, _standing(now))
    for found in _rounds(connection, own, most=1):
        return found
    raise NotFound("There is no such batch.")


def tasks(connection: sa.Connection, person: int, batch: int, *, now: float, most: int = 100) -> list[Task]:
    """Return what somebody has still to judge of their batch. Raises NotFound where it is not theirs."""
    _own(connection, person, batch, now)
    done = sa.select(verdicts.c.sample).where(verdicts.c.person == person)
    chosen = sa.select(samples.c.id, samples.c.text).where(samples.c.batch == batch, samples.c.id.not_in(done))
    rows = connection.execute(chosen.order_by(samples.c.id).limit(most))
    return [Task(row.id, row.text, words_in(row.text)) for row in rows]


def sample_of(connection: sa.Connection, person: int, sample: int, *, now: float) -> sa.Row[Any]:
    """Return a sample of somebody's batch, for its sound. Raises NotFound where it is not theirs."""
    row = connection.execute(sa.select(samples).where(samples.c.id == sample)).one_or_none()
    if row is None:
        raise NotFound("There is no such sample.")
    _own(connection, person, row.batch, now)
    return row


def judge(
    connection: sa.Connection,
    *,
    sample: int,
    person: int,
    words: Sequence[bool],
    rating: int,
    note: str = "",
    now: float,
) -> None:
    """Take a verdict: right or wrong by word, and 1 to 5 for how natural it is.

    Raises NotFound for what is not theirs, InputError for what is no verdict, Conflict for a second one.
    """
    row = sample_of(connection, person, sample, now=now)
    if len(words) != len(words_in(row.text)) or not all(isinstance(word, bool) for word in words):
        raise InputError(f"Say of each of the {len(words_in(row.text))} words whether it was right.")
    if isinstance(rating, bool) or rating not in RATINGS:
        raise InputError("Rate it from 1 (bad) to 5 (excellent).")
    values = {"sample": sample, "person": person, "words": list(words), "rating": rating, "note": plain(note, 1000)}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    taken = insert(verdicts).values(**values, at=now).on_conflict_do_nothing().returning(verdicts.c.id)
    if connection.execute(taken).first() is None:
        raise Conflict("You have judged this sentence already.")


def month(at: float | None) -> str:
    """Return the month of a time, as 2026-11 (UTC)."""
    return f"{datetime.datetime.fromtimestamp(at or 0.0, datetime.UTC):%Y-%m}"


def shares(counts: Mapping[Any, int], size: int) -> dict[Any, int]:
    """Return how many of each stratum are drawn: in proportion, by largest remainder, one at least if there is room."""
    total = sum(counts.values())
    size = min(size, total)
    found = {key: min(1, count) if size >= len(counts) else 0 for key, count in counts.items()}
    left = size - sum(found.values())
    wanted = {key: max(0.0, size * count / total - found[key]) for key, count in counts.items()}
    scale = left / sum(wanted.values()) if sum(wanted.values()) else 0.0
    for key in counts:
        found[key] = min(counts[key], found[key] + int(wanted[key] * scale))
    order = sorted(counts, key=lambda key: (-(wanted[key] * scale % 1), str(key)))
    while sum(found.values()) < size:
        for key in order:
            if found[key] < counts[key] and sum(found.values()) < size:
                found[key] += 1
    return found


def _drawn(connection: sa.Connection, size: int, draw: random.Random) -> list[dict[str, Any]]:
    """Return rows of `samples` without their batch, in random order."""
    o = occurrences.c
    chosen = sa.select(o.article, o.place, o.voice, articles.c.section, editions.c.lived).select_from(
        occurrences.join(articles, articles.c.id == o.article).join(editions, editions.c.id == articles.c.live)
    )
    strata: dict[tuple[str, str, str], _Reservoir] = {}
    for row in connection.execute(chosen.order_by(o.article, o.place).execution_options(yield_per=1000)):
        key = (row.voice, row.section, month(row.lived))
        strata.setdefault(key, _Reservoir(size)).add((row.article, row.place), draw)
    wanted = shares({key: kept.seen for key, kept in strata.items()}, size)
    places = [place for key in sorted(strata) for place in draw.sample(strata[key].places, wanted[key])]
    draw.shuffle(places)
    return [_sample(connection, *place) for place in places]


class _Reservoir:
    """Some of many places, each of them as likely as any other (Vitter's algorithm R)."""

    def __init__(self, size: int) -> None:
        self.places: list[tuple[str, int]] = []
        self.seen, self._size = 0, size

    def add(self, place: tuple[str, int], draw: random.Random) -> None:
        """Look at one more."""
        self.seen += 1
        if len(self.places) < self._size:
            self.places.append(place)
        elif (chosen := draw.randrange(self.seen)) < self._size:
            self.places[chosen] = place


def _sample(connection: sa.Connection, article: str, place: int) -> dict[str, Any]:
    o = occurrences.c
    chosen = sa.select(
        o.article, articles.c.live.label("edition"), o.name.label("sentence"), sentences.c.text, o.voice
    ).add_columns(articles.c.section, o.take)
    joined = occurrences.join(articles, articles.c.id == o.article).join(sentences, sentences.c.id == o.sentence)
    row = connection.execute(chosen.select_from(joined).where(o.article == article, o.place == place)).one()
    return dict(row._mapping)


def _own(connection: sa.Connection, person: int, batch: int, now: float) -> None:
    mine = sa.and_(batches.c.id == batch, batches.c.partner == person, batches.c.kind == "round")
    if not connection.execute(sa.select(batches.c.id).where(mine, _standing(now))).first():
        raise NotFound("There is no such batch.")


def _standing(now: float) -> sa.ColumnElement[bool]:
    fresh = sa.or_(batches.c.expires.is_(None), batches.c.expires > now)
    return sa.and_(batches.c.closed.is_(None), fresh)


def _rounds(connection: sa.Connection, which: sa.ColumnElement[bool], most: int) -> list[Round]:
    own = samples.c.batch == batches.c.id
    count = sa.select(sa.func.count()).select_from(samples).where(own).scalar_subquery()
    given = sa.select(sa.func.count()).select_from(verdicts.join(samples, samples.c.id == verdicts.c.sample))
    judged = given.where(own, verdicts.c.person == batches.c.partner).scalar_subquery()
    b, name = batches.c, sa.func.coalesce(people.c.name, "").label("reviewer")
    chosen = sa.select(b.id.label("batch"), b.title, name, b.created, b.expires, b.closed)
    chosen = chosen.add_columns(count.label("samples"), judged.label("judged"))
    chosen = chosen.outerjoin(people, people.c.id == b.partner)
    rows = connection.execute(chosen.where(batches.c.kind == "round", which).order_by(batches.c.id.desc()).limit(most))
    return [Round(**row._mapping) for row in rows]
