"""`article.m3u8`: HTTP Live Streaming (RFC 8216, version 7) of `article.mp4`, by ranges of its bytes."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import EXPORTS, Around


class Fragment(NamedTuple):
    """One `moof` with its `mdat`."""

    start: int
    """First byte."""
    end: int
    begins: int
    """Decode time of its first sample, in units of the track (`tfdt`, ISO/IEC 14496-12, 8.8.12)."""


def write(edition: Edition, around: Around) -> str:
    """Return the playlist."""
    import av

    file = EXPORTS["cmaf"].file
    data = (around.folder / file).read_bytes()
    with av.open(str(around.folder / file)) as container:
        stream = container.streams.audio[0]
        unit = float(stream.time_base or 1)
        last = sum(packet.duration or 0 for packet in container.demux(stream))
    pieces = list(fragments(data))
    begins = [*(piece.begins for piece in pieces), pieces[0].begins + last]
    lengths = [(end - start) * unit for start, end in pairwise(begins)]
    segments = [
        f"#EXTINF:{length:.5f},\n#EXT-X-BYTERANGE:{piece.end - piece.start}@{piece.start}\n{file}"
        for piece, length in zip(pieces, lengths, strict=True)
    ]
    return "\n".join([
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{math.ceil(max(lengths))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{file}",BYTERANGE="{pieces[0].start}@0"',
        *segments,
        "#EXT-X-ENDLIST",
        "",
    ])  # fmt: skip


def fragments(data: bytes) -> Iterator[Fragment]:
    """Yield the fragments of a file."""
    boxes = list(_boxes(data, 0, len(data)))
    for (kind, start, body, end), (_, _, _, after) in pairwise(boxes):
        if kind == b"moof":
            yield Fragment(start, after, _begins(data, body, end))


def _begins(data: bytes, start: int, end: int) -> int:
    (traf,) = (box for box in _boxes(data, start, end) if box[0] == b"traf")
    (tfdt,) = (box for box in _boxes(data, traf[2], traf[3]) if box[0] == b"tfdt")
    return int.from_bytes(data[tfdt[2] + 4 : tfdt[3]], "big")  # after version and flags, 4 or 8 bytes


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield type, first byte, first byte of the body and end of each box (14496-12, 4.2)."""
    while start < end:
        size = int.from_bytes(data[start : start + 4], "big")
        yield data[start + 4 : start + 8], start, start + 8, start + size
        start += size
