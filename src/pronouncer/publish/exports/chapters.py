"""`chapters.vtt`: the parts of the programme, for a track of kind `chapters`."""

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around
from pronouncer.publish.exports.vtt import Block, escaped, webvtt


def write(edition: Edition, around: Around) -> str | None:
    """Return the chapters, if the edition has any."""
    blocks = [
        Block(str(number), chapter.start, chapter.end, escaped(chapter.title))
        for number, chapter in enumerate(edition.chapters, 1)
    ]
    return webvtt(blocks) if blocks else None
