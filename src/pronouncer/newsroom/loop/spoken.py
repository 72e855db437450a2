"""Sentences as they sounded in their edition: sound, phonemes, and where words stand."""

from typing import NamedTuple

from pronouncer.errors import NotFound
from pronouncer.model.edition import Edition
from pronouncer.model.voice import Voice
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.speech import samples


class Spoken(NamedTuple):
    """How a sentence sounds."""

    wav: bytes
    ipa: str
    """Of all its words."""
    language: str
    """BCP 47."""


def spoken(house: House, press: Press, path: str, sentence: str) -> Spoken:
    """Return a sentence (by `Sentence.id`) of the edition at a path. Raises NotFound where it is not in it.

    The take comes from the cache, or is voiced again from the record: the same words in the same voice.
    """
    edition = record(house.blobs, path)
    utterance = next((each for each in edition.utterances if each.sentence_id == sentence), None)
    voice = _voice(edition, sentence)
    if utterance is None or not utterance.words or voice is None:
        raise NotFound("The sentence is not in this edition.")
    take = press.pipeline().studio().take(utterance, voice)
    ipa = " ".join(word_ipa for _, _, word_ipa in utterance.words)
    return Spoken(samples([take], "wav").data, ipa, utterance.language)


def _voice(edition: Edition, sentence: str) -> Voice | None:
    voices = {voice.id: voice for voice in edition.voices}
    cue = next((cue for cue in edition.cues if cue.sentence_id == sentence), None)
    return None if cue is None else voices.get(cue.voice, edition.voices[0])
