"""Passages that another voice may say: quotations of a known speaker, and passages in another language."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.model.article import Article, Block
from pronouncer.model.cast import CastRules
from pronouncer.script.quotations import Quotation, quotations
from pronouncer.script.tongues import tongue

SHORTEST = 4  # words of a quotation that is worth a voice of its own
_QUOTING = ("paragraph", "quote", "list_item", "subhead")
_MARKS = "“”\"„«»‹›‘’'"
_AFTER = re.compile(r"[,.;:!?…]*")  # marks that belong to the quotation before them


class Passage(NamedTuple):
    """A stretch of an article that is somebody's words, or in another language."""

    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character, the marks after a quotation included."""
    speaker: str
    """By name as the article has it; empty where that is not sure."""
    quoted: bool
    language: str
    """BCP 47; empty for the article's."""
    is_label: bool = False
    """Whether it is the label of a turn, such as `Q:`, that need not be said where the voice changes."""


def passages(article: Article, blocks: Sequence[Block], rules: CastRules) -> list[Passage]:
    """Return the passages of some blocks that a site's voices are for, in the order of the text.

    Where there are rules for languages, a block that is wholly in another language is one too.
    """
    blocks = [block for block in blocks if block.kind in _QUOTING]
    texts = [article.written(block) for block in blocks]
    own = article.language.split("-")[0]
    tongues = (own, *(tag for tag in rules.languages if tag != own))
    found: list[Passage] = []
    for quotation in quotations(texts, article.language):
        block, text = blocks[quotation.paragraph], texts[quotation.paragraph]
        found += _said(quotation, text, block.start, tongues, has_turns=len(rules.quotations) > 1)
    for text, block in zip(texts, blocks, strict=True):
        language = tongue(text, tongues)
        if language and not any(block.start <= each.start < block.end for each in found):
            found.append(Passage(block.start, block.end, "", False, language))
    return sorted(found)


def _said(quotation: Quotation, text: str, at: int, tongues: Sequence[str], *, has_turns: bool) -> Iterator[Passage]:
    """Yield what is worth a voice of its own of a quotation in a block that begins at a place of the article."""
    words = text[quotation.start : quotation.end]
    is_turn = words[:1] not in _MARKS
    if not quotation.is_speech or (len(words.split()) < SHORTEST and not is_turn):
        return
    if is_turn and quotation.start and has_turns:
        yield Passage(at, at + quotation.start, "", False, "", is_label=True)
    after = _AFTER.match(text, quotation.end)
    end = after.end() if after else quotation.end
    speaker = quotation.speaker if quotation.sure else ""
    yield Passage(at + quotation.start, at + end, speaker, True, tongue(words, tongues))


def cut(start: int, end: int, found: Sequence[Passage]) -> Iterator[tuple[int, int, Passage | None]]:
    """Yield the parts of a sentence, each with the passage that it belongs to."""
    for passage in found:
        if passage.end <= start or passage.start >= end:
            continue
        if passage.start > start:
            yield start, passage.start, None
        yield max(start, passage.start), min(end, passage.end), passage
        start = min(end, passage.end)
    if start < end:
        yield start, end, None
