"""What an engine that reads text gets: words and marks, and decided pronunciations in the way that it obeys."""

import html
from typing import NamedTuple

from pronouncer.model.utterance import Utterance
from pronouncer.phones.telling import Capabilities, told


class Wording(NamedTuple):
    """An utterance as text for an engine."""

    text: str
    """Words, marks and elements of SSML; what is around them, such as `<speak>`, is the engine's business."""
    spans: tuple[tuple[int, int], ...]
    """Characters of `text` that each of `Utterance.words` has, its markup included."""

    def word_at(self, place: int) -> int | None:
        """Return the index of the word that has a character of `text`; None for what lies between."""
        return next((index for index, (start, end) in enumerate(self.spans) if start <= place < end), None)


def worded(utterance: Utterance, capabilities: Capabilities) -> Wording:
    """Return an utterance as text.

    Words whose IPA was decided here are told by the sheet (SSML or a respelling); all others are left as they are
    spoken, since an engine that reads text says ordinary words best by itself. In a text with elements of SSML, what is
    no element is escaped.
    """
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    place = 0
    for (index, word, ipa), mark in zip(utterance.words, utterance.breaks, strict=True):
        is_decided = utterance.tokens[index].is_decided
        plain = html.escape(word, quote=False) if "speak" in capabilities.ssml else word
        said = told(word, ipa, capabilities).text if is_decided else plain
        spans.append((place, place + len(said)))
        pieces.append(said + mark)
        place += len(said) + len(mark) + 1
    return Wording(" ".join(pieces), tuple(spans))
