"""Spans of numbers: 10–15, aged 18-24, pages 10-15, a ratio of 3:1, 7-for-7."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_before
from pronouncer.pronounce.languages.en.numbers import DASH, NUMBER, English


def _range(match: re.Match[str], spell: English) -> str:
    first, last = match.groups()
    if word_before(match) in ("no.", "nos.", "docket"):
        return f"{spell.serial(first)} {spell.serial(last)}"
    if re.search(r"\s[-−]\s", match.group()) and "=" in match.string[match.end() : match.end() + 6]:
        return f"{spell.number(first)} minus {spell.number(last)}"
    return f"{spell.number(first)} to {spell.number(last)}"


def _ratio(match: re.Match[str], spell: English) -> str:
    first, last = match.groups()
    if len(last) == 2 and int(last) < 60 and int(first) + int(last) != 100:  # minutes and seconds
        return f"{spell.cardinal(int(first))} {'oh ' if last[0] == '0' else ''}{spell.cardinal(int(last))}"
    return f"{spell.cardinal(int(first))} to {spell.cardinal(int(last))}"


def _between(match: re.Match[str], spell: English) -> str:
    return "to" if re.compile(_ENDS).search(match.string, max(0, match.start() - 8), match.start()) else ""


def _between_months(match: re.Match[str], spell: English) -> str:
    before = match.string[max(0, match.start() - 10) : match.start()]
    return "to" if re.search(rf"[0-9]\Z|\b{_MONTH}[a-z]{{0,6}}\.?\Z", before) else ""


_ENDS = r"(?i:(?:[0-9]\s?[ap]\.?m\.?|%|[0-9](?:st|nd|rd|th|bn|m|k|ft|km|cm|kg)|°[CF]?)\s?)\Z"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"

RULES = (
    Rule("range ratio", DIGITS, r"(?<![\w:.])([0-9]{1,4}):([0-9]{1,2})\b(?![:.]?[0-9])", _ratio, ":"),
    Rule("range", "-–", r"(?<=\S)[-–](?=[$£€]?[0-9]|noon\b|midnight\b)", _between),
    Rule("range", "-–", rf"(?<=[0-9a-z.])[-–](?={_MONTH})", _between_months),
    Rule("range", DIGITS, rf"(?<![\w.,–-])({NUMBER})\s?{DASH}\s?({NUMBER})(?![\w]|[–-][0-9])", _range, "-‑–−"),
)
