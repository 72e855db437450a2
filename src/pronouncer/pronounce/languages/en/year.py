"""Years and decades: 2026, 1990s, '90s."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import cardinal, year


def _say(written: str) -> str:
    number = int(re.sub(r"\D", "", written))
    words = year(number) if number > 99 else cardinal(number)
    if not written.endswith("s"):
        return words
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


RULE = Rule("year", r"(?:(?:1[1-9]|20)[0-9]{2}s?|['’]?[1-9]0s)\b(?![.,][0-9])", _say)
