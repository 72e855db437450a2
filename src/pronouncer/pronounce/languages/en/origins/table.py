"""Tables of letter-to-sound rules, one for each origin, read from `tables/*.rules`.

A line is a rule in the notation of phonology, `letters > sounds / left _ right`: the letters are said so after one of the
strings on the left and before one of those on the right. `^` and `$` are the ends of the word, `V` is any vowel letter,
`C` any other letter, other capitals are classes of the table, and `!` in front of a side turns it round. `ɑː/ə` is the
sound of a stressed syllable and of a weak one; sounds that begin with `ˈ` draw the stress. Letters without a rule are
said as in English, where English has one sound for them. Lines that begin with `@` describe the language:

    @origin NAME                 the English name of the origin
    @letters LETTERS             its letters; @vowels are those among them that make syllables
    @class X LETTERS             a class of letters for the sides of rules
    @stress PLACE SPELLINGS      where words with one of these spellings are stressed; without any, all other words;
                                 places: first, second, antepenultimate, penultimate, last
    @syllable ONSETS : RIMES     the word must be made of such syllables; `-` is no onset, `^` none at the start
    @ends SPELLINGS              the word must end so
    @never SPELLINGS             the word must have none of these
    @clue WEIGHT SPELLINGS       each that it has makes the origin likelier by a factor of e to the weight
"""

import functools
import itertools
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pronouncer.kept import kept
from pronouncer.patterns import compiled

_FOLDER = Path(__file__).parent / "tables"
_VERSION = Path(__file__).stat().st_mtime_ns  # another program may read the same table into other rules
_VOWEL_PHONES = "iː uː ɑː ɔː ɜː eɪ aɪ ɔɪ aʊ oʊ ɪ ɛ æ ʊ ʌ ə ɚ".split()
_CONSONANT_PHONES = "tʃ dʒ p b t d k ɡ f v θ ð s z ʃ ʒ h x m n ŋ l ɹ j w".split()
_PHONE = compiled("|".join(_VOWEL_PHONES + _CONSONANT_PHONES))
VOWEL_PHONES = frozenset(_VOWEL_PHONES)
_PLAIN = {letter: letter for letter in "bdfhklmnpstvwz"} | {"r": "ɹ", "g": "ɡ"}


Side = tuple[tuple[int, frozenset[str]], ...]
"""What may stand on one side of the letters of a rule: strings by their length. Nothing here means anything may."""


class Rule(NamedTuple):
    """One way to say some letters."""

    letters: str
    left: Side
    left_holds: bool
    """False where what comes before must be none of `left`."""
    right: Side
    right_holds: bool
    strong: tuple[str, ...]
    """Phones in a stressed syllable, and in one that is not weak."""
    weak: tuple[str, ...]
    """Phones in a weak syllable, as many; empty ones at the end where there are fewer."""
    stressed: bool
    """Whether the letters draw the stress, as accented ones do in Spanish."""


@dataclass(frozen=True, eq=False)
class Table:
    """How names of one origin are spelled and said."""

    origin: str
    """English name of the origin, such as `Polish`."""
    letters: frozenset[str]
    stresses: tuple[tuple[str, tuple[str, ...]], ...]
    """Places of stress, each with the spellings of the words that have it; the first that fits is taken."""
    syllables: re.Pattern[str] | None
    """What a word is made of, where the language has a short list of syllables."""
    ends: tuple[str, ...]
    written: tuple[str, ...]
    """The rules, as they are written."""
    classes: Mapping[str, str]
    """Capitals in the rules, and the letters that they stand for."""

    @functools.cached_property
    def rules(self) -> dict[str, list[Rule]]:
        """The rules by first letter, in the order of trial: longer ones first, and those with a side first of them."""
        rows = kept(f"origin {_VERSION} {self.written} {sorted(self.classes.items())}", self._rows)
        return {letter: [Rule(*row) for row in own] for letter, own in rows.items()}

    def _rows(self) -> dict[str, list[tuple[object, ...]]]:
        by_letter: dict[str, list[tuple[object, ...]]] = {}
        found = [_rule(line, self.classes) for line in self.written]
        for rule in sorted(found, key=lambda rule: (-len(rule.letters), not rule.left and not rule.right)):
            by_letter.setdefault(rule.letters[0], []).append(tuple(rule))
        return by_letter


