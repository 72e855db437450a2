"""Passages that another voice may say: quotations of a known speaker, and passages in another language."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.model.article import Article, Block
from pronouncer.model.cast import CastRules
from pronouncer.script.quotations import quotations
from pronouncer.script.tongues import tongue

SHORTEST = 4  # words of a quotation that is worth a voice of its own
_QUOTING = ("paragraph", "quote", "list_item")
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
        text, start = texts[quotation.paragraph], blocks[quotation.paragraph].start
        if quotation.is_speech and len(text[quotation.start : quotation.end].split()) >= SHORTEST:
            end = _AFTER.match(text, quotation.end)
            language = tongue(text[quotation.start : quotation.end], tongues)
            stop = end.end() if end else quotation.end
            speaker = quotation.speaker if quotation.sure else ""
            found.append(Passage(start + quotation.start, start + stop, speaker, True, language))
    for text, block in zip(texts, blocks, strict=True):
        language = tongue(text, tongues)
        if language and not any(block.start <= each.start < block.end for each in found):
            found.append(Passage(block.start, block.end, "", False, language))
    return sorted(found)


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
