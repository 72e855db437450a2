"""Addresses and handles: www.example.org/news, desk@example.org, @newsroom, #Election2026."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import digits

_NAMES = {".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore", "#": "hashtag", ":": "colon"}


def _say(written: str) -> str:
    written = re.sub(r"^https?://(?:www\.)?", "", written).rstrip("/")
    spoken: list[str] = []
    for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_]+|.", written):
        if part[0].isdigit() and part.isascii():
            spoken.append(digits(part))
        elif part.isalpha():
            spoken.append(" ".join(part.upper()) if part == "www" else part)
        else:
            spoken.append(_NAMES.get(part, ""))
    return " ".join(filter(None, spoken))


_HOST = r"(?:[a-zA-Z0-9-]{1,63}\.){1,4}(?:com|org|net|gov|edu|int|info|news|io|co|uk|eu|ca|au|fr|de|ua)\b"
RULE = Rule(
    "electronic",
    rf"https?://[^\s<>\"”’)]*[^\s<>\"”’).,;:!?]|[\w.+-]{{1,64}}@{_HOST}|\b{_HOST}(?:/[\w./%-]*\w)?|(?<!\w)[@#]\w{{2,64}}",
    _say,
)
