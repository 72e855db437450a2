"""What an engine can be told: an alphabet of phones, and IPA compiled to it.

A phone that an alphabet lacks becomes the nearest that it has (`segments.distance`), and `Compiled.replaced` says so:
a pronunciation is never dropped without a word.
"""

import functools
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from pronouncer import patterns
from pronouncer.phones.segments import MARKS, STRESSES, VOWELS, distance, is_vowel, plain, segments, unknown

_STRESS_BEFORE_CONSONANTS = patterns.compiled(f"([{STRESSES}])([^{VOWELS}{STRESSES} ]+)(?=[{VOWELS}])")

Stress = Literal["syllable", "vowel", "digit", "none"]


class Alphabet(NamedTuple):
    """One way of writing phones."""

    name: str
    """As SSML's `alphabet` attribute or the engine names it: `ipa`, `x-sampa`, `cmu-arpabet`."""
    phones: Mapping[str, str]
    """IPA phone to symbol. The longest one that matches is taken."""
    separator: str = ""
    """Between symbols."""
    stress: Stress = "syllable"
    """Where stress is marked: before the syllable, before its vowel, as a digit after the vowel, or nowhere."""
    marks: Mapping[str, str] = {"ˈ": "ˈ", "ˌ": "ˌ"}
    """How the two stresses are written; for `digit` also the empty string for an unstressed vowel."""

    def __hash__(self) -> int:
        return id(self)  # tables are made once; what is compiled to them is remembered


class Compiled(NamedTuple):
    """A word in the alphabet of an engine."""

    text: str
    replaced: tuple[tuple[str, str], ...]
    """Phones that the alphabet lacks, each with the one taken for it."""


@functools.lru_cache(maxsize=8192)
def compiled(ipa: str, alphabet: Alphabet) -> Compiled:
    """Return one word of IPA in an alphabet. Raises ValueError for a character that is no IPA."""
    symbols: list[str] = []
    replaced: list[tuple[str, str]] = []
    pending = ""
    written = plain(ipa)
    if alphabet.stress in ("vowel", "digit"):
        written = stress_at_vowels(written)  # so that a vowel and its r are one phone: ɑːˈɹiː
    for phone, own in _known(written, alphabet):
        if phone in STRESSES:
            pending = pending or phone
            if alphabet.stress == "syllable":
                symbols.append(alphabet.marks[phone])
            continue
        if own != phone:
            replaced.append((phone, own))
        symbol = alphabet.phones.get(own, "")
        if is_vowel(own) and alphabet.stress in ("vowel", "digit"):
            symbol = _stressed(symbol, pending, alphabet)
            pending = ""
        if symbol:
            symbols.append(symbol)
    return Compiled(alphabet.separator.join(symbols), tuple(replaced))


def stress_at_vowels(ipa: str) -> str:
    """Return IPA with each stress mark right before its vowel: zəlˈɛnski for zəˈlɛnski."""
    return _STRESS_BEFORE_CONSONANTS.sub(r"\2\1", ipa)


def _stressed(symbol: str, stress: str, alphabet: Alphabet) -> str:
    """Return the symbol of a vowel with its stress; of several symbols, as in `EH R`, the first vowel has it."""
    mark = alphabet.marks.get(stress, "")
    if alphabet.stress == "vowel":
        return mark + symbol
    first, *more = symbol.split(" ")
    unstressed = alphabet.marks.get("", "")
    return " ".join([first + mark, *(part + (unstressed if part[0] in "AEIOU" else "") for part in more)])


def _known(ipa: str, alphabet: Alphabet) -> list[tuple[str, str]]:
    """Return the phones of IPA with the phone of the alphabet that is said for each."""
    found: list[tuple[str, str]] = []
    place, reader = 0, _reader(alphabet)
    while place < len(ipa):
        match = reader.match(ipa, place)
        if match:
            found.append((match.group(), match.group()))
            place = match.end()
            continue
        first = segments(ipa[place:])[:1]
        if not first:
            break
        place = ipa.index(first[0].text, place) + len(first[0].text)
        found.append((first[0].text, first[0].text if first[0].text in STRESSES else nearest(first[0].text, alphabet)))
    return found


@functools.lru_cache(maxsize=64)
def _reader(alphabet: Alphabet) -> re.Pattern[str]:
    """Return what matches a stress, or the longest phone that leaves no mark behind that has no symbol."""
    phones = "|".join(map(re.escape, sorted(alphabet.phones, key=len, reverse=True)))
    lacking = "".join(re.escape(mark) for mark in sorted(MARKS) if mark not in alphabet.phones)
    return patterns.compiled(f"[{STRESSES}]|(?:{phones})" + (f"(?![{lacking}])" if lacking else ""))


@functools.lru_cache(maxsize=4096)
def nearest(phone: str, alphabet: Alphabet) -> str:
    """Return the phone of an alphabet that is nearest to one. Raises ValueError for what is no IPA."""
    if unknown(phone):
        raise ValueError(f"{phone!r} is no sound of the International Phonetic Alphabet")
    if phone == "ʔ":
        return ""  # a catch in the voice: any other sound is further from it than none
    return min(sorted(alphabet.phones), key=lambda own: distance(phone, own))
