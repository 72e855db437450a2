"""An edition back from its folder, whoever put it there."""

import json
from collections.abc import Iterator
from pathlib import Path

from pronouncer.errors import SourceError
from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.publish.outlets.folder.write import OURS, RECORD

_LONGEST = 360_000.0  # seconds: what a timestamp of WebVTT has room for, with two digits of hours


def opened(folder: Path) -> Edition:
    """Return the edition in a folder, whoever made it. Raises SourceError where there is none that holds together."""
    try:
        edition = from_data(Edition, json.loads((folder / RECORD).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise SourceError(f"{folder} holds no edition that can be read: {error}. Say the article again.") from error
    wrong = _wrong(edition)
    if wrong:
        raise SourceError(f"The edition in {folder} does not hold together: {wrong}. Say the article again.")
    return edition


def _wrong(edition: Edition) -> str:
    """Return what in a record leads nowhere, or an empty string."""
    sentences = {sentence.id: sentence for sentence in edition.script.sentences}
    spoken = {utterance.sentence_id for utterance in edition.utterances}
    heard = {cue.sentence_id for cue in edition.cues}
    if not heard or not heard <= spoken or not heard <= sentences.keys():
        return "what is heard is no sentence of it"
    if any(not 0 <= sentences[name].block < len(edition.article.blocks) for name in heard):
        return "a sentence stands in no block"
    if any(not OURS.fullmatch(rendition.file) for rendition in edition.renditions) or not edition.renditions:
        return "it names no audio of its own"
    if not all(0 <= start <= end <= edition.duration < _LONGEST for start, end in _times(edition)):
        return "a time is not within the audio"
    return ""


def _times(edition: Edition) -> Iterator[tuple[float, float]]:
    yield from ((cue.start, cue.end) for cue in edition.cues)
    yield from ((chapter.start, chapter.end) for chapter in edition.chapters)
    yield from ((word.at, word.until) for word in edition.words)
