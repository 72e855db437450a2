"""Words, marks and quotations of a paragraph, each with its kind."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.script.speakers.given import FEMALE, MALE
from pronouncer.script.speakers.grammar import Grammar

PARTICLES = frozenset("de da la le van von der den del della di das do dos du des bin ibn al el ben ter zu y".split())
MARKS = "“”\"‘’'«»„ \u00a0\u202f)"
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ARABIC = re.compile(r"(?:al|el|ibn|bin|ben|ad|an|as|ash|at|ar)-[A-Z]|[dD]['’][A-ZÉ]")
_ENDS = ".!?…"


class Word(NamedTuple):
    """A word, a mark or a quotation of a paragraph."""

    kind: str
    """A letter of `Grammar.kinds`, `C` capitalised, `Q` quotation, or the mark itself; `.` ends a sentence."""
    start: int
    end: int
    plain: str = ""
    """In lower case, without possessive ending."""
    owns: bool = False
    """Whether it ends as a possessive."""
    quotation: int = -1

    @property
    def given(self) -> bool:
        """Whether it is a given name."""
        return self.plain in FEMALE or self.plain in MALE


def words(text: str, quoted: Sequence[tuple[int, int, int]], grammar: Grammar) -> list[Word]:
    """Return the words of a paragraph, a quotation (start, end, number) being one."""
    found: list[Word] = []
    place = 0
    for start, end, number in quoted:
        found += _plain_words(text, place, start, grammar, first=not found or found[-1].kind == ".")
        found.append(Word("Q", start, end, quotation=number))
        place = end
        last = text[start:end].rstrip(MARKS)[-1:]
        if last and last in _ENDS and not _goes_on(text, end):
            found.append(Word("." if last in ".…" else "?", end, end))
    found += _plain_words(text, place, len(text), grammar, first=not found or found[-1].kind == ".")
    return found


def _goes_on(text: str, end: int) -> bool:
    following = text[end : end + 4].lstrip()
    return following[:1].islower() or following[:1] in (",", ";", "—", "–", "-", ".")


def _plain_words(text: str, start: int, end: int, grammar: Grammar, *, first: bool) -> Iterator[Word]:
    for token in grammar.tokens.finditer(text, start, end):
        written = token.group()
        if written[0].isalnum():
            kind, plain, owns = _read(written, first, grammar)
            yield Word(kind, token.start(), token.end(), plain, owns)
            first = False
        elif written[0] == "-" and len(written) > 1 and written[1] != "-":  # dit-il
            yield Word("H", token.start(), token.end(), written[1:].removeprefix("t-"))
        else:
            kind = "." if written[0] in _ENDS else "-" if written[0] in "—–" else written[0]
            yield Word(kind, token.start(), token.end(), written)
            first = kind in ".:("


def _read(written: str, first: bool, grammar: Grammar) -> tuple[str, str, bool]:
    """Return the kind of a word, the plain word, and whether it ends as a possessive."""
    lower = written.lower()
    if " " in written and grammar.pairs.fullmatch(written):
        return grammar.kinds.get(lower, "V"), lower, False
    plain, owns = lower.rstrip("."), False
    if "'" in lower or "’" in lower:
        owns = bool(POSSESSIVE.search(lower))
        plain = POSSESSIVE.sub("", lower).rstrip(".'’")
        head = re.split("['’]", lower)[0]
        if lower.endswith(("n't", "n’t")):
            return "x", plain, False
        if head in grammar.pronouns:  # she's
            return "H", head, False
    kind = _kind(written, plain, first, grammar)
    if owns and kind in "HrtDxp":  # who's
        return kind, plain, False
    if owns and kind in "VS":
        return "w", plain, True
    if kind == "w" and grammar.adverb.search(lower) and lower not in grammar.groups:
        kind = "x"
    return kind, plain, owns


def _kind(written: str, plain: str, first: bool, grammar: Grammar) -> str:
    known = grammar.kinds.get(plain, "w")
    if not (written[0].isupper() or _ARABIC.match(written)):
        return known
    if first:
        ranked = known == "w" and (grammar.ranked(plain) or plain in grammar.groups) and plain not in grammar.surnames
        return "w" if ranked else "C" if known == "w" else known
    if plain in FEMALE or plain in MALE or plain in PARTICLES or known not in "HxDpA" or known == "A":
        return "C"
    return known if plain in grammar.pronouns or (known in "xDp" and not written.isupper()) else "C"
