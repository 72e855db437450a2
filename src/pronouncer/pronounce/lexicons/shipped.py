"""The lexicons that come with a language, read without a look at what is in them: the tests have had it."""

import functools
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path

from pronouncer.kept import kept
from pronouncer.model.lexicon import Lexeme, first_word

_COMMENT = "# "
_DEFAULTS: Mapping[str, str] = Lexeme._field_defaults | {"scope": "base"}


def shipped(path: Path) -> list[Lexeme]:
    """Return the entries of a table with a heading, in the scope `base`; only the last cells of a row may be empty."""
    heading, *lines = (line for line in path.read_text("utf-8").split("\n") if line and not line.startswith(_COMMENT))
    columns = heading.split("\t")
    others = [name for name in Lexeme._fields if name not in columns]
    usual = [_DEFAULTS.get(name, "") for name in (*columns, *others)]
    ordered = itemgetter(*((*columns, *others).index(name) for name in Lexeme._fields))
    rows = (line.split("\t") for line in lines)
    return [Lexeme._make(ordered(cells + usual[len(cells) :])) for cells in rows]


class Shelf(Mapping[str, list[Lexeme]]):
    """The entries of tables by their first word, in their order; each is made when it is first asked for."""

    def __init__(self, rows: Mapping[str, list[str]]) -> None:
        self._rows = rows
        self._made: dict[str, list[Lexeme]] = {}

    def __getitem__(self, first: str) -> list[Lexeme]:
        if first not in self._made:
            self._made[first] = [Lexeme._make(row.split("\t")) for row in self._rows[first]]
        return self._made[first]

    def __contains__(self, first: object) -> bool:
        return first in self._rows

    def get(self, first: str, default: object = None) -> list[Lexeme] | None:  # type: ignore[override]
        """Return the entries that start with a word, None where there are none: it is asked for every word."""
        return self[first] if first in self._rows else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@functools.cache
def shelf(paths: tuple[Path, ...]) -> Shelf:
    """Return the entries of tables, which are parted once on a machine."""
    stamps = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in (*paths, Path(__file__))]
    return Shelf(kept(f"lexicon {stamps} {Lexeme._fields} {_DEFAULTS}", functools.partial(_rows, paths)))


def _rows(paths: tuple[Path, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        for lexeme in shipped(path):
            found.setdefault(first_word(lexeme.grapheme), []).append("\t".join(lexeme))
    return found
