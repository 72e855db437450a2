"""Words that are left out or said twice."""

from pronouncer.hearing.paths import Rival
from pronouncer.review.line import Line, Suspect, Suspects


def dropped(line: Line) -> Suspects:
    """Suspect each word of not being said."""
    for place, (_, word, _) in enumerate(line.utterance.words):
        yield Suspect(Rival(place, place + 1, ()), f"“{word}” is not heard.", "")


def repeated(line: Line) -> Suspects:
    """Suspect each word of being said twice."""
    for place, (_, word, ipa) in enumerate(line.utterance.words, 1):
        yield Suspect(Rival(place, place, (ipa,)), f"“{word}” is heard twice.", f"{word} {word}")
