"""English: semiotic classes in order of precedence, letter names, symbols. Two regions share them."""

from pathlib import Path

from pronouncer.pronounce.language import Language
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
        lexicon=Path(__file__).with_name("names.tsv"),
        homographs=Path(__file__).with_name("homographs"),
        features=features,
    )
