"""What is listened to, and what a listener may suspect."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pronouncer.hearing.paths import Rival
from pronouncer.model.report import Report, Severity
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice


class Line(NamedTuple):
    """One sentence and its sound: a take, or a piece of an edition."""

    utterance: Utterance
    take: Take
    """Its word times are not looked at: they are of what should have been said."""
    voice: Voice
    others: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    """For the index of a token, other ways that it may be said: what the engine would say by itself."""

    @property
    def words(self) -> list[str]:
        """The IPA of every word that should be said."""
        return [ipa for _, _, ipa in self.utterance.words]

    def places(self, start: int, end: int) -> tuple[int, int]:
        """Return the words of some characters as a half-open range; an empty one where nothing is said for them."""
        tokens = self.utterance.tokens
        found = [
            place
            for place, (token, _, _) in enumerate(self.utterance.words)
            if tokens[token].start < end and tokens[token].end > start
        ]
        return (found[0], found[-1] + 1) if found else (0, 0)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of a half-open range of words, which may be empty."""
        tokens, words = self.utterance.tokens, self.utterance.words
        last = max(last, min(first + 1, len(words)))
        first = min(first, last - 1)
        return tokens[words[first][0]].start, tokens[words[last - 1][0]].end


class Suspect(NamedTuple):
    """A rival of some words, with what it would mean if it was said."""

    rival: Rival
    message: str
    """For an editor."""
    heard: str
    """What was said, in words or IPA."""
    weight: float = 1.0
    """What its lead is worth: less where the two are so near that a voice may lie between them."""

    def report(self, check: str, line: Line, margin: float) -> Report:
        """Return the report that it was heard."""
        place = self.rival.first - (self.rival.first == self.rival.last)  # of a word that was said twice
        start, end = line.span(place, self.rival.last)
        severity: Severity = "wrong" if margin >= 1 else "doubt"
        return Report(check, self.message, line.utterance.sentence_id, start, end, severity, self.heard, margin)


Suspects = Iterator[Suspect]
