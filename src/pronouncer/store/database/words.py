"""The word index: which of all sentences contain a word, in milliseconds at a million sentences.

Words are indexed as hashes of the keys that the lexicon matches by, so that both databases give the same answer,
whatever their own tokenisers think a word is: FTS5 in SQLite, a GIN index on arrays in PostgreSQL. A key stands for a
run of letters and digits, however it is capitalised; what stands between runs makes no difference.
"""

import functools
import hashlib
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.model.utterance import Utterance
from pronouncer.store.database.tables.lexicon import lexemes
from pronouncer.store.database.tables.library import sentences

TABLE = "sentence_words"
_RUN = re.compile(r"[^\W_]+")
_TURN = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")  # G|7: the lexicon may find 7 there, or G7
_PLURAL = 4  # letters of a word that has a plural by rule, as in the lexicon's own matching
_HISSING = ("s", "x", "z", "sh", "ch")
_BATCH = 5000  # rows
_DEEPEST = 2  # aliases of aliases, as the lexicon reads them


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
        connection.execute(sa.text(f"CREATE VIRTUAL TABLE {TABLE} USING fts5({columns})"))
        return
    references = "bigint PRIMARY KEY REFERENCES sentences (id)"
    connection.execute(sa.text(f"CREATE TABLE {TABLE} (sentence {references}, keys bigint[] NOT NULL)"))
    connection.execute(sa.text(f"CREATE INDEX ix_{TABLE}_keys ON {TABLE} USING gin (keys)"))


def sentence_hash(language: str, text: str) -> int:
    """Return a signed 64-bit hash of a sentence (BLAKE2b)."""
    return _hash(f"{language}\n{text}", b"sentence")


@functools.lru_cache(maxsize=1 << 15)
def key(run: str) -> int:
    """Return the key of a run of letters and digits, in folded case."""
    return _hash(run, b"word")


def runs(text: str) -> list[str]:
    """Return the runs of letters and digits of a text, in folded case."""
    return _RUN.findall(text.casefold())


def keys_of(utterance: Utterance) -> frozenset[int]:
    """Return the keys of a sentence: what is written, from each place a token starts, and what rules made of it."""
    text = "".join(token.written for token in utterance.tokens)
    found = set(runs(text))
    for run in list(found):
        if not run.isalpha():
            found.update(run[turn.start() :] for turn in _TURN.finditer(run))
    for token in utterance.tokens:
        if token.start and text[token.start - 1].isalnum():
            cut = _RUN.match(text, token.start)
            found.update(runs(cut.group()) if cut else ())
        if token.kind != "word" or token.rule == "lexicon":
            found.update(runs(token.spoken))
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
        add_entries(connection, sorted((id, wanted[hash].keys) for id, hash in added))
        known |= {hash: id for id, hash in added}
        known |= _ids(connection, [hash for hash in new if hash not in known])  # of somebody who was quicker
    return known


def containing(connection: sa.Connection, grapheme: str) -> list[int]:
    """Return the ids of sentences in which the lexicon may find a word in any of its forms, or a phrase.

    None is missed in which it would find it. Some may be too many: those with all words of a phrase in other places,
    in another language or section, and those that come by an alias.
    """
    chosen = matching(connection.dialect.name, *reaching(connection, grapheme))
    return [row.id for row in connection.execute(chosen)]


def reaching(connection: sa.Connection, grapheme: str) -> list[str]:
    """Return a grapheme, those whose aliases bring it up, and its own aliases, which may have been indexed for it."""
    aliased = sa.select(lexemes.c.grapheme, lexemes.c.alias, lexemes.c.until).where(lexemes.c.alias > "").distinct()
    pairs = [(row.grapheme, row.alias, row.until is None) for row in connection.execute(aliased)]
    found = [grapheme]
    for _ in range(_DEEPEST if pairs else 0):
        wanted = [_groups(each) for each in found]
        found += [
            written
            for written, alias, stands in pairs
            if stands and written not in found and any(_holds(set(runs(alias)), groups) for groups in wanted)
        ]
    own = [alias for written, alias, _ in pairs if written.casefold() == grapheme.casefold()]
    return list(dict.fromkeys([*found, *own]))


