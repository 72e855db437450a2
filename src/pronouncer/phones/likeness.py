"""Whether two transcriptions of a word mean the same sounds: dictionaries and engines never agree on every mark."""

import functools

from pronouncer.patterns import compiled

_VOWEL = "iɪeɛæaɑɒɔouʊʌəɜɐᵻɚɝAOEIUR"
_VOWELS = frozenset(_VOWEL)
_REDUCED = frozenset("əɪᵻʌɐʊɛi")  # without the main stress these are one neutral vowel
_SPELLINGS = tuple(
    (compiled(pattern), instead)
    for pattern, instead in (  # in this order; capitals stand for vowels with an r
        ("\u0361|\u200d|-|[ː:ʰˑ.‿ˌ]", ""),
        (rf"ˈ([^{_VOWEL}ˈ]*)", r"\1ˈ"),
        ("ɡ", "g"),
        ("r", "ɹ"),
        ("ɹ̩|[ɜɝɚ]ɹ?|ə+ɹ", "R"),
        ("ʔn̩?", "tən"),
        ("([nlm])̩", "ə\\1"),
        ("ʔ", "t"),
        ("ɹɹ+", "ɹ"),
        ("(?:ɔ|o|oʊ|əʊ)ɹ", "O"),
        ("[ɑa]ɹ", "A"),
        ("(?:ɛ|e|eɪ|eə|æ)ɹ|eə", "E"),
        ("(?<![aeɔ])(?:ɪ|i|iə|ɪə)ɹ|iR|iə(?=ɹ)", "I"),
        ("(?:ʊ|u|ʊə)ɹ|(?<![oɑa])ʊə", "U"),
        ("(?<![aeɔ])[ɪᵻ](?=[ˈiɪeɛæaɑɒɔouʊʌəR])", "i"),
        ("əʊ", "oʊ"),
        ("[ɒɔ](?!ɪ)", "ɑ"),
        ("(?<=[tdnslʃʒ])j(?=ˈ?[uU])", ""),
        ("a(?![ɪʊ])", "ɑ"),
        ("e(?!ɪ)", "ɛ"),
        ("o(?!ʊ)", "oʊ"),
        ("n(?=[kg])", "ŋ"),
    )
)
_NEUTRAL = str.maketrans({"ʌ": "ə", "ɐ": "ə", "ᵻ": "ə"})
_VOWEL_GROUP = compiled(f"[{_VOWEL}]+")
_STOPS, _TAP = compiled("[ɾtd]"), compiled("ɾ")


@functools.lru_cache(maxsize=8192)
def folded(ipa: str) -> str:
    """Return a word of IPA without the differences that no listener would call another pronunciation.

    Stress marks are gone, lax vowels without the main stress are one, long is as short, and a tap stays a tap.
    """
    for pattern, instead in _SPELLINGS:
        ipa = pattern.sub(instead, ipa)
    found, stressed = "", False
    for place, letter in enumerate(ipa):
        if letter == "ˈ":
            stressed = True
        elif letter in _VOWEL:
            found += letter if stressed or not _is_neutral(ipa, place) else "ə"
            stressed = False
        else:
            found += letter
    return found.translate(_NEUTRAL)


def _is_neutral(ipa: str, place: int) -> bool:
    """Say whether a vowel without stress is heard as the neutral one: no part of a diphthong, and i only at first."""
    if ipa[place] not in _REDUCED or ipa[place - 1 : place] in ("a", "e", "o", "ɑ"):
        return False
    before, after = ipa[:place], ipa[place + 1 :]
    return ipa[place] != "i" or (
        _VOWELS.isdisjoint(before) and after[:1] not in _VOWELS and not _VOWELS.isdisjoint(after)
    )


@functools.lru_cache(maxsize=8192)
def beat(ipa: str) -> int:
    """Return which vowel group of a word has the primary stress, counted from 0; -1 where none has."""
    before, mark, _ = ipa.partition("ˈ")
    return len(_VOWEL_GROUP.findall(before)) if mark else -1


def alike(one: str, other: str, *, stress: bool = False) -> bool:
    """Say whether two words of IPA are the same sounds, and if asked, with the stress in the same place."""
    left, right = folded(one), folded(other)
    same = left == right or ("ɾ" in left + right and any(_tapped(left, t) == _tapped(right, t) for t in "td"))
    return same and not (stress and -1 != beat(one) != beat(other) != -1)


def _tapped(ipa: str, stop: str) -> str:
    return (_STOPS if stop == "d" else _TAP).sub(stop, ipa)
