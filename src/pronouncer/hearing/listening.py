"""A sound as the aligners hear it: 16 kHz, at one level, with a little noise, and where it is quiet."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pronouncer.hearing.spans import Unaligned
from pronouncer.model.take import Take

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RATE = 16_000
FRAME = 160  # samples, 10 ms
SECONDS = FRAME / RATE
_LEVEL = -20.0  # dBFS that speech is brought to
_NOISE = -60.0  # dBFS: formant voices are silent between harmonics, which no acoustic model has seen
_GATE = 20.0  # dB under the loudest frame: what is louder tells the level of speech
_QUIET = 32.0  # dB under the level of speech
_ABOVE_FLOOR = 4.0  # dB over the softest 5 %: so quiet is a pause where there is noise
_LEAST_QUIET = 15.0  # dB under the level of speech that a pause has in the loudest noise
_SILENT = -70.0  # dBFS: a sound whose speech is softer has none
_SHORTEST = 5  # frames
_SEED = 1


class Listened(NamedTuple):
    """A sound as it is listened to."""

    wave: Floats
    """At 16 kHz, 1.0 is full scale, noise added: the same in, the same out."""
    quiet: Flags
    """For each 10 ms, whether nobody speaks."""


def listened(sound: Take) -> Listened:
    """Return a sound as it is listened to. Raises Unaligned where it is silent, or as short as a phone."""
    wave = np.frombuffer(_resampled(sound), "<i2") / 32_768
    count = len(wave) // FRAME
    if count < _SHORTEST:
        raise Unaligned("the sound is too short")
    power = (wave[: count * FRAME].reshape(count, FRAME) ** 2).mean(axis=1) + 1e-12
    loud = power[power > power.max() / 10 ** (_GATE / 10)]
    level = 10 * np.log10(loud.mean())
    if level < _SILENT:
        raise Unaligned("the sound is silent")
    decibels = 10 * np.log10(power)
    floor = min(np.percentile(decibels, 5) + _ABOVE_FLOOR, level - _LEAST_QUIET)
    noise = np.random.default_rng(_SEED).standard_normal(len(wave)) * 10 ** (_NOISE / 20)
    return Listened(wave * 10 ** ((_LEVEL - level) / 20) + noise, decibels < max(level - _QUIET, floor))


def runs(flags: Flags) -> list[tuple[int, int]]:
    """Return where a row of flags is set, as half-open ranges."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _resampled(sound: Take) -> bytes:
    samples = sound.samples[: len(sound.samples) // 2 * 2]
    if sound.rate == RATE or not samples:
        return samples
    import av

    frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
    frame.sample_rate = sound.rate
    frame.planes[0].update(samples)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    return b"".join(bytes(part.planes[0])[: 2 * part.samples] for part in parts)
