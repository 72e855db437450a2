"""Letters said one by one (SNCF, U.E.) or as a word (OTAN, ONU, Insee)."""

import re

from pronouncer.pronounce.language import UPPER, Rule
from pronouncer.pronounce.languages.fr.numbers import French

WORDS = frozenset(
    """ONU OTAN OPEP NASA UNESCO UNICEF INSEE ENA SIDA SMIC CAF CNAM INSERM IRSN INRAE FIFA UEFA COVID ASEAN ADEME
    CNIL ARCOM ANSES LICRA RAID PACS ZAD
    MEDEF FIJAIT EHPAD SAMU ZEP BAC FRAM INA IFOP IPSOS ELABE LEROY URSSAF UNEDIC AFNOR CEDEX RADAR LASER COP
    OVNI""".split()
)


def _say(match: re.Match[str], spell: French) -> str:
    article, letters = (match.group(1) or "").replace("’", "'"), match.group(2).replace(".", "")
    return article + (letters.capitalize() if letters in WORDS else " ".join(letters))


_ELIDED = "ldjnmsctqLDJNMSCTQ"
RULES = (
    Rule(
        "initialism",
        UPPER + _ELIDED,
        rf"\b((?:[{_ELIDED}]|qu|Qu)['’])?((?:[A-Z]\.){{2,6}}|[A-Z]{{2,5}}\b(?!\s[A-ZÉÈ]{{2}})(?![a-z\d'’]))",
        _say,
    ),
)
