"""review: the files of an edition are listened to: what a decoder hears is compared with what the record says."""

import json
import math
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import av.filter

from pronouncer.errors import SourceError
from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.model.master import Rendition
from pronouncer.model.report import Report

TARGET, TOLERANCE = -16.0, 0.5  # LUFS and LU
PEAK = -1.0  # dBTP
SILENT = 12  # of 32,768: what counts as silence after a lossy codec
_BEFORE, _AFTER = 0.06, 0.2  # seconds round a sentence that a codec may smear into


FILES = ("sentences", "spans", "times", "decodes", "duration", "loudness", "peak", "joins")
"""The checks of an edition's files and record."""


def opened(folder: Path) -> Edition:
    """Return the record of the edition in a folder. Raises SourceError where there is none."""
    try:
        return from_data(Edition, json.loads((folder / "edition.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise SourceError(f"{folder} holds no edition that can be read: {error}") from error


def listen(folder: Path) -> list[Report]:
    """Return what is wrong with the files of the edition in a folder. Raises SourceError where there is none."""
    return reports_of(folder, opened(folder))


def reports_of(folder: Path, edition: Edition) -> list[Report]:
    """Return what is wrong with the files of an edition, and with its record."""
    reports = list(_spans(edition))
    for rendition in edition.renditions:
        try:
            reports += _rendition(folder, edition, rendition)
        except av.FFmpegError as error:
            reports.append(Report("decodes", f"{rendition.file} cannot be played: {error}"))
    return reports


def _spans(edition: Edition) -> Iterator[Report]:
    """Every spoken word leads back to the article, and every sentence is heard once and in order."""
    heard = [cue.sentence_id for cue in edition.cues]
    wanted = [u.sentence_id for u in edition.utterances if u.words]
    if heard != wanted:
        yield Report("sentences", f"{len(wanted)} sentences have words, {len(heard)} are heard, or in another order.")
    for cue, following in zip(edition.cues, edition.cues[1:], strict=False):
        if following.start < cue.end:
            yield Report("sentences", "The next sentence starts before this one ends.", cue.sentence_id)
    for utterance, sentence in zip(edition.utterances, edition.script.sentences, strict=True):
        if "".join(token.written for token in utterance.tokens) != sentence.text:
            yield Report("spans", "The tokens do not cover the sentence.", sentence.id)
    last = 0.0
    for word in edition.words:
        if not last - 0.001 <= word.at <= word.until <= edition.duration:
            yield Report("times", f"{word.spoken!r} is timed at {word.at:.3f} s, out of order.", word.sentence_id)
        last = word.at


def _rendition(folder: Path, edition: Edition, rendition: Rendition) -> Iterator[Report]:
    samples, rate, header, frame = decoded(folder / rendition.file)
    seconds = len(samples) / rate
    for name, other in (("header", header), ("record", rendition.duration)):
        if abs(seconds - other) > frame:
            yield Report("duration", f"{rendition.file} decodes to {seconds:.3f} s; its {name} says {other:.3f} s.")
    integrated, peak = measured(folder / rendition.file)
    if abs(integrated - TARGET) > TOLERANCE:
        yield Report("loudness", f"{rendition.file} has {integrated:.1f} LUFS instead of {TARGET:g}.")
    if peak > PEAK:
        yield Report("peak", f"{rendition.file} peaks at {peak:.1f} dBTP, over {PEAK:g}.")
    yield from _joins(samples, rate, edition, rendition)


def _joins(samples: Sequence[int], rate: int, edition: Edition, rendition: Rendition) -> Iterator[Report]:
    for cue, following in zip(edition.cues, edition.cues[1:], strict=False):
        first, last = round((cue.end + _AFTER) * rate), round((following.start - _BEFORE) * rate)
        between = samples[first:last]
        loudest = max(map(abs, between), default=0)
        if loudest > SILENT:
            message = f"{rendition.file}: the pause after this sentence is not silent ({loudest} of 32,768)."
            yield Report("joins", message, cue.sentence_id)


def decoded(path: Path) -> tuple["array[int]", int, float, float]:
    """Return 16-bit mono samples, their rate, the header's duration and a frame's length in seconds."""
    samples = array("h")
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="s16", layout="mono", rate=stream.rate)
        header = (container.duration or 0) / 1_000_000
        longest = 0
        for frame in container.decode(stream):
            longest = max(longest, frame.samples)
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: 2 * piece.samples])
        return samples, stream.rate, header, longest / stream.rate


def measured(path: Path) -> tuple[float, float]:
    """Return programme loudness in LUFS (dual mono) and true peak in dBTP of a whole file (EBU R 128)."""
    graph = av.filter.Graph()
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        source = graph.add_abuffer(template=stream)
        meter = graph.add("ebur128", "dualmono=1:metadata=1:peak=true")
        sink = graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        found: dict[str, str] = {}
        for frame in container.decode(stream):
            source.push(frame)
            found.update(_metadata(sink))
        source.push(None)
        found.update(_metadata(sink))
    peak = max((float(v) for k, v in found.items() if k.startswith("lavfi.r128.true_peaks_ch")), default=0.0)
    decibels = 20 * math.log10(peak) if peak > 0 else -math.inf
    return float(found.get("lavfi.r128.I", "-inf")), decibels


def _metadata(sink: "av.filter.context.FilterContext") -> dict[str, str]:
    found: dict[str, str] = {}
    while True:
        try:
            found.update(sink.pull().metadata)
        except (av.EOFError, av.BlockingIOError):
            return found
