"""Raw text: bytes from a file, a URL or standard input, decoded and checked."""

import unicodedata
import zlib

from pronouncer.errors import SourceError, TooLong
from pronouncer.ingest.charsets import decoded
from pronouncer.ingest.kinds import kind_of
from pronouncer.noun import noun
from pronouncer.patterns import compiled

_MAGIC = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip file in a gzip file",
    b"ID3": "an MP3 file",
    b"RIFF": "a sound file",
    b"OggS": "a sound file",
    b"\x7fELF": "a program",
}
_CONTROL = compiled("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = compiled("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNPACKED = 52_428_800  # bytes; what the sitemap protocol allows a sitemap to unpack to


@noun
class Raw:
    """Text that no structure was found in yet."""

    name: str
    """Where it came from, as the user named it."""
    text: str
    """Decoded; line ends are `\\n`, control characters are spaces."""
    kind: str
    """Name in one of the tables of sources, such as `plain`, `html` or `feed`."""
    include: tuple[str, ...] = ()
    """CSS selectors of what is read of a page in any case."""
    exclude: tuple[str, ...] = ()
    """CSS selectors of what is no part of its article."""


def decode(data: bytes, name: str, *, media_type: str = "", charset: str = "") -> Raw:
    """Return raw text from bytes. Raises SourceError where they are not text."""
    if data.startswith(b"\x1f\x8b"):
        data, media_type = _unpacked(data, name), ""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}, not an article. Give a text or HTML file, or a URL of one.")
    text = decoded(data, charset)
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > max(8, len(text) // 50):
        raise SourceError(f"{name} looks like binary data, not text. Give a text or HTML file.")
    text = clean(text)
    return Raw(name, text, kind_of(text, name.removesuffix(".gz"), media_type))


def clean(text: str) -> str:
    """Return text in NFC, as lexicons are, with one kind of line end and with spaces for control characters."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text))


def _unpacked(data: bytes, name: str) -> bytes:
    """Return what a gzip file holds, as sitemaps come in; what is cut off is kept as far as it goes."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(data, _UNPACKED + 1)
    except zlib.error as error:
        raise SourceError(f"{name} is a damaged gzip file: {error}. Fetch it again.") from error
    if len(unpacked) > _UNPACKED:
        raise TooLong(f"{name} unpacks to more than {_UNPACKED:,} bytes. Give it in parts.")
    return unpacked
