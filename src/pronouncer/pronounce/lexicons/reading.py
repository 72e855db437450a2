"""Bytes of a file to text, in the encodings that spreadsheets and XML editors write."""

import codecs
import re

from pronouncer.errors import LexiconError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, ""),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})["']""")
_XML = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}


def decoded(data: bytes, where: str) -> str:
    """Return the text of a file without byte order marks. Raises LexiconError, saying where it goes wrong."""
    encoding = _encoding(data, where)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LexiconError(f"{where}, line {line}: this is not {encoding.upper()}. Save the file as UTF-8.") from error
    return text.lstrip("\ufeff")


def _encoding(data: bytes, where: str) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)) if not marked else None
    name = declared.group(1).decode().lower() if declared else "utf-8"
    encoding = marked if marked is not None else _XML.get(name, "")
    if not encoding:
        raise LexiconError(
            f"{where}: the encoding {name if marked is None else 'UTF-32'} is not read. Save it as UTF-8."
        )
    return encoding
