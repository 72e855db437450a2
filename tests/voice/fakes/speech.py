"""Speech of tones: every letter is 60 ms of a tone of its own, so that what was said, and when, is known exactly."""

import io
import wave
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LEAD, TAIL = 0.3, 0.2  # seconds of silence around the words
LETTER, PAUSE = 0.06, 0.15  # seconds


class Word(NamedTuple):
    """One word as a server understood it."""

    sound: str
    """Letters or phones that it says."""
    start: int
    """Where it begins in the text that came, in characters."""
    end: int
    pause: bool
    """Whether a mark follows."""


class Speech(NamedTuple):
    """What a server said."""

    rate: int
    samples: bytes
    times: list[tuple[float, float]]
    """Of every word, in seconds from the first sample."""

    @property
    def wave(self) -> bytes:
        """The same as a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setparams((1, 2, self.rate, 0, "NONE", ""))
            out.writeframes(self.samples)
        return file.getvalue()


def speech(words: Sequence[Word], rate: int) -> Speech:
    """Say words."""
    pieces = [np.zeros(round(LEAD * rate))]
    times: list[tuple[float, float]] = []
    place = LEAD
    steps = np.arange(round(LETTER * rate)) / rate
    for word in words:
        pieces += [np.sin(2 * np.pi * tone(letter) * steps) for letter in word.sound]
        times.append((place, place + LETTER * len(word.sound)))
        place = times[-1][1] + PAUSE * word.pause
        pieces.append(np.zeros(round(PAUSE * rate) * word.pause))
    pieces.append(np.zeros(round(TAIL * rate)))
    return Speech(rate, (np.concatenate(pieces) * 9000).astype("<i2").tobytes(), times)


def tone(letter: str) -> float:
    """Return the frequency of a letter, in Hz."""
    return 200.0 + ord(letter) * 37 % 1500


def lasting(made: Speech, factor: float) -> Speech:
    """Return speech that ends early or goes on for longer than it should, with the times that it should have."""
    whole = len(made.samples) // 2
    keep = round(whole * factor)
    samples = (made.samples * (1 + keep // whole))[: 2 * keep]
    return made._replace(samples=samples)
