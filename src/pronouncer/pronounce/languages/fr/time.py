"""Times of day: 18h30, 8 h, 20 h 15, 14:05."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import SPACE, French


def _say(match: re.Match[str], spell: French) -> str:
    hour, minute = match.group(1), match.group(2) or match.group(3)
    said = f"{'une' if int(hour) == 1 else spell.cardinal(int(hour))} heure{'s' if int(hour) > 1 else ''}"
    return f"{said} {spell.cardinal(int(minute))}" if minute and int(minute) else said


RULES = (Rule("time", DIGITS, rf"\b([01]?[0-9]|2[0-4])(?:{SPACE}?h{SPACE}?([0-5][0-9])?|:([0-5][0-9]))(?!\w)", _say),)
