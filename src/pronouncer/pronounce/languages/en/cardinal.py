"""Whole numbers: 30, 1,234, 5 million, 1.5m people, 10k, #1, ~100, 3x, 007."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.numbers import DASH, NUMBER, SCALE, SCALES, SPAN, English


def _scaled(match: re.Match[str], spell: English) -> str:
    number, scale = match.groups()
    return f"{spell.span(number)} {SCALE[scale]}"


def _thousands(match: re.Match[str], spell: English) -> str:
    run = word_before(match) in ("ran", "run", "runs", "running", "5k", "10k") or word_after(match) in (
        "run",
        "race",
        "walk",
        "runs",
        "races",
        "event",
        "charity",
        "road",
        "champion",
        "row",
    )
    return f"{spell.number(match.group(1))} K" if run else f"{spell.number(match.group(1))} thousand"


def _signed(match: re.Match[str], spell: English) -> str:
    return f"{'plus' if match.group(1) == '+' else 'minus'} {spell.number(match.group(2))}"


_TEAMS = {"49": "forty niners", "76": "seventy sixers"}


def _plural(match: re.Match[str], spell: English) -> str:
    number = match.group(1)
    if number in ("10", "100", "1000"):
        return {"10": "tens", "100": "hundreds", "1000": "thousands"}[number]
    return spell.plural(spell.serial(number))


def _plain(match: re.Match[str], spell: English) -> str:
    number = match.group(1)
    if "." in number:
        return ""
    is_code = len(number) > 5 and "," not in number and not number.endswith("000")
    return spell.digits(number) if is_code else spell.number(number)


RULES = (
    Rule("cardinal thousands", DIGITS, rf"({NUMBER})[kK]\b", _thousands, "kK"),
    Rule("cardinal scaled", DIGITS, rf"({SPAN})(bn|bln|b|tn|trn|mn|mln|m|B|M)\b(?![²³2'’])", _scaled),
    Rule("cardinal signed", "-−+", rf"(?<![\w)%\]-])([-−+])\s?({NUMBER})(?![-–/:]?[0-9])", _signed),
    Rule("cardinal ranked", "#", rf"#({NUMBER})\b", lambda match, spell: f"number {spell.number(match.group(1))}"),
    Rule("cardinal about", "~≈∼", rf"[~≈∼]\s?(?=[$£€]?{NUMBER})", lambda match, spell: "about"),
    Rule("cardinal team", DIGITS, r"(49|76)ers\b", lambda match, spell: _TEAMS[match.group(1)]),
    Rule("cardinal plural", DIGITS, r"([1-9][0-9]{0,3})s\b", _plural),
    Rule(
        "cardinal times",
        DIGITS,
        rf"({NUMBER})[x×](?=\s|[,.;)]|\Z)",
        lambda match, spell: f"{spell.number(match.group(1))} times",
    ),
    Rule("cardinal scale", DIGITS, rf"({SPAN})(?=[\s-]{SCALES})", lambda match, spell: spell.span(match.group(1))),
    Rule(
        "cardinal",
        DIGITS,
        rf"({NUMBER})(?!{DASH}?[0-9]{{7}})",
        _plain,
    ),
)
