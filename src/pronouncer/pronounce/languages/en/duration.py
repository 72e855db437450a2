"""Lengths of time: 2:04:35, 2h 30m, 1hr 5min, 9.85s, 90 min., 45 mins."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import modifies
from pronouncer.pronounce.languages.en.numbers import SPAN, English

_NAMES = {"h": "hour", "m": "minute", "s": "second"}
_UNITS = {
    "hrs": "hour", "hr": "hour", "h": "hour", "mins": "minute", "min": "minute", "secs": "second", "sec": "second",
    "s": "second",
    "ms": "millisecond", "yrs": "year", "yr": "year", "wks": "week", "mos": "month", "mo": "month",
}  # fmt: skip


def _count(number: str, name: str, spell: English) -> str:
    return f"{spell.span(number)} {name if number == '1' else f'{name}s'}"


def _clock(match: re.Match[str], spell: English) -> str:
    hours, minutes, seconds, parts = match.groups()
    said = [_count(str(int(hours)), "hour", spell)] if int(hours) else []
    said += [_count(str(int(minutes)), "minute", spell)] if int(minutes) else []
    said.append(_count(f"{int(seconds)}{parts or ''}", "second", spell))
    return " ".join(said)


def _compound(match: re.Match[str], spell: English) -> str:
    pairs = re.findall(r"([0-9]+)\s?([hms])", match.group())
    return " ".join(_count(number, _NAMES[letter], spell) for number, letter in pairs)


def _unit(match: re.Match[str], spell: English) -> str:
    number, hyphen, unit = match.groups()
    if unit == "s" and "." not in number:
        return ""
    if unit in ("m", "h") and hyphen:
        return ""
    name = _UNITS[unit.rstrip(".")]
    return f"{spell.span(number)} {name}" if hyphen == "-" or modifies(match) else _count(number, name, spell)


RULES = (
    Rule("duration", DIGITS, r"(?<![\w:.])([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])(\.[0-9]{1,3})?\b(?!:)", _clock, ":"),
    Rule("duration", DIGITS, r"[0-9]{1,2}\s?h(?:rs?|ours?)?\s?[0-5]?[0-9]\s?m(?:ins?)?\b(?:\s?[0-5]?[0-9]\s?s(?:ecs?)?\b)?|[0-9]{1,3}\s?m(?:ins?)?\s?[0-5]?[0-9]\s?s(?:ecs?)?\b", _compound),
    Rule("duration", DIGITS, rf"({SPAN})([\s-]?)((?:hrs?|mins?|secs?|yrs?|wks|mos?)\b\.?|(?:ms|s|h)\b)(?![\w'’])", _unit),
)  # fmt: skip
