"""Whether a take is as long as its words: an engine that left some out, or said another sentence, is found out."""

from pronouncer.errors import EngineError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.pace import expected_seconds

_SHORTEST, _LONGEST = 0.3, 3.0  # times the time that the phones take in running speech
_SLACK = 1.0  # seconds; a word alone is said slowly


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
