"""An edition is listened to before it goes live: its files, then each sentence in the first of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import av

from pronouncer.errors import SourceError
from pronouncer.model.edition import Edition
from pronouncer.model.report import Listening
from pronouncer.model.take import Take
from pronouncer.review.hear import hear, together
from pronouncer.review.line import Line
from pronouncer.review.listen import FILES, decoded, reports_of

Others = Mapping[str, Mapping[int, tuple[str, ...]]]


def listened(folder: Path, edition: Edition, lines: Sequence[Line]) -> Listening:
    """Return what is wrong with the files of an edition and with its sentences, one after the other."""
    whole = Listening(tuple(reports_of(folder, edition)), FILES)
    return together([whole, *map(hear, lines)])


def lines(folder: Path, edition: Edition, others: Others = MappingProxyType({})) -> list[Line]:
    """Return the sentences of an edition with their sound, none where the first file cannot be decoded.

    `others` has for the id of a sentence what else its tokens may be said like. Raises SourceError where no file is
    named.
    """
    if not edition.renditions:
        raise SourceError(f"{folder} holds an edition without audio. Make it again.")
    try:
        samples, rate, _, _ = decoded(folder / edition.renditions[0].file)
    except av.FFmpegError:
        return []  # `decodes` reports it
    voices = {voice.id: voice for voice in edition.voices}
    told = {utterance.sentence_id: utterance for utterance in edition.utterances}
    return [
        Line(
            told[cue.sentence_id],
            Take("", rate, samples[round(cue.start * rate) : round(cue.end * rate)].tobytes(), ()),
            voices.get(cue.voice, edition.voices[0]),
            others.get(cue.sentence_id, {}),
        )
        for cue in edition.cues
        if cue.sentence_id in told
    ]
