"""Whether a take is as long as its words: an engine that left some out, or said another sentence, is found out."""

import re

from pronouncer.errors import EngineError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice

_SHORTEST, _LONGEST = 0.3, 3.0  # times the time that the phones take in running speech
_SLACK = 1.0  # seconds; a word alone is said slowly


def counted(utterance: Utterance) -> tuple[int, int]:
    """Return how many phones an utterance has, and how many breaks before its end."""
    phones = sum(len(re.findall(r"[^\W\d_ˈˌː]", ipa)) for _, _, ipa in utterance.words)
    return phones, sum(map(bool, utterance.breaks)) - 1


def expected_seconds(utterance: Utterance, voice: Voice) -> float:
    """Return how long an utterance takes in a voice, by its phones and breaks."""
    phones, breaks = counted(utterance)
    return phones * voice.phone_seconds + breaks * voice.break_seconds


def check_length(take: Take, utterance: Utterance, voice: Voice) -> None:
    """Raise EngineError, not permanent, where a take cannot be this utterance."""
    expected = expected_seconds(utterance, voice)
    if _SHORTEST * expected - _SLACK / 4 <= take.seconds <= _LONGEST * expected + _SLACK:
        return
    raise EngineError(
        f"{voice.id} said {utterance.spoken[:80]!r} in {take.seconds:.1f} s, where about {expected:.1f} s are likely: "
        "it left words out or said something else.",
        permanent=False,
    )
