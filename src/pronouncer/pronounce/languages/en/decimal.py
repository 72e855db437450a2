"""Decimal fractions: 3.14, .5, version 2.0.1."""

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.numbers import NUMBER

RULES = (
    Rule(
        "decimal version",
        DIGITS,
        r"([0-9]{1,4}(?:\.[0-9]{1,4}){2,4})(?![.]?[0-9])\b",
        lambda match, spell: " point ".join(map(spell.number, match.group(1).split("."))),
    ),
    Rule("decimal", DIGITS, rf"({NUMBER})", lambda match, spell: spell.number(match.group(1))),
    Rule(
        "decimal bare",
        ".",
        r"(?<![\w.])\.([0-9]{1,6})\b(?!\.)",
        lambda match, spell: f"point {spell.digits(match.group(1))}",
    ),
)
