"""How names and words are to be said, whatever the engine makes of them."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from pronouncer.patterns import compiled

Match = Literal["any", "start", "exact"]
Status = Literal["approved", "proposed", "retired"]
MATCHES: tuple[str, ...] = get_args(Match)
STATUSES: tuple[str, ...] = get_args(Status)
SCOPES = ("base", "house", "section", "article", "occurrence")
"""From the widest to the narrowest."""

_FIRST = compiled(r"[^\W_]+|.", re.DOTALL)


class Lexeme(NamedTuple):
    """One entry, in the terms of PLS 1.0 where it has them: a grapheme and its phoneme string or alias.

    A tuple, since a lexicon has them by the hundred thousand and a dataclass takes five times as long to make.
    """

    grapheme: str
    """The word or phrase as written. It matches whole words only, and its inflections with them."""
    phoneme: str = ""
    """IPA, words separated by spaces; empty where an alias says it all."""
    alias: str = ""
    """What is said instead of the grapheme; empty where it is said as written."""
    respelling: str = ""
    """The pronunciation as an editor typed it; the IPA was made from it."""
    language: str = ""
    """BCP 47: of the text it holds in, `en` for all regions of English; empty for every language."""
    scope: str = "house"
    """`base`, `house`, `section:NAME`, `article:SOURCE`, or `occurrence:SENTENCE` with `@2` for the second there."""
    match: Match = "any"
    """Case: `any`, `exact`, or `start`, which is exact but for a capital where a sentence starts."""
    left: str = ""
    """Words, parted by spaces, of which one must stand close before it."""
    right: str = ""
    """Words, parted by spaces, of which one must stand close after it."""
    role: str = ""
    """A part of speech or kind of name that the words around must show: docs/lexicon.md lists those of a language."""
    voice: str = ""
    """An engine, or `engine:voice`, that it is for; empty for all."""
    status: Status = "approved"
    """Only approved entries are said."""
    kind: str = ""
    """What is named: person, place, party, company, team, thing."""
    who: str = ""
    """Who decided."""
    when: str = ""
    """When, ISO 8601."""
    why: str = ""
    """The reason, for those who come later."""
    source: str = ""
    """Where the pronunciation comes from."""

    @property
    def level(self) -> int:
        """How narrow the scope is: an index in `SCOPES`."""
        return SCOPES.index(self.scope.partition(":")[0])

    @property
    def target(self) -> str:
        """What a section, article or occurrence is named."""
        return self.scope.partition(":")[2]

    @property
    def conditions(self) -> int:
        """How many things besides the word must hold."""
        return sum(map(bool, (self.left, self.right, self.role, self.voice)))


_NOTHING: Mapping[str, list[Lexeme]] = MappingProxyType({})


class Lexicon:
    """Lexemes by the first word of their grapheme.

    `under` has older ones by their first words, such as those that ship with a language: it is asked and not read.
    """

    def __init__(
        self, lexemes: Iterable[Lexeme] = (), under: Mapping[str, list[Lexeme]] = MappingProxyType({})
    ) -> None:
        self._by_first: dict[str, list[Lexeme]] = {}
        self._under = under
        self._count = 0
        for lexeme in lexemes:
            self._by_first.setdefault(first_word(lexeme.grapheme), []).append(lexeme)
            self._count += 1

    def starting(self, first: str) -> list[Lexeme]:
        """Return the lexemes whose grapheme starts with a word, as `first_word` gives it; oldest entry first."""
        own, older = self._by_first.get(first, _NONE), self._under.get(first)
        return [*older, *own] if older else own

    def with_more(self, lexemes: Iterable[Lexeme]) -> "Lexicon":
        """Return a lexicon with newer entries too; this one stays as it is."""
        made = Lexicon(under=self._under)
        made._by_first, made._count = dict(self._by_first), self._count
        for lexeme in lexemes:
            first = first_word(lexeme.grapheme)
            made._by_first[first] = [*made._by_first.get(first, _NONE), lexeme]
            made._count += 1
        return made

    def __iter__(self) -> Iterator[Lexeme]:
        both = itertools.chain(self._under.values(), self._by_first.values())
        return (lexeme for lexemes in both for lexeme in lexemes)

    def __len__(self) -> int:
        return self._count + sum(map(len, self._under.values()))


_NONE: list[Lexeme] = []


def first_word(text: str, start: int = 0) -> str:
    """Return the letters and digits that a text has at a place, or its one character there, in lower case."""
    if not start and text.isalnum():
        return text.casefold()
    match = _FIRST.match(text, start)
    return match.group().casefold() if match else ""
