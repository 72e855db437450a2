"""An engine of another package: it hums every phone, at the pitch that the file of a voice says."""

import math
from array import array
from collections.abc import Sequence
from pathlib import Path

from pronouncer.errors import EngineError
from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.phones.segments import STRESSES, segments
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.installed import Card, installed

RATE = 16_000
PHONE = 1_120  # samples, 70 ms
BREAK = 3_200  # samples, 200 ms
PITCH = "pitch.txt"
OWN = Card("MIT", "Other", "A hum", "en", 0.0, PHONE / RATE, BREAK / RATE, "algorithmicMedia").voice(
    "other", "hum", version="1"
)


class OtherEngine:
    """Hums."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def voices(self) -> Sequence[Voice]:
        """Return the voice that is always there, and those that are installed."""
        found = installed(self._settings, "other")
        return [OWN, *(each.card.voice("other", each.name, version="1", language="en") for each in found)]

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return a hum as long as the IPA, with a rest for each break."""
        pitch = self._pitch(voice)
        samples = array("h")
        words: list[WordTiming] = []
        last = len(utterance.words) - 1
        for place, (token, word, ipa) in enumerate(utterance.words):
            start = len(samples)
            for segment in segments(ipa):
                if segment.text not in STRESSES:
                    samples.extend(_hum(pitch + ord(segment.base) % 97, segment.long))
            words.append(WordTiming(token, word, start / RATE, len(samples) / RATE))
            if utterance.breaks[place] and place < last:
                samples.extend([0] * BREAK)
        return Take(take_key(utterance, voice), RATE, samples.tobytes(), tuple(words))

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """It has no rules."""

    def capabilities(self, voice: Voice) -> Capabilities:
        """It takes any IPA."""
        return Capabilities(IPA, times="word", deterministic=True)

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """It reports nothing."""

    def close(self) -> None:
        """Nothing to stop."""

    def _pitch(self, voice: Voice) -> float:
        path = Path(self._settings.voices) / "other" / voice.name / PITCH
        if voice.name == OWN.name:
            return 200.0
        try:
            return float(path.read_text())
        except (OSError, ValueError) as error:
            raise EngineError(f"{path} is no pitch: install the voice again.", permanent=True) from error


def _hum(pitch: float, is_long: bool) -> list[int]:
    size = PHONE + PHONE // 2 * is_long
    return [round(8_000 * math.sin(2 * math.pi * pitch * place / RATE)) for place in range(size)]
