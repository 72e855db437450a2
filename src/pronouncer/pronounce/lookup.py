"""Which entry of the lexicon holds at a place of a sentence, and why the others do not.

Precedence, stated once: the narrowest scope wins; then the longest match, where each condition that holds counts as
more of it; then the narrowest language; then the newest. At one place, that is: matches are looked for from left to
right. An entry does not cut into what a rule reads as a whole: `Jan` is not said in `Jan. 5`.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.patterns import compiled
from pronouncer.pronounce.tokens import Draft

_NEAR = 3  # words on each side in which a condition is looked for
_REACH = 80  # characters that hold them
_SAME = str.maketrans({"\u2011": "-", "’": "'", "‘": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\u202f": " "})
_ENDING = compiled(r"(?:['’][sS]|es|s)?(?![^\W_])")
_WORD = compiled(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST = 4  # letters of a word that has a plural by rule: Xis is no plural of Xi
_HISSING = ("s", "x", "z", "sh", "ch")
_STARTERS = "\"'“‘«([- "


class Where(NamedTuple):
    """What the scopes and limits of entries are compared with."""

    language: str = "en"
    """BCP 47 with its region: of the text, and of its voice."""
    article: str = ""
    """`Article.source`."""
    section: str = ""
    voice: str = ""
    """`engine:name`."""
    sentence: str = ""
    """`Sentence.id`."""
    roles: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {}
    """Role to the words just before, and just after, that show it."""


class Match(NamedTuple):
    """An entry that is said at a place."""

    lexeme: Lexeme
    start: int
    end: int
    """One past the last character, inflection included."""
    ending: str
    """`'s`, `s`, `es` or empty."""

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """What precedence compares; the greatest wins."""
        lexeme = self.lexeme
        return lexeme.level, len(lexeme.grapheme), lexeme.conditions, len(lexeme.language), lexeme.when


def best(lexemes: Sequence[Lexeme], text: str, start: int, where: Where, ends: frozenset[int]) -> Match | None:
    """Return the entry that is said at a place, or None. `ends` are the places where a match may end."""
    found: Match | None = None
    for lexeme in lexemes:
        match = tried(lexeme, text, start, where)
        if isinstance(match, Match) and match.end in ends and (not found or match.rank >= found.rank):
            found = match
    return found


def lexemes_for(lexicon: Lexicon, first: str) -> list[Lexeme]:
    """Return the entries that a word, or a phrase that starts with it, may be an inflection of."""
    found = lexicon.starting(first)
    if first[-1:] == "s":
        found = found + lexicon.starting(first[:-1])
        if first[-2:] == "es":
            found = found + lexicon.starting(first[:-2])
    return found


def tried(lexeme: Lexeme, text: str, start: int, where: Where) -> Match | str:
    """Return the match of an entry at a place, or the reason why there is none."""
    grapheme = lexeme.grapheme
    end = start + len(grapheme)
    written = text[start:end]
    if written != grapheme and not _same(written, lexeme, text, start):
        return f"it is written {written!r}, and the entry is for {grapheme!r} ({lexeme.match} case)"
    ending = _ENDING.match(text, end)
    inflected = ending.group() if ending else ""
    if inflected[:1] in ("’", "'"):
        inflected = "'s"
    if not ending or not _inflects(grapheme, inflected):
        return "it is part of a longer word"
    reason = _excluded(lexeme, text, start, ending.end(), where)
    return reason or Match(lexeme, start, ending.end(), inflected)


def _inflects(grapheme: str, ending: str) -> bool:
    """Say whether a word has this form: Marshes, Trumps, Xi's; no Xis, no Marshs."""
    if "'" in ending or not ending:
        return True
    return len(grapheme) >= _SHORTEST and (ending == "es") == grapheme.lower().endswith(_HISSING)


def _same(written: str, lexeme: Lexeme, text: str, start: int) -> bool:
    """Compare in the case that the entry wants; apostrophes and spaces are alike."""
    if lexeme.match == "any" and written.casefold() == lexeme.grapheme.casefold():
        return True
    left, right = written.translate(_SAME), lexeme.grapheme.translate(_SAME)
    if left == right:
        return True
    if lexeme.match == "any":
        return left.casefold() == right.casefold()
    if lexeme.match != "start" or left != right[:1].upper() + right[1:]:
        return False
    return not text[:start].strip(_STARTERS)


