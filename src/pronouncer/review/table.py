"""The checks that listen to a sentence, each with a heading of its name in docs/review.md."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pronouncer.review.checks.numbers import numbers
from pronouncer.review.checks.offensive import offensive
from pronouncer.review.checks.pronunciation import pronunciation
from pronouncer.review.checks.sequence import dropped, repeated
from pronouncer.review.checks.sound import Sign, clipping, dropouts, pace, silence
from pronouncer.review.line import Line, Suspects


class Heard(NamedTuple):
    """A check that asks the recogniser whether something else was said."""

    suspects: Callable[[Line], Suspects]
    limit: float
    """Lead over the expected words, as a natural logarithm, at which it is sure: bench/listening.py."""


SOUNDS: Mapping[str, Callable[[Line], Iterator[Sign]]] = {
    "silence": silence,
    "clipping": clipping,
    "dropouts": dropouts,
    "pace": pace,
}
"""Checks of the sound alone, for every language."""
WORDS: Mapping[str, Heard] = {
    "dropped": Heard(dropped, 75.0),
    "repeated": Heard(repeated, 75.0),
    "pronunciation": Heard(pronunciation, 20.0),
    "numbers": Heard(numbers, 30.0),
    "offensive": Heard(offensive, 15.0),
}
"""Checks of what was said, for languages that the recogniser knows."""
MISFIT = "misfit"
"""The sound is not that of the words at all: what is left where no check above says what is wrong."""
CHECKS = (*SOUNDS, *WORDS, MISFIT)
