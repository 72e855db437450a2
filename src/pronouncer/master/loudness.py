"""Programme loudness from the momentary blocks of its passages, and the gain that brings it home."""

import math
from collections.abc import Iterable

TARGET = -16.0  # LUFS, for podcasts and phones (Apple); mono counted as dual mono
TOLERANCE = 0.4  # LU that a programme may be off before its gain moves
ABSOLUTE_GATE = -70.0  # LUFS, ITU-R BS.1770-4
RELATIVE_GATE = -10.0  # LU, ITU-R BS.1770-4
_STEP = 0.6  # dB between the gains that are used: few, so that passages are found again
HIGHEST = 24.0  # dB


def programme_loudness(blocks: Iterable[float]) -> float:
    """Return the gated loudness in LUFS of 400 ms blocks, that of the gate for silence (EBU R 128, BS.1770-4)."""
    heard = [10 ** (block / 10) for block in blocks if block > ABSOLUTE_GATE]
    if not heard:
        return ABSOLUTE_GATE
    gate = sum(heard) / len(heard) * 10 ** (RELATIVE_GATE / 10)
    loud = [energy for energy in heard if energy > gate]
    return 10 * math.log10(sum(loud) / len(loud))


def next_gain(loudness: float, gain: float) -> float | None:
    """Return the gain to try next, or None where the loudness is near enough to the target.

    The voice's own gain serves nearly every article; a short or odd one moves in steps.
    """
    off = TARGET - loudness
    if abs(off) <= TOLERANCE or loudness <= ABSOLUTE_GATE:
        return None
    steps = max(1, round(abs(off) / _STEP))
    following = gain + math.copysign(steps * _STEP, off)
    return min(following, HIGHEST)
