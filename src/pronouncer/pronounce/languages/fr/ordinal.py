"""Ranks: 1er, 1re, 2e, 3ème, XXIe siècle, Louis XIV, François Ier."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import French

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC]{2}|[IVX])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


def _value(numeral: str) -> int:
    digits = [_VALUES[letter] for letter in numeral]
    return sum(-one if one < other else one for one, other in zip(digits, [*digits[1:], 0], strict=True))


def _rank(number: int, ending: str, spell: French) -> str:
    return "première" if number == 1 and ending in ("re", "ère") else spell.ordinal(number)


def _arabic(match: re.Match[str], spell: French) -> str:
    number, ending = match.groups()
    said = _rank(int(number), ending, spell)
    return said.replace("deuxième", "seconde" if ending == "nde" else "second") if ending in ("nd", "nde") else said


def _roman(match: re.Match[str], spell: French) -> str:
    return _rank(_value(match.group(1)), match.group(2), spell)


RULES = (
    Rule("ordinal", DIGITS, r"([0-9]{1,6})(er|re|ère|nde?|e|ème|è)(?![^\W_])", _arabic),
    Rule("ordinal roman", "IVXLC", rf"\b({_ROMAN})(er|re|ère|e|ème)\b", _roman),
    Rule(
        "roman",
        "IVXL",
        rf"(?<=[a-zéèï]\s)(?!I\b|V\b|X\b|L\b|C\b)({_ROMAN})\b(?![\w'’-])",
        lambda match, spell: (
            spell.cardinal(_value(match.group(1)))
            if re.search(r"[A-ZÉ]\w+\s\Z", match.string[max(0, match.start() - 24) : match.start()])
            else ""
        ),
    ),
)
