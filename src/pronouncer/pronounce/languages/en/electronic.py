"""Addresses and handles: www.example.org/news, desk@example.org, @newsroom, #Election2026, report.pdf."""

import re

from pronouncer.pronounce.language import DIGITS, LOWER, UPPER, Rule
from pronouncer.pronounce.languages.en.initialism import LETTERS, WORDS
from pronouncer.pronounce.languages.en.numbers import English

_NAMES = {".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore", "#": "hashtag", ":": "colon", "%": "percent",
          "=": "equals", "&": "and", "?": "question mark", "+": "plus", "~": "tilde"}  # fmt: skip
_SPELLED = frozenset("www uk eu us tv io fm ca au nz ie ua ai pdf html http https php xml gov.uk ftp".split())
_TOP = "com|org|net|gov|edu|int|info|news|io|co|uk|eu|ca|au|fr|de|ua|tv|ie|nz|us|fm|ai|ru|cn|jp|in|scot|mil|biz|app|dev|me|ly"
_PART = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[^\W\d_]+|(?s:.)"


def _say(match: re.Match[str], spell: English) -> str:
    written = re.sub(r"^https?://", "", match.group()).rstrip("/")
    return _named(written, spell)


def _named(written: str, spell: English) -> str:
    spoken: list[str] = []
    for part in re.compile(_PART).findall(written):
        if part[0].isdigit() and part.isascii():
            spoken.append(_number(part, spell))
        elif part.isalpha():
            word = part.capitalize() if part.upper() in WORDS and part.isupper() else part
            spoken.append(" ".join(part.upper()) if _is_spelled(part) else word)
        else:
            spoken.append(_NAMES.get(part, ""))
    return " ".join(filter(None, spoken))


def _number(digits: str, spell: English) -> str:
    if re.fullmatch(r"(?:19|20)[0-9]{2}", digits):
        return spell.year(int(digits))
    return spell.number(digits) if len(digits) < 3 else spell.digits(digits)


def _is_spelled(part: str) -> bool:
    return part.isascii() and (
        part.lower() in _SPELLED
        or (
            part.upper() in LETTERS
            and part not in ("us", "it", "who", "am", "id", "pa", "aids", "or", "doe", "la", "mi", "is", "do")
        )
        or not re.search("[aeiouyAEIOUY]", part)
    )


def _tag(match: re.Match[str], spell: English) -> str:
    return _named(match.group(), spell)


_HOST = rf"(?:[a-zA-Z0-9-]{{1,63}}\.){{1,4}}(?:{_TOP})\b(?![-'’]?\w|\.\w)"
_HOST_AT = r"(?:[a-zA-Z0-9-]{1,63}\.){1,4}[a-z]{2,12}\b"
RULES = (
    Rule("electronic", "h", r"https?://[^\s<>\"”’)]{0,2000}[^\s<>\"”’).,;:!?…]", _say),
    Rule("electronic", LOWER + UPPER + DIGITS, rf"[\w.+-]{{1,64}}@{_HOST_AT}", _say, "@"),
    Rule("electronic", LOWER + UPPER + DIGITS, rf"(?<![\w.@-]){_HOST}(?:/[\w./%?=&#~-]{{0,500}}[\w/])?(?!\.[a-zA-Z])", _say, "."),
    Rule("electronic", LOWER + UPPER, r"\b[\w-]{1,40}\.(?:pdf|docx?|xlsx?|csv|mp3|mp4|html?|jpe?g|png|zip|exe|txt|json)\b(?!\.\w)", _say, "."),
    Rule("electronic", "@#", r"(?<!\w)[@#](?=\w{0,63}[^\W\d])\w{1,64}", _tag),
)  # fmt: skip
