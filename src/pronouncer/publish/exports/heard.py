"""The article as it is heard: what every export is made of, so that all have the same sentences, words and times."""

import functools
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from pronouncer.model.article import BlockKind
from pronouncer.model.edition import Edition, SpokenWord
from pronouncer.model.master import Cue
from pronouncer.model.script import Sentence
from pronouncer.model.utterance import Utterance


class Heard(NamedTuple):
    """One sentence that is heard."""

    sentence: Sentence
    utterance: Utterance
    cue: Cue
    words: tuple[SpokenWord, ...]
    voice: str
    """`Voice.id` of who says it."""


class Paragraph(NamedTuple):
    """What is heard of one block."""

    kind: BlockKind
    parts: tuple[tuple[str, Heard | None], ...]
    """All of the block's text in order: sentences that are heard, and what stands before, between and after them."""

    @property
    def heard(self) -> Iterator[Heard]:
        """Its sentences."""
        return (heard for _, heard in self.parts if heard)


@functools.lru_cache(maxsize=1)  # every file of an edition is made of them
def heard(edition: Edition) -> tuple[Heard, ...]:
    """Return the sentences in the order they are heard."""
    sentences = {sentence.id: sentence for sentence in edition.script.sentences}
    utterances = {utterance.sentence_id: utterance for utterance in edition.utterances}
    words: dict[str, list[SpokenWord]] = {}
    for word in edition.words:
        words.setdefault(word.sentence_id, []).append(word)
    main = edition.voices[0].id if edition.voices else ""
    return tuple(
        Heard(sentences[cue.sentence_id], utterances[cue.sentence_id], cue, tuple(words.get(cue.sentence_id, ())),
              cue.voice or main)
        for cue in edition.cues
    )  # fmt: skip


def paragraphs(edition: Edition) -> Iterator[Paragraph]:
    """Yield the blocks in the order they are heard."""
    for index, group in groupby(heard(edition), key=lambda each: each.sentence.block):
        if index < 0:  # the disclosure, which no block of the article has
            yield Paragraph("player", tuple((each.sentence.shown, each) for each in group))
            continue
        block = edition.article.blocks[index]
        parts: list[tuple[str, Heard | None]] = []
        place = block.start
        for each in group:
            parts += [(edition.article.text[place : each.sentence.start], None), (each.sentence.text, each)]
            place = each.sentence.end
        parts.append((edition.article.text[place : block.end], None))
        yield Paragraph(block.kind, tuple((text, each) for text, each in parts if text))
