"""The master table, entry by entry: what `tsv` refuses as a whole, this reports line by line."""

from collections.abc import Iterable, Iterator

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons import tsv
from pronouncer.pronounce.lexicons.outcome import Export, Found, Import, foreign, gathered, sorted_out
from pronouncer.pronounce.lexicons.reading import decoded


def parse(data: bytes, where: str) -> Import:
    """Return the entries of a table. Raises LexiconError where its columns or its encoding cannot be used."""
    return gathered(_found(decoded(data, where), where))


def _found(text: str, where: str) -> Iterator[Found]:
    lines = text.split("\n")
    for number, outcome in tsv.rows(text):
        grapheme = lines[number - 1].split("\t")[0].strip()
        if isinstance(outcome, str) and grapheme.casefold() == "grapheme":
            raise LexiconError(f"{where}, line {number}: {outcome}.")
        yield Found(number, grapheme, outcome)


def write(lexemes: Iterable[Lexeme], *, language: str = "") -> Export:
    """Return the table of entries; with a language, of those that are not for others."""
    fitting, left_out = sorted_out(list(lexemes), lambda lexeme: foreign(lexeme, language) or _misread(lexeme))
    return Export(tsv.write(fitting), tuple(left_out))


def _misread(lexeme: Lexeme) -> str:
    return "a line that starts with # and a space is a comment: use CSV" if lexeme.grapheme.startswith("# ") else ""