def _excluded(lexeme: Lexeme, text: str, start: int, end: int, where: Where) -> str:
    """Return why an entry does not hold here, or an empty string."""
    if lexeme.status != "approved":
        return f"it is {lexeme.status}"
    if lexeme.language and not speaks(lexeme.language, where.language):
        return f"it is for {lexeme.language}, and this is {where.language}"
    if lexeme.voice and lexeme.voice not in (where.voice, where.voice.partition(":")[0]):
        return f"it is for the voice {lexeme.voice}"
    return _out_of_scope(lexeme, text, start, where) or (_unmet(lexeme, text, start, end, where))


def _out_of_scope(lexeme: Lexeme, text: str, start: int, where: Where) -> str:
    kind, _, target = lexeme.scope.partition(":")
    if kind in ("base", "house"):
        return ""
    if kind == "section":
        return "" if target == where.section else f"it is for the section {target}"
    if kind == "article":
        return "" if target == where.article else f"it is for the article {target}"
    sentence, _, number = target.partition("@")
    if sentence != where.sentence:
        return f"it is for the sentence {sentence}"
    if not number:
        return ""
    anywhere = lexeme._replace(scope=f"occurrence:{sentence}")
    places = (match.start() for match in _WORD.finditer(text, 0, start))
    count = sum(isinstance(tried(anywhere, text, place, where), Match) for place in places)
    return "" if int(number) == count + 1 else f"it is for occurrence {number} in the sentence"


def _unmet(lexeme: Lexeme, text: str, start: int, end: int, where: Where) -> str:
    """Return which condition on the words around does not hold."""
    if not (lexeme.left or lexeme.right or lexeme.role):
        return ""
    before = [word.casefold() for word in _WORD.findall(text[max(0, start - _REACH) : start])][-_NEAR:]
    after = [word.casefold() for word in _WORD.findall(text[end : end + _REACH])][:_NEAR]
    if lexeme.left and not set(lexeme.left.casefold().split()) & set(before):
        return f"none of {lexeme.left!r} stands before it"
    if lexeme.right and not set(lexeme.right.casefold().split()) & set(after):
        return f"none of {lexeme.right!r} stands after it"
    if lexeme.role:
        left, right = where.roles.get(lexeme.role, (frozenset(), frozenset()))
        if not (before and before[-1] in left) and not (after and after[0] in right):
            return f"nothing around it shows the role {lexeme.role}"
    return ""


@functools.lru_cache(maxsize=256)
def speaks(wanted: str, language: str) -> bool:
    """Say whether a text is of a language: en-GB is of en, and not the other way round."""
    wanted, language = wanted.casefold(), language.casefold()
    return language == wanted or language.startswith(f"{wanted}-")


def explained(
    lexicon: Lexicon, text: str, where: Where, drafts: Sequence[Draft]
) -> Iterator[tuple[str, Match | None, list[tuple[Lexeme, str]]]]:
    """Yield each written word that entries exist for, the one that is said, and the others with why they lost."""
    ends = frozenset(draft.end for draft in drafts)
    begin = 0
    for draft in drafts:
        if draft.start < begin or draft.kind == "space":
            continue
        entries = lexemes_for(lexicon, first_word(text, draft.start))
        tries = [(lexeme, _whole(tried(lexeme, text, draft.start, where), ends, drafts)) for lexeme in entries]
        winner = best(entries, text, draft.start, where, ends)
        lost = [
            (lexeme, _why(found, winner) if isinstance(found, Match) and winner else str(found))
            for lexeme, found in tries
            if not winner or lexeme is not winner.lexeme
        ]
        if winner or lost:
            yield (text[winner.start : winner.end] if winner else draft.written), winner, lost
        begin = winner.end if winner else draft.end


def _whole(found: Match | str, ends: frozenset[int], drafts: Sequence[Draft]) -> Match | str:
    """Return a match, or why it may not end where it does."""
    if isinstance(found, str) or found.end in ends:
        return found
    cut = next(draft for draft in drafts if draft.start < found.end < draft.end)
    return f"it would cut into {cut.written!r}, which is read as a whole ({cut.rule or cut.kind})"


def _why(loser: Match, winner: Match) -> str:
    for one, other, reason in zip(loser.rank, winner.rank, _REASONS, strict=True):
        if one != other:
            return reason
    return "it stands earlier in the lexicon"


_REASONS = (
    "its scope is wider",
    "its match is shorter",
    "it has fewer conditions",
    "its language is wider",
    "it is older",
)
