"""The body of an answer, unpacked piece by piece, so that a bomb stops at the bound and a cut is noticed."""

import zlib
from collections.abc import Iterable, Iterator

from pronouncer.errors import SourceError, TooLong

ENCODINGS = ("gzip", "deflate")  # brotli and zstd have no decoder with a bound in the standard library
_BLOCK = 65_536  # bytes that are unpacked at once
_GZIP = b"\x1f\x8b"


def body(pieces: Iterable[bytes], encoding: str, *, limit: int, name: str) -> bytes:
    """Return the bytes of a body, at most `limit` as received and as unpacked.

    Raises TooLong where there are more, SourceError where they are damaged or end too early.
    """
    return b"".join(unpacked(pieces, encoding, limit=limit, name=name))


def unpacked(pieces: Iterable[bytes], encoding: str, *, limit: int, name: str) -> Iterator[bytes]:
    """Yield the bytes of a body piece by piece, for a file that does not fit the memory; errors as for `body`."""
    received = _bounded(pieces, limit, name)
    encoding = encoding.strip().lower().removeprefix("x-")
    if encoding in ("", "identity"):
        yield from received
        return
    if encoding not in ENCODINGS:
        raise SourceError(
            f"{name} is packed as {encoding[:40]!r}, which was not asked for. Tell those who run the server."
        )
    try:
        yield from _bounded(_unpacked(received, name), limit, name)
    except zlib.error as error:
        raise SourceError(f"{name} is damaged: its {encoding} data cannot be unpacked ({error}). Try again.") from error


def check_size(size: int, limit: int, name: str) -> None:
    """Raise TooLong where a size in bytes is over the limit."""
    if size > limit:
        raise TooLong(f"{name} is larger than {limit:,} bytes. Is it one article? If so, raise max_bytes.")


def _bounded(pieces: Iterable[bytes], limit: int, name: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        check_size(size, limit, name)
        yield piece


def _unpacked(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    unpacker = None
    for piece in pieces:
        if unpacker is None:
            unpacker = _unpacker(piece)
        full = False
        while piece or full:
            if unpacker.eof:
                if not _GZIP.startswith(piece[:2]):
                    return  # padding after the data, which browsers ignore too
                unpacker = _unpacker(piece)
            block = unpacker.decompress(piece, _BLOCK)
            yield block
            piece = unpacker.unconsumed_tail or unpacker.unused_data
            full = len(block) == _BLOCK and not unpacker.eof  # then there may be more that needs no further input
    if unpacker is not None and not unpacker.eof:
        raise SourceError(f"{name} was cut off in the middle of its packed data. Try again.")


def _unpacker(start: bytes) -> "zlib._Decompress":
    """Return an unpacker for gzip, zlib or, as some servers send for "deflate", bare deflate (RFC 9110, 8.4.1.2)."""
    zlib_header = len(start) > 1 and start[0] & 15 == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return zlib.decompressobj(47 if start.startswith(_GZIP[:1]) or zlib_header or len(start) == 1 else -15)
