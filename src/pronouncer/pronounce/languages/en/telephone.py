"""Numbers to dial: +44 20 7946 0958, (212) 555-0100, 1-800-555-0199, 020 7946 0958, call 911, a 999 call."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.numbers import English

_DIALLED = frozenset(
    "call calls called calling dial dials dialed dialled dialing dialling phone phoned ring rang text texting texted via".split()
)
_DIALLING = frozenset(
    "call calls caller callers operator operators dispatcher dispatchers hotline helpline lifeline line emergency".split()
)
_BEST_KNOWN = ("911", "999", "988", "111", "101")
_OTHER_911 = ("porsche", "flight", "of", "some", "about")
_SERVICES = frozenset("911 999 112 988 101 111 116 211 311 411 511 611 711 811 105 119 110".split())


def _dialled(match: re.Match[str], spell: English) -> str:
    number = match.group()
    around = word_before(match)
    if number in _SERVICES and (
        around in _DIALLED
        or (around in ("nhs", "on", "to") and number in _BEST_KNOWN)
        or word_after(match).lower() in _DIALLING
    ):
        return spell.digits(number)
    if around == "code" or (number in ("911", "999") and around not in _OTHER_911):
        return spell.digits(number)
    return ""


def _long(match: re.Match[str], spell: English) -> str:
    said = spell.digits(match.group())
    return f"plus {said}" if match.group()[0] == "+" else said


RULES = (
    Rule("telephone", "+" + DIGITS, r"(?<![\w.,$£€])\+[0-9]{1,3}[ .-]?(?:\(0?[0-9]{1,4}\)[ .-]?)?[0-9]{1,4}(?:[ .-]?[0-9]{2,4}){1,4}\b", _long, "+"),
    Rule("telephone", DIGITS + "(", r"(?<![\w.,$£€-])(?:1[ .-])?(?:\([2-9][0-9]{2}\)\s?|[2-9][0-9]{2}[ .-])[0-9]{3}[.-][0-9]{4}\b(?!-)", _long, "-.("),
    Rule("telephone", "0", r"(?<![\w.,$£€-])0[0-9]{2,4}[ -][0-9]{3,4}(?:[ -]?[0-9]{3,4})?\b(?![-–]|,[0-9])", _long),
    Rule("telephone", DIGITS, r"(?<![\w.,$£€-])(?:555-[0-9]{4}|[2-9][0-9]{2}-0[0-9]{3})\b(?!-)", _long, "-"),
    Rule("telephone", "0", r"(?<![\w.,$£€-])0[0-9]{9,10}\b", _long),
    Rule("telephone", "1", r"(?<![\w.,$£€-])1-([89]00)\b(?![-0-9])", lambda match, spell: f"one {spell.serial(match.group(1))}", "-"),
    Rule("telephone text", DIGITS, r"(?<=[Tt]ext\s)[0-9]{4,6}\b", _long),
    Rule("telephone emergency", DIGITS, r"(?<![\w.,$£€-])(?:9-1-1|9-8-8)\b", _long, "-"),
    Rule("telephone emergency", DIGITS, r"(?<![\w.,$£€–-])[0-9]{3}\b(?![.,%]?[0-9]|[-–][0-9]|%|\s(?:people|million|homes))", _dialled),
)  # fmt: skip
