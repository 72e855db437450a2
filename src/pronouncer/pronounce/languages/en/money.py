"""Sums: $1.4 billion, £3m, €20, C$5, $3.50."""

import re

from pronouncer.pronounce.language import Rule
from pronouncer.pronounce.languages.en.numbers import NUMBER, SCALED, cardinal, scaled

# sign: (one, many, one of the hundredth, many of them)
_SIGNS = {
    "US$": ("U S dollar", "U S dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
}
_SIGN = "|".join(re.escape(sign) for sign in _SIGNS)


def _say(written: str) -> str:
    sign = next(sign for sign in _SIGNS if written.startswith(sign))
    amount = written[len(sign) :].strip()
    one, many, cent, cents = _SIGNS[sign]
    whole, _, fraction = amount.replace(",", "").partition(".")
    if len(fraction) == 2 and fraction.isdigit():
        small = int(fraction)
        said = f"{cardinal(int(whole))} {one if int(whole) == 1 else many}"
        return f"{said} {cardinal(small)} {cent if small == 1 else cents}" if small else said
    return f"{scaled(amount)} {one if amount == '1' else many}"


RULE = Rule("money", rf"(?:{_SIGN})\s?{NUMBER}{SCALED}", _say)
