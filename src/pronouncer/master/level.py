"""Gain, limiter and meter: FFmpeg's filters on one take."""

import dataclasses
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import av
import av.filter

from pronouncer.errors import MasterError
from pronouncer.model.digest import text_digest
from pronouncer.model.take import Take

CEILING = 0.70  # of full scale: leaves the codec room under -1 dBTP
_MOMENTARY = "lavfi.r128.M"  # FFmpeg's name for the loudness of a block
_LEAD = 2048  # samples of silence before a take that is metered, as stand before it in an m4a
_BYTES = {"s16": 2, "dbl": 8}  # a sample
_REST = 0.6  # seconds of silence after it: a momentary block is 0.4 s long


class Levelled(NamedTuple):
    """A take at its gain, limited and raised by the make-up of its codec, with silence before and after it."""

    frames: Sequence["av.AudioFrame"]
    rate: int
    lead: int
    """Samples of silence before the take."""
    tail: int
    """Samples of silence after it."""
    makeup: float
    """dB."""


def levelled(take: Take, gain: float, makeup: float, *, lead: int, tail: int) -> Levelled:
    """Return a take at a gain in dB, limited, then raised by a make-up in dB; lead and tail are samples of silence."""
    factors = f"level_in={_factor(gain)}:level_out={_factor(makeup)}"
    limiter = ("alimiter", f"{factors}:limit={CEILING}:level=0:latency=1:attack=5:release=50")
    pieces = [_frame("s16", take.rate, data) for data in (bytes(2 * lead), take.samples, bytes(2 * tail)) if data]
    return Levelled(_filtered(pieces, limiter), take.rate, lead, tail, makeup)


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


def blocks_key(take_key: str, gain: float, makeup: float = 0.0) -> str:
    """Return the name of a take's loudness blocks at a gain; the make-up, taken off again, leaves its rounding."""
    return text_digest(f"{take_key} {gain:.2f} {makeup} {CEILING} {_LEAD} {_REST}")


def loudness_blocks(take: Take, gain: float, makeup: float = 0.0) -> tuple[float, ...]:
    """Return what `metered` does of a take at a gain in dB. Raises MasterError."""
    return metered(levelled(take, gain, makeup, lead=0, tail=0), take.key)


def metered(sound: Levelled, name: str) -> tuple[float, ...]:
    """Return the momentary loudness of a take, every 100 ms in LUFS (400 ms windows, EBU R 128), without its make-up.

    Mono counts as dual mono. The take gets the same silence around it however much it has, and so much of it that the
    last windows run out. Raises MasterError.
    """
    before, after = _LEAD - sound.lead, round(_REST * sound.rate) - sound.tail
    quiet = [_frame("dbl", sound.rate, bytes(8 * count)) for count in (before, after)]
    try:
        frames = _filtered([quiet[0], *sound.frames, quiet[1]], ("ebur128", "dualmono=1:metadata=1:framelog=quiet"))
    except av.FFmpegError as error:
        raise MasterError(f"The loudness of take {name} could not be measured: {error}") from error
    levels = [float(frame.metadata.get(_MOMENTARY, "-inf")) for frame in frames]
    return tuple(round(level - sound.makeup, 3) for level in levels if math.isfinite(level))


def _filtered(pieces: Sequence["av.AudioFrame"], step: tuple[str, str]) -> list["av.AudioFrame"]:
    """Return what a filter makes of sound, one piece after the other."""
    rate, form = pieces[0].sample_rate, pieces[0].format.name
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(format=form, layout="mono", sample_rate=rate, time_base=Fraction(1, rate))
    middle, end = graph.add(*step), graph.add("abuffersink")
    source.link_to(middle)
    middle.link_to(end)
    graph.configure()
    place = 0
    for piece in pieces:
        if piece.samples:
            piece.pts = place
            place += piece.samples
            source.push(piece)
    source.push(None)
    return _drained(end)


def _frame(form: str, rate: int, data: bytes) -> "av.AudioFrame":
    frame = av.AudioFrame(format=form, layout="mono", samples=len(data) // _BYTES[form])
    frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
    if data:
        frame.planes[0].update(data)
    return frame


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
