"""Whole numbers and decimals: 1 234, 2,5, -4, 12 à 15."""

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import NUMBER

RULES = (
    Rule(
        "cardinal signed",
        "-−",
        rf"(?<![\w)])[-−]({NUMBER})",
        lambda match, spell: f"moins {spell.number(match.group(1))}",
    ),
    Rule(
        "range",
        DIGITS,
        rf"(?<![\w.,–-])({NUMBER})[-–]({NUMBER})(?![\w]|[–-][0-9])",
        lambda match, spell: f"{spell.number(match.group(1))} à {spell.number(match.group(2))}",
    ),
    Rule("cardinal", DIGITS, rf"({NUMBER})", lambda match, spell: spell.number(match.group(1))),
)
