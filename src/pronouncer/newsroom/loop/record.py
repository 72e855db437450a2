"""What an edition said: its record, from the blobs."""

import functools
import json
from collections.abc import Iterator
from typing import NamedTuple

from pronouncer.errors import NotFound, StoreError
from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.model.script import Sentence
from pronouncer.model.utterance import Utterance
from pronouncer.publish.outlets.folder.write import RECORD
from pronouncer.publish.outlets.versions.places import Place


class SaidWord(NamedTuple):
    """One written word of an edition, and how it was said."""

    sentence: Sentence
    utterance: Utterance
    first: int
    """First character in the sentence."""
    last: int
    """One past the last."""
    written: str
    spoken: str
    ipa: str
    rule: str
    """Who decided how it is said, as in `Token.rule`."""
    voice: str
    """`Voice.id`."""


@functools.lru_cache(maxsize=32)
def record(place: Place, path: str) -> Edition:
    """Return the edition at a path. Raises NotFound where it is not there any more."""
    data = place.read(f"{path}{RECORD}")
    if data is None:
        raise NotFound("The record of this edition is not there any more.")
    try:
        return from_data(Edition, json.loads(data))
    except ValueError as error:
        raise StoreError(f"The record {path}{RECORD} is damaged: {error}. Voice the article again.") from error


def words_of(edition: Edition, sentence: str = "") -> Iterator[SaidWord]:
    """Yield the words of an edition, or of one of its sentences (by `Sentence.id`)."""
    voices = {cue.sentence_id: cue.voice for cue in edition.cues}
    for each, utterance in zip(edition.script.sentences, edition.utterances, strict=True):
        if sentence in ("", each.id):
            voice = voices.get(each.id, edition.voices[0].id)
            for token in utterance.tokens:
                if token.spoken:
                    said = (token.start, token.end, token.written, token.spoken, token.ipa, token.rule)
                    yield SaidWord(each, utterance, *said, voice)
