"""Characters that stand for words: & % + ≠ ° § ™, arrows, letters of Greek, emoji by their names."""

import re
import unicodedata

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import English

SYMBOLS = {
    "&": "and", "%": "percent", "+": "plus", "=": "equals", "@": "at", "#": "number", "§": "section", "°": "degrees",
    "$": "dollars",
    "£": "pounds", "€": "euros", "¥": "yen", "₹": "rupees", "₴": "hryvnias", "₿": "bitcoin", "¢": "cents",
    "×": "times", "÷": "divided by",
    "≈": "about", "~": "about", "≠": "does not equal", "≤": "at most", "≥": "at least", "<": "less than",
    ">": "more than", "±": "plus or minus", "−": "minus",
    "½": "one half", "¼": "one quarter", "¾": "three quarters", "©": "copyright",
    "→": "to", "√": "square root of",
    "∞": "infinity", "‰": "per mille", "¶": "paragraph", "№": "number", "℮": "estimated", "†": "", "‡": "", "•": "",
    "·": "",
    "²": "squared", "³": "cubed", "♀": "female", "♂": "male", "Ω": "ohms", "℃": "degrees Celsius",
    "℉": "degrees Fahrenheit", "^": "to the power of",
}  # fmt: skip
SYMBOLS = {sign: words for sign, words in SYMBOLS.items() if words}
_JOINERS = "\u200d\ufe0f\ufe0e"
_EMOJI = "".join(
    map(
        chr,
        [
            *range(0x1F300, 0x1F650),
            *range(0x1F680, 0x1F6FD),
            *range(0x1F900, 0x1FA00),
            *range(0x1FA70, 0x1FAE0),
            *range(0x2600, 0x2604),
            0x2705,
            0x274C,
            0x2764,
            0x2728,
            0x2B50,
            0x26BD,
            0x26A0,
        ],
    )
)
_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_TONES = "[\U0001f3fb-\U0001f3ff]"


def _named(match: re.Match[str], spell: English) -> str:
    names = [
        unicodedata.name(sign, "").lower() for sign in re.compile(_TONES).sub("", match.group()) if sign not in _JOINERS
    ]
    words = " ".join(" ".join(re.findall(r"[a-z]+", name)) for name in names if name)
    return f"{words} emoji" if words else ""


def _flag(match: re.Match[str], spell: English) -> str:
    letters = " ".join(chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in match.group())
    return f"{letters} flag"


RULES = (
    Rule("symbol emoji", _FLAGS, rf"[{_FLAGS}]{{2}}", _flag),
    Rule("symbol emoji", _EMOJI, rf"[{_EMOJI}][{_JOINERS}\U0001f3fb-\U0001f3ff]{{0,2}}(?:\u200d[{_EMOJI}♀♂][{_JOINERS}\U0001f3fb-\U0001f3ff]{{0,2}}){{0,4}}", _named),
    Rule("symbol", "<", r"<(?=\s?[$£€]?[0-9])", lambda match, spell: "less than"),
    Rule("symbol", ">", r">(?=\s?[$£€]?[0-9])", lambda match, spell: "more than"),
)  # fmt: skip
