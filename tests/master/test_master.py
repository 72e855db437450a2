"""The programme: levels, silence, exact lengths, chapters; all by decoding real files."""

import dataclasses
import math
from array import array
from collections.abc import Sequence
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SettingsError
from pronouncer.master.assemble import Part, chapters, cues, timeline, write
from pronouncer.master.formats import FORMATS, Format, formats
from pronouncer.master.level import CEILING, levelled, loudness_blocks
from pronouncer.master.loudness import TARGET, TOLERANCE, next_gain, programme_loudness
from pronouncer.master.passage import LEAD, encode, passage_key
from pronouncer.model.edition import Edition
from pronouncer.model.master import Passage
from pronouncer.model.take import Take, WordTiming
from pronouncer.pipeline import Said
from pronouncer.review.listen import decoded, measured
from pronouncer.settings import Settings

Harbour = tuple[Path, Said, Settings]


def tone(seconds: float, *, rate: int = 22_050, height: float = 440.0, peak: int = 9000) -> Take:
    """Return a take that is one tone."""
    count = round(seconds * rate)
    samples = array("h", (round(peak * math.sin(2 * math.pi * height * n / rate)) for n in range(count)))
    return Take(f"tone{seconds}{rate}{height}{peak}", rate, samples.tobytes(), (WordTiming(0, "a", 0.0, seconds),))


def parts_of(takes: Sequence[Take], form: Format, pause: float = 0.5) -> list[Part]:
    """Return parts of takes, without a gain."""
    return [
        Part(
            f"s{number}",
            pause,
            f"Part {number}" if number % 2 == 0 else "",
            {form.name: encode(take, 0.0, form)},
        )
        for number, take in enumerate(takes)
    ]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
