"""Slips in the text that a listener would hear: suggested to the editor, never changed."""

import re
from collections.abc import Iterator, Sequence

from pronouncer.model.utterance import Flag
from pronouncer.pronounce.tokens import Draft

_THRICE = re.compile(r"([a-zà-ÿ])\1\1")
_SOUND = 2  # letters of hmmm, brrrr, aaaah: said so on purpose
_SMALL = frozenset("the of to in a an and for with on at by from or as was were will has have be are".split())
_LONG = 8  # letters
_ON_PURPOSE = frozenset("hundreds thousands millions billions trillions together thousand generations".split())
_TAG = r"</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>]{0,200})?/?>"
_ENTITY = r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});"
_SHORTCODE = r"\[/?(?:caption|gallery|embed|video|audio|image|url)\b[^\]]{0,200}\]"
_MARKUP = rf"{_TAG}|{_ENTITY}|{_SHORTCODE}|\{{\{{|\}}\}}"
_MARKS = frozenset("<&[{}")


def problems(text: str, drafts: Sequence[Draft]) -> Iterator[Flag]:
    """Yield a flag for each slip in a sentence, with its place and what may have been meant."""
    if _THRICE.search(text):
        yield from _stretched(drafts)
    yield from _doubled(drafts)
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
            yield Flag(draft.start, draft.end, "stretched-letters", message)


def _doubled(drafts: Sequence[Draft]) -> Iterator[Flag]:
    """A word with itself after a space, or after `and` or `or`."""
    for place in range(2, len(drafts)):
        last = drafts[place]
        if last.kind != "word":
            continue
        word = last.written
        if word == drafts[place - 2].written and word in _SMALL and drafts[place - 1].kind == "space":
            message = f"{word!r} stands twice. Is once enough?"
            yield Flag(drafts[place - 2].start, last.end, "doubled-word", message)
        elif len(word) >= _LONG and place >= 4 and _coupled(word, drafts[place - 4], drafts[place - 2]):
            message = f"{word!r} is coupled with itself. Was another word meant?"
            yield Flag(drafts[place - 4].start, last.end, "doubled-word", message)


def _coupled(word: str, first: Draft, joint: Draft) -> bool:
    return word == first.written and joint.written in ("and", "or") and word.islower() and word not in _ON_PURPOSE
