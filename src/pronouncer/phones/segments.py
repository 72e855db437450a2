"""The sounds of the International Phonetic Alphabet (IPA chart, revised to 2020), and how far apart they are."""

import functools
import re
from typing import NamedTuple

from pronouncer.patterns import compiled

# height (0 close to 6 open), backness (0 front to 4 back), rounding; the places of the IPA's vowel chart
_VOWELS = {
    "i": (0, 0, 0), "y": (0, 0, 1), "ɨ": (0, 2, 0), "ʉ": (0, 2, 1), "ɯ": (0, 4, 0), "u": (0, 4, 1), "ɪ": (1, 0.5, 0),
    "ʏ": (1, 0.5, 1), "ᵻ": (1, 1.5, 0), "ʊ": (1, 3.5, 1), "e": (2, 0, 0), "ø": (2, 0, 1), "ɘ": (2, 2, 0),
    "ɵ": (2, 2, 1), "ɤ": (2, 4, 0), "o": (2, 4, 1), "ə": (3, 2, 0), "ɚ": (3, 2, 0), "ɛ": (4, 0, 0), "œ": (4, 0, 1),
    "ɜ": (4, 2, 0), "ɝ": (4, 2, 0), "ɞ": (4, 2, 1), "ʌ": (4, 3, 0), "ɔ": (4, 4, 1), "æ": (5, 0, 0), "ɐ": (5, 2, 0),
    "a": (6, 1, 0), "ɶ": (6, 0, 1), "ɑ": (6, 4, 0), "ɒ": (6, 4, 1),
}  # fmt: skip
# place (the palate is nearer to the teeth than to the soft palate, as n is to ɲ), manner (_STOP and so on), voicing;
# the columns and rows of the IPA's consonant chart
_STOP, _AFFRICATE, _FRICATIVE, _APPROXIMANT, _TAP, _TRILL, _NASAL, _LATERAL, _LATERAL_FRICATIVE, _CLICK = range(10)
_CONSONANTS = {
    "p": (0, _STOP, 0), "b": (0, _STOP, 1), "t": (3, _STOP, 0), "d": (3, _STOP, 1), "ʈ": (4.5, _STOP, 0),
    "ɖ": (4.5, _STOP, 1), "c": (5.2, _STOP, 0), "ɟ": (5.2, _STOP, 1), "k": (8, _STOP, 0), "ɡ": (8, _STOP, 1),
    "q": (9, _STOP, 0), "ɢ": (9, _STOP, 1), "ʔ": (11, _STOP, 0), "ɓ": (0, _STOP, 1), "ɗ": (3, _STOP, 1),
    "ɠ": (8, _STOP, 1), "m": (0, _NASAL, 1), "ɱ": (0.5, _NASAL, 1), "n": (3, _NASAL, 1), "ɳ": (4.5, _NASAL, 1),
    "ɲ": (5.2, _NASAL, 1), "ŋ": (8, _NASAL, 1), "ɴ": (9, _NASAL, 1), "ʙ": (0, _TRILL, 1), "r": (3, _TRILL, 1),
    "ʀ": (9, _TRILL, 1), "ɾ": (3, _TAP, 1), "ɽ": (4.5, _TAP, 1), "ɸ": (0, _FRICATIVE, 0), "β": (0, _FRICATIVE, 1),
    "f": (0.5, _FRICATIVE, 0), "v": (0.5, _FRICATIVE, 1), "θ": (2, _FRICATIVE, 0), "ð": (2, _FRICATIVE, 1),
    "s": (3, _FRICATIVE, 0), "z": (3, _FRICATIVE, 1), "ʃ": (4, _FRICATIVE, 0), "ʒ": (4, _FRICATIVE, 1),
    "ʂ": (4.5, _FRICATIVE, 0), "ʐ": (4.5, _FRICATIVE, 1), "ɕ": (4.7, _FRICATIVE, 0), "ʑ": (4.7, _FRICATIVE, 1),
    "ç": (5.2, _FRICATIVE, 0), "ʝ": (5.2, _FRICATIVE, 1), "x": (8, _FRICATIVE, 0), "ɣ": (8, _FRICATIVE, 1),
    "χ": (9, _FRICATIVE, 0), "ʁ": (9, _FRICATIVE, 1), "ħ": (10, _FRICATIVE, 0), "ʕ": (10, _FRICATIVE, 1),
    "h": (11, _FRICATIVE, 0), "ɦ": (11, _FRICATIVE, 1), "ɬ": (3, _LATERAL_FRICATIVE, 0),
    "ɮ": (3, _LATERAL_FRICATIVE, 1), "ʋ": (0.5, _APPROXIMANT, 1), "ɹ": (3, _APPROXIMANT, 1),
    "ɻ": (4.5, _APPROXIMANT, 1),
    "j": (5.2, _APPROXIMANT, 1), "ɰ": (8, _APPROXIMANT, 1), "w": (0, _APPROXIMANT, 1), "ʍ": (0, _APPROXIMANT, 0),
    "ɥ": (5.2, _APPROXIMANT, 1), "l": (3, _LATERAL, 1), "ɭ": (4.5, _LATERAL, 1), "ʎ": (5.2, _LATERAL, 1),
    "ʟ": (8, _LATERAL, 1), "ɫ": (3, _LATERAL, 1), "ʘ": (0, _CLICK, 0), "ǀ": (2, _CLICK, 0), "ǃ": (4, _CLICK, 0),
    "ǁ": (3, _CLICK, 0),
}  # fmt: skip
_MANNERS = {  # steps between manners of articulation; what is not listed is _FAR
    frozenset((_STOP, _AFFRICATE)): 1.5,
    frozenset((_STOP, _FRICATIVE)): 2.0,
    frozenset((_STOP, _TAP)): 1.5,
    frozenset((_STOP, _CLICK)): 1.0,
    frozenset((_AFFRICATE, _FRICATIVE)): 1.5,
    frozenset((_FRICATIVE, _APPROXIMANT)): 2.0,
    frozenset((_FRICATIVE, _LATERAL_FRICATIVE)): 1.0,
    frozenset((_LATERAL, _LATERAL_FRICATIVE)): 1.0,
    frozenset((_LATERAL, _APPROXIMANT)): 2.0,
    frozenset((_TAP, _TRILL)): 0.5,
    frozenset((_TAP, _APPROXIMANT)): 1.0,
    frozenset((_TRILL, _APPROXIMANT)): 1.0,
    frozenset((_TAP, _LATERAL)): 1.5,
}
_FAR = 4.0
_SONORANTS = frozenset((_NASAL, _LATERAL, _TRILL, _TAP))  # voiced or not makes no other word of them
_RHOTICS = frozenset("rɹɾɻʀʁɽ")  # one letter in most spellings, whatever the place
_GLIDES = {("i", "j"), ("ɪ", "j"), ("u", "w"), ("ʊ", "w"), ("y", "ɥ")}
_SAME = str.maketrans({"g": "ɡ", "'": "ˈ", ":": "ː", "ʦ": "ts", "ʣ": "dz", "ʧ": "tʃ", "ʤ": "dʒ", "ʨ": "tɕ", "ʥ": "dʑ"})
_LONG, _HALF, _NASALISED, _RHOTACISED = "ː", "ˑ", "\u0303", "˞"
_DETAILS = "ʰʲʷˠˤⁿˡʼ" + "".join(map(chr, range(0x318, 0x33E))) + "\u0308\u030a\u031a"
"""Marks of detail that no voice has to obey."""
_SILENT = ".‿|‖-\u0361\u035c\u200d "
STRESSES = "ˈˌ"
_MARK = f"[{_LONG}{_HALF}{_NASALISED}{_RHOTACISED}{_DETAILS}]"
_SEGMENT = compiled(rf"[{STRESSES}]|(?P<base>[^{re.escape(_SILENT + STRESSES)}])(?P<marks>{_MARK}*)")


