"""The alphabets that engines take, as tables from IPA: X-SAMPA, ARPABET, Kokoro's and Piper's letters.

Sources: J. C. Wells, "Computer-coding the IPA: a proposed extension of SAMPA" (1995); the phone set of the CMU
Pronouncing Dictionary 0.7; the letters of the Kokoro-82M vocabulary; Piper's phonemes are espeak-ng's IPA, one code
point each.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pronouncer.patterns import compiled
from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.segments import STRESSES, plain, unknown

_SAME = {letter: letter for letter in "abcdefhijklmnopqrstuvwxyz"}
_X_SAMPA = _SAME | {
    "ɡ": "g", "ɑ": "A", "ɒ": "Q", "æ": "{", "ɐ": "6", "ʌ": "V", "ɔ": "O", "ə": "@", "ɚ": "@`", "ɝ": "3`", "ɜ": "3",
    "ɛ": "E", "ɘ": "@\\", "ɞ": "3\\", "ɪ": "I", "ɨ": "1", "ᵻ": "I\\", "ʉ": "}", "ɯ": "M", "ø": "2", "ɵ": "8",
    "œ": "9", "ɶ": "&", "ʊ": "U", "ɤ": "7", "ʏ": "Y", "β": "B", "ɸ": "p\\", "ç": "C", "ʝ": "j\\", "ð": "D", "θ": "T",
    "ʃ": "S", "ʒ": "Z", "ʂ": "s`", "ʐ": "z`", "ɕ": "s\\", "ʑ": "z\\", "ɣ": "G", "χ": "X", "ʁ": "R", "ħ": "X\\",
    "ʕ": "?\\", "ʔ": "?", "ɦ": "h\\", "ɱ": "F", "ɳ": "n`", "ɲ": "J", "ŋ": "N", "ɴ": "N\\", "ʈ": "t`", "ɖ": "d`",
    "ɟ": "J\\", "ɢ": "G\\", "ʙ": "B\\", "ʀ": "R\\", "ɾ": "4", "ɽ": "r`", "ɬ": "K", "ɮ": "K\\", "ʋ": "P", "ɹ": "r\\",
    "ɻ": "r\\`", "ɰ": "M\\", "ʍ": "W", "ɥ": "H", "ɭ": "l`", "ʎ": "L", "ʟ": "L\\", "ɫ": "5", "ɓ": "b_<", "ɗ": "d_<",
    "ɠ": "g_<", "ː": ":", "\u0303": "~", "ʰ": "_h", "ʲ": "_j", "ʷ": "_w", "\u032a": "_d", "\u0329": "=",
}  # fmt: skip
X_SAMPA = Alphabet("x-sampa", MappingProxyType(_X_SAMPA), marks=MappingProxyType({"ˈ": '"', "ˌ": "%"}))

_ARPABET = {
    "ɑːɹ": "AA R", "ɔːɹ": "AO R", "oːɹ": "AO R", "ɛɹ": "EH R", "eə": "EH R", "ɪɹ": "IH R", "iə": "IH R",
    "ʊɹ": "UH R", "ʊə": "UH R", "aɪɚ": "AY ER", "aʊɚ": "AW ER", "ɑː": "AA", "ɑ": "AA", "ɒ": "AA", "a": "AA",
    "aː": "AA", "æ": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ɔː": "AO", "ɔ": "AO", "aʊ": "AW", "aɪ": "AY", "ɛ": "EH",
    "e": "EH", "ɝ": "ER", "ɚ": "ER", "ɜː": "ER", "ɜ": "ER", "eɪ": "EY", "eː": "EY", "ɪ": "IH", "ᵻ": "IH", "i": "IY",
    "iː": "IY", "oʊ": "OW", "əʊ": "OW", "oː": "OW", "o": "OW", "ɔɪ": "OY", "ʊ": "UH", "u": "UW", "uː": "UW", "b": "B",
    "tʃ": "CH", "d": "D", "ð": "DH", "f": "F", "ɡ": "G", "h": "HH", "dʒ": "JH", "k": "K", "l": "L", "m": "M",
    "n": "N", "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "s": "S", "ʃ": "SH", "t": "T", "ɾ": "T", "θ": "TH", "v": "V",
    "w": "W", "j": "Y", "z": "Z", "ʒ": "ZH", "ɜːɹ": "ER", "ɚɹ": "ER",
}  # fmt: skip
_DIGITS = {"ˈ": "1", "ˌ": "2", "": "0"}
ARPABET = Alphabet("cmu-arpabet", MappingProxyType(_ARPABET), " ", "digit", MappingProxyType(_DIGITS))
_IPA_OF = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AY": "aɪ", "EH": "ɛ", "ER": "ɜː", "EY": "eɪ",
    "IH": "ɪ", "IY": "iː", "OW": "oʊ", "OY": "ɔɪ", "UH": "ʊ", "UW": "uː", "B": "b", "CH": "tʃ", "D": "d", "DH": "ð",
    "F": "f", "G": "ɡ", "HH": "h", "JH": "dʒ", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ŋ", "P": "p", "R": "ɹ",
    "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
_UNSTRESSED = {"AH": "ə", "ER": "ɚ"}

_KOKORO_LETTERS = "abcdefhijklmnopqrstuvwxyzæçðøŋœɐɑɒɔɕɖəɚɛɜɟɡɣɥɨɪɯɰɲɳɴɸɹɻɽɾʁʂʃʈʊʋʌʎʏʐʒʔʝβθχ"
_KOKORO = {letter: letter for letter in _KOKORO_LETTERS} | {
    "eɪ": "A", "aɪ": "I", "oʊ": "O", "əʊ": "Q", "aʊ": "W", "ɔɪ": "Y", "dʒ": "ʤ", "tʃ": "ʧ", "ts": "ʦ", "dz": "ʣ",
    "tɕ": "ʨ", "ᵻ": "ᵻ", "ː": "ː", "\u0303": "\u0303", "ʰ": "ʰ", "ʲ": "ʲ",
}  # fmt: skip
KOKORO = Alphabet("kokoro", MappingProxyType(_KOKORO), "", "vowel")
IPA = Alphabet("ipa", MappingProxyType({letter: letter for letter in [*_X_SAMPA, "ǀ", "ǃ", "ǁ", "ʘ", "˞", "ˑ"]}))

ALPHABETS: Mapping[str, Alphabet] = {each.name: each for each in (IPA, X_SAMPA, ARPABET, KOKORO)}
_SYMBOL = compiled(r"([A-Z]+)([0-2]?)")
_R_BEFORE_VOWEL = compiled("(ɜː|ɚ)ɹ?(?=[ˈˌ]?[aeiouæɑɔəɛɜɪʊʌɚ])")
_R_ELSEWHERE = compiled("(ɜː|ɚ)ɹ(?![ˈˌ]?[aeiouæɑɔəɛɜɪʊʌɚ])")


def piper(letters: Mapping[str, object]) -> Alphabet:
    """Return the alphabet of a Piper voice from the keys of its `phoneme_id_map`: letters of IPA, one or two a phone.

    Stress is marked where espeak-ng does it, right before the vowel.
    """
    own = [letter for letter in letters if letter not in STRESSES and letter.strip(" -.") and not unknown("a" + letter)]
    marks = {stress: stress if stress in letters else "" for stress in STRESSES}
    return Alphabet("piper", MappingProxyType({letter: letter for letter in own}), "", "vowel", MappingProxyType(marks))


def ipa_of_x_sampa(text: str) -> str:
    """Return the IPA of X-SAMPA. Raises ValueError with the first symbol that it does not have."""
    table = {symbol: phone for phone, symbol in _X_SAMPA.items()} | {'"': "ˈ", "%": "ˌ", "ʣ": "dz", "'": "ʲ", "_^": ""}
    longest = max(map(len, table))
    found, place = "", 0
    while place < len(text):
        if text[place] in " .-_|":
            found += " " if text[place] == " " else ""
            place += 1
            if text[place - 1] != "_":
                continue
            place -= 1
        size = next((n for n in range(longest, 0, -1) if text[place : place + n] in table), 0)
        if not size:
            raise ValueError(f"{text[place:]!r} does not start with a symbol of X-SAMPA")
        found += table[text[place : place + size]]
        place += size
    return plain(found)


def ipa_of_arpabet(text: str) -> str:
    """Return the IPA of ARPABET symbols with spaces between; stress goes before the consonants of its syllable.

    Raises ValueError with the first symbol that ARPABET does not have.
    """
    phones: list[str] = []
    onset = 0
    for symbol in text.upper().split():
        match = _SYMBOL.fullmatch(symbol)
        if not match or match.group(1) not in _IPA_OF:
            raise ValueError(f"{symbol!r} is no symbol of ARPABET")
        letters, digit = match.groups()
        phone = _UNSTRESSED.get(letters, _IPA_OF[letters]) if digit == "0" else _IPA_OF[letters]
        phones.append(phone)
        if letters[0] in "AEIOU":
            mark = {"1": "ˈ", "2": "ˌ"}.get(digit, "")
            if mark:
                start = _onset(phones, onset)
                phones[start] = mark + phones[start]
            onset = len(phones)
    linked = _R_BEFORE_VOWEL.sub(r"\1ɹ", "".join(phones))
    return _R_ELSEWHERE.sub(r"\1", linked)


def _onset(phones: list[str], after: int) -> int:
    """Return where the syllable of the last vowel begins among the consonants before it."""
    from pronouncer.phones.respelling import is_onset

    vowel = len(phones) - 1
    if after == 0:
        return 0
    return next(start for start in range(after, vowel + 1) if is_onset("".join(phones[start:vowel])))
