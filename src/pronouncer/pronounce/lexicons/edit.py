"""Entries put into a table that people keep: its comments, its order and its columns stay as they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.entry import agreeing, claim
from pronouncer.pronounce.lexicons.tsv import cell, heading, parse

_EMPTY = "# How this newsroom says names: docs/lexicon.md explains the columns.\n"


class Edited(NamedTuple):
    """A table with entries added."""

    text: str
    added: tuple[Lexeme, ...]
    retired: tuple[Lexeme, ...]
    """Entries that stood for the same word in the same place, as they were."""
    same: tuple[Lexeme, ...]
    """Entries that the table said already; they were not added."""


def added(text: str, lexemes: Iterable[Lexeme], where: str) -> Edited:
    """Return the table with entries at its end; an approved one retires the one that it replaces.

    Raises LexiconError where the table, or what it would become, cannot be used.
    """
    text = text or _EMPTY
    standing = {claim(lexeme): (line, lexeme) for line, lexeme in parse(text, where) if lexeme.status == "approved"}
    new: dict[tuple[str, ...], Lexeme] = {}
    same: list[Lexeme] = []
    retired: dict[int, Lexeme] = {}
    proposed: list[Lexeme] = []
    for lexeme in lexemes:
        line, before = standing.get(claim(lexeme), (0, None))
        if before and (before.phoneme, before.alias, before.status) == (lexeme.phoneme, lexeme.alias, lexeme.status):
            same.append(lexeme)
        elif lexeme.status == "approved":
            new[claim(lexeme)] = lexeme
            retired |= {line: before} if before else {}
        else:
            proposed.append(lexeme)
    rows = [*new.values(), *proposed]
    changed = _written(text, rows, retired)
    agreeing(parse(changed, where), where)
    return Edited(changed, tuple(rows), tuple(retired.values()), tuple(same))


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
