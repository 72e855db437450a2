"""How names and words are to be said, whatever the engine makes of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One entry, in the terms of PLS 1.0: a grapheme and its phoneme string or alias."""

    grapheme: str
    """The word as written, matched in any case."""
    phoneme: str
    """IPA, words separated by spaces; empty where an alias says it all."""
    alias: str
    """What is said instead of the grapheme; empty where it is said as written."""


class Lexicon:
    """Lexemes by grapheme. Later entries win, so that a newsroom's file overrules ours."""

    def __init__(self, lexemes: Iterable[Lexeme] = ()) -> None:
        self._by_grapheme: Mapping[str, Lexeme] = {lexeme.grapheme.casefold(): lexeme for lexeme in lexemes}

    def find(self, written: str) -> Lexeme | None:
        """Return the entry for one written word, or None."""
        return self._by_grapheme.get(written.casefold())

    def __len__(self) -> int:
        return len(self._by_grapheme)
