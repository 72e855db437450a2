"""Slips in the text that a listener would hear: suggested to the editor, never changed."""

import itertools
import re
from collections.abc import Iterator, Sequence

from pronouncer.model.script import Sentence
from pronouncer.model.utterance import Candidate, Flag
from pronouncer.patterns import compiled
from pronouncer.pronounce.tokens import Draft
from pronouncer.pronounce.vocabulary import Vocabulary

_THRICE = compiled(r"([a-zà-ÿ])\1\1")
_SOUND = 2  # letters of hmmm, brrrr, aaaah: said so on purpose
_SMALL = frozenset("the of to in a an and for with on at by from or as was were will has have be are".split())
_LONG = 8  # letters
_ON_PURPOSE = frozenset("hundreds thousands millions billions trillions together thousand generations".split())
_TAG = r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]{0,200})?/?>"
_ENTITY = r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});"
_SHORTCODE = r"\[/?(?:caption|gallery|embed|video|audio|image|url)\b[^\]]{0,200}\]"
_MARKUP = rf"{_TAG}|{_ENTITY}|{_SHORTCODE}|\{{\{{|\}}\}}"
_MARKS = frozenset("<&[{}")
_GLUED = frozenset(  # words that are left without their space, and that end no compound
    """the and for with from was were will has have are this that his her their its not but who which when into they she
    of to in""".split()
)
_COMPOUNDS = frozenset("whereof thereof hereof whereto thereto hereto herein wherein therein thereinto".split())
_PART = 4  # letters of the other word
_CAMEL = compiled(r"([a-z]{3,20})([A-Z][a-z]{1,20})")
_ENDS = frozenset(".!?…:;।。؟۔")
_CLOSERS = "”\"’')]»* "
_RUNNING = ("paragraph", "quote")
_ADDRESS = compiled(r"\S*\w[./@]\w\S*\Z")  # a paragraph may end in an address, which takes no full stop
_WORDS = 8  # of a paragraph; shorter ones may be headings
_QUOTES = compiled(r"[“”]|(?<!\d)\"")


def problems(text: str, drafts: Sequence[Draft], vocabulary: Vocabulary) -> Iterator[Flag]:
    """Yield a flag for each slip in a sentence, with its place and what may have been meant."""
    if _THRICE.search(text):
        yield from _stretched(drafts)
    yield from _doubled(drafts)
    yield from _joined(drafts, vocabulary)
    yield from _broken(drafts)
    if not _MARKS.isdisjoint(text):
        for match in re.finditer(_MARKUP, text):
            message = f"{match.group()!r} looks like markup, and would be read aloud. Take it out."
            yield Flag(match.start(), match.end(), "leftover-markup", message)


def _stretched(drafts: Sequence[Draft]) -> Iterator[Flag]:
    for draft in drafts:
        word = draft.written
        if draft.kind == "word" and len(set(word.lower())) > _SOUND and _THRICE.search(word):
            meant = re.sub(r"(.)\1{2,}", lambda run: run.group(1) * 2, word)
            message = f"{word!r} has a letter too often. Is it {meant!r}?"
            yield Flag(draft.start, draft.end, "stretched-letters", message, candidates=_meant(meant))


def _doubled(drafts: Sequence[Draft]) -> Iterator[Flag]:
    """A word with itself after a space, or after `and` or `or`."""
    for place in range(2, len(drafts)):
        last = drafts[place]
        if last.kind != "word":
            continue
        word = last.written
        if word == drafts[place - 2].written.lower() and word in _SMALL and drafts[place - 1].kind == "space":
            message = f"{word!r} stands twice. Is once enough?"
            yield Flag(drafts[place - 2].start, last.end, "doubled-word", message, candidates=_meant(word))
        elif len(word) >= _LONG and place >= 4 and _coupled(word, drafts[place - 4], drafts[place - 2]):
            message = f"{word!r} is coupled with itself. Was another word meant?"
            yield Flag(drafts[place - 4].start, last.end, "doubled-word", message)


def _coupled(word: str, first: Draft, joint: Draft) -> bool:
    return word == first.written and joint.written in ("and", "or") and word.islower() and word not in _ON_PURPOSE


