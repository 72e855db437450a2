"""Days of a month: May 3, Jan. 6, 3 May, with or without the year."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import ordinal, year

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {month[:3]: month for month in _MONTHS} | {"Sept": "September"}
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT)})\.?)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?:1[1-9]|20)[0-9]{2})?"


def _say(written: str) -> str:
    month = re.search(_MONTH, written)
    numbers = [int(number) for number in re.findall(r"[0-9]+", written)]
    if not month:
        return ""
    name = _SHORT.get(month.group().rstrip("."), month.group())
    day = ordinal(numbers[0])
    said = f"{name} {day}" if month.start() == 0 else f"the {day} of {name}"
    return f"{said} {year(numbers[1])}" if len(numbers) > 1 else said


RULE = Rule("date", rf"(?:{_MONTH}\s{_DAY}{_YEAR}|{_DAY}\s{_MONTH}{_YEAR})\b(?![,.]?[0-9])", _say)
