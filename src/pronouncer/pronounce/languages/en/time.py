"""Times of day: 5pm, 5:30 p.m., 14:05."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import cardinal


def _say(written: str) -> str:
    found = re.match(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s?(?:([ap])\.?m\.?)?", written)
    if not found:
        return ""
    hour, minute, half = found.groups()
    said = cardinal(int(hour))
    if minute and int(minute):
        said += f" {'oh ' if minute[0] == '0' else ''}{cardinal(int(minute))}"
    elif minute and not half:
        said += " hundred" if len(hour) == 2 else " o'clock"
    return f"{said} {half.upper()} M" if half else said


_HOUR = r"(?:[01]?[0-9]|2[0-3])"
RULE = Rule("time", rf"\b{_HOUR}(?:[:.][0-5][0-9])?\s?[ap](?:\.m\.|m\b)|\b{_HOUR}:[0-5][0-9]\b", _say)