def _joined(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Iterator[Flag]:
    """Two words without their space: one of them is short and everywhere, or the second has a capital."""
    for draft in drafts:
        word = draft.written
        if len(word) <= _PART or not word.isascii() or draft.kind not in ("word", "initialism") or not word.isalpha():
            continue
        parts = _parted(word, vocabulary)
        if parts:
            meant = " ".join(parts)
            message = f"{word!r} looks like two words. Is it {meant!r}?"
            yield Flag(draft.start, draft.end, "joined-words", message, candidates=_meant(meant))


def _parted(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the two words that one seems to be, or none."""
    camel = _CAMEL.fullmatch(word)
    if camel and all(part.lower() in vocabulary.common for part in camel.groups()):
        return camel.groups()
    is_word = word in vocabulary.common or word in _COMPOUNDS or vocabulary.pronunciations(word)
    if not word.islower() or not vocabulary.common or is_word:
        return ()
    for cut in range(2, len(word) - 1):
        first, last = word[:cut], word[cut:]
        long_enough = max(len(first), len(last)) >= _PART + (min(len(first), len(last)) < _PART - 1)
        if long_enough and (
            (last in _GLUED and first in vocabulary.common) or (first in _GLUED and last in vocabulary.common)
        ):
            return first, last
    return ()


def _broken(drafts: Sequence[Draft]) -> Iterator[Flag]:
    """A full stop in the middle of a sentence, with a small letter after it."""
    for before, dot, space, after in zip(drafts, drafts[1:], drafts[2:], drafts[3:], strict=False):
        stops = dot.written == "." and dot.boundary and space.kind == "space"
        if stops and all(
            each.kind == "word" and len(each.written) > 1 and each.written.islower() for each in (before, after)
        ):
            message = f"A sentence ends at {before.written!r}, and goes on with {after.written!r}. Is a word missing?"
            yield Flag(before.start, after.end, "broken-sentence", message)


def _meant(text: str) -> tuple[Candidate, ...]:
    return (Candidate("", text, "text"),)


def problems_between(sentences: Sequence[Sentence]) -> Iterator[tuple[int, Flag]]:
    """Yield slips that show in a whole paragraph, each with the index of its sentence."""
    blocks = [list(run) for _, run in itertools.groupby(enumerate(sentences), key=lambda item: item[1].block)]
    for place, block in enumerate(blocks):
        following = blocks[place + 1][0][1].text if place + 1 < len(blocks) else ""
        yield from _unbalanced(block, goes_on=following[:1] in ("“", '"', "«", "„"))
        last, sentence = block[-1]
        ending = sentence.text.rstrip(_CLOSERS)
        words = sum(len(each.text.split()) for _, each in block)
        if sentence.kind in _RUNNING and words >= _WORDS and ending[-1:].isalnum() and not _ADDRESS.search(ending):
            start = max(0, len(ending) - len(ending.split()[-1]))
            message = f"The paragraph stops at {ending[start:]!r} without an end. Is something missing?"
            yield last, Flag(start, len(ending), "broken-sentence", message)


def _unbalanced(block: Sequence[tuple[int, Sentence]], *, goes_on: bool) -> Iterator[tuple[int, Flag]]:
    """Quotation marks that do not pair; a quotation may go on in the next paragraph, which then opens one."""
    opened: tuple[int, int, str] | None = None
    for index, sentence in block:
        for match in _QUOTES.finditer(sentence.text):
            mark = match.group()
            if mark == "”" and not opened:
                yield index, _odd(match.start(), "This quotation mark closes nothing. Where does the quotation begin?")
            elif mark == "“" and opened:
                yield opened[0], _odd(opened[1], "This quotation is not closed before the next one opens.")
            opened = (index, match.start(), mark) if mark == "“" or (mark == '"' and not opened) else None
    if opened and not goes_on:
        yield opened[0], _odd(opened[1], "This quotation is never closed. Where does it end?")


def _odd(place: int, message: str) -> Flag:
    return Flag(place, place + 1, "unbalanced-quotes", message)
