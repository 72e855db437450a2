"""Times of day: 5pm, 5:30 p.m., 9-11am, 14:05, 6.30pm, 17.30, 0800 GMT, 12 noon."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.numbers import DASH, English

_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_CLOCK = rf"{_HOUR}(?:[:.][0-5][0-9])?"
_HALF = r"\s?([apAP])(?:\.\s?[mM]\.|[mM]\b\.?(?!\w))"


def _clock(written: str, spell: English, *, alone: bool) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    said = spell.cardinal(int(hour)) if hour[0] != "0" or len(hour) == 1 else f"oh {spell.cardinal(int(hour))}"
    if hour == "00":
        said = "zero hours" if minute == "00" else "zero"
        return said if minute == "00" else f"{said} {_minutes(minute, spell)}"
    if minute and int(minute):
        return f"{said} {_minutes(minute, spell)}"
    if minute and alone:
        return f"{said} hundred" if int(hour) > 12 or hour[0] == "0" else f"{said} o'clock"
    return said


def _minutes(minute: str, spell: English) -> str:
    return f"oh {spell.cardinal(int(minute))}" if minute[0] == "0" else spell.cardinal(int(minute))


def _half(match: re.Match[str], spell: English) -> str:
    first, joint, last, half = match.groups()
    said = _clock(first.lstrip("0") or "12", spell, alone=False)
    if last:
        said += f" {joint.strip() if joint.strip().isalpha() else 'to'} {_clock(last, spell, alone=False)}"
    return f"{said} {half.upper()}M"


def _day(match: re.Match[str], spell: English) -> str:
    first, last = match.groups()
    said = _clock(first, spell, alone=True)
    return f"{said} to {_clock(last, spell, alone=True)}" if last else said


def _dotted(match: re.Match[str], spell: English) -> str:
    runs = word_before(match) == "the" and word_after(match) in ("at", "to", "from")  # the 2.30 at Ascot
    if runs and spell.british:
        return _clock(match.group(1), spell, alone=True)
    if not spell.british or word_before(match) not in (
        "at",
        "by",
        "from",
        "until",
        "till",
        "before",
        "after",
        "around",
        "since",
        "about",
    ):
        return ""
    return _clock(match.group(1), spell, alone=True)


def _military(match: re.Match[str], spell: English) -> str:
    written = match.group(1)
    return _clock(f"{written[:2]}:{written[2:]}", spell, alone=True)


RULES = (
    Rule("time", DIGITS, rf"(?<![\w.,])({_CLOCK})(?:(\s?{DASH}\s?|\sto\s)({_CLOCK}))?{_HALF}", _half, "apAP"),
    Rule("time", DIGITS, rf"(?<![\w.:])({_HOUR}:[0-5][0-9])(?:{DASH}({_HOUR}:[0-5][0-9]))?\b(?![:.][0-9])", _day, ":"),
    Rule("time dotted", DIGITS, r"(?<![\w.,])((?:[01]?[0-9]|2[0-3])\.[0-5][0-9])\b(?![.,%]?[0-9]|%|\s(?:percent|million|billion|points))", _dotted, "."),
    Rule("time military", DIGITS, r"\b((?:[01][0-9]|2[0-3])[0-5][0-9])(?=\s?(?:GMT|UTC|BST|CET|ET|EST|EDT|hours|hrs)\b)", _military, "GUBCEh"),
)  # fmt: skip
