"""Cut a sentence into tokens that cover every character of it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pronouncer.patterns import compiled
from pronouncer.pronounce.language import NEAR, Language, Rule

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


class Draft(NamedTuple):
    """A token whose words have no pronunciation yet."""

    start: int
    end: int
    written: str
    spoken: str
    kind: str
    boundary: str
    rule: str
    """Name of the rule that gave the words, or empty."""


Match = Callable[[str, int], re.Match[str] | None]


class _Candidate:
    """A rule whose pattern is compiled when a text first needs it."""

    __slots__ = ("match", "near", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.near = frozenset(rule.near)
        self.match: Match = self._compiled

    def _compiled(self, text: str, place: int) -> re.Match[str] | None:
        self.match = compiled(self.rule.pattern, re.DOTALL).match
        return self.match(text, place)


class _ByStart(dict[str, tuple[_Candidate, ...]]):
    """Character to the rules that may begin with it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self._candidates = [_Candidate(rule) for rule in rules]

    def __missing__(self, character: str) -> tuple[_Candidate, ...]:
        self[character] = tuple(each for each in self._candidates if character in each.rule.starts)
        return self[character]


class Tokeniser:
    """The scanner of one language: its semiotic classes first, then words, space and the rest."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._rules = _ByStart(language.rules)
        symbols = "".join(map(re.escape, language.symbols))
        forms = [
            rf"(?P<symbol>[{symbols}])" if symbols else "",
            rf"(?P<word>{_WORD})",
            r"(?P<digits>\d+)",
            r"(?P<space>\s+)",
            r"(?P<ellipsis>\.{2,})",
            r"(?P<mark>.)",
        ]
        self._form = compiled("|".join(filter(None, forms)), re.DOTALL).match

    def __call__(self, text: str) -> list[Draft]:
        """Return tokens whose `written`, put together, are the text."""
        found: list[Draft] = []
        place = 0
        while place < len(text):
            candidates = self._rules[text[place]]
            draft = (self._by_rule(text, place, candidates) if candidates else None) or self._formed(text, place)
            found.append(draft)
            place = draft.end
        return found

    def _by_rule(self, text: str, place: int, candidates: Sequence[_Candidate]) -> Draft | None:
        speller, ahead = self._language.speller, text[place : place + NEAR]
        for each in candidates:
            if each.near and each.near.isdisjoint(ahead):
                continue
            match = each.match(text, place)
            spoken = match and each.rule.say(match, speller)
            if match and spoken:
                return Draft(place, match.end(), match.group(), spoken, each.rule.kind, "", each.rule.name)
        return None

    def _formed(self, text: str, start: int) -> Draft:
        match = self._form(text, start)
        assert match is not None  # the last alternative takes any character
        form, written, end = match.lastgroup, match.group(), match.end()
        if form == "word":
            return Draft(start, end, written, _said(written), "word", "", "")
        if form == "space":
            return Draft(start, end, written, "", "space", "", "")
        if form == "digits":
            said = "".join(str(unicodedata.digit(d)) for d in written)
            return Draft(start, end, written, said, "digits", "", "")
        if form == "symbol":
            return Draft(start, end, written, self._language.symbols[written], "symbol", "", "symbol")
        if form == "ellipsis":
            return Draft(start, end, written, "", "punctuation", ",", "")
        return Draft(start, end, written, "", _silent_kind(written), _boundary(text, start, end), "")


def _said(written: str) -> str:
    return written if written.isascii() else written.translate(_INVISIBLE).replace("’", "'")


def _silent_kind(mark: str) -> str:
    category = unicodedata.category(mark)
    if mark in "™®℠" or category[0] in "PZ" or category in ("Cf", "Cc"):
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
