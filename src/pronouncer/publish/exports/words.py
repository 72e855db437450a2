"""`words.json`: all that a player needs. docs/words-json.md describes it, docs/words.schema.json checks it."""

import functools
import json
from typing import Any

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.heard import Heard, heard
from pronouncer.publish.exports.table import EXPORTS, Around

VERSION = 1
"""Of the schema; a player refuses a later one."""


def write(edition: Edition, around: Around) -> str:
    """Return the edition for players."""
    return _written(edition)


@functools.lru_cache(maxsize=1)  # the page has it too
def _written(edition: Edition) -> str:
    data = {
        "version": VERSION,
        "id": edition.fingerprint,
        "headline": edition.headline,
        "language": edition.article.language,
        "duration": round(edition.duration, 3),
        "minutes": edition.minutes,
        "disclosure": edition.disclosure,
        "audio": [{"src": r.file, "type": r.media_type, "bytes": r.bytes} for r in edition.renditions],
        "captions": EXPORTS["captions"].file,
        "chapters": [{"title": chapter.title, "start": round(chapter.start, 3)} for chapter in edition.chapters],
        "sentences": list(map(_sentence, heard(edition))),
        "report": edition.report,
        "versions": {
            "pronouncer": edition.pronouncer,
            "voices": {voice.id: voice.version for voice in edition.voices},
            "lexicon": edition.lexicon,
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _sentence(each: Heard) -> dict[str, Any]:
    offset = each.sentence.start
    return {
        "id": each.sentence.id,
        "text": each.sentence.shown,
        "start": round(each.cue.start, 3),
        "end": round(each.cue.end, 3),
        "voice": each.voice,
        "language": each.sentence.language,
        "words": [
            [word.start - offset, word.end - offset, round(word.at, 3), round(word.until, 3)] for word in each.words
        ],
    }
