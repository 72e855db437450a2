"""Automatic listening: what each word may be said like is gathered from the stages, and every sentence is listened to.

The stage `review` listens; it is told here what else the engine and the homographs offer.
"""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from pronouncer.ensemble import Ensemble
from pronouncer.model.edition import Edition
from pronouncer.model.report import Listening
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice

Others = Mapping[int, tuple[str, ...]]
"""For the index of a token, other ways that it may be said, in IPA."""


def others(utterances: Sequence[Utterance], cast: Sequence[Voice], ensemble: Ensemble) -> list[Others]:
    """Return for each utterance what its voice would say by itself, and a homograph's other readings.

    Only of tokens whose pronunciation was decided. Raises VoiceError.
    """
    found: list[Others] = []
    for utterance, voice in zip(utterances, cast, strict=True):
        decided = {index: token for index, token in enumerate(utterance.tokens) if token.is_decided and token.spoken}
        clauses = [token.spoken.split(" ") for token in decided.values()]
        said = ensemble.phonemize(clauses, voice) if clauses else []
        found.append(
            {
                index: (*([" ".join(own)] if all(own) else []), *_readings(utterance.language, token.spoken))
                for (index, token), own in zip(decided.items(), said, strict=True)
            }
        )
    return found


def hear_edition(folder: Path, ensemble: Ensemble) -> Listening:
    """Listen to an edition in a folder: its files, and each sentence in the first of them.

    Raises SourceError where there is none, and VoiceError where no engine can tell how it says words.
    """
    from pronouncer.review.edition import lines, listened
    from pronouncer.review.listen import opened

    edition = opened(folder)
    return listened(folder, edition, lines(folder, edition, _others_of(edition, ensemble)))


def _others_of(edition: Edition, ensemble: Ensemble) -> dict[str, Others]:
    cast = {cue.sentence_id: cue.voice for cue in edition.cues}
    voices = {voice.id: voice for voice in edition.voices}
    heard = [utterance for utterance in edition.utterances if utterance.sentence_id in cast]
    speakers = [voices.get(cast[utterance.sentence_id], edition.voices[0]) for utterance in heard]
    found = others(heard, speakers, ensemble)
    return {utterance.sentence_id: other for utterance, other in zip(heard, found, strict=True)}


def _readings(language: str, word: str) -> tuple[str, ...]:
    readings = _homographs(language).get(word.lower(), ())
    return tuple(dict.fromkeys(readings))


@functools.cache
def _homographs(tag: str) -> Mapping[str, tuple[str, ...]]:
    from pronouncer.pronounce.homographs import read_readings
    from pronouncer.pronounce.language import language

    rules = language(tag)
    if not rules.homographs:
        return {}
    readings = read_readings(rules.homographs / "readings.tsv")
    return {word: tuple(ipa for each in own for ipa in each.ipa.values()) for word, own in readings.items()}
