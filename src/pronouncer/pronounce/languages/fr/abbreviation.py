"""Shortened words that are said in full: M., Mme, Dr, n°, etc., av. J.-C."""

import re

from pronouncer.pronounce.language import LOWER, UPPER, Rule
from pronouncer.pronounce.languages.fr.numbers import French

_TITLES = {
    "M": "Monsieur", "MM": "Messieurs", "Mme": "Madame", "Mmes": "Mesdames", "Mlle": "Mademoiselle",
    "Mlles": "Mesdemoiselles", "Dr": "Docteur", "Pr": "Professeur",
    "Me": "Maître", "Mgr": "Monseigneur", "St": "Saint", "Ste": "Sainte",
}  # fmt: skip
_ANYWHERE = {
    "etc.": "et cetera", "c.-à-d.": "c'est à dire", "p. ex.": "par exemple", "av. J.-C.": "avant Jésus Christ",
    "apr. J.-C.": "après Jésus Christ", "env.": "environ",
    "bd": "boulevard", "av.": "avenue", "s/": "sur",
}  # fmt: skip


def _title(match: re.Match[str], spell: French) -> str:
    written, dot = match.groups()
    if written in ("M", "MM") and not dot:
        return ""
    return _TITLES.get(written, "")


RULES = (
    Rule("abbreviation", LOWER, "|".join(re.escape(word) + r"(?!\w)" for word in sorted(_ANYWHERE, key=len, reverse=True)), lambda match, spell: _ANYWHERE[match.group()]),
    Rule("abbreviation title", UPPER, r"\b([A-Z][A-Za-z]{0,4})\b(\.?)(?=\s[A-ZÉÈÀÎÔ])", _title),
    Rule("abbreviation number", "nN", r"[nN][°º]\s?(?=[0-9])", lambda match, spell: "numéro"),
    Rule("abbreviation numbers", "nN", r"[nN]os\s?(?=[0-9])", lambda match, spell: "numéros"),
)  # fmt: skip
