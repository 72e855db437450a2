"""What e-mail and notes put round an article in Markdown: transport encoding, replies, signatures, front matter."""

import re
from collections.abc import Mapping

_FRONT = re.compile(r"---[ \t]*\n(.{0,10000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z][\w -]{0,40}?)\s*:\s*(.*)")
_SOFT_BREAK = re.compile(r"(?<=[^\n]{60})=\n")
_ENCODED = re.compile(r"(?:=[0-9A-F]{2})+")
_ORIGINAL = re.compile(r"^-{2,9} ?Original Message ?-{2,9}[ \t]*$", re.MULTILINE | re.IGNORECASE)
_SIGNATURE = 15  # lines at most; more is the rest of an article
_FENCE = re.compile(r" {0,3}(```|~~~)")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:")
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]|\^\[[^\[\]\n]{0,500}\]")
_REPLY = re.compile(
    r"^(?=[^\n]{0,200}(?:\n[^\n]{0,200})?(?:@|\d{1,2}:\d\d))(?:On|Am|Le|El|Il|Op) [^\n]{1,200}(?:\n[^\n>]{1,200})?"
    r"(?:wrote|schrieb(?: [^\n:]{0,80})?|a écrit|escribió|ha scritto|schreef)[ \xa0]?:[ \t]*\n"
    r"(?:[ \t]*\n){0,5}(?:>[^\n]*(?:\n|\Z))+",
    re.MULTILINE,
)


def front_matter(text: str) -> tuple[Mapping[str, str], str]:
    """Return the fields of a front matter (names in lower case) and the text after it.

    Only `name: value` lines are read; a text that starts with a line of dashes alone has none.
    """
    found = _FRONT.match(text)
    fields: dict[str, str] = {}
    for line in found.group(1).split("\n") if found else ():
        field = _FIELD.fullmatch(line)
        if field:
            fields[field.group(1).lower()] = _unquoted(field.group(2))
        elif line.strip() and not re.match(r"[\s#-]", line):
            return {}, text  # running text between two rules
    return (fields, text[found.end() :]) if found and fields else ({}, text)


def without_mail(text: str) -> str:
    """Return a text without soft line breaks, the reply that is quoted, and the signature."""
    text = _REPLY.sub("", _decoded(text))
    original = _ORIGINAL.search(text)
    lines = text[: original.start() if original else None].rstrip("\n").split("\n")
    for index in range(max(1, len(lines) - _SIGNATURE - 1), len(lines)):
        # Many mail programs eat the blank of "-- "; without it, it may also underline a heading.
        if lines[index] == "-- " or (lines[index] == "--" and not lines[index - 1].strip()):
            return "\n".join(lines[:index])
    return "\n".join(lines)


def without_footnotes(text: str) -> str:
    """Return a text without footnotes and their marks; code fences stay as they are."""
    kept: list[str] = []
    fence, in_note, after_blank = "", False, False
    for line in text.split("\n"):
        mark = None if in_note else _FENCE.match(line)
        if mark and fence in ("", mark.group(1)):
            fence = "" if fence else mark.group(1)
        is_blank = not line.strip()
        # A note goes on over lines wrapped by hand, and over a blank line if the next one is indented.
        goes_on = in_note and (is_blank or line[0] in " \t" or not after_blank)
        in_note = not fence and (goes_on or bool(_NOTE.match(line)))
        after_blank = is_blank
        if not in_note:
            kept.append(line if fence else _NOTE_MARK.sub("", line))
        elif is_blank:
            kept.append("")
    return "\n".join(kept)


def _decoded(text: str) -> str:
    """Undo quoted-printable, which only a long line that ends in = gives away."""
    if not _SOFT_BREAK.search(text):
        return text
    return _ENCODED.sub(_character, re.sub(r"=\n", "", text))


def _character(match: re.Match[str]) -> str:
    data = bytes.fromhex(match.group().replace("=", ""))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _unquoted(value: str) -> str:
    value = value.strip().removeprefix("[").removesuffix("]").strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
