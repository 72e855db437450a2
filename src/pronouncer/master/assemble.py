"""Passages and pauses, spliced into one programme and written as a file."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.stream import Stream

from pronouncer.errors import MasterError
from pronouncer.master.formats import Format
from pronouncer.master.passage import LEAD, silence
from pronouncer.model.digest import digest
from pronouncer.model.master import Chapter, Cue, Passage, Rendition
from pronouncer.noun import noun

OPENING = 0.1  # seconds of silence before the first word
CLOSING = 0.5  # seconds of silence at least after the last: the loudness windows run out inside the programme


@noun
class Part:
    """One sentence on its way into the programme."""

    sentence_id: str
    pause: float
    """Seconds of silence wanted after it."""
    title: str
    """Where a chapter starts here, its title; else empty."""
    passages: Mapping[str, Passage]
    """By name of the format."""
    voice: str = ""
    """Id of who says it."""

    @property
    def any(self) -> Passage:
        """One of the passages, for what they share: rate, length and words of the take."""
        return next(iter(self.passages.values()))


@noun
class Timeline:
    """Where every passage stands in one format, counted in frames."""

    frame_seconds: float
    starts: tuple[int, ...]
    """First frame of each passage; what lies between passages is silence."""
    frames: int
    """Of the whole programme."""

    @property
    def duration(self) -> float:
        """Seconds of the whole programme."""
        return self.frames * self.frame_seconds


def timeline(parts: Sequence[Part], form: Format) -> Timeline:
    """Return the timeline of a format. Pauses are rounded so that no error adds up."""
    rate = form.rate(parts[0].any.rate)
    frame = form.frame(rate) / rate
    starts: list[int] = []
    wanted = OPENING  # seconds from the start of the programme to the next speech, exactly
    end = 0
    for part in parts:
        start = max(end, round(wanted / frame) - LEAD)
        starts.append(start)
        end = start + len(part.passages[form.name].packets)
        wanted += part.any.seconds + part.pause
    return Timeline(frame, tuple(starts), end + math.ceil(CLOSING / frame))


def least_pause(form: Format, take_rate: int) -> float:
    """Return the shortest pause in seconds that a format can keep: what a codec needs to come to rest and to start."""
    frame = form.frame(form.rate(take_rate)) / form.rate(take_rate)
    return form.tail + (LEAD + 1) * frame


def cues(parts: Sequence[Part], line: Timeline) -> tuple[Cue, ...]:
    """Return when each sentence is heard."""
    begins = [(start + LEAD) * line.frame_seconds for start in line.starts]
    return tuple(
        Cue(part.sentence_id, begin, begin + part.any.seconds, part.voice, part.any.timed)
        for part, begin in zip(parts, begins, strict=True)
    )


def chapters(parts: Sequence[Part], line: Timeline) -> tuple[Chapter, ...]:
    """Return a chapter for each title, the first one from the start; none where there is only one."""
    titled = [(part.title, begin) for part, begin in zip(parts, line.starts, strict=True) if part.title]
    if len(titled) < 2:
        return ()
    begins = [0.0, *(begin * line.frame_seconds for _, begin in titled[1:])]
    ends = [*begins[1:], line.duration]
    return tuple(Chapter(title, b, e) for (title, _), b, e in zip(titled, begins, ends, strict=True))


def write(
    parts: Sequence[Part],
    form: Format,
    *,
    folder: Path,
    tags: Mapping[str, str],
    marks: Sequence[Chapter],
    quiet: bytes = b"",
) -> Rendition:
    """Write `article.<format>` into a folder and return its rendition.

    `quiet` is the packet of a frame of silence; it is made where there is none. Raises MasterError where the muxer
    fails, OSError where the folder does.
    """
    line, rate = timeline(parts, form), parts[0].any.rate
    path = folder / f"article.{form.name}"
    try:
        _mux(
            path,
            form,
            form.rate(rate),
            _packets(parts, line, form, quiet or silence(rate, form)),
            tags=tags,
            marks=marks,
        )
    except av.FFmpegError as error:
        if isinstance(error, OSError) and error.errno and error.errno > 0:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise MasterError(f"{path.name} could not be written: {error}") from error
    data = path.read_bytes()
    return Rendition(form.name, form.media_type, path.name, len(data), round(line.duration, 6), digest(data))


def _packets(parts: Sequence[Part], line: Timeline, form: Format, quiet: bytes) -> Iterator[bytes]:
    place = 0
    for index, (part, start) in enumerate(zip(parts, line.starts, strict=True)):
        for _ in range(start - place):
            yield quiet
        passage = part.passages[form.name]
        if index == 0 and form.keeps_priming:
            yield passage.priming
        yield from passage.packets
        place = start + len(passage.packets)
    yield from [quiet] * (line.frames - place)


def _mux(
    path: Path,
    form: Format,
    rate: int,
    packets: Iterator[bytes],
    *,
    tags: Mapping[str, str],
    marks: Sequence[Chapter],
) -> None:
    options = {"movflags": "+faststart"} if form.container == "ipod" else {}
    with av.open(str(path), "w", format=form.container, options={**options, "fflags": "+bitexact"}) as output:
        stream = output.add_stream(form.codec, rate=rate, layout="mono", options=dict(form.options))
        assert isinstance(stream, av.AudioStream)
        stream.codec_context.format = form.sample_format
        stream.codec_context.bit_rate = form.bit_rate
        output.metadata.update(tags)
        stream.metadata.update(tags)
        output.set_chapters([_chapter(number, mark) for number, mark in enumerate(marks, 1)])
        output.start_encoding()
        assert stream.time_base
        sample = round(Fraction(1, rate) / stream.time_base)  # in the time of the container, where it is a whole number
        frame, delay = form.frame(rate) * sample, form.delay * sample
        for number, data in enumerate(packets):  # one by one, so that the memory of one serves the next
            packet: av.Packet[Stream] = av.Packet(data)
            packet.stream = stream
            packet.pts = packet.dts = number * frame - delay
            packet.duration = frame
            output.mux(packet)


def _chapter(number: int, mark: Chapter) -> "av.container.core.Chapter":
    return {
        "id": number,
        "start": round(mark.start * 1000),
        "end": round(mark.end * 1000),
        "time_base": Fraction(1, 1000),
        "metadata": {"title": mark.title},
    }
