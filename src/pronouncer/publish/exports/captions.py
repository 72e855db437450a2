"""`words.vtt`: a cue a sentence, each word after an inline timestamp."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.heard import Heard, heard
from pronouncer.publish.exports.table import Around
from pronouncer.publish.exports.vtt import Block, escaped, spoken, timestamp, webvtt


def write(edition: Edition, around: Around) -> str:
    """Return captions with the times of words."""
    return webvtt(
        Block(each.cue.sentence_id, each.cue.start, each.cue.end, spoken(each, _timed(each))) for each in heard(edition)
    )


def _timed(each: Heard) -> str:
    """The sentence as written; a timestamp must lie after the one before it and inside the cue."""
    found: list[str] = []
    text, cue = each.sentence.shown, each.cue
    place, last = 0, round(cue.start * 1000)
    for word in each.words:
        first = word.start - each.sentence.start
        found.append(escaped(text[place:first]))
        place = first
        at = round(word.at * 1000)
        if last < at < round(cue.end * 1000):
            found.append(f"<{timestamp(word.at)}>")
            last = at
    found.append(escaped(text[place:]))
    return "".join(found)
