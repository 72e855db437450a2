"""Entries put into a table that people keep: its comments, its order and its columns stay as they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import Numbered, agreeing, claim
from pronouncer.pronounce.lexicons.tsv import cell, heading, parse

_EMPTY = "# How this newsroom says names: docs/lexicon.md explains the columns.\n"


class Edited(NamedTuple):
    """A table with entries added."""

    text: str
    added: tuple[Lexeme, ...]
    retired: tuple[Lexeme, ...]
    """Entries and proposals that stood for the same word in the same place, as they were."""
    same: tuple[Lexeme, ...]
    """Entries that the table said already; they were not added."""


def added(text: str, lexemes: Iterable[Lexeme], where: str) -> Edited:
    """Return the table with entries at its end; an approved one retires the one that it replaces.

    Raises LexiconError where the table, or what it would become, cannot be used.
    """
    text = text or _EMPTY
    standing: dict[tuple[str, ...], list[Numbered]] = {}
    for line, lexeme in parse(text, where):
        if lexeme.status != "retired":
            standing.setdefault(claim(lexeme), []).append((line, lexeme))
    same: list[Lexeme] = []
    retired: dict[int, Lexeme] = {}
    rows: dict[tuple[str, ...], Lexeme] = {}
    for lexeme in lexemes:
        before = standing.get(claim(lexeme), [])
        said = (lexeme.phoneme, lexeme.alias, lexeme.status)
        if any((other.phoneme, other.alias, other.status) == said for _, other in before):
            same.append(lexeme)
            continue
        rows[(*claim(lexeme), lexeme.status)] = lexeme
        if lexeme.status != "proposed":  # what was proposed for the word is settled by it too
            retired |= dict(before)
    changed = _written(text, list(rows.values()), retired)
    agreeing(parse(changed, where), where)
    return Edited(changed, tuple(rows.values()), tuple(retired.values()), tuple(same))


def marked(text: str, word: str, status: str, where: str) -> Edited:
    """Return the table with the entries of a word approved, if they were proposed, or retired.

    Raises LexiconError where there is none, or where the table cannot be used.
    """
    entries = [(line, each) for line, each in parse(text, where) if each.grapheme.casefold() == word.casefold()]
    standing = [(line, each) for line, each in entries if each.status not in (status, "retired")]
    if not standing:
        raise LexiconError(f"{where} has no entry for {word!r} that could be {status}.")
    if status == "retired":
        return Edited(_written(text, [], dict(standing)), (), tuple(each for _, each in standing), ())
    return added(text, [each._replace(status="approved") for _, each in standing if each.status == "proposed"], where)


def _written(text: str, rows: Sequence[Lexeme], retired: Mapping[int, Lexeme]) -> str:
    lines = text.removesuffix("\n").split("\n")
    place, columns = heading(lines)
    needed = {name for name in Lexeme._fields if any(cell(row, name) for row in rows)} | (
        {"status"} if retired else set()
    )
    columns += [name for name in Lexeme._fields if name in needed and name not in columns]
    for number in retired:
        lines[number - 1] = _retired(lines[number - 1], columns)
    lines[place] = ["\t".join(columns)]
    body = ["\t".join(cell(row, name) for name in columns).rstrip("\t") for row in rows]
    return "\n".join([*lines, *body]) + "\n"


def _retired(line: str, columns: Sequence[str]) -> str:
    cells = line.rstrip("\r").split("\t")
    cells += [""] * (len(columns) - len(cells))
    cells[columns.index("status")] = "retired"
    return "\t".join(cells).rstrip("\t")
