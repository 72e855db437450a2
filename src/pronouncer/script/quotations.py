"""Quotations of an article: where they stand, who says each, and which of them nobody says.

Deterministic rules for English and French; in other languages quotations are found, their speakers are not.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.script.marks import spans
from pronouncer.script.speakers.engine import Article
from pronouncer.script.speakers.grammar import grammar


class Quotation(NamedTuple):
    """What stands between quotation marks, or a turn of an interview."""

    paragraph: int
    start: int
    end: int
    """Half-open indices in the paragraph, marks included."""
    speaker: str
    """The fullest name in the article, without titles, or the description; empty where nobody or somebody unknown."""
    is_speech: bool
    """False for titles of works, nicknames, scare quotes, signs."""
    sure: bool = True
    """Whether a clause names the speaker; False where only the context does."""


def quotations(paragraphs: Sequence[str], language: str) -> list[Quotation]:
    """Return the quotations of paragraphs in order, none overlapping, with their speakers.

    Of nested marks the outer count; a quotation over several paragraphs is one in each of them.
    """
    found = list(spans(paragraphs))
    rules = grammar(language)
    if not found or not rules:
        return [Quotation(span.paragraph, span.start, span.end, span.label, True, sure=False) for span in found]
    said = Article(paragraphs, found, rules).speakers()
    return [
        Quotation(span.paragraph, span.start, span.end, each.speaker, each.is_speech, each.sure)
        for span, each in zip(found, said, strict=True)
    ]
