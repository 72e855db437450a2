"""The IPA that Azure's voices take: one phone that is not in the table of its language refuses the whole document.

Source: Azure AI Speech, "SSML phonetic alphabets", text to speech, en-US, en-GB and fr-FR.
"""

from types import MappingProxyType

from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.english import native

_FRENCH = "a ɑ ɑ̃ ə ɛ ø e ɛ̃ i œ ɔ ɔ̃ o œ̃ u y b d f ɡ ɲ ɥ k l m n ŋ p ʁ s ʃ t v w j z ʒ".split()
FRENCH = Alphabet("ipa", MappingProxyType({phone: phone for phone in _FRENCH} | {"ɹ": "ʁ", "r": "ʁ"}))


def documented(language: str) -> Alphabet:
    """Return the IPA that voices of a language take; all of it where its table is not known here."""
    return FRENCH if language.split("-")[0].lower() == "fr" else native(language)
