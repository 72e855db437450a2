"""Rows for every table, made from what the table says of itself."""

from typing import Any

import sqlalchemy as sa

from pronouncer.store.database import dump, words
from pronouncer.store.database.tables.every import metadata
from pronouncer.store.database.words import Indexed, key, runs

TEXTS = ["Zelenskyy spoke.", "“Ünïcode” \\ \t — \U0001f600"]


def fill(connection: sa.Connection) -> None:
    """Put two rows in every table, and sentences in the word index."""
    for table in metadata.sorted_tables:
        if table.name == "sentences":
            words.index(connection, [Indexed("en", text, frozenset(map(key, runs(text)))) for text in TEXTS])
            continue
        connection.execute(sa.insert(table), [{each.name: _value(each, n) for each in table.columns} for n in (1, 2)])
    dump.count_on(connection, dump.counters(connection))


def everything(connection: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, and the keys of each sentence."""
    found = {
        table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }
    indexed = [(sentence, tuple(sorted(keys))) for sentence, keys in words.entries(connection)]
    return {**found, words.TABLE: indexed}


def _value(column: sa.Column[Any], number: int) -> object:
    kind = column.type
    if column.foreign_keys:
        kind = next(iter(column.foreign_keys)).column.type
    if number == 2 and column.nullable:
        return None
    if isinstance(kind, sa.JSON):
        return {"list": [1, 2.5, None, "é\u2028"], "true": True}
    if isinstance(kind, sa.Boolean):
        return number == 1
    if isinstance(kind, sa.Float):
        return 1_790_000_000.123456 + number / 3
    if isinstance(kind, sa.Text):
        return f"ü{number}"
    return number if column.primary_key or column.foreign_keys else number * 3_000_000_000
