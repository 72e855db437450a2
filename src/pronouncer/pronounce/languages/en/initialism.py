"""Letters said one by one: US, U.S., NHS, MPs, EU's; and acronyms that are said as words: NATO."""

import re

from pronouncer.pronounce.language import Rule

WORDS = frozenset(
    "NATO NASA UNESCO UNICEF OPEC AIDS ISIS FIFA UEFA NAFTA ASEAN INTERPOL COVID NORAD SARS DARPA FEMA OSHA "
    "PEPFAR SWAT LIBOR".split()
)


def _say(written: str) -> str:
    letters, suffix = re.fullmatch(r"((?:[A-Z]\.?)+)(['’]?s)?", written).groups()  # type: ignore[union-attr]
    letters = letters.replace(".", "")
    ending = (suffix or "").replace("’", "'")
    if letters in WORDS:
        return letters.capitalize() + ending
    return " ".join(letters) + ending


# A run of three capitalised words or more is a headline in capitals, not initialisms: left to the words.
RULE = Rule(
    "initialism", r"\b(?:(?:[A-Z]\.){2,}(?:['’]s\b)?|[A-Z]{2,5}(?:['’]?s)?\b(?!\s+[A-Z]{2,}\s+[A-Z]{2,}))", _say
)
