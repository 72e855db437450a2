"""English: semiotic classes in order of precedence, letter names, symbols."""

from pathlib import Path

from pronouncer.pronounce.language import Language
from pronouncer.pronounce.languages.en import (
    abbreviation,
    cardinal,
    date,
    dateline,
    electronic,
    initialism,
    measure,
    money,
    ordinal,
    range,
    time,
    year,
)

_VOICELESS = tuple("ptkfθ")
_SIBILANT = ("s", "z", "ʃ", "ʒ")


def _suffix(ipa: str, ending: str) -> str:
    """The English plural and possessive: /ɪz/ after a hiss, /s/ after a voiceless phone, else /z/."""
    if not ending:
        return ipa
    if ipa.endswith(_SIBILANT):
        return f"{ipa}ɪz" if "'" in ending or ending == "s" else ipa
    return f"{ipa}s" if ipa.endswith(_VOICELESS) else f"{ipa}z"


LANGUAGE = Language(
    tag="en",
    rules=(
        dateline.RULE,
        electronic.RULE,
        abbreviation.RULE,
        money.RULE,
        date.RULE,
        time.RULE,
        measure.RULE,
        ordinal.RULE,
        range.RULE,
        year.RULE,
        cardinal.RULE,
        initialism.RULE,
    ),
    letters={
        "A": "ˈeɪ", "B": "bˈiː", "C": "sˈiː", "D": "dˈiː", "E": "ˈiː", "F": "ˈɛf", "G": "dʒˈiː", "H": "ˈeɪtʃ",
        "I": "ˈaɪ", "J": "dʒˈeɪ", "K": "kˈeɪ", "L": "ˈɛl", "M": "ˈɛm", "N": "ˈɛn", "O": "ˈoʊ", "P": "pˈiː",
        "Q": "kjˈuː", "R": "ˈɑːɹ", "S": "ˈɛs", "T": "tˈiː", "U": "jˈuː", "V": "vˈiː", "W": "dˈʌbəljˌuː",
        "X": "ˈɛks", "Y": "wˈaɪ", "Z": "zˈiː",
    },
    symbols={
        "&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "#": "number", "§": "section",
        "°": "degrees", "$": "dollars", "£": "pounds", "€": "euros", "¥": "yen", "×": "times", "÷": "divided by",
        "≈": "about", "½": "one half", "¼": "one quarter", "¾": "three quarters", "©": "copyright",
        "™": "trademark", "®": "registered",
    },
    suffix=_suffix,
    lexicon=Path(__file__).with_name("names.tsv"),
)  # fmt: skip