@functools.cache
def tables() -> tuple[Table, ...]:
    """Return the tables of all origins, in the order of their files' names."""
    return tuple(Table(**row | {"syllables": _pattern(row["syllables"])}) for row in _all()[0])


def clues() -> dict[str, list[tuple[int, float]]]:
    """Return for each clue, a spelling with `^` and `$` for its ends, the tables that have it and its weight there.

    A weight is in nats, minus infinity for what no word has.
    """
    found: dict[str, list[tuple[int, float]]] = _all()[1]
    return found


@functools.cache
def _all() -> tuple[list[dict[str, Any]], dict[str, list[tuple[int, float]]]]:
    """Return the fields of the tables, and their clues."""
    entries = sorted((entry for entry in os.scandir(_FOLDER) if entry.name.endswith(".rules")), key=lambda e: e.name)
    stamps = [(entry.name, entry.stat().st_size, entry.stat().st_mtime_ns) for entry in entries]
    found: tuple[list[dict[str, Any]], dict[str, list[tuple[int, float]]]]
    found = kept(f"origins {_VERSION} {stamps}", lambda: _read([Path(entry).read_text("utf-8") for entry in entries]))
    return found


def _read(texts: list[str]) -> tuple[list[dict[str, object]], dict[str, list[tuple[int, float]]]]:
    rows: list[dict[str, object]] = []
    clues: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
        told = [line[1:].split() for line in lines if line.startswith("@")]
        rows.append(_row(told, [line for line in lines if not line.startswith("@")]))
        weights = [(float(row[1]), spelling) for row in told if row[0] == "clue" for spelling in row[2:]]
        weights += [(-math.inf, spelling) for spelling in _words(told, "never")]
        for weight, spelling in weights:
            clues.setdefault(spelling, []).append((number, weight))
    return rows, clues


def _row(told: list[list[str]], written: list[str]) -> dict[str, object]:
    """Return the fields of a table from its lines of words and its rules; the syllables are rows of words."""
    letters, vowels = (_words(told, kind)[0] for kind in ("letters", "vowels"))
    classes = {"V": vowels, "C": "".join(sorted(set(letters) - set(vowels)))}
    classes |= {name: members for kind, name, members in (row for row in told if row[0] == "class")}
    plain = [f"{letter} > {_PLAIN[letter]}" for letter in letters if letter in _PLAIN]
    return {
        "origin": " ".join(_words(told, "origin")),
        "letters": frozenset(letters),
        "stresses": tuple((row[1], tuple(row[2:])) for row in told if row[0] == "stress"),
        "syllables": [row[1:] for row in told if row[0] == "syllable"],
        "ends": tuple(f"{ending}$" for ending in _words(told, "ends")),
        "written": (*written, *plain),
        "classes": classes,
    }


def _words(told: list[list[str]], kind: str) -> list[str]:
    return [word for row in told if row[0] == kind for word in row[1:]]


def _pattern(rows: list[list[str]]) -> re.Pattern[str] | None:
    kinds = []
    for row in rows:
        onsets, rimes = row[: row.index(":")], row[row.index(":") + 1 :]
        kinds.append(f"(?:{'|'.join('' if onset == '-' else onset for onset in onsets)})(?:{'|'.join(rimes)})")
    return compiled(f"(?:{'|'.join(kinds)})+") if kinds else None


def _rule(line: str, classes: Mapping[str, str]) -> Rule:
    said, _, sides = line.partition(" / ")
    letters, _, sounds = said.partition(">")
    strong, _, weak = sounds.strip().partition("/")
    left, _, right = sides.partition("_")
    before, after = _side(left, classes), _side(right, classes)
    phones = tuple(_PHONE.findall(strong))
    return Rule(
        letters=letters.strip(),
        left=before,
        left_holds="!" not in left,
        right=after,
        right_holds="!" not in right,
        strong=phones,
        weak=(*_PHONE.findall(weak), *[""] * len(phones))[: len(phones)] if weak else phones,
        stressed=strong.startswith("ˈ"),
    )


def _side(written: str, classes: Mapping[str, str]) -> Side:
    """Return the strings of one side of a rule, with each class spelled out."""
    found: dict[int, set[str]] = {}
    for word in written.replace("!", " ").split():
        spelled_out = map("".join, itertools.product(*(classes.get(letter, letter) for letter in word)))
        found.setdefault(len(word), set()).update(spelled_out)
    return tuple((size, frozenset(words)) for size, words in found.items())
