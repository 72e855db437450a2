"""The lexicon as a table that people can read, diff and review: one entry a line, cells parted by tabs.

The first line that is no comment may name the columns; without it they are grapheme, pronunciation, alias. A
pronunciation is IPA, or a respelling, which unlike IPA has capitals.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import COLUMNS, Numbered, agreeing, made, refuse

_COMMENT = "# "  # with its space: #MeToo is an entry
_BARE = ("grapheme", "phoneme", "alias")
_DEFAULTS: Mapping[str, str] = Lexeme._field_defaults
_TIDY = frozenset("abdefhijklmnoprstuvwxzæðŋɑɒɔəɚɛɜɡɪɹɾʃʊʌʒθˈˌ ")  # IPA of these, and ː after them, needs no tidying
_LENGTH = "ː"


def read(path: Path) -> list[Lexeme]:
    """Return the entries of a lexicon file. Raises LexiconError with the lines that are wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The lexicon {path} cannot be read: {error}.") from error
    return agreeing(parse(text, str(path)), str(path))


def shipped(path: Path) -> list[Lexeme]:
    """Return the entries of a table that comes with a language: it was checked by the tests."""
    heading, *lines = (line for line in path.read_text("utf-8").split("\n") if line and not line.startswith(_COMMENT))
    columns = heading.split("\t")
    usual = [_DEFAULTS.get(name, "") for name in COLUMNS]
    usual[COLUMNS.index("scope")] = "base"
    places = [COLUMNS.index(name) for name in columns]
    found: list[Lexeme] = []
    for line in lines:
        values = usual.copy()
        for place, cell in zip(places, line.split("\t"), strict=False):
            values[place] = cell or values[place]
        found.append(Lexeme._make(values))
    return found


def parse(text: str, where: str) -> list[Numbered]:
    """Return the entries of a table with their lines. Raises LexiconError with the lines that are wrong."""
    found: list[Numbered] = []
    errors: list[tuple[int, str]] = []
    for number, outcome in rows(text):
        if isinstance(outcome, str):
            errors.append((number, outcome))
        else:
            found.append((number, outcome))
    refuse(where, errors)
    return found


def is_remark(line: str) -> bool:
    """Say whether a line is empty or a comment."""
    return not line or line.isspace() or line.startswith(_COMMENT) or line.strip() == "#"


def heading(lines: Sequence[str]) -> tuple[slice, list[str]]:
    """Return where the heading of a table stands, or has to be put, and its columns; those of a bare table without."""
    place = next((index for index, line in enumerate(lines) if not is_remark(line)), len(lines))
    first = [cell.strip().casefold() for cell in lines[place].split("\t")] if place < len(lines) else []
    if first[:1] == ["grapheme"]:
        return slice(place, place + 1), first
    return slice(place, place), list(_BARE)


def rows(text: str) -> Iterator[tuple[int, Lexeme | str]]:
    """Yield the number of each line that has an entry, and the entry, or what is wrong with it."""
    columns: Sequence[str] = ()
    cut = _cut(_BARE)
    for number, line in enumerate(text.split("\n"), 1):
        if is_remark(line):
            continue
        cells = line.split("\t")
        if " " in line or line[-1] == "\r":
            cells = [cell.strip() for cell in cells]
        if not columns:
            columns = _BARE
            if cells[0].casefold() == "grapheme":
                columns = [cell.casefold() for cell in cells]
                strange = [name for name in columns if name not in COLUMNS]
                if strange:
                    yield number, f"there is no column {strange[0]!r}: the columns are {', '.join(COLUMNS)}"
                    return
                cut = _cut(columns)
                continue
        missing = len(columns) - len(cells)
        if missing < 0:
            yield number, f"it has {len(cells)} cells, and there are {len(columns)} columns: {', '.join(columns)}"
            continue
        yield number, _entry(cut([*cells, *[""] * (missing + 1)]))


def _cut(columns: Sequence[str]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what puts the cells of a line, and an empty one after them, in the order of COLUMNS."""
    return itemgetter(*(columns.index(name) if name in columns else len(columns) for name in COLUMNS))


def _entry(values: tuple[str, ...]) -> Lexeme | str:
    grapheme, phoneme, alias, respelling = values[:4]
    usual = _USUAL.get(values[4:13])
    if usual and not alias and grapheme.isalpha() and grapheme.isascii() and _tidy(phoneme):
        return Lexeme(grapheme, phoneme, "", respelling, *usual, *map(sys.intern, values[13:]))  # type: ignore[arg-type]
    try:
        lexeme = made({name: value or _DEFAULTS.get(name, "") for name, value in zip(COLUMNS, values, strict=True)})
    except ValueError as error:
        return str(error)
    if len(_USUAL) < _MOST_USUAL:
        _USUAL[values[4:13]] = tuple(getattr(lexeme, name) for name in COLUMNS[4:13])
    return lexeme


def _tidy(phoneme: str) -> bool:
    return phoneme[:1] != _LENGTH and "ˈ" in phoneme and _TIDY.issuperset(phoneme.replace(_LENGTH, ""))


_USUAL: dict[tuple[str, ...], tuple[str, ...]] = {}
_MOST_USUAL = 500
"""Combinations of choices that were found right once are not looked at again."""


def write(lexemes: Iterable[Lexeme]) -> str:
    """Return a table with the columns that are used, which `parse` reads back as the same entries."""
    lexemes = list(lexemes)
    used = [
        name
        for name in COLUMNS
        if name in ("grapheme", "phoneme") or any(getattr(each, name) != _DEFAULTS[name] for each in lexemes)
    ]
    lines = ["\t".join(used)]
    for lexeme in lexemes:
        cells = [cell(lexeme, name) for name in used]
        lines.append("\t".join(cells).rstrip("\t"))
    return "\n".join(lines) + "\n"


def cell(lexeme: Lexeme, name: str) -> str:
    """Return what stands in the column of a field; nothing for its default."""
    value = str(getattr(lexeme, name))
    return "" if value == _DEFAULTS.get(name, "") else " ".join(value.split())
