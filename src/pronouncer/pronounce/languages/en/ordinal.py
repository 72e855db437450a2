"""Ranks: 1st, 22nd, 3rd."""

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import ordinal

RULE = Rule(
    "ordinal",
    r"[0-9]{1,3}(?:,[0-9]{3})*(?:st|nd|rd|th)\b",
    lambda written: ordinal(int(written[:-2].replace(",", ""))),
)
