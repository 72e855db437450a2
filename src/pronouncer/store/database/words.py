"""The word index: which of all sentences contain a word, in milliseconds at a million sentences.

Words are indexed as hashes of the keys that the lexicon matches by, so that both databases give the same answer,
whatever their own tokenisers think a word is: FTS5 in SQLite, a GIN index on arrays in PostgreSQL.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.model.utterance import Utterance
from pronouncer.store.database.tables.library import sentences

_TABLE = "sentence_words"
_RUN = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"['’][sS]$")
_PLURAL = 4  # letters of a word that has a plural by rule, as in the lexicon's own matching
_HISSING = ("s", "x", "z", "sh", "ch")


class Indexed(NamedTuple):
    """A sentence for the index."""

    language: str
    """BCP 47."""
    text: str
    keys: frozenset[int]
    """`keys_of` its utterance."""

    @property
    def hash(self) -> int:
        """What tells it from all others."""
        return sentence_hash(self.language, self.text)


def create(connection: sa.Connection) -> None:
    """Make the index. Its DDL is each database's own."""
    if connection.dialect.name == "sqlite":
        columns = "keys, content='', detail='none', columnsize=0, tokenize='ascii'"
        connection.execute(sa.text(f"CREATE VIRTUAL TABLE {_TABLE} USING fts5({columns})"))
        return
    references = "bigint PRIMARY KEY REFERENCES sentences (id)"
    connection.execute(sa.text(f"CREATE TABLE {_TABLE} (sentence {references}, keys bigint[] NOT NULL)"))
    connection.execute(sa.text(f"CREATE INDEX ix_{_TABLE}_keys ON {_TABLE} USING gin (keys)"))


def sentence_hash(language: str, text: str) -> int:
    """Return a signed 64-bit hash of a sentence (BLAKE2b)."""
    return _hash(f"{language}\n{text}", b"sentence")


def key(word: str) -> int:
    """Return the key of a word: however it is capitalised, without a possessive ending."""
    return _hash(_ENDING.sub("", word).replace("’", "'").casefold(), b"word")


def keys_of(utterance: Utterance) -> frozenset[int]:
    """Return the keys of a sentence: its words as written, and those that rules and aliases made of other things."""
    found: set[str] = set()
    for token in utterance.tokens:
        bare = _ENDING.sub("", token.written)
        if _RUN.fullmatch(bare):
            found.add(token.written)
        else:
            found.update(_RUN.findall(token.written))
        if token.kind != "word" or token.rule == "lexicon":
            found.update(token.spoken.split())
    return frozenset(map(key, found))


def index(connection: sa.Connection, rows: Iterable[Indexed]) -> Mapping[int, int]:
    """Add sentences that are not there yet; return the id of each by its hash. In a writing transaction."""
    wanted = {row.hash: row for row in rows}
    known = _ids(connection, wanted)
    new = [hash for hash in wanted if hash not in known]
    if new:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        values = [{"hash": hash, "language": wanted[hash].language, "text": wanted[hash].text} for hash in new]
        added = connection.execute(
            insert(sentences).on_conflict_do_nothing().returning(sentences.c.id, sentences.c.hash), values
        ).all()
        _index(connection, sorted((id, wanted[hash].keys) for id, hash in added))
        known |= {hash: id for id, hash in added}
        known |= _ids(connection, [hash for hash in new if hash not in known])  # of somebody who was quicker
    return known


def containing(connection: sa.Connection, grapheme: str) -> list[int]:
    """Return the ids of sentences that contain a word in any of its forms, or all words of a phrase.

    Of one word, these are all in which the lexicon would find it; of a phrase, some more.
    """
    return [row.id for row in connection.execute(matching(connection.dialect.name, grapheme))]


def matching(dialect: str, grapheme: str) -> sa.Select[tuple[int]]:
    """Return the query of `containing`, for joins."""
    groups = [sorted(map(key, forms(run))) for run in _RUN.findall(grapheme)] or [[key(grapheme)]]
    if dialect == "sqlite":
        match = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in groups)
        found = sa.text(f"SELECT rowid AS id FROM {_TABLE} WHERE {_TABLE} MATCH :match").bindparams(match=match)
    else:
        where = " AND ".join(f"keys && ARRAY[{','.join(map(str, group))}]::bigint[]" for group in groups)
        found = sa.text(f"SELECT sentence AS id FROM {_TABLE} WHERE {where}")
    hits = found.columns(sa.column("id", sa.BigInteger)).subquery("hits")
    return sa.select(hits.c.id)


def forms(word: str) -> list[str]:
    """Return a word and its plural, as the lexicon inflects; its possessives have the same keys."""
    if len(word) < _PLURAL:
        return [word]
    return [word, f"{word}{'es' if word.lower().endswith(_HISSING) else 's'}"]


def _ids(connection: sa.Connection, hashes: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    listed = list(hashes)
    for start in range(0, len(listed), 500):
        chosen = sa.select(sentences.c.hash, sentences.c.id).where(sentences.c.hash.in_(listed[start : start + 500]))
        found |= {row.hash: row.id for row in connection.execute(chosen)}
    return found


def _index(connection: sa.Connection, rows: Sequence[tuple[int, frozenset[int]]]) -> None:
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement = sa.text(f"INSERT INTO {_TABLE} (rowid, keys) VALUES (:id, :keys)")
        connection.execute(statement, [{"id": id, "keys": " ".join(map(_term, keys))} for id, keys in rows])
        return
    statement = sa.text(f"INSERT INTO {_TABLE} (sentence, keys) VALUES (:id, :keys)")
    connection.execute(statement, [{"id": id, "keys": sorted(keys)} for id, keys in rows])


def _term(number: int) -> str:
    return f"{number & 0xFFFFFFFFFFFFFFFF:016x}"


def _hash(text: str, kind: bytes) -> int:
    made = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, person=kind).digest()
    return int.from_bytes(made, "big", signed=True)