VOWELS = "".join(_VOWELS)
"""The vowels of the chart, for a class of a regular expression."""
_TIES = compiled("[\u0361\u035c]")


class Segment(NamedTuple):
    """One vowel or consonant with its marks, or a stress mark."""

    text: str
    base: str
    """The letter alone."""
    long: bool
    nasal: bool
    rhotic: bool


def plain(ipa: str) -> str:
    """Return IPA in one way of writing: no tie bars, ligatures, brackets or typewriter look-alikes."""
    import unicodedata

    composed = unicodedata.normalize("NFD", ipa.strip().strip("/[]")).replace("c\u0327", "ç").translate(_SAME)
    return " ".join(_TIES.sub("", composed).split())


def unknown(ipa: str) -> str:
    """Return the first character of plain IPA that the alphabet does not have, or an empty string."""
    found = re.search(rf"[^{KNOWN}]", ipa)
    if found:
        return found.group()
    loose = re.search(rf"(?:^|[ {STRESSES}{re.escape('.-')}])[{MARKS}]", ipa)
    return loose.group()[-1] if loose else ""


MARKS = _LONG + _HALF + _NASALISED + _RHOTACISED + _DETAILS
"""What follows a letter and changes it."""
KNOWN = "".join(map(re.escape, [*_VOWELS, *_CONSONANTS, *MARKS, *_SILENT, *STRESSES]))
"""Every character of IPA, for a class of a regular expression."""


