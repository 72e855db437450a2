"""The IPA that hosted voices take for their own language: one phone that is not theirs refuses the whole sentence.

Source: the phoneme tables of Amazon Polly for en-US and en-GB; Google's voices take the same phones.
"""

from types import MappingProxyType

from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.alphabets import IPA

_CONSONANTS = {phone: phone for phone in "b d f h j k l m n p s t v w z ð ŋ ɡ ɹ ʃ ʒ θ dʒ tʃ".split()}
_CONSONANTS |= {"r": "ɹ", "ɾ": "t", "ɫ": "l", "x": "k", "ʍ": "w"}
_BOTH = {phone: phone for phone in "ə æ aɪ aʊ eɪ ɛ ɪ ɔɪ ʊ ʌ".split()} | {
    "ɐ": "ə",
    "ᵻ": "ɪ",
    "e": "ɛ",
    "eː": "eɪ",
    "a": "æ",
}
_AMERICAN = {phone: phone for phone in "ɚ ɑ ɝ i oʊ ɔ u".split()} | {
    "ɑː": "ɑ", "ɒ": "ɑ", "aː": "ɑ", "iː": "i", "uː": "u", "ɔː": "ɔ", "oː": "oʊ", "o": "oʊ", "əʊ": "oʊ", "ɜː": "ɝ",
    "ɜ": "ɝ", "ɜːɹ": "ɝ", "eə": "ɛɹ", "ɛə": "ɛɹ", "ɪə": "ɪɹ", "ʊə": "ʊɹ",
}  # fmt: skip
_BRITISH = {phone: phone for phone in "əʊ ɑː ɜː ɛə i iː ɪə ɔː ɒ uː ʊə".split()} | {
    "ɑ": "ɑː", "aː": "ɑː", "u": "uː", "ɔ": "ɔː", "oː": "ɔː", "o": "əʊ", "oʊ": "əʊ", "ɚ": "ə", "ɝ": "ɜː", "ɜ": "ɜː",
    "eə": "ɛə",
}  # fmt: skip
AMERICAN = Alphabet("ipa", MappingProxyType(_CONSONANTS | _BOTH | _AMERICAN))
BRITISH = Alphabet("ipa", MappingProxyType(_CONSONANTS | _BOTH | _BRITISH))


def native(language: str) -> Alphabet:
    """Return the IPA that a voice of a language takes; all of it where its phones are not known here."""
    if language.split("-")[0].lower() != "en":
        return IPA
    return AMERICAN if language.lower() in ("en", "en-us", "en-ca") else BRITISH