def matching(dialect: str, *graphemes: str) -> sa.Select[tuple[int]]:
    """Return the query of sentences with all runs of any of some graphemes, for joins."""
    ways = [[sorted(map(key, group)) for group in _groups(grapheme)] for grapheme in graphemes]
    if dialect == "sqlite":
        match = _any_of([" AND ".join(f"({' OR '.join(map(_term, group))})" for group in way) for way in ways])
        found = sa.text(f"SELECT rowid AS id FROM {TABLE} WHERE {TABLE} MATCH :match").bindparams(match=match)
    else:
        where = _any_of(
            [" AND ".join(f"keys && ARRAY[{','.join(map(str, group))}]::bigint[]" for group in way) for way in ways]
        )
        found = sa.text(f"SELECT sentence AS id FROM {TABLE} WHERE {where}")
    hits = found.columns(sa.column("id", sa.BigInteger)).subquery("hits")
    return sa.select(hits.c.id)


def _groups(grapheme: str) -> list[list[str]]:
    """Return the runs of a grapheme, the last one also with its plural, as the lexicon inflects."""
    *first, last = runs(grapheme) or [grapheme]
    plural = f"{last}{'es' if grapheme.lower().endswith(_HISSING) else 's'}"
    return [*([run] for run in first), [last, plural] if len(grapheme) >= _PLURAL else [last]]


def _holds(found: set[str], groups: Sequence[Sequence[str]]) -> bool:
    return all(not found.isdisjoint(group) for group in groups)


def _any_of(ways: Sequence[str]) -> str:
    return " OR ".join(f"({way})" for way in ways)


def entries(connection: sa.Connection) -> Iterator[tuple[int, list[int]]]:
    """Yield each sentence that is indexed, by id, with its keys."""
    if connection.dialect.name != "sqlite":
        chosen = sa.text(f"SELECT sentence, keys FROM {TABLE} ORDER BY sentence").execution_options(yield_per=1000)
        yield from ((row.sentence, row.keys) for row in connection.execute(chosen))
        return
    # The index keeps no sentence by itself; the view turns it round.
    view = f"{TABLE}_view"
    connection.execute(sa.text(f"CREATE VIRTUAL TABLE temp.{view} USING fts5vocab(main, {TABLE}, instance)"))
    try:
        chosen = sa.text(f"SELECT doc, term FROM temp.{view} ORDER BY doc").execution_options(yield_per=10_000)
        for id, rows in itertools.groupby(connection.execute(chosen), key=lambda row: row.doc):
            yield id, [_number(row.term) for row in rows]
    finally:
        connection.execute(sa.text(f"DROP TABLE temp.{view}"))


def add_entries(connection: sa.Connection, rows: Iterable[tuple[int, Collection[int]]]) -> None:
    """Index sentences that are not indexed, each with its keys. In a writing transaction."""
    sqlite = connection.dialect.name == "sqlite"
    columns = "(rowid, keys)" if sqlite else "(sentence, keys)"
    statement = sa.text(f"INSERT INTO {TABLE} {columns} VALUES (:id, :keys)")
    listed = iter(rows)
    while some := list(itertools.islice(listed, _BATCH)):
        values = [{"id": id, "keys": " ".join(map(_term, keys)) if sqlite else sorted(keys)} for id, keys in some]
        connection.execute(statement, values)


def _ids(connection: sa.Connection, hashes: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    listed = list(hashes)
    for start in range(0, len(listed), 500):
        chosen = sa.select(sentences.c.hash, sentences.c.id).where(sentences.c.hash.in_(listed[start : start + 500]))
        found |= {row.hash: row.id for row in connection.execute(chosen)}
    return found


def _term(number: int) -> str:
    return f"{number & 0xFFFFFFFFFFFFFFFF:016x}"


def _number(term: str) -> int:
    return int.from_bytes(bytes.fromhex(term), "big", signed=True)


def _hash(text: str, kind: bytes) -> int:
    made = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, person=kind).digest()
    return int.from_bytes(made, "big", signed=True)
