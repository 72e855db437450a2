"""Fractions: 1/2, 2/3, 1 1/2, 2½, ⅔, odds of 11/2, 50/50."""

import re
import unicodedata

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.numbers import NUMBER, English

_SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒"
_UNDER = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def _words(top: int, under: int, spell: English) -> str:
    one, many = _UNDER.get(under, (spell.ordinal(under), f"{spell.ordinal(under)}s"))
    return f"{spell.cardinal(top)} {one if top == 1 else many}"


def _parts(sign: str) -> tuple[int, int]:
    top, under = unicodedata.normalize("NFKC", sign).split("⁄")
    return int(top), int(under)


def _joined(whole: str, top: int, under: int, spell: English) -> str:
    small = "a half" if under == 2 else "a quarter" if (top, under) == (1, 4) else _words(top, under, spell)
    return f"{spell.number(whole)} and {small}"


def _sign(match: re.Match[str], spell: English) -> str:
    whole, sign = match.groups()
    if whole:
        return _joined(whole.strip(), *_parts(sign), spell)
    if sign == "½" and word_after(match) in ("an", "a"):
        return "half"
    return _words(*_parts(sign), spell)


def _mixed(match: re.Match[str], spell: English) -> str:
    whole, top, under = match.groups()
    return _joined(whole, int(top), int(under), spell) if 0 < int(top) < int(under) else ""


def _slashed(match: re.Match[str], spell: English) -> str:
    top, under = int(match.group(1)), int(match.group(2))
    said = spell.cardinal(top), spell.cardinal(under)
    if match.group() in _SAYINGS:
        return " ".join(said)
    if word_before(match) in ("odds", "at") or word_after(match) in _BETTING:
        return " to ".join(said)
    if 0 < top < under and under in _DENOMINATORS:
        return _words(top, under, spell)
    if top >= 70 and 40 <= under < top:  # blood pressure
        return " over ".join(said)
    return (" out of " if under in (5, 10) else " to ").join(said)


_SAYINGS = frozenset("24/7 9/11 7/7 50/50 20/20 60/40 80/20 70/30".split())
_BETTING = frozenset("favourite favorite shot outsider chance odds joint".split())
_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 32, 64, 100))
RULES = (
    Rule("fraction sign", DIGITS + _SIGNS, rf"({NUMBER}\s?)?([{_SIGNS}])", _sign, "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒"),
    Rule("fraction mixed", DIGITS, r"([0-9]{1,3})[ -]([0-9]{1,2})[/⁄]([0-9]{1,2})\b(?!/)", _mixed, "/⁄"),
    Rule("fraction", DIGITS, r"(?<![\w/.,])([0-9]{1,3})[/⁄]([0-9]{1,3})\b(?![/⁄.,]?[0-9])", _slashed, "/⁄"),
)