def segments(ipa: str) -> list[Segment]:
    """Return the segments of one word of plain IPA, in order, stress marks among them."""
    return [_segment(match) for match in _SEGMENT.finditer(ipa)]


def _segment(match: re.Match[str]) -> Segment:
    base, marks = match.group("base") or match.group(), match.group("marks") or ""
    return Segment(match.group(), base, _LONG in marks, _NASALISED in marks, _RHOTACISED in marks or base in "ɚɝ")


def is_vowel(phone: str) -> bool:
    """Say whether a phone begins with a vowel."""
    return phone[:1] in _VOWELS


@functools.lru_cache(maxsize=4096)
def distance(one: str, other: str) -> float:
    """Return how far two phones are apart, in steps of the IPA chart: 0 for the same, about 1 for neighbours."""
    (a, *more), (b, *rest) = segments(one) or [_NOTHING], segments(other) or [_NOTHING]
    apart = abs(len(more) - len(rest)) * _FAR + sum(_apart(x, y) for x, y in zip(more, rest, strict=False))
    return apart + _apart(a, b)


_NOTHING = Segment("", "", False, False, False)


def _apart(a: Segment, b: Segment) -> float:
    marks = 0.25 * (a.long != b.long) + 0.75 * (a.nasal != b.nasal) + 1.0 * (a.rhotic != b.rhotic)
    if a.base == b.base:
        return marks
    one, other = _VOWELS.get(a.base), _VOWELS.get(b.base)
    if one and other:
        return marks + abs(one[0] - other[0]) * 0.7 + abs(one[1] - other[1]) * 0.7 + 1.2 * (one[2] != other[2])
    left, right = _CONSONANTS.get(a.base), _CONSONANTS.get(b.base)
    if left and right:
        return marks + _between(a.base, b.base, left, right)
    glide = (a.base, b.base) in _GLIDES or (b.base, a.base) in _GLIDES
    return marks + (2.0 if glide else 3 * _FAR)


def _between(a: str, b: str, left: tuple[float, int, int], right: tuple[float, int, int]) -> float:
    manner = 0.0 if left[1] == right[1] else _MANNERS.get(frozenset((left[1], right[1])), _FAR)
    voicing = 1.5 * (left[2] != right[2] and not _SONORANTS & {left[1], right[1]})
    if a in _RHOTICS and b in _RHOTICS:
        return min(manner, 1.0) + voicing
    return manner + voicing + abs(left[0] - right[0])
