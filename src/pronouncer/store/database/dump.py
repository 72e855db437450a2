"""All rows of a database as lines of JSON, which either make of database reads again."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa

from pronouncer.errors import StoreError
from pronouncer.store.database import words
from pronouncer.store.database.tables.every import metadata

_BATCH = 1000  # rows


def names() -> list[str]:
    """Return the names of all tables, each one after those that it refers to; the word index is the last."""
    return [*_tables(), words.TABLE]


def lines(connection: sa.Connection, name: str) -> Iterator[bytes]:
    """Yield the columns of a table as a line, then each of its rows. Read all tables with one connection."""
    if name == words.TABLE:
        yield _line(["sentence", "keys"])
        yield from (_line([id, list(keys)]) for id, keys in words.entries(connection))
        return
    table = _tables()[name]
    yield _line([column.name for column in table.columns])
    chosen = sa.select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    yield from (_line(list(row)) for row in connection.execute(chosen))


def load(connection: sa.Connection, name: str, rows: Iterable[bytes]) -> int:
    """Insert the lines of a table; return how many rows they were. In a writing transaction. Raises StoreError."""
    try:
        listed = map(json.loads, rows)
        columns: list[str] = next(listed)
        count = 0
        while some := list(itertools.islice(listed, _BATCH)):
            count += len(some)
            if name == words.TABLE:
                words.add_entries(connection, some)
            else:
                values = [dict(zip(columns, row, strict=True)) for row in some]
                connection.execute(sa.insert(_tables()[name]), values)
        return count
    except (ValueError, StopIteration, KeyError, sa.exc.CompileError, sa.exc.IntegrityError) as error:
        reason = " ".join(str(error).split())[:200]
        raise StoreError(f"The rows of {name} do not fit: {reason}. Take another backup.") from error


def is_empty(connection: sa.Connection) -> bool:
    """Say whether no table has a row."""
    return not any(connection.execute(sa.select(sa.exists().select_from(each))).scalar() for each in _tables().values())


def counters(connection: sa.Connection) -> dict[str, int]:
    """Return the highest number that each table that counts up ever gave."""
    found = {name: connection.execute(sa.select(sa.func.max(id))).scalar() or 0 for name, id in _counted()}
    if connection.dialect.name == "sqlite":
        rows = connection.execute(sa.text("SELECT name, seq FROM sqlite_sequence"))
        return found | {row.name: row.seq for row in rows if row.name in found}
    for name, id in _counted():
        sequence = connection.execute(sa.text(_SEQUENCE), {"table": name, "column": id.name}).scalar_one()
        last = connection.execute(sa.text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"))
        found[name] = max(found[name], last.scalar_one())
    return found


def count_on(connection: sa.Connection, given: Mapping[str, int]) -> None:
    """Let each table count on from the highest number that was given. In a writing transaction."""
    for name, id in _counted():
        highest = given.get(name, 0)
        if connection.dialect.name == "sqlite":
            own = {"name": name, "seq": highest}
            if connection.execute(sa.text("SELECT 1 FROM sqlite_sequence WHERE name = :name"), own).scalar():
                connection.execute(sa.text("UPDATE sqlite_sequence SET seq = :seq WHERE name = :name"), own)
            elif _tables()[name].dialect_options["sqlite"]["autoincrement"]:
                connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), own)
        elif highest:
            own = {"table": name, "column": id.name, "highest": highest}
            connection.execute(sa.text(f"SELECT setval(({_SEQUENCE})::regclass, :highest)"), own)


_SEQUENCE = "SELECT pg_get_serial_sequence(quote_ident(:table), :column)"


def _tables() -> dict[str, sa.Table]:
    return {table.name: table for table in metadata.sorted_tables}


def _counted() -> Iterator[tuple[str, sa.Column[int]]]:
    """Yield the tables that number their rows, with the column."""
    for name, table in _tables().items():
        if table.autoincrement_column is not None:
            yield name, table.autoincrement_column


def _line(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
