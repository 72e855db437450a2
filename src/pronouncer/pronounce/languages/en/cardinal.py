"""Whole and decimal numbers: 30, 1,234, 2.5, -4."""

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import NUMBER, SCALED, plain, scaled


def _say(written: str) -> str:
    if written[0] in "-−":
        return f"minus {plain(written[1:])}"
    return scaled(written)


RULE = Rule("cardinal", rf"(?:(?<![\w)])[-−])?{NUMBER}{SCALED}", _say)
