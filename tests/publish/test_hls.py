"""HLS: the same packets in fragments, and a playlist that another program plays."""

import dataclasses
import re
from pathlib import Path

import av
import pytest
from tests.conftest import SHORT

from pronouncer.errors import PublishError
from pronouncer.export import export
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline
from pronouncer.publish.exports.hls import fragments
from pronouncer.settings import Settings

FRAME = 1024  # samples of a packet of AAC


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of some twenty seconds in M4A, with HLS."""
    base = tmp_path_factory.mktemp("hls")
    (base / "ferry.txt").write_text(SHORT, "utf-8")
    settings = Settings(cache=base / "c", archive=base / "words.txt", formats=("m4a",), exports=("hls",))
    with Pipeline(settings) as pipeline:
        pipeline.say(str(base / "ferry.txt"), base / "e")
    return base / "e"


def heard(path: Path) -> tuple[int, int, bytes]:
    """Return how many samples a file or playlist has, how many are one second, and the samples."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    samples = b"".join(frame.to_ndarray().tobytes() for frame in frames)
    return sum(frame.samples for frame in frames), frames[0].sample_rate, samples


def test_another_program_plays_the_playlist(folder: Path) -> None:
    """FFmpeg decodes the playlist to the samples of the M4A file, within a frame of its length."""
    count, rate, samples = heard(folder / "article.m4a")
    streamed, same_rate, others = heard(folder / "article.m3u8")
    assert rate == same_rate
    assert abs(streamed - count) <= FRAME
    assert samples[: 4 * (count - FRAME)] in others


def test_segments_sum_up(folder: Path) -> None:
    """The lengths of the segments sum up to that of the packets; none is longer than the playlist says."""
    text = (folder / "article.m3u8").read_text("utf-8")
    lengths = [float(length) for length in re.findall(r"#EXTINF:([\d.]+),", text)]
    with av.open(str(folder / "article.m4a")) as container:
        stream = container.streams.audio[0]
        whole = sum(packet.duration or 0 for packet in container.demux(stream)) * float(stream.time_base or 0)
        rate = stream.rate
    assert len(lengths) > 1
    assert sum(lengths) == pytest.approx(whole, abs=FRAME / rate)
    assert max(lengths) <= int(re.findall(r"#EXT-X-TARGETDURATION:(\d+)", text)[0])
    assert text.startswith("#EXTM3U\n") and text.endswith("#EXT-X-ENDLIST\n")


def test_ranges_are_whole_fragments(folder: Path) -> None:
    """The ranges follow each other without a gap from the header on, and each is one fragment of the file."""
    text = (folder / "article.m3u8").read_text("utf-8")
    data = (folder / "article.mp4").read_bytes()
    ranges = [(int(start), int(start) + int(size)) for size, start in re.findall(r"BYTERANGE:(\d+)@(\d+)", text)]
    header = int(re.findall(r'BYTERANGE="(\d+)@0"', text)[0])
    assert [start for start, _ in ranges] == [header, *(end for _, end in ranges[:-1])]
    assert [(piece.start, piece.end) for piece in fragments(data)] == ranges


def test_an_edition_without_m4a(folder: Path) -> None:
    """Where there is no M4A the message says what to do."""
    from pronouncer.export import pls_text
    from pronouncer.publish.exports.cmaf import write
    from pronouncer.publish.exports.table import Around
    from pronouncer.publish.outlets.folder.read import opened

    edition: Edition = dataclasses.replace(opened(folder), renditions=())
    with pytest.raises(PublishError, match="add m4a to formats"):
        write(edition, Around(folder, pls_text))


def test_made_again_it_is_the_same(folder: Path) -> None:
    """Made later from the edition in place, HLS has the same bytes."""
    before = {name: (folder / name).read_bytes() for name in ("article.m3u8", "article.mp4")}
    export(folder, ["hls"])
    assert {name: (folder / name).read_bytes() for name in before} == before
