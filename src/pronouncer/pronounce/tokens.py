"""Cut a sentence into tokens that cover every character of it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pronouncer.pronounce.language import Language

# Punctuation, symbols, controls, surrogates and private use of every script we know: never inside a word.
_OUTSIDE = (
    r"\s\d\x00-\x26\x28-\x40\x5b-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf×÷\u02c2-\u02df\u055a-\u055f\u0589"
    r"\u05be\u05c0\u05c3\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u1361-\u1368\u2000-\u209f\u20a0-\u20cf"
    r"\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u30fb\ud800-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f"
    r"\uff00-\uff20\uff3b-\uff40\uff5b-\uff65\ufff0-\uffff\U0001f000-\U0010ffff"
)
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:[^'{_OUTSIDE}]|[\xad\u200b-\u200d\u2060'’](?={_LETTER}))*"
_INVISIBLE = str.maketrans("", "", "\xad\u200b\u200c\u200d\u2060")
_BOUNDARIES = {
    **dict.fromkeys(",،、，()（）[]{}—―", ","),
    **dict.fromkeys(";؛:：；", ";"),
    **dict.fromkeys("?؟？", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys("。।॥۔։", "."),
    "…": ",",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A token whose words have no pronunciation yet."""

    start: int
    end: int
    written: str
    spoken: str
    kind: str
    boundary: str


class Tokeniser:
    """The scanner of one language: its semiotic classes first, then words, space and the rest."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._rules = {f"rule{index}": rule for index, rule in enumerate(language.rules)}
        special = [f"(?P<{name}>{rule.pattern})" for name, rule in self._rules.items()]
        symbols = "".join(map(re.escape, language.symbols))
        generic = [
            rf"(?P<symbol>[{symbols}])" if symbols else "",
            rf"(?P<word>{_WORD})",
            r"(?P<digits>\d+)",
            r"(?P<space>\s+)",
            r"(?P<ellipsis>\.{2,})",
            r"(?P<mark>.)",
        ]
        rest = "|".join(filter(None, generic))
        self._scanner = re.compile("|".join([*special, rest]), re.DOTALL)
        self._generic = re.compile(rest, re.DOTALL)

    def __call__(self, text: str) -> Iterator[Draft]:
        """Yield tokens whose `written`, put together, are the text."""
        place = 0
        while place < len(text):
            draft = self._by_rule(text, place) or self._by_form(text, place)
            yield draft
            place = draft.end

    def _by_rule(self, text: str, place: int) -> Draft | None:
        match = self._scanner.match(text, place)
        rule = self._rules.get(match.lastgroup or "") if match else None
        if not match or not rule:
            return self._formed(text, match) if match else None
        spoken = rule.say(match.group())
        return Draft(place, match.end(), match.group(), spoken, rule.kind, "") if spoken else None

    def _by_form(self, text: str, place: int) -> Draft:
        match = self._generic.match(text, place)
        assert match is not None  # the last alternative takes any character
        return self._formed(text, match)

    def _formed(self, text: str, match: re.Match[str]) -> Draft:
        form, written, start, end = match.lastgroup or "", match.group(), match.start(), match.end()
        if form == "word":
            return Draft(start, end, written, _said(written), "word", "")
        if form == "digits":
            return Draft(start, end, written, "".join(str(unicodedata.digit(d)) for d in written), "digits", "")
        if form == "symbol":
            return Draft(start, end, written, self._language.symbols[written], "symbol", "")
        if form == "space":
            return Draft(start, end, written, "", "space", "")
        if form == "ellipsis":
            return Draft(start, end, written, "", "punctuation", ",")
        return Draft(start, end, written, "", _silent_kind(written), _boundary(text, start, end))


def _said(written: str) -> str:
    return written.translate(_INVISIBLE).replace("’", "'")


def _silent_kind(mark: str) -> str:
    category = unicodedata.category(mark)
    if category[0] in "PZ" or category in ("Cf", "Cc"):
        return "punctuation"
    return "unknown"


def _boundary(text: str, start: int, end: int) -> str:
    mark = text[start:end]
    alone = text[start - 1 : start].isspace() and (text[end : end + 1].isspace() or end == len(text))
    if mark in "-–‒":
        return "," if alone else ""
    if mark == ".":
        return "." if not text[end : end + 1].isalnum() and not _is_initial(text, start) else ""
    return _BOUNDARIES.get(mark, "")


def _is_initial(text: str, dot: int) -> bool:
    """Say whether a full stop belongs to an initial, as in `J. Smith`, with more to come."""
    before = text[max(0, dot - 2) : dot]
    return before[-1:].isupper() and not before[:-1].isalnum() and bool(text[dot + 1 :].strip())
