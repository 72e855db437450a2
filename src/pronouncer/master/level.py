"""Gain, limiter and meter: FFmpeg's filters on one take."""

import dataclasses
import math
from collections.abc import Sequence
from fractions import Fraction

import av
import av.filter

from pronouncer.errors import MasterError
from pronouncer.model.digest import text_digest
from pronouncer.model.take import Take

CEILING = 0.70  # of full scale: leaves the codec room under -1 dBTP
_MOMENTARY = "lavfi.r128.M"  # FFmpeg's name for the loudness of a block
_LEAD = 2048  # samples of silence before a take that is metered, as stand before it in an m4a
_REST = 0.6  # seconds of silence after it: a momentary block is 0.4 s long


def levelled(sound: Sequence[bytes], rate: int, gain: float, makeup: float) -> list["av.AudioFrame"]:
    """Return samples at a gain in dB, limited, then raised by the make-up of their codec in dB."""
    return _filtered(sound, rate, gain, makeup, ())


def resampled(take: Take, rate: int) -> Take:
    """Return a take at another sample rate, its times unchanged."""
    if rate == take.rate:
        return take
    resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(take.samples) // 2)
    frame.sample_rate = take.rate
    frame.planes[0].update(take.samples)
    pieces = [bytes(made.planes[0])[: 2 * made.samples] for part in (frame, None) for made in resampler.resample(part)]
    return dataclasses.replace(take, rate=rate, samples=b"".join(pieces))


def blocks_key(take_key: str, gain: float) -> str:
    """Return the name of a take's loudness blocks at a gain."""
    return text_digest(f"{take_key} {gain:.2f} {CEILING} {_LEAD} {_REST}")


def loudness_blocks(take: Take, gain: float) -> tuple[float, ...]:
    """Return the momentary loudness of a take at a gain, every 100 ms in LUFS (400 ms windows, EBU R 128).

    Mono counts as dual mono. Some silence follows, so that the last windows run out. Raises MasterError.
    """
    lead, rest = bytes(2 * _LEAD), bytes(2 * round(_REST * take.rate))
    meter = (("ebur128", "dualmono=1:metadata=1:framelog=quiet"),)
    try:
        frames = _filtered((lead, take.samples, rest), take.rate, gain, 0.0, meter)
    except av.FFmpegError as error:
        raise MasterError(f"The loudness of take {take.key} could not be measured: {error}") from error
    levels = [float(frame.metadata.get(_MOMENTARY, "-inf")) for frame in frames]
    return tuple(level for level in levels if math.isfinite(level))


def _filtered(
    sound: Sequence[bytes], rate: int, gain: float, makeup: float, more: Sequence[tuple[str, str]]
) -> list["av.AudioFrame"]:
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(format="s16", layout="mono", sample_rate=rate, time_base=Fraction(1, rate))
    factors = f"level_in={_factor(gain)}:level_out={_factor(makeup)}"
    limiter = ("alimiter", f"{factors}:limit={CEILING}:level=0:latency=1:attack=5:release=50")
    end = source
    for name, options in (limiter, *more, ("abuffersink", "")):
        following = graph.add(name, options or None)
        end.link_to(following)
        end = following
    graph.configure()
    place = 0
    for piece in sound:
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.sample_rate, frame.pts, frame.time_base = rate, place, Fraction(1, rate)
        frame.planes[0].update(piece)
        place += frame.samples
        source.push(frame)
    source.push(None)
    return _drained(end)


def _factor(decibels: float) -> float:
    return round(10 ** (decibels / 20), 6)


def _drained(end: "av.filter.context.FilterContext") -> list["av.AudioFrame"]:
    frames: list[av.AudioFrame] = []
    while True:
        try:
            frame = end.pull()
        except (av.EOFError, av.BlockingIOError):
            return frames
        assert isinstance(frame, av.AudioFrame)
        frames.append(frame)
