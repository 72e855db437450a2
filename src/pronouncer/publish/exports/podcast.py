"""`chapters.json`: the parts of the programme for podcast players (Podcasting 2.0, JSON chapters 1.2.0)."""

import json

from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import Around
from pronouncer.publish.plain import MOST, plain


def write(edition: Edition, around: Around) -> str | None:
    """Return the chapters, if the edition has any."""
    if not edition.chapters:
        return None
    chapters = [
        {"startTime": round(mark.start, 3), "endTime": round(mark.end, 3), "title": plain(mark.title, MOST)}
        for mark in edition.chapters
    ]
    title = plain(edition.headline, MOST)
    return json.dumps({"version": "1.2.0", "title": title, "chapters": chapters}, ensure_ascii=False)
