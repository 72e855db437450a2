"""How long words take, by their phones and breaks, in the pace of a voice."""

from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.patterns import compiled

_PHONE = compiled(r"[^\W\d_ˈˌː]")


def counted(utterance: Utterance) -> tuple[int, int]:
    """Return how many phones an utterance has, and how many breaks before its end."""
    phones = sum(len(_PHONE.findall(ipa)) for _, _, ipa in utterance.words)
    return phones, sum(map(bool, utterance.breaks)) - 1


def expected_seconds(utterance: Utterance, voice: Voice) -> float:
    """Return how long an utterance takes in a voice, by its phones and breaks."""
    phones, breaks = counted(utterance)
    return phones * voice.phone_seconds + breaks * voice.break_seconds
