"""What a paragraph is made of for attribution: mentions of somebody, phrases, and their line."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from pronouncer.script.speakers.person import Person


@dataclass(slots=True)
class Mention:
    """Somebody named, described or meant by a pronoun."""

    kind: str
    """name, description or pronoun."""
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Of a name its words without ranks, of a description all, in lower case."""
    roles: tuple[str, ...] = ()
    """What stands with a name: board president."""
    determiner: str = ""
    line: int = -1
    owner: "Mention | None" = None
    """Whose words, for `her verdict`."""
    whose: "Mention | None" = None
    """Who is named in a description: Rahimov's office."""
    guessed: bool = False
    """Whether others may be meant."""
    organisation: bool = False
    who: Person | None = None
    """The person, once known."""


class Phrase(NamedTuple):
    """A part of a line: a mention, a quotation or a word."""

    kind: str
    """As of words; `N` is a mention."""
    start: int
    end: int
    mention: Mention | None = None
    quotation: int = -1
    plain: str = ""


@dataclass(slots=True)
class Line:
    """A paragraph."""

    text: str
    phrases: list[Phrase]
    kinds: str
    """The kinds of the phrases, for patterns."""
    number: int
    """Which paragraph it is."""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    """Half-open places of phrases."""

    def plain(self, start: int, end: int) -> str:
        """Return the plain words of some phrases."""
        return "".join(phrase.plain for phrase in self.phrases[start:end])

    def main(self, start: int, end: int) -> int:
        """Return the place of the subject of a sentence: after the comma if it begins with a clause, or -1."""
        first = self.kinds[start : start + 1]
        clause = (first and first in "VStpax" and self.kinds[start + 1 : start + 2] != "N") or first in ("t", "p")
        comma = self.kinds.find(",N", start, end) if clause else -1
        return comma + 1 if comma >= 0 else -1

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the sentence that a place is in."""
        return self.sentences[bisect_right(self.sentences, (place, len(self.kinds) + 1)) - 1]
