"""Names with numbers: F-16, COVID-19, A320neo, H5N1, 5G, CO2, Flight 1549, Boeing 737-800, Highway 401, iPhone 15."""

import re

from pronouncer.pronounce.language import DIGITS, LOWER, UPPER, Rule
from pronouncer.pronounce.languages.en.context import word_after, word_before
from pronouncer.pronounce.languages.en.initialism import spelled
from pronouncer.pronounce.languages.en.numbers import DASH, English

_NUMBERED = frozenset(
    """flight flights highway route interstate section room boeing airbus bus train channel platform unit apartment
    suite cabin cell squadron embraer bombardier porsche peugeot ferrari regiment title proposition prop bill
    statute form §""".split()
)
_SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PART = r"[0-9]+(?:\.[0-9]+)?|[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]"
_SHARP = frozenset("tv tvs video resolution display footage screen camera ultra race run".split())
_SECTIONS = frozenset(
    ("section", "article", "title", "proposition", "prop", "bill", "statute", "unit", "channel", "room")
)


def _said(written: str, spell: English) -> str:
    words: list[str] = []
    for part in re.compile(_PART).findall(written.translate(_SUBSCRIPT)):
        if "." in part:
            words.append(spell.number(part))
        elif part[0].isdigit():
            words.append(spell.serial(part))
        elif part.isupper():
            words.append(spelled(part))
        elif len(part) > 1:
            words.append(part)
        else:
            words.append(part.upper())
    return " ".join(words)


def _code(match: re.Match[str], spell: English) -> str:
    written = match.group()
    if re.fullmatch(r"[A-Z]{2,}-[0-9]{4}", written) or re.fullmatch(r"I-[0-9]+-.*", written):
        return ""
    return _said(written, spell)


def _vehicle(match: re.Match[str], spell: English) -> str:
    if word_before(match) not in _NUMBERED:
        return ""
    first, last = match.groups()
    if word_before(match) in _SECTIONS and len(first) > 3:
        return spell.number(first)
    return f"{spell.serial(first)} {spell.serial(last)}" if last else spell.serial(first)


def _generation(match: re.Match[str], spell: English) -> str:
    number, letter = match.groups()
    if letter == "K" and word_after(match).lower() not in _SHARP:
        return ""
    return f"{spell.number(number)} {letter}"


def _section(match: re.Match[str], spell: English) -> str:
    number, letter, part = match.groups()
    return f"{spell.serial(number)} {letter.upper()}" + (f" {spell.number(part)}" if part else "")


def _apple(match: re.Match[str], spell: English) -> str:
    return "i O S" if match.group(2) == "OS" else f"{match.group(1)} {match.group()[1:]}"


def _plate(match: re.Match[str], spell: English) -> str:
    return f"{match.group(1)} {spell.serial(match.group(2))}"


RULES = (
    Rule("serial vehicle", DIGITS, rf"([0-9]{{1,4}})(?:{DASH}([0-9]{{1,3}}))?\b(?![.,%/]?[0-9]|%)", _vehicle),
    Rule("serial", UPPER, r"(?:CO|H|N|SO|NO|O)[₂₃₄2](?:O\b)?(?![\w])", _code, "₂₃₄2"),
    Rule("serial", UPPER, rf"[A-Z]{{1,6}}{DASH}?[0-9]{{1,5}}(?:\.[0-9])?(?:[A-Z](?![a-z])[0-9]{{0,3}}|neo|ER|LR|er|[a-rt-z](?![a-z]))?(?:{DASH}[0-9]{{1,4}}\b)?(?![\w$£€%]|{DASH}[0-9]|[.,:][0-9])", _code, "0123456789"),
    Rule("serial section", DIGITS, r"([1-9][0-9]{2})\(([a-z])\)(?:\(([0-9]{1,2})\))?", _section),
    Rule("serial plural", UPPER, rf"([A-Z][A-Za-z]{{0,3}}){DASH}?([0-9]{{1,3}})s\b", lambda match, spell: spell.plural(_said(match.group()[:-1], spell)), "0123456789"),
    Rule("serial", "S", r"SARS-CoV-([12])\b", lambda match, spell: f"Sars Cov {spell.number(match.group(1))}"),
    Rule("serial", UPPER, r"(MiG|[A-Z][a-z]{1,11})-([0-9]{1,3})\b(?!-[0-9]|[.,:]?[0-9]|%)", _plate, "0123456789"),
    Rule("serial", LOWER, r"([ie])(Phone|Pad|Pod|Mac|Tunes|Cloud|Bay|OS|Player)s?\b", _apple),
    Rule("serial generation", DIGITS, r"([0-9]{1,2})([DGKABE])\b(?!['’.]?\w)", _generation, "DGKABE"),
    Rule("serial house", DIGITS, r"([0-9]{1,4})([A-F])(?=\s[A-Z])", lambda match, spell: f"{spell.serial(match.group(1))} {match.group(2)}", "ABCDEF"),
)  # fmt: skip
