"""English: semiotic classes in order of precedence, letter names, symbols. Two regions share them."""

import functools
import re
from collections.abc import Sequence
from pathlib import Path

from pronouncer.pronounce.dictionary import cmudict
from pronouncer.pronounce.language import Guess, Language
from pronouncer.pronounce.languages.en import (
    abbreviation,
    address,
    cardinal,
    date,
    dateline,
    decimal,
    duration,
    electronic,
    fraction,
    initialism,
    math,
    measure,
    money,
    ordinal,
    percent,
    range,
    roman,
    score,
    serial,
    symbol,
    telephone,
    time,
    year,
)
from pronouncer.pronounce.languages.en.homographs.features import features
from pronouncer.pronounce.languages.en.numbers import English
from pronouncer.pronounce.languages.en.roles import ROLES

_CLASSES = (
    dateline, electronic, telephone, date, address, abbreviation, money, percent, time, duration, year, fraction, serial, score, ordinal,
    measure, range, cardinal, decimal, roman, initialism, math, symbol,
)  # fmt: skip
_VOICELESS = tuple("ptkfθ")
_SIBILANT = "s", "z", "ʃ", "ʒ"
_LETTERS = {
    "A": "ˈeɪ", "B": "bˈiː", "C": "sˈiː", "D": "dˈiː", "E": "ˈiː", "F": "ˈɛf", "G": "dʒˈiː", "H": "ˈeɪtʃ",
    "I": "ˈaɪ", "J": "dʒˈeɪ", "K": "kˈeɪ", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn", "O": "ˈoʊ", "P": "pˈiː",
    "Q": "kjˈuː", "R": "ˈɑːɹ", "S": "ˈɛs", "T": "tˈiː", "U": "jˈuː", "V": "vˈiː", "W": "dˈʌbəljˌuː",
    "X": "ˈɛks", "Y": "wˈaɪ", "Z": "zˈiː",
}  # fmt: skip
_BRITISH_LETTERS = {"O": "ˈəʊ", "R": "ˈɑː", "Z": "zˈɛd"}


def _suffix(ipa: str, ending: str) -> str:
    """The English plural and possessive: /ɪz/ after a hiss, /s/ after a voiceless phone, else /z/."""
    if not ending:
        return ipa
    if ipa.endswith(_SIBILANT):
        return f"{ipa}ɪz" if "'" in ending or ending == "s" else ipa
    return f"{ipa}s" if ipa.endswith(_VOICELESS) else f"{ipa}z"


@functools.lru_cache(maxsize=1024)
def _guesses(name: str) -> Sequence[Guess]:
    from pronouncer.pronounce.languages.en.origins.guess import guesses  # its tables are read for unknown names only

    return guesses(name)


_ACCENT = (  # American IPA to British, in this order; r is said only before a vowel
    ("ɜːɹ(?![ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", "ɜː"),
    ("ɚ(?=[ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", "əɹ"),
    ("ɚ", "ə"),
    ("ɛɹ(?![ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", "eə"),
    ("ɪɹ(?![ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", "iə"),
    ("ʊɹ(?![ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", "ʊə"),
    ("(?<=[ɑɔ]ː)ɹ(?![ˈˌ]?[aeiouæɑɒɔəɛɜɪʊʌ])", ""),
    ("oʊ", "əʊ"),
)


@functools.lru_cache(maxsize=4096)
def british_accent(ipa: str) -> str:
    """Return American IPA as the south of England says it: no r after a vowel, and a rounder long o."""
    for american, british in _ACCENT:
        ipa = re.sub(american, british, ipa)
    return ipa


def english(region: str) -> Language:
    """Return the language as one region reads it: `US` or `GB`."""
    british = region == "GB"
    return Language(
        tag="en-GB" if british else "en",
        region=region,
        rules=tuple(rule for each in _CLASSES for rule in each.RULES),
        speller=English(region),
        letters=_LETTERS | (_BRITISH_LETTERS if british else {}),
        symbols=symbol.SYMBOLS,
        suffix=_suffix,
        accent=british_accent if british else str,
        lexicons=(Path(__file__).with_name("names.tsv"),),
        roles=ROLES,
        words=Path(__file__).with_name("words.txt"),
        mistakes=Path(__file__).with_name("mistakes.tsv"),
        guesses=_guesses,
        capitals=initialism.KNOWN,
        dictionary=cmudict,
        dictionary_speaks=not british,
        homographs=Path(__file__).with_name("homographs"),
        features=features,
    )
