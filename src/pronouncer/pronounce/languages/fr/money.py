"""Sums: 3 €, 3,50 €, 12 M€, 2,5 milliards d'euros, 5 $, 10 £."""

import re

from pronouncer.pronounce.language import DIGITS, Rule
from pronouncer.pronounce.languages.fr.numbers import NUMBER, SPACE, French

# sign: (one, many)
_SIGNS = {
    "€": ("euro", "euros"),
    "$": ("dollar", "dollars"),
    "£": ("livre", "livres"),
    "¥": ("yen", "yens"),
    "CHF": ("franc suisse", "francs suisses"),
}
_SCALE = {"k": "mille", "M": "million", "Md": "milliard", "Mds": "milliard", "Mrd": "milliard"}
_WORDS = r"(?:millions?|milliards?|billions?)"


def _say(match: re.Match[str], spell: French) -> str:
    number, word, scale, sign = match.groups()
    one, many = _SIGNS[sign]
    of = "d'" if many[0] in "aeiouy" and sign != "¥" else "de "
    if word:
        return f"{spell.number(number)} {word} {of}{many}"
    if scale == "k":
        return f"{spell.number(number)} mille {many}"
    if scale:
        name = _SCALE[scale]
        return f"{spell.counted(number, name, f'{name}s')} {of}{many}"
    whole, _, cents = number.partition(",")
    if len(cents) == 2:
        return (
            f"{spell.counted(whole, one, many)} {spell.cardinal(int(cents))}"
            if int(cents)
            else spell.counted(whole, one, many)
        )
    return spell.counted(number, one, many)


RULES = (
    Rule("money", DIGITS, rf"({NUMBER}){SPACE}?(?:({_WORDS}){SPACE})?(k|Mds?|Mrd|M)?{SPACE}?(€|\$|£|¥|CHF\b)", _say),
)
