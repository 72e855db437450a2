"""Years, seasons and decades: in 2026, 2019-20, the 1990s, '90s, in his 30s, the class of '08, FY24, 300 BC."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.numbers import DASH, English

_YEAR = r"(?:1[1-9]|20)[0-9]{2}"
_COUNTING = frozenset(
    """about some nearly almost over under than around roughly approximately least most another only just exactly
    killed killing injured injuring up further additional extra employs employing employed served displaced
    arrested evacuated lost cut cutting cuts with built create created hired""".split()
)
_DATING = frozenset(
    """in since of the by from until till before after during between early late mid its his her their our this
    that last next year to through and a spring summer autumn fall winter january february march april may june
    july august september october november december circa around q1 q2 q3 q4""".split()
)
_COUNTED = frozenset("people men women children police troops staff soldiers dead sheep fish".split())
_NO_NOUN = frozenset("was is has as its this".split())
_UNITS = frozenset(
    "feet foot metres meters miles mile kilometers kilometres pounds dollars euros tons tonnes percent degrees".split()
)


def _year(match: re.Match[str], spell: English) -> str:
    number = int(match.group(1))
    return spell.cardinal(number) if _counts(match) else spell.year(number) + _owner(match.group(2))


def _owner(written: str | None) -> str:
    return "'s" if written else ""


def _counts(match: re.Match[str]) -> bool:
    """Say whether four digits count things rather than years: some 1950 people, 2000 homes were lost."""
    follows, precedes = word_after(match), word_before(match)
    if follows in _UNITS:
        return True
    noun = follows[:1].islower() and follows.endswith("s") and follows not in _NO_NOUN
    if precedes in _COUNTING:
        return noun or follows in _COUNTED
    return follows in _COUNTED and precedes not in _DATING


def _decade(match: re.Match[str], spell: English) -> str:
    number = int(match.group(1))
    if not number:
        return "two thousands"
    return spell.plural(spell.year(number) if number > 99 else spell.cardinal(number))


def _season(match: re.Match[str], spell: English) -> str:
    first, last = match.groups()
    if len(last) == 2:
        ends = spell.cardinal(int(last)) if last[0] != "0" else f"oh {spell.cardinal(int(last))}"
    else:
        ends = spell.year(int(last))
    return f"{spell.year(int(first))} to {ends}" if int(last[-2:]) != int(first[-2:]) or len(last) == 4 else ""


def _short(match: re.Match[str], spell: English) -> str:
    digits = match.group(1)
    return f"oh {spell.cardinal(int(digits))}" if digits[0] == "0" else spell.cardinal(int(digits))


RULES = (
    Rule("year season", DIGITS, rf"\b({_YEAR})(?:{DASH}|/)({_YEAR}|[0-9]{{2}})\b(?![-–/.,]?[0-9])", _season, "-‑–−/"),
    Rule("year decade", DIGITS, r"((?:(?:1[1-9]|20)[0-9]0|[1-9]0))['’]?s\b", _decade),
    Rule("year decade", "'’‘", r"['’‘]([0-9]0)s\b", _decade),
    Rule("year short", "'’‘", r"(?<!\w)['’]([0-9]{2})\b(?!['’\"”%])", _short),
    Rule(
        "year era",
        DIGITS,
        r"([0-9]{1,4})(?=\s(?:BCE?|AD|CE)\b)",
        lambda match, spell: (
            spell.year(int(match.group(1))) if len(match.group(1)) == 4 else spell.number(match.group(1))
        ),
    ),
    Rule("year", "1", r"(?<=[Ii]n\s)(10[0-9]{2})()\b(?![.,]?[0-9])", _year),
    Rule("year", DIGITS, rf"({_YEAR})(?:(['’]s)\b|\b)(?!\.[0-9]|,[0-9]{{3}}|{DASH}[0-9]|:[0-9]|/[0-9])", _year),
)
