"""`chapters.json`: the parts of the programme for podcast players (Podcasting 2.0, JSON chapters 1.2.0)."""

import json

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around


def write(edition: Edition, around: Around) -> str | None:
    """Return the chapters, if the edition has any."""
    if not edition.chapters:
        return None
    chapters = [{"startTime": round(chapter.start, 3), "title": chapter.title} for chapter in edition.chapters]
    return json.dumps({"version": "1.2.0", "title": edition.headline, "chapters": chapters}, ensure_ascii=False)
