"""The house's lexicon: entries are checked as those of a file are, and each version is a file for the pipeline."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict, LexiconError, PronouncerError
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.house import House
from pronouncer.pronounce.lexicons import tsv
from pronouncer.pronounce.lexicons.entry import agreeing, claim
from pronouncer.pronounce.lexicons.entry import made as entry_made
from pronouncer.store.database import lexicon
from pronouncer.store.database.lexicon import Entry
from pronouncer.swap import put

_WHERE = "The lexicon"


class Changed(NamedTuple):
    """What a change did."""

    version: int
    """The newest version now."""
    added: tuple[Lexeme, ...]
    retired: tuple[Entry, ...]
    same: tuple[Lexeme, ...]
    """Entries that stood already; they were not added."""


def add(
    connection: sa.Connection, entries: Iterable[Lexeme], *, who: str, why: str, now: float, seen: int | None = None
) -> Changed:
    """Add entries; an approved one takes the place of what stood for the same word. In a writing transaction.

    `seen` is the version that the editor saw: where a word of theirs was changed after it, it is refused. Raises
    LexiconError where the lexicon would not hold together, Conflict where somebody was quicker.
    """
    lexicon.lock(connection)
    newest = lexicon.newest(connection)
    standing: dict[tuple[str, ...], list[Entry]] = {}
    everything = lexicon.current(connection)
    for entry in everything:
        standing.setdefault(claim(entry.lexeme), []).append(entry)
    rows: dict[tuple[str, ...], Lexeme] = {}
    same: list[Lexeme] = []
    retired: dict[int, Entry] = {}
    for lexeme in entries:
        before = standing.get(claim(lexeme), [])
        _check(connection, lexeme, before, seen)
        said = (lexeme.phoneme, lexeme.alias, lexeme.status)
        if any((each.lexeme.phoneme, each.lexeme.alias, each.lexeme.status) == said for each in before):
            same.append(lexeme)
            continue
        rows[(*claim(lexeme), lexeme.status)] = lexeme
        if lexeme.status != "proposed":
            retired |= {each.number: each for each in before}
    if not rows:
        return Changed(newest, (), (), tuple(same))
    left = [entry.lexeme for entry in everything if entry.number not in retired]
    agreeing(enumerate([*left, *rows.values()], 1), _WHERE)
    version = lexicon.change(connection, add=rows.values(), retire=retired, who=who, why=why, now=now)
    return Changed(version, tuple(rows.values()), tuple(retired.values()), tuple(same))


def retire(connection: sa.Connection, numbers: Sequence[int], *, who: str, why: str, now: float) -> Changed:
    """Take entries out of the lexicon. In a writing transaction. Raises Conflict where they are gone already."""
    lexicon.lock(connection)
    standing = {entry.number: entry for entry in lexicon.current(connection)}
    gone = [number for number in numbers if number not in standing]
    if gone:
        raise Conflict("The entry was changed or retired by somebody else meanwhile. Look at it again.")
    version = lexicon.change(connection, retire=numbers, who=who, why=why, now=now)
    return Changed(version, (), tuple(standing[number] for number in numbers), ())


def snapshot(house: House, version: int) -> Path:
    """Return the file of a version, which never changes again. Raises StoreError."""
    path = house.data / "lexicons" / f"{version}.tsv"
    if not path.is_file():
        with house.database.reading() as connection:
            entries = lexicon.at(connection, version)
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, tsv.write(entries))
    return path


def _check(connection: sa.Connection, lexeme: Lexeme, before: Sequence[Entry], seen: int | None) -> None:
    if seen is None:
        return
    later = [entry for entry in before if entry.since > seen]
    if not later:
        gone = lexicon.history(connection, grapheme=lexeme.grapheme)
        later = [each for each in gone if (each.until or 0) > seen and claim(each.lexeme) == claim(lexeme)]
    if later:
        raise Conflict(
            f"{lexeme.grapheme!r} was changed by {later[0].lexeme.who or 'somebody'} meanwhile: it is said "
            f"{later[0].lexeme.phoneme or later[0].lexeme.alias!r}. Look at it again."
        )


def made(values: Mapping[str, str], *, who: str, now: float) -> Lexeme:
    """Return an entry from what an editor typed: IPA or a respelling, checked. Raises LexiconError."""
    when = f"{datetime.datetime.fromtimestamp(now, datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    try:
        return entry_made({**values, "who": who, "when": when})
    except (ValueError, PronouncerError) as error:
        raise LexiconError(f"{values.get('grapheme', '')!r}: {error}.") from error
