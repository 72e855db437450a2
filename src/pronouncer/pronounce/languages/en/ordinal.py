"""Ranks: 1st, 22nd, the 1,000th, 19th-century."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.numbers import English


def _say(match: re.Match[str], spell: English) -> str:
    number, ending = int(match.group(1).replace(",", "")), match.group(2).lower()
    fitting = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return spell.ordinal(number) if ending in (fitting, _RAISED[fitting]) else ""


_RAISED = {"st": "ˢᵗ", "nd": "ⁿᵈ", "rd": "ʳᵈ", "th": "ᵗʰ"}
RULES = (
    Rule(
        "ordinal",
        DIGITS,
        r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9})(st|nd|rd|th|ST|ND|RD|TH|ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)(?![^\W_])",
        _say,
    ),
)
