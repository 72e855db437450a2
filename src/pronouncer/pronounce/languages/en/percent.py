"""Shares: 5%, 5-10%, 5% to 10%, 0.5 per cent, 5pc, 25bp, 2 pp, 3‰."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import modifies
from pronouncer.pronounce.languages.en.numbers import DASH, NUMBER, English

_UNITS = {
    "%": ("percent", "percent"),
    "pc": ("percent", "percent"),
    "pct": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
    "bps": ("basis point", "basis points"),
    "bp": ("basis point", "basis points"),
    "pp": ("percentage point", "percentage points"),
    "pps": ("percentage point", "percentage points"),
    "ppts": ("percentage point", "percentage points"),
}
_SHARE = rf"\s?%\s?{DASH}\s?"


def _share(match: re.Match[str], spell: English) -> str:
    sign, number, unit = match.groups()
    minus = {"": "", "+": "plus ", "±": "plus or minus "}.get(sign or "", "minus ")
    one, many = _UNITS[unit]
    return (
        f"{minus}{spell.span(re.compile(_SHARE).sub('-', number))} {one if number == '1' or modifies(match) else many}"
    )


RULES = (
    Rule(
        "percent",
        DIGITS + "-−+±–.",
        rf"((?<![\w)%])[-−+±–](?=[0-9.]))?((?:{NUMBER}|\.[0-9]{{1,4}})(?:\s?%?\s?{DASH}\s?{NUMBER})?)\s?(%|‰|(?:pct|pc|bps?|pps?|ppts)\b)(?!\w)",
        lambda match, spell: (
            _share(match, spell)
            if match.group(2)[0] != "."
            else f"{spell.number('0' + match.group(2))} {_UNITS[match.group(3)][1]}"
        ),
    ),
    Rule("percent words", "p", r"per\scent\b", lambda match, spell: "percent"),
)
