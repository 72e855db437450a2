"""The lexicon as a spreadsheet: CSV (RFC 4180) with the columns of the master table.

What spreadsheets do to CSV is taken back: a byte order mark, semicolons, a `sep=` line, empty cells at the end. A cell
that a spreadsheet would run as a formula gets an apostrophe when written, which is removed when read.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import COLUMNS
from pronouncer.pronounce.lexicons.outcome import Export, Found, Import, foreign, found, gathered, sorted_out
from pronouncer.pronounce.lexicons.reading import decoded
from pronouncer.pronounce.lexicons.tsv import wrong_columns

_BARE = ("grapheme", "phoneme", "alias")
_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)

Row = tuple[int, list[str]]
"""The line it starts on, and its cells."""


def parse(data: bytes, where: str) -> Import:
    """Return the entries of a spreadsheet. Raises LexiconError where its columns or its quoting cannot be used."""
    return gathered(_found(rows(decoded(data, where), where), where))


def rows(text: str, where: str) -> Iterator[Row]:
    """Yield the rows that are not empty. Raises LexiconError with the line where the quoting goes wrong."""
    separator = _SEPARATOR.match(text)
    text = text[separator.end() :] if separator else text
    mark = separator.group(1) if separator else _mark(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    begin = skipped = 1 if separator else 0
    try:
        for cells in reader:
            cells = [_unguarded(" ".join(cell.split())) for cell in cells]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield begin + 1, cells
            begin = reader.line_num + skipped
    except csv.Error as error:
        message = f"{where}, line {begin + 1}: the cells cannot be told apart ({error}). Save it as CSV once more."
        raise LexiconError(message) from error


def _mark(text: str) -> str:
    """Return what parts the cells of the first line."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _found(table: Iterator[Row], where: str) -> Iterator[Found]:
    columns: Sequence[str] = ()
    for line, cells in table:
        if not columns:
            columns = _columns(cells, line, where)
            if columns is not _BARE:
                continue
        if len(cells) > len(columns):
            reason = f"it has {len(cells)} cells, and there are {len(columns)} columns: {', '.join(columns)}"
            yield Found(line, cells[0], reason)
            continue
        filled = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
        yield found(line, {"grapheme": "", **filled})


def _columns(cells: Sequence[str], line: int, where: str) -> Sequence[str]:
    """Return the columns that the first row names, or those of a table without a heading."""
    names = [cell.casefold() for cell in cells]
    if "grapheme" not in names:
        return _BARE
    problem = wrong_columns(names)
    if problem:
        raise LexiconError(f"{where}, line {line}: {problem}.")
    return names


def write(lexemes: Iterable[Lexeme], *, language: str = "") -> Export:
    """Return a spreadsheet with the columns that are used, which `parse` reads back as the same entries."""
    fitting, left_out = sorted_out(list(lexemes), lambda lexeme: foreign(lexeme, language))
    defaults = Lexeme._field_defaults
    used = [name for name in COLUMNS if any(getattr(each, name) != defaults.get(name) for each in fitting)]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(used or _BARE)
    writer.writerows([_guarded(str(getattr(lexeme, name))) for name in used] for lexeme in fitting)
    return Export(text.getvalue(), tuple(left_out))


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
