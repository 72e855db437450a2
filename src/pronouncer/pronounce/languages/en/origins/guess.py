"""Guess where a name is from by its spelling alone, and how an American newsreader would say it.

Only spellings that are regular in their language are read. What the guesses are for is to be proposed to an editor.
"""

import functools
import math
import unicodedata
from typing import NamedTuple

from pronouncer.patterns import compiled
from pronouncer.pronounce.languages.en.origins.engine import read
from pronouncer.pronounce.languages.en.origins.table import Table, clues, tables

_LONGEST = 40  # letters of a name; longer ones are no names
_MOST = 4  # guesses
_TRIED = 7  # origins that are read at most for one name
_ENGLISH = "English"  # its table has clues only: it takes likelihood from the others, and is never a guess
_FOREIGN_MARK = -2.5  # nats for an accent that the language does not write
_APOSTROPHES = str.maketrans("’ʼ‘ʻ`", "'''''")
_LIKELY = 0.25  # likelihood from which an origin gives two guesses
_CAREFUL = 0.45  # of the likelihood of an origin: the share of careful speech
_FAINT = 0.05  # likelihood below which a guess is not worth an editor's time
_WORD = compiled(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?")
_JOINTS = compiled("['-]")


class Guess(NamedTuple):
    """One way to say a name, if it is of this origin."""

    origin: str
    """English name of the origin, such as `Polish`."""
    ipa: str
    """IPA of American English, with one primary stress."""
    likelihood: float
    """From 0 to 1, relative to the other origins that the spelling allows, English among them."""


def guesses(name: str) -> list[Guess]:
    """Return ways to say a name that is one word, best first, one a distinct IPA, at most 4; none if no table reads it."""
    if not 2 <= len(name) <= _LONGEST:
        return []
    word = unicodedata.normalize("NFC", name).lower().replace("i\u0307", "i").translate(_APOSTROPHES)
    if not _WORD.fullmatch(word):
        return []
    found: dict[str, Guess] = {}
    for likelihood, written, table in _likely(word)[:_TRIED]:
        for ipa, share in _readings(written, table, likelihood).items():
            first = found.get(ipa, Guess(table.origin, ipa, 0.0))
            found[ipa] = first._replace(likelihood=first.likelihood + share)
    ranked = sorted(found.values(), key=lambda guess: -guess.likelihood)
    return ranked[:_MOST]


def _readings(word: str, table: Table, likelihood: float) -> dict[str, float]:
    """Return the IPA of a word by one table, and where the origin is likely the IPA of careful speech: a share for each."""
    ipa = say(word, table) if likelihood >= _FAINT else ""
    careful = say(word, table, careful=True) if ipa and likelihood >= _LIKELY else ipa
    if careful == ipa:
        return {ipa: likelihood} if ipa else {}
    return {ipa: likelihood * (1 - _CAREFUL), careful: likelihood * _CAREFUL}


def say(word: str, table: Table, *, careful: bool = False) -> str:
    """Return the IPA of a lower-cased name by one table, part by part; an empty string if it has letters of no rule."""
    parts = [read(part, table, careful=careful) for part in word.split("-")]
    if not all(parts):
        return ""
    return "".join(part.replace("ˈ", "") for part in parts[:-1]) + parts[-1]


def spelled(word: str, table: Table) -> tuple[str, int]:
    """Return a lower-cased word in the letters of a table, and how many accents were taken off; empty if it cannot be."""
    if table.letters.issuperset(word):
        return word, 0
    kept, foreign = "", 0
    for letter in word:
        if letter not in table.letters and letter not in "'-":
            letter, foreign = _bare(letter), foreign + 1
            if letter not in table.letters:
                return "", 0
        kept += letter
    return kept, foreign


@functools.lru_cache(maxsize=1024)
def _bare(letter: str) -> str:
    """Return a letter without its marks; itself if it has none."""
    return unicodedata.normalize("NFD", letter)[0]


def _likely(word: str) -> list[tuple[float, str, Table]]:
    """Return the origins that the spelling allows: likelihood, the word in the letters of the table, table; best first."""
    weighed: list[tuple[float, str, Table]] = []
    nats: dict[str, list[float]] = {}
    for number, table in enumerate(tables()):
        written, foreign = spelled(word, table)
        if not written:
            continue
        if written not in nats:
            nats[written] = _nats(f"^{written}$")
        weight = math.exp(nats[written][number] + foreign * _FOREIGN_MARK)
        if weight and _possible(written, table):
            weighed.append((weight, written, table))
    total = sum(weight for weight, *_ in weighed)
    weighed.sort(key=lambda row: -row[0])
    return [(weight / total, written, table) for weight, written, table in weighed if table.origin != _ENGLISH]


def _nats(padded: str) -> list[float]:
    """Return the weight of all the clues of a word for each table, in their order."""
    known = clues()
    nats = [0.0] * len(tables())
    ends = range(1, _longest() + 1)
    for piece in {padded[start : start + size] for start in range(len(padded)) for size in ends}:
        for number, weight in known.get(piece, ()):
            nats[number] += weight
    return nats


@functools.cache
def _longest() -> int:
    """Return the letters of the longest clue."""
    return max(map(len, clues()))


def _possible(written: str, table: Table) -> bool:
    if table.ends and not f"{written}$".endswith(table.ends):
        return False
    if table.syllables:
        return all(table.syllables.fullmatch(part) for part in _JOINTS.split(written) if part)
    return True
