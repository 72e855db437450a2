"""Days: 3 mai 2024, 1er janvier, 3-5 mars, 14/07/2024."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import French

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_DAY = r"(0?[1-9]|[12][0-9]|3[01])(?:er)?"


def _day(number: str, spell: French) -> str:
    return "premier" if int(number) == 1 else spell.cardinal(int(number))


def _say(match: re.Match[str], spell: French) -> str:
    first, last, month, year = match.groups()
    said = _day(first, spell) + (f" à {_day(last, spell)}" if last else "") + f" {month}"
    return f"{said} {spell.cardinal(int(year))}" if year else said


def _numeric(match: re.Match[str], spell: French) -> str:
    day, month, year = (int(part) for part in match.groups())
    return (
        f"{_day(str(day), spell)} {_MONTHS[month - 1]} {spell.cardinal(year)}" if 1 <= month <= 12 and day <= 31 else ""
    )


RULES = (
    Rule("date", DIGITS, rf"{_DAY}(?:[-–]{_DAY})?\s({'|'.join(_MONTHS)})\b(?:\s([12][0-9]{{3}})\b)?", _say),
    Rule("date numeric", DIGITS, r"\b([0-3]?[0-9])/([01]?[0-9])/((?:19|20)[0-9]{2})\b", _numeric),
)
