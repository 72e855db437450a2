"""Bytes become text: by their mark, as UTF-8, as declared, else as what they look like.

UTF-8 that decodes is UTF-8, whatever is declared; a declared charset that does not decode is not believed.
"""

import codecs
import re
from collections.abc import Iterator

from pronouncer.patterns import compiled

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = compiled(
    rb"(?:<meta[^>]{0,200}charset|<\?xml[^>]{0,100}encoding)\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE
)
_HEAD = 4096  # bytes in which a page declares its charset
# What a label means on the web (WHATWG Encoding), where that is more than Python's codec of the name.
_WEB = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "windows-874",
    "tis-620": "windows-874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_SURE = ("utf-16", "utf-32", "iso2022", "hz")  # their text is also valid UTF-8, and means nothing as such
# Python's codecs that are no charset of the web; some of them take for ever or raise what they like.
_NO_CHARSET = frozenset(
    "utf-7 punycode idna undefined unicode-escape raw-unicode-escape mbcs oem base64 bz2 hex quopri rot-13 uu "
    "zlib".split()
)
_TAGS = compiled(rb"<[^>]{0,2000}>")
_SCRIPTS = "cp1251 koi8_u cp1253 cp1255 cp1256 cp874 gb18030 big5 cp949 cp932 euc_jp".split()
_SAMPLE = 20_000  # bytes


def decoded(data: bytes, charset: str = "") -> str:
    """Return the text of bytes; `charset` is the label that came with them, if any. Never fails."""
    for encoding in _candidates(data, charset):
        try:
            return data.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
        except UnicodeError:
            continue
    mended = data.decode("utf-8", "replace")
    wrong = mended.count("\ufffd")
    if 2 * wrong < sum(character > "\x7f" for character in mended):
        return mended  # UTF-8 with a few broken bytes
    return data.decode(_likely(data), "replace")


def _candidates(data: bytes, charset: str) -> Iterator[str]:
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")
    declared = _DECLARED.search(data[:_HEAD])
    named = [name for name in (_known(charset), _known(declared[1].decode() if declared else "")) if name]
    if marked:
        yield marked
    if charset and named and named[0].startswith(_SURE):
        yield named[0]
    yield "utf-8"
    yield from named


def _known(label: str) -> str:
    """Return the codec of a label, empty where it is none of text."""
    try:
        codec = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        return ""
    if codec.name in _NO_CHARSET:
        return ""
    return _WEB.get(codec.name, codec.name)


def _likely(data: bytes) -> str:
    """Return the codec that bytes look like. Only scripts that differ from Latin are told apart with any certainty."""
    words = _TAGS.sub(b" ", data[:200_000])
    high = sum(byte > 127 for byte in words)
    if high < 0.7 * sum(byte > 127 or chr(byte).isalpha() for byte in words):
        return "windows-1252"
    from charset_normalizer import from_bytes

    found = from_bytes(words[:_SAMPLE], cp_isolation=_SCRIPTS).best()
    return found.encoding if found else "windows-1252"
