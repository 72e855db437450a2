"""One sentence, said: samples and the time of every word."""

import functools
import json
from typing import Literal

from pronouncer.model.digest import text_digest
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun

TimeSource = Literal["engine", "forced", "warped", "stretched"]


@noun
class WordTiming:
    """When one spoken word is heard."""

    token: int
    """Index in `Utterance.tokens`."""
    word: str
    """The spoken word."""
    start: float
    """Seconds from the first sample of the take."""
    end: float
    """Seconds from the first sample of the take."""


@noun
class Take:
    """The sound of one utterance in one voice."""

    key: str
    """`take_key` of what is said."""
    rate: int
    """Samples a second."""
    samples: bytes
    """Mono, signed 16-bit, little endian, without silence at either end."""
    words: tuple[WordTiming, ...]
    """In the order of `Utterance.words`, one for each; none as an engine without times of its own gives it."""
    timed: TimeSource = "engine"
    """Where the times come from: the engine, or how they were found in the sound (docs/timing.md)."""

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) / 2 / self.rate


@functools.lru_cache(maxsize=256)  # studio and engine ask for the same ones
def take_key(utterance: Utterance, voice: Voice) -> str:
    """Return the name of a take: a hash of all that can change a sample of it.

    What is hashed is what is said (words, IPA, breaks, language) and who says it (engine, its version,
    voice and its settings). The lexicon is not: only its effect on the IPA is.
    """
    said = [[word, ipa] for _, word, ipa in utterance.words]
    who = [voice.engine, voice.version, voice.name, voice.speed]
    return text_digest(json.dumps([said, utterance.breaks, utterance.language, who]))
