"""A real engine that makes no sound: exact word times, no process, no model."""

from collections.abc import Sequence

from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings

RATE = 22_050
LETTER = 1_323  # samples a letter of IPA, 60 ms

_VOICES = tuple(
    Voice(
        engine="silence",
        name=f"silence-{tag}",
        language=tag,
        version="1",
        licence="Apache-2.0",
        attribution="Pronouncer",
        description="No sound, exact times",
        phone_seconds=LETTER / RATE,
    )
    for tag in ("en", "fr", "uk", "ar")
)


class SilenceEngine:
    """Says every utterance as silence, 60 ms a letter of IPA. It counts what it was asked."""

    def __init__(self, settings: Settings) -> None:
        self.takes = 0

    def voices(self) -> Sequence[Voice]:
        """Return one voice for each of a few languages."""
        return _VOICES

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return silence as long as the IPA."""
        self.takes += 1
        words: list[WordTiming] = []
        place = 0
        for token, word, ipa in utterance.words:
            start, place = place, place + LETTER * len(ipa)
            words.append(WordTiming(token, word, start / RATE, place / RATE))
        return Take(take_key(utterance, voice), RATE, bytes(2 * place), tuple(words))

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> list[list[str]]:
        """Return the letters of each word in lower case."""
        return [["".join(filter(str.isalnum, word)).lower() or "ə" for word in clause] for clause in clauses]

    def capabilities(self, voice: Voice) -> Capabilities:
        """Take any IPA."""
        return Capabilities(IPA, times="word", deterministic=True)

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """Silence reports nothing."""

    def close(self) -> None:
        """Nothing to stop."""
