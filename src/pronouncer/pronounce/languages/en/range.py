"""Spans of numbers and years: 10–15, 2019-2023, 51-49."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import plain, year

_YEAR = r"(?:19|20)[0-9]{2}"


def _say(written: str) -> str:
    first, last = re.split(r"[-–]", written)
    words = year if re.fullmatch(_YEAR, first) and re.fullmatch(_YEAR, last) else None
    if words:
        return f"{words(int(first))} to {words(int(last))}"
    return f"{plain(first)} to {plain(last)}"


RULE = Rule("range", r"(?<![\w.,–-])[0-9]{1,4}[-–][0-9]{1,4}\b(?![–-]|[.,][0-9])", _say)
