"""`sentences.vtt`: captions for players that show what stands between angle brackets."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.heard import heard
from pronouncer.publish.exports.table import Around
from pronouncer.publish.exports.vtt import Block, escaped, spoken, webvtt


def write(edition: Edition, around: Around) -> str:
    """Return captions with the times of sentences."""
    return webvtt(
        Block(each.cue.sentence_id, each.cue.start, each.cue.end, spoken(each, escaped(each.sentence.shown)))
        for each in heard(edition)
    )
