"""Streets and codes: 1600 Pennsylvania Ave., 221B Baker Street, Austin, TX 78701, SW1A 1AA, P.O. Box 12."""

import re

from pronouncer.pronounce.language import DIGITS, UPPER, Rule
from pronouncer.pronounce.languages.en.abbreviation import POSTAL, STATES
from pronouncer.pronounce.languages.en.context import before
from pronouncer.pronounce.languages.en.numbers import English

_STREET = r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Way|Place|Pl|Court|Ct|Square|Sq|Terrace|Parkway|Pkwy|Highway|Hwy|Quay|Row|Crescent|Close)"

_QUARTERS = {
    "N": "North", "S": "South", "E": "East", "W": "West", "NW": "Northwest", "NE": "Northeast", "SW": "Southwest", "SE": "Southeast",
}  # fmt: skip
_AMBIGUOUS = frozenset("OK OR ME HI IN MD PA DC AL MS".split())  # states that need their ZIP code to be known for one


def _postcode(match: re.Match[str], spell: English) -> str:
    return " ".join(
        spell.cardinal(int(part)) if part.isdigit() else part for part in re.findall(r"[0-9]+|[A-Z]", match.group())
    )


def _house(match: re.Match[str], spell: English) -> str:
    number, letter = match.groups()
    return f"{spell.serial(number)} {letter}" if letter else spell.serial(number)


def _state(match: re.Match[str], spell: English) -> str:
    code = match.group(1)
    if code in _AMBIGUOUS and not re.match(r"\s[0-9]{5}", match.string[match.end() : match.end() + 6]):
        return ""
    return POSTAL.get(code, "")


def _zip(match: re.Match[str], spell: English) -> str:
    words = before(match)
    state = words and (words[-1] in POSTAL or words[-1] in STATES or words[-1] in STATES.values())
    return spell.digits(match.group()) if state or words[-1:] in (["ZIP"], ["zip"], ["code"]) else ""


def _direction(match: re.Match[str], spell: English) -> str:
    return _QUARTERS[match.group(1)]


RULES = (
    Rule("address direction", "NSEW", rf"([NSEW])\.(?=\s(?:[0-9]{{1,3}}(?:st|nd|rd|th)\b|[A-Z][a-z]{{1,12}}\s{_STREET}\b))", _direction),
    Rule("address direction", "NS", r"(?<=[a-z]\.\s)([NS][EW])\b(?=[,.]|\Z|\s[a-z])", _direction),
    Rule("address state", UPPER, r"(?<=,\s)([A-Z]{2})(?=(?:\s[0-9]{5}\b|[,.;)]|\Z|\s[a-z(–—-]))", _state),
    Rule("address zip", DIGITS, r"(?<=[A-Z.a-z]\s)(?<!\d\s)([0-9]{5})(-[0-9]{4})?(?![\w,.]?[0-9]|\s[a-z])", _zip),
    Rule("address postcode", UPPER, r"\b(?:[A-Z]{1,2}[0-9]{1,2}[A-Z]?\s[0-9][A-Z]{2})\b", _postcode, "0123456789"),
    Rule("address house", DIGITS, rf"(?<![\w.,$£€-])([0-9]{{1,4}})([A-F])?(?=(?:\s[NSEW]\.?)?\s(?:[A-Z][\w'’.-]{{1,20}}\s){{1,3}}{_STREET}\b)", _house),
)  # fmt: skip