def test_spliced_file_is_exact(tmp_path: Path, name: str, rate: int) -> None:
    """Tones stand where the cues say, silence is silent, header and decoder agree on the length."""
    form = FORMATS[name]
    takes = [tone(0.7, rate=rate), tone(1.234, rate=rate, height=880.0), tone(0.311, rate=rate)]
    parts = parts_of(takes, form)
    rendition = write(parts, form, folder=tmp_path, tags={"title": "T"}, marks=())
    line = timeline(parts, form)
    samples, out_rate, header, frame = decoded(tmp_path / rendition.file)
    seconds = len(samples) / out_rate
    assert abs(seconds - header) <= frame and abs(seconds - rendition.duration) <= frame
    assert rendition.bytes == (tmp_path / rendition.file).stat().st_size
    loud = [
        max(map(abs, samples[n : n + out_rate // 100]), default=0) > 3000
        for n in range(0, len(samples), out_rate // 100)
    ]
    for cue in cues(parts, line):
        middle, before, after = (
            round(at * 100) for at in ((cue.start + cue.end) / 2, cue.start - 0.05, cue.end + 0.05)
        )
        assert loud[middle] and not any(loud[after : after + 3])
        assert before < 0 or not loud[before]
        edge = next(n for n in range(max(0, before), middle + 1) if loud[n]) / 100
        assert abs(edge - cue.start) < 0.03
    gaps = [(a.end + 0.2, b.start - 0.06) for a, b in zip(cues(parts, line), cues(parts, line)[1:], strict=False)]
    assert all(max(map(abs, samples[round(a * out_rate) : round(b * out_rate)])) <= 12 for a, b in gaps)


@pytest.mark.parametrize("name", FORMATS)
def test_splicing_costs_no_quality(tmp_path: Path, name: str) -> None:
    """A passage decodes to the same samples whatever stands before it."""
    form = FORMATS[name]
    wanted = tone(0.8, height=660.0)
    found: list[array[int]] = []
    for others in ([tone(0.5)], [tone(1.1, height=300.0), tone(0.2)]):
        parts = parts_of([*others, wanted], form)
        write(parts, form, folder=tmp_path, tags={}, marks=())
        samples, rate, _, _ = decoded(tmp_path / f"article.{name}")
        start = round(cues(parts, timeline(parts, form))[-1].start * rate)
        found.append(samples[start : start + round(0.7 * rate)])
    difference = max(abs(a - b) for a, b in zip(*found, strict=True))
    assert difference <= (2 if name != "opus" else 300)


def test_same_in_same_out(tmp_path: Path) -> None:
    """The same takes give the same bytes of audio in every format."""
    for form in FORMATS.values():
        files = []
        for folder in (tmp_path / "a", tmp_path / "b"):
            folder.mkdir(exist_ok=True)
            rendition = write(
                parts_of([tone(0.4), tone(0.6)], form), form, folder=folder, tags={"title": "T"}, marks=()
            )
            files.append((folder / rendition.file).read_bytes())
        assert files[0] == files[1]


def test_bundled_article_levels(harbour: Harbour) -> None:
    """Each rendition has -16 LUFS within half a LU, peaks under -1 dBTP, and the header's length."""
    folder, _, settings = harbour
    for name in settings.formats:
        integrated, peak = measured(folder / f"article.{name}")
        assert abs(integrated - TARGET) <= 0.5
        assert peak <= -1.0


def test_recorded_loudness_is_what_the_file_has(harbour: Harbour) -> None:
    """The loudness computed from the passages is the one that EBU R 128 measures on the finished file."""
    from pronouncer.model.codec import from_data
    from pronouncer.publish.outlets.folder.write import published

    folder, _, _ = harbour
    edition = from_data(Edition, published(folder))
    assert abs(measured(folder / "article.m4a")[0] - edition.loudness.integrated) <= 0.15


def test_tags_and_chapters(harbour: Harbour) -> None:
    """Each file carries the headline and a chapter for the headline and every subhead."""
    folder, _, settings = harbour
    for name in settings.formats:
        with av.open(str(folder / f"article.{name}")) as container:
            tags = {**container.metadata, **container.streams.audio[0].metadata}
            assert {key.lower(): value for key, value in tags.items()}["title"].startswith("Harbour town wins")
            titles = [chapter["metadata"].get("title") for chapter in container.chapters()]
        assert titles[1:] == ["Money from abroad", "What happens next"]


def test_m4a_starts_with_its_index(harbour: Harbour) -> None:
    """Faststart: the index stands before the sound, so that playing starts at once."""
    data = (harbour[0] / "article.m4a").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("peak", [500, 3000, 32_000])
def test_limiter_holds_the_peak(peak: int) -> None:
    """However high the gain, nothing comes out above the ceiling."""
    frames = levelled(tone(1.0, peak=peak), 20.0, 0.5, lead=0, tail=0).frames
    samples = [x for frame in frames for x in memoryview(bytes(frame.planes[0])[: 8 * frame.samples]).cast("d")]
    assert {frame.format.name for frame in frames} == {"dbl"} and len(samples) == 22_050
    assert 0.1 < max(map(abs, samples)) <= 1.06 * CEILING


def test_loudness_of_a_tone() -> None:
    """A tone of 1 kHz at -20 dBFS has -20 LUFS as dual mono, and a gain adds to it (EBU Tech 3341, case 1, scaled)."""
    take = tone(20.0, rate=24_000, height=1000.0, peak=round(32_768 * 10 ** (-20 / 20)))
    assert programme_loudness(loudness_blocks(take, 0.0)) == pytest.approx(-20.0, abs=0.15)
    assert programme_loudness(loudness_blocks(take, 3.0)) == pytest.approx(-17.0, abs=0.15)


@pytest.mark.parametrize("name", FORMATS)
def test_a_take_is_as_loud_by_itself_as_in_its_passage(name: str) -> None:
    """The loudness that is heard while a take is encoded is to the last digit that of the take alone."""
    take, form = tone(3.0, rate=24_000, peak=20_000), FORMATS[name]
    told: list[tuple[float, ...]] = []
    encode(take, 2.3, form, heard=told.append)
    assert told == [loudness_blocks(take, 2.3, form.makeup)]
    assert len(told[0]) > 30
    encode(take, 2.3, form, 16_000, heard=told.append)
    assert len(told) == 1  # at another rate it would be heard otherwise


@given(st.lists(st.floats(-60, 0), min_size=1, max_size=50))
def test_programme_loudness_is_between_its_blocks(blocks: list[float]) -> None:
    """The gated mean lies between the quietest and the loudest block; silence does not count."""
    loudness = programme_loudness(blocks)
    assert min(blocks) - 1e-6 <= loudness <= max(blocks) + 1e-6
    assert programme_loudness([*blocks, -90.0, -math.inf]) == pytest.approx(loudness)
    assert programme_loudness([-90.0]) == programme_loudness([]) == -70.0


@given(st.floats(-40, -1), st.floats(-5, 5))
def test_gain_moves_towards_the_target(loudness: float, gain: float) -> None:
    """Within the tolerance nothing moves; outside, the next gain is nearer."""
    following = next_gain(loudness, gain)
    if abs(TARGET - loudness) <= TOLERANCE:
        assert following is None
    elif following is not None:
        assert abs(TARGET - (loudness + following - gain)) < abs(TARGET - loudness)


def test_silence_needs_no_gain() -> None:
    """A programme without sound keeps the voice's gain."""
    assert next_gain(-70.0, 1.0) is None


def test_passage_key_names_all_that_changes_a_byte() -> None:
    """Take, gain, format and its settings are in the key."""
    form = FORMATS["m4a"]
    keys = {
        passage_key("a", 1.0, form),
        passage_key("b", 1.0, form),
        passage_key("a", 1.6, form),
        passage_key("a", 1.0, FORMATS["mp3"]),
        passage_key("a", 1.0, dataclasses.replace(form, bit_rate=48_000)),
        passage_key("a", 1.0, dataclasses.replace(form, tail=0.2)),
    }
    assert len(keys) == 6


def _part(seconds: float, pause: float, form: Format, title: str = "") -> Part:
    frames = LEAD + math.ceil((seconds + form.tail) * 22_050 / form.frame(22_050))
    passage = Passage("k", 22_050, seconds, (), b"", (b"x",) * frames)
    return Part("s", pause, title, {form.name: passage})


@given(st.lists(st.tuples(st.floats(0.01, 9), st.floats(0.35, 2)), min_size=1, max_size=60))
def test_pauses_do_not_drift(spoken: list[tuple[float, float]]) -> None:
    """However many sentences, each starts within a frame of where the pauses put it."""
    form = FORMATS["m4a"]
    parts = [_part(seconds, pause, form) for seconds, pause in spoken]
    line = timeline(parts, form)
    wanted = 0.1
    for (seconds, pause), cue in zip(spoken, cues(parts, line), strict=True):
        assert abs(cue.start - wanted) <= line.frame_seconds
        wanted += seconds + pause


def test_chapters_are_without_gap() -> None:
    """Chapters start at nought and follow each other to the end; a single one is none."""
    form = FORMATS["m4a"]
    parts = [_part(1, 0.5, form, title) for title in ("A", "", "B", "")]
    line = timeline(parts, form)
    found = chapters(parts, line)
    assert [chapter.title for chapter in found] == ["A", "B"]
    assert (found[0].start, found[0].end, found[1].end) == (0.0, found[1].start, line.duration)
    assert chapters(parts[:2], timeline(parts[:2], form)) == ()


def test_formats_by_name() -> None:
    """Each format once, in the order asked for; an unknown one is refused by name."""
    assert [form.name for form in formats(["mp3", "m4a", "mp3"])] == ["mp3", "m4a"]
    with pytest.raises(SettingsError, match="no format 'wav'.*m4a, mp3, opus"):
        formats(["wav"])
