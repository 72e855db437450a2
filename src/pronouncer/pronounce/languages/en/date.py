"""Days: May 3, Jan. 6, 2021, 3 May, 3-5 March, Oct. 7-8, 2024-05-03, 5/3/2024, Sept., Tues."""

import re

from pronouncer.pronounce.language import DIGITS, UPPER, Rule
from pronouncer.pronounce.languages.en.context import word_before
from pronouncer.pronounce.languages.en.numbers import DASH, English

_MONTHS = "January February March April May June July August September October November December".split()
_SHORT = {month[:3]: month for month in _MONTHS} | {"Sept": "September"}
_WEEKDAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Weds": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_NAMES = (
    {name: name for name in _MONTHS} | _SHORT | {f"{short}.": name for short, name in _SHORT.items() if short != name}
)
_MONTH = r"([JFMASOND][a-z]{2,8}(?:(?<=\b[A-Z][a-z]{2})(?<!May)\.|(?<=Sept)\.)?)"
_DAY = r"(0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s((?:1[1-9]|20)[0-9]{2})(?!,?[0-9]|\.[0-9]|\s(?:people|homes|jobs|troops)))?"
_ON = rf"(?:\s?{DASH}\s?|\s(?:to|and|or)\s)"
_NOT_A_DAY = r"(?!,?[0-9]|\.[0-9]|:[0-9]|/[0-9]|%|\s(?:percent|per\scent|million|billion|people|years|more|points?|of\sthe\s[0-9])\b)"


def _day(number: str, spell: English) -> str:
    return f"the {spell.ordinal(int(number))}" if spell.british else spell.ordinal(int(number))


def _month_first(match: re.Match[str], spell: English) -> str:
    written, first, joint, last, year = match.groups()
    month = _NAMES.get(written)
    if not month:
        return ""
    said = f"{month} {_day(first, spell)}"
    if last:
        said += f" {_joint(joint)} {_day(last, spell)}"
    return f"{said} {spell.year(int(year))}" if year else said


def _day_first(match: re.Match[str], spell: English) -> str:
    first, joint, last, written, year = match.groups()
    month = _NAMES.get(written)
    if not month:
        return ""
    the = "" if word_before(match) == "the" else "the "
    said = f"{the}{spell.ordinal(int(first))}"
    if last:
        said += f" {_joint(joint)} the {spell.ordinal(int(last))}"
    said += f" of {month}"
    return f"{said} {spell.year(int(year))}" if year else said


def _joint(written: str) -> str:
    return written.strip() if written.strip().isalpha() else "to"


def _month_of_year(match: re.Match[str], spell: English) -> str:
    month = _NAMES.get(match.group(1))
    if not month:
        return ""
    return f"{month} {spell.year(int(match.group(2)))}" + ("'s" if match.group(3) else "")


def _numeric(match: re.Match[str], spell: English) -> str:
    one, two, year = (int(part) for part in match.groups())
    month, day = (two, one) if spell.british or one > 12 else (one, two)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    year += 2000 if year < 50 else 1900 if year < 100 else 0
    return _spoken_day(day, month, year, spell)


def _iso(match: re.Match[str], spell: English) -> str:
    year, month, day = (int(part) for part in match.groups())
    return _spoken_day(day, month, year, spell) if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _spoken_day(day: int, month: int, year: int, spell: English) -> str:
    name = _MONTHS[month - 1]
    said = f"the {spell.ordinal(day)} of {name}" if spell.british else f"{name} {spell.ordinal(day)}"
    return f"{said} {spell.year(year)}"


_INITIALS = "".join(sorted({month[0] for month in _MONTHS}))
RULES = (
    Rule("date", _INITIALS, rf"{_MONTH}\s{_DAY}(?:({_ON}){_DAY}(?!\s(?:{'|'.join(_SHORT)})))?{_NOT_A_DAY}{_YEAR}(?![0-9])\b", _month_first),
    Rule("date", DIGITS, rf"(?<![\w.,/$£€-]){_DAY}(?:({_ON}){_DAY})?\s{_MONTH}\b(?!\s[0-9]{{1,2}}\b(?!:)){_YEAR}", _day_first, "JFMASOND"),
    Rule("date month", _INITIALS, rf"{_MONTH},?\s((?:1[1-9]|20)[0-9]{{2}})(?:(['’]s)\b|\b)(?![,.][0-9]|-[0-9]|\s(?:people|homes|jobs|troops|men|women)\b)", _month_of_year),
    Rule("date iso", DIGITS, r"\b((?:1[5-9]|20)[0-9]{2})-([01][0-9])-([0-3][0-9])\b(?!-)", _iso, "-"),
    Rule("date numeric", DIGITS, r"(?<![\w./])([0-3]?[0-9])/([0-3]?[0-9])/((?:19|20)?[0-9]{2})\b(?!/)", _numeric, "/"),
    Rule("date numeric", DIGITS, r"(?<![\w./])([0-3]?[0-9])\.([01]?[0-9])\.((?:19|20)[0-9]{2})\b(?!\.)", _numeric, "."),
    Rule(
        "date month",
        _INITIALS,
        r"(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?=\s|\Z|[-–,)])",
        lambda match, spell: _SHORT[match.group(1)],
    ),
    Rule(
        "date weekday",
        UPPER,
        r"(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.(?=,?\s|\Z|[-–)])|(?=,?\s(?:[0-3]?[0-9]\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)))",
        lambda match, spell: _WEEKDAYS[match.group(1)],
    ),
)  # fmt: skip
