"""Flite: small and quick English voices that are told every phone, and say when each one is heard.

The program is asked once for each sentence inside an utterance. It takes SSML of its own kind: `phoneme` has ARPABET in
lower case, with `ax` for the neutral vowel, and stress is 0 or 1.
"""

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.errors import EngineError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import ARPABET, ipa_of_arpabet
from pronouncer.phones.telling import Capabilities, told
from pronouncer.settings import Settings
from pronouncer.voice.engines.flite.program import about, printed_by, program
from pronouncer.voice.engines.flite.voices import voices_of
from pronouncer.voice.sound import Sound, decoded
from pronouncer.voice.takes import Span, take_of

_MOST = 400  # words of one call; Flite ends a sentence of its own after 500
_PAUSE = "pau"


class _Word(NamedTuple):
    name: str
    """Letters that Flite takes the word's part of speech from."""
    phones: str
    """ARPABET."""
    mark: str


class _Spoken(NamedTuple):
    sound: Sound
    spans: list[tuple[float, float]]
    """Seconds of each word."""


class FliteEngine:
    """Speaks through the program `flite` of Debian."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.engine_seconds

    def voices(self) -> Sequence[Voice]:
        """Return those of the four English voices that the program has. Raises NoVoice where it is not installed."""
        return voices_of(*about(program()))

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of the program's own segments."""
        said = self._spoken(utterance, voice)
        return take_of(utterance, voice, said.sound, [Span(*span) for span in said.spans])

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """Leave it to the embedded voice, which knows more words."""

    def heard(self, utterance: Utterance, voice: Voice) -> list[str]:
        """Return the IPA of each word, once the program has reported that these were its segments."""
        self._spoken(utterance, voice)
        return [ipa_of_arpabet(word.phones) for run in _runs(utterance) for word in run]

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the phones of American English."""
        return Capabilities(ARPABET, times="phoneme", deterministic=True)

    def close(self) -> None:
        """Nothing stays open."""

    def _spoken(self, utterance: Utterance, voice: Voice) -> _Spoken:
        import numpy as np

        runs = [self._said(run, voice) for run in _runs(utterance)]
        rate, spans, begin = runs[0].sound.rate, [], 0.0
        for run in runs:
            spans += [(begin + start, begin + end) for start, end in run.spans]
            begin += run.sound.samples.size / rate
        return _Spoken(Sound(rate, np.concatenate([run.sound.samples for run in runs])), spans)

    def _said(self, run: Sequence[_Word], voice: Voice) -> _Spoken:
        stretch = f"duration_stretch={1 / voice.speed:.4f}"
        with os.fdopen(os.memfd_create("said"), "rb") as file:  # Flite seeks in what it writes
            out = f"/proc/self/fd/{file.fileno()}"
            command = ("-voice", voice.name, "--setf", stretch, "-psdur", "-ssml", "-f", "-", "-o", out)
            printed = printed_by(program(), command, seconds=self._seconds, text=_ssml(run), fds=[file.fileno()])
            sound = decoded(file.read(), voice.id)
        return _Spoken(sound, _spans(printed, run, voice))


def _runs(utterance: Utterance) -> Iterator[list[_Word]]:
    """Yield the words of each sentence inside an utterance."""
    run: list[_Word] = []
    for (_, word, ipa), mark in zip(utterance.words, utterance.breaks, strict=True):
        run.append(_Word(_name(word), _arpabet(word, ipa), mark))
        if mark in (".", "?", "!") or len(run) == _MOST:
            yield run
            run = []


def _arpabet(word: str, ipa: str) -> str:
    try:
        phones = told(word, ipa, Capabilities(ARPABET)).text
    except ValueError as error:
        raise EngineError(f"flite cannot say {word!r}: {error}.", permanent=True) from error
    if not phones:
        raise EngineError(f"flite cannot say {word!r}: it has no phone for /{ipa}/.", permanent=True)
    return phones


def _name(word: str) -> str:
    """Return letters only. `the` becomes another article, since Flite has its own mind about its vowel."""
    letters = re.sub("[^a-z]", "", word.lower())
    return "a" if letters == "the" else letters or "x"


def _ssml(run: Sequence[_Word]) -> str:
    """Return a document in which no word has the same text for its phones as the one before, which would be silent."""
    pieces: list[str] = []
    for place, word in enumerate(run):
        phones = " " * (place % 2) + " ".join(_own(word))  # a space at the front changes nothing else
        mark = "," if word.mark else ""  # Flite says all marks alike
        pieces.append(f'<phoneme ph="{phones}">{word.name}{mark}</phoneme>')
    return f"<speak>{' '.join(pieces)}</speak>\n"


def _own(word: _Word) -> list[str]:
    """Return phones as Flite writes them: ax0 for AH0, and a secondary stress as a primary one."""
    return [{"ah0": "ax0"}.get(phone, phone) for phone in word.phones.lower().replace("2", "1").split()]


def _spans(printed: str, run: Sequence[_Word], voice: Voice) -> list[tuple[float, float]]:
    """Return when each word is heard. Raises EngineError where other phones were said than those that were told."""
    said = [(name, float(time)) for name, time in re.findall(r"(\S*):(\d+\.\d+)", printed)]
    ends = [0.0, *(end for _, end in said)]
    phones = [(name, ends[place], end) for place, (name, end) in enumerate(said) if name != _PAUSE]
    wanted = [[phone.rstrip("01") for phone in _own(word)] for word in run]
    if [name for name, _, _ in phones] != [name for names in wanted for name in names]:
        raise EngineError(f"{voice.id} did not say the phones that it was told. Take another voice.", permanent=True)
    spans: list[tuple[float, float]] = []
    first = 0
    for names in wanted:
        last = first + len(names)
        spans.append((phones[first][1], phones[last - 1][2]))
        first = last
    return spans
