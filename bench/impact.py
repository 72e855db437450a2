"""What a ruling would touch, counted before it is saved: python bench/impact.py [--postgresql] [--articles N]

Over the made archive of bench/archive.py: entries for words with 10, 1,000 and 10,000 hits, without conditions, and
with one on the words around. The ruling itself (count, new version of the lexicon, wave) is measured as well, and
taken back.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from archive import ARTICLES, PLANTED, SENTENCES, build, opened
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.loop.impact import impact
from pronouncer.newsroom.loop.rulings import rule
from pronouncer.store.database.database import Database

_TIMES = 7


class _Back(Exception):
    """Takes a transaction back."""


def measured(database: Database) -> Iterator[str]:
    """Yield a line for each word."""
    for hits, word in PLANTED.items():
        plain = Lexeme(word, "ˈtɛst", when="2026-01-01T00:00:00Z")
        for name, lexeme in (("any case", plain), ("a word before", plain._replace(left="baxy faxy"))):
            with database.reading() as connection:
                impact(connection, lexeme)
                took = [_timed(connection, lexeme) for _ in range(_TIMES)]
                found = impact(connection, lexeme)
            told = f"{found.sentences:,} sentences, {found.articles:,} articles"
            yield f"impact, {hits:,} hits, {name}: {told} | {statistics.median(took):.0f} ms | {max(took):.0f} ms"
        ruled = [_ruled(database, plain) for _ in range(3)]
        yield f"ruling, {hits:,} hits | {statistics.median(ruled):.0f} ms | {max(ruled):.0f} ms"


def _timed(connection: sa.Connection, lexeme: Lexeme) -> float:
    began = time.perf_counter()
    impact(connection, lexeme, price=lambda voice: 16.0)
    return (time.perf_counter() - began) * 1000


def _ruled(database: Database, lexeme: Lexeme) -> float:
    began = time.perf_counter()
    try:
        with database.writing() as connection:
            rule(connection, case=None, decision="accept", lexeme=lexeme, who="bench", reason="It is one.", now=1e9)
            took = (time.perf_counter() - began) * 1000
            raise _Back
    except _Back:
        return took


def main() -> None:
    """Build the archive and print a table: what, median, greatest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), postgresql=chosen.postgresql) as database:
        build(database, chosen.articles, chosen.sentences)
        for line in measured(database):
            print(f"| {line} |", flush=True)


if __name__ == "__main__":
    main()
