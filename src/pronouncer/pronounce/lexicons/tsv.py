"""The lexicon as a table that people can read, diff and review: one entry a line, cells parted by tabs.

The first line that is no comment may name the columns; without it they are grapheme, pronunciation, alias. A
pronunciation is IPA, or a respelling, which unlike IPA has capitals.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import COLUMNS, Numbered, agreeing, made, refuse

_COMMENT = "# "  # with its space: #MeToo is an entry
_LOOSE = frozenset("# \t\r\x0b\x0c")  # what a line that holds no entry may begin with
_BARE = ("grapheme", "phoneme", "alias")
_HEAD = COLUMNS[:4]  # the columns that differ from row to row
_MOST_TAILS = 5000
_DEFAULTS: Mapping[str, str] = Lexeme._field_defaults
_TIDY = frozenset("abdefhijklmnoprstuvwxzæðŋɑɒɔəɚɛɜɡɪɹɾʃʊʌʒθˈˌː ")  # IPA of these needs no tidying
_UNTIDY = re.compile("[ ˈˌː]ː|  |^[ ː]|[ ˈˌ]$")


def read(path: Path) -> list[Lexeme]:
    """Return the entries of a lexicon file. Raises LexiconError with the lines that are wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The lexicon {path} cannot be read: {error}.") from error
    collects = gc.isenabled()
    gc.disable()  # entries make no cycles, and hundreds of thousands of them would be searched for some again and again
    try:
        return agreeing(parse(text, str(path)), str(path))
    finally:
        if collects:
            gc.enable()


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


def wrong_columns(columns: Sequence[str]) -> str:
    """Return what is wrong with the columns of a table, or an empty string."""
    strange = [name for name in columns if name not in COLUMNS]
    twice = [name for name in columns if columns.count(name) > 1]
    if strange or twice:
        wrong = f"there is no column {strange[0]!r}" if strange else f"the column {twice[0]!r} is there twice"
        return f"{wrong}: the columns are {', '.join(COLUMNS)}"
    return ""


def rows(text: str) -> Iterator[tuple[int, Lexeme | str]]:
    """Yield the number of each line that has an entry, and the entry, or what is wrong with it."""
    lines = text.split("\n")
    place, columns = heading(lines)
    problem = wrong_columns(columns)
    if problem:
        yield place.start + 1, problem
        return
    row = _Row(columns)
    for number, line in enumerate(lines[place.stop :], place.stop + 1):
        if line and not (line[0] in _LOOSE and is_remark(line)):
            yield number, row(line)


class _Row:
    """Reads the rows of one table. What stands after the pronunciation is mostly what stood there before."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._cut = itemgetter(*(columns.index(name) if name in columns else len(columns) for name in COLUMNS))
        self._head = next((index for index, name in enumerate(columns) if name not in _HEAD), len(columns))
        first = list(columns[: self._head])
        self._pick = itemgetter(*(first.index(name) if name in first else self._head for name in _HEAD))
        self._quick = not set(_HEAD) & set(columns[self._head :])  # no pronunciation stands among the rest
        self._tails: dict[str, tuple[str, ...]] = {}

    def __call__(self, line: str) -> Lexeme | str:
        """Return the entry of a row, or what is wrong with it."""
        head = line.split("\t", self._head)
        tail = head.pop() if len(head) > self._head else ""
        known = self._tails.get(tail)
        if known and " \t" not in line and "\t " not in line:
            head += [""] * (self._head + 1 - len(head))
            grapheme, phoneme, alias, respelling = self._pick(head)
            if not alias and _is_plain(grapheme) and _is_tidy(phoneme):
                return Lexeme._make((grapheme, phoneme, "", respelling, *known))
        return self._examined(line, tail)

    def _examined(self, line: str, tail: str) -> Lexeme | str:
        cells = [cell.strip() for cell in line.split("\t")]
        missing = len(self._columns) - len(cells)
        if missing < 0:
            return f"it has {len(cells)} cells, and there are {len(self._columns)} columns: {', '.join(self._columns)}"
        values = self._cut([*cells, *[""] * (missing + 1)])
        try:
            lexeme = made({name: value or _DEFAULTS.get(name, "") for name, value in zip(COLUMNS, values, strict=True)})
        except ValueError as error:
            return str(error)
        if self._quick and _is_plain(lexeme.grapheme) and len(self._tails) < _MOST_TAILS:
            self._tails[tail] = lexeme[len(_HEAD) :]
        return lexeme


def _is_plain(grapheme: str) -> bool:
    return grapheme.isascii() and grapheme.replace(" ", "").isalpha() and grapheme[0] != " " != grapheme[-1]


def _is_tidy(phoneme: str) -> bool:
    """Say whether IPA needs no second look."""
    return "ˈ" in phoneme and _TIDY.issuperset(phoneme) and not _UNTIDY.search(phoneme)


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
