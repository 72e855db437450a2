"""Raw text: bytes from a file, a URL or standard input, decoded and checked."""

import re
from dataclasses import dataclass

from pronouncer.errors import SourceError

_MAGIC = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip file",
    b"ID3": "an MP3 file",
    b"RIFF": "a sound file",
    b"OggS": "a sound file",
    b"\x7fELF": "a program",
}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body|<article|<main|<div|<p[ >]|<h1)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that no structure was found in yet."""

    name: str
    """Where it came from, as the user named it."""
    text: str
    """Decoded; line ends are `\\n`, control characters are spaces."""
    kind: str
    """Name in the table of sources: `plain` or `html`."""


def decode(data: bytes, name: str, *, media_type: str = "", charset: str = "") -> Raw:
    """Return raw text from bytes. Raises SourceError where they are not text."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}, not an article. Give a text or HTML file, or a URL of one.")
    text = _decoded(data, charset)
    strange = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if strange > max(8, len(text) // 50):
        raise SourceError(f"{name} looks like binary data, not text. Give a text or HTML file.")
    text = clean(text)
    return Raw(name, text, "html" if _is_html(text, name, media_type) else "plain")


def clean(text: str) -> str:
    """Return text with one kind of line end and with spaces for control characters."""
    return _CONTROL.sub(" ", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))


def _decoded(data: bytes, charset: str) -> str:
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    declared = _META.search(data[:4096])
    named = [charset, declared.group(1).decode() if declared else ""]
    for encoding in filter(None, [marked, "utf-8", *named]):
        try:
            return data.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
        except (UnicodeDecodeError, LookupError):
            continue
    mended = data.decode("utf-8", "replace")
    wrong = mended.count("\ufffd")
    if 2 * wrong < sum(character > "\x7f" for character in mended):
        return mended  # UTF-8 with a few broken bytes
    return data.decode("windows-1252", "replace")


def _is_html(text: str, name: str, media_type: str) -> bool:
    if media_type:
        return "html" in media_type
    return name.lower().endswith((".html", ".htm", ".xhtml")) or bool(_HTML.match(text[:2000]))
