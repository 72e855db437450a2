"""Versions of the house's lexicon: each change makes the next one, and every one can be had again."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.model.lexicon import Lexeme, first_word
from pronouncer.store.database.tables.lexicon import lexemes, lexicons

_SQL = {"left": "before", "right": "after", "when": "at"}  # fields of `Lexeme` whose names are words of SQL
_COLUMNS = [lexemes.c[_SQL.get(name, name)] for name in Lexeme._fields]


class Entry(NamedTuple):
    """A lexeme as it stands in some versions."""

    number: int
    """Of the entry, the same through all versions."""
    lexeme: Lexeme
    since: int
    """First version that has it."""
    until: int | None
    """First version that does not have it any more."""


class Version(NamedTuple):
    """A state of the lexicon."""

    number: int
    who: str
    why: str
    at: float


def newest(connection: sa.Connection) -> int:
    """Return the number of the newest version; 0 where there is none."""
    found: int = connection.execute(sa.select(sa.func.coalesce(sa.func.max(lexicons.c.number), 0))).scalar_one()
    return found


def change(
    connection: sa.Connection, *, add: Iterable[Lexeme] = (), retire: Iterable[int] = (), who: str, why: str, now: float
) -> int:
    """Make the next version: without the entries that are retired, and with new ones. In a writing transaction.

    The caller sees to it that the entries can be followed together. Changes are made one after the other: in
    PostgreSQL, others wait until this transaction ends.
    """
    lock(connection)
    made = connection.execute(sa.insert(lexicons).values(who=who, why=why, at=now))
    number = int(made.inserted_primary_key[0])  # type: ignore[index]
    standing = lexemes.c.until.is_(None)
    gone = list(retire)
    for start in range(0, len(gone), 500):
        chosen = sa.and_(standing, lexemes.c.entry.in_(gone[start : start + 500]))
        connection.execute(sa.update(lexemes).where(chosen).values(until=number))
    highest = connection.execute(sa.select(sa.func.coalesce(sa.func.max(lexemes.c.entry), 0))).scalar_one()
    rows = [_row(lexeme, highest + place, number) for place, lexeme in enumerate(add, 1)]
    if rows:
        connection.execute(sa.insert(lexemes), rows)
    return number


def lock(connection: sa.Connection) -> None:
    """Keep others from changing the lexicon until the transaction ends, so that what was read still holds."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE lexicons IN EXCLUSIVE MODE"))


def hold(connection: sa.Connection) -> int:
    """Return the newest version, which stays the newest until the transaction ends. Others may hold it too."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE lexicons IN SHARE MODE"))
    return newest(connection)


def at(connection: sa.Connection, version: int) -> list[Lexeme]:
    """Return the entries of a version, the oldest first."""
    holds = sa.and_(lexemes.c.since <= version, sa.or_(lexemes.c.until.is_(None), lexemes.c.until > version))
    rows = connection.execute(sa.select(*_COLUMNS).where(holds).order_by(lexemes.c.since, lexemes.c.id))
    return [Lexeme._make(row) for row in rows]


def current(connection: sa.Connection, *, first: str = "", words: str = "", most: int = 100_000) -> list[Entry]:
    """Return the entries that stand, by their first word (`first_word`) or by a part of their grapheme."""
    chosen = sa.select(lexemes).where(lexemes.c.until.is_(None))
    if first:
        chosen = chosen.where(lexemes.c.first == first)
    if words:
        chosen = chosen.where(lexemes.c.grapheme.icontains(words, autoescape=True))
    rows = connection.execute(chosen.order_by(lexemes.c.grapheme, lexemes.c.id).limit(most))
    return [_entry(row) for row in rows]


def chosen(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Entry]:
    """Return the entries that stand and fulfil a condition on `lexemes`, the oldest first."""
    wanted = sa.select(lexemes).where(lexemes.c.until.is_(None), condition).order_by(lexemes.c.since, lexemes.c.id)
    return [_entry(row) for row in connection.execute(wanted)]


def history(connection: sa.Connection, *, entry: int = 0, grapheme: str = "") -> list[Entry]:
    """Return all that an entry, or a word, ever was, the newest first."""
    chosen = sa.select(lexemes)
    if entry:
        chosen = chosen.where(lexemes.c.entry == entry)
    if grapheme:
        own = sa.func.lower(lexemes.c.grapheme) == grapheme.lower()
        chosen = chosen.where(lexemes.c.first == first_word(grapheme), own)
    return [_entry(row) for row in connection.execute(chosen.order_by(lexemes.c.id.desc()))]


def versions(connection: sa.Connection, *, most: int = 100) -> Sequence[Version]:
    """Return the newest versions, the newest first."""
    chosen = sa.select(lexicons.c.number, lexicons.c.who, lexicons.c.why, lexicons.c.at)
    rows = connection.execute(chosen.order_by(lexicons.c.number.desc()).limit(most))
    return [Version(*row) for row in rows]


def changes(connection: sa.Connection, version: int) -> tuple[list[Entry], list[Entry]]:
    """Return what a version brought, and what it took away."""
    brought = connection.execute(sa.select(lexemes).where(lexemes.c.since == version).order_by(lexemes.c.id))
    took = connection.execute(sa.select(lexemes).where(lexemes.c.until == version).order_by(lexemes.c.id))
    return [_entry(row) for row in brought], [_entry(row) for row in took]


def undo(connection: sa.Connection, version: int, *, who: str, why: str, now: float) -> int:
    """Make the next version, in which what a version brought is gone and what it took away is back."""
    lock(connection)
    brought, took = changes(connection, version)
    standing = [entry.number for entry in brought if entry.until is None]
    return change(connection, add=[entry.lexeme for entry in took], retire=standing, who=who, why=why, now=now)


def _row(lexeme: Lexeme, entry: int, version: int) -> dict[str, Any]:
    fields = {_SQL.get(name, name): value for name, value in lexeme._asdict().items()}
    return {**fields, "entry": entry, "first": first_word(lexeme.grapheme), "since": version, "until": None}


def _entry(row: sa.Row[Any]) -> Entry:
    lexeme = Lexeme._make(getattr(row, _SQL.get(name, name)) for name in Lexeme._fields)
    return Entry(row.entry, lexeme, row.since, row.until)
