"""What is wrong with a sound whoever speaks, whatever is said: rests, clipping, holes, pace. Needs no recogniser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pronouncer.phones.pace import expected_seconds
from pronouncer.review.line import Line

if TYPE_CHECKING:
    from pronouncer.hearing.listening import Floats

_REST = 0.6  # seconds; the longest rest of four voices at a comma was 0.38
_FLAT, _PEAK = 0.002, 0.97  # share of samples that are as loud as that share of the loudest; clean: 0.0005 at most
_HOLE, _FAINT = 0.003, 0.002  # seconds that a hole has at least; what share of the loudest sample is nothing
_EDGE, _BESIDE = 0.35, 3  # of the level of speech, in the samples right beside a hole on both sides
_FAST, _SLOW, _SLACK = 0.75, 1.35, 0.3  # times what the phones take; seconds that a short sentence may add

Sign = tuple[float, str]
"""How far over its limit something is, 1.0 at the limit, and what to say of it."""


def silence(line: Line) -> Iterator[Sign]:
    """Find the longest rest inside the sound."""
    from pronouncer.hearing.listening import SECONDS, listened, runs

    quiet = listened(line.take).quiet
    rests = [(last - first) * SECONDS for first, last in runs(quiet) if first and last < len(quiet)]
    longest = max(rests, default=0.0)
    yield longest / _REST, f"There is a silence of {longest:.2f} s inside the sentence."


def clipping(line: Line) -> Iterator[Sign]:
    """Find a wave whose tops are flat: too many samples near the loudest one."""
    import numpy as np

    wave = np.abs(_wave(line))
    share = float((wave >= _PEAK * wave.max()).mean())
    yield share / _FLAT, f"{share:.1%} of the sound is at its peak: it was clipped."


def dropouts(line: Line) -> Iterator[Sign]:
    """Find holes that begin and end in the middle of a wave, which no closing of the lips does."""
    import numpy as np

    from pronouncer.hearing.listening import runs

    wave = np.abs(_wave(line))
    level = float(np.sqrt(np.square(wave[wave > wave.max() / 10]).mean()))
    holes = [
        min(wave[first - _BESIDE : first].max(), wave[last : last + _BESIDE].max()) / level
        for first, last in runs(wave < _FAINT * wave.max())
        if last - first >= _HOLE * line.take.rate and first > _BESIDE and last < len(wave)
    ]
    yield max(holes, default=0.0) / _EDGE, "The sound stops and starts in the middle of a wave: samples are missing."


def pace(line: Line) -> Iterator[Sign]:
    """Compare the length with what the phones and breaks take in this voice."""
    seconds, expected = line.take.seconds, expected_seconds(line.utterance, line.voice)
    slow = (seconds - _SLACK) / expected / _SLOW
    fast = _FAST * expected / (seconds + _SLACK)
    told = f"It lasts {seconds:.1f} s, where about {expected:.1f} s are likely"
    yield max(slow, fast), f"{told}: it is said too {'slowly' if slow > fast else 'fast'}, or other words are."


def _wave(line: Line) -> "Floats":
    import numpy as np

    samples = line.take.samples
    wave = np.frombuffer(samples[: len(samples) // 2 * 2], "<i2").astype(np.float64)
    return wave if wave.any() else np.ones(1)
