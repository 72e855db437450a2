"""Chapters for podcast apps: `chapters.json`, JSON Chapters 1.2.0 of Podcasting 2.0."""

import json

from pronouncer.model.edition import Edition
from pronouncer.publish.plain import MOST, plain

CHAPTERS = "chapters.json"
MEDIA_TYPE = "application/json+chapters"


def json_chapters(edition: Edition) -> str:
    """Return the chapters of an edition as JSON Chapters."""
    marks = [
        {"startTime": round(mark.start, 3), "endTime": round(mark.end, 3), "title": plain(mark.title, MOST)}
        for mark in edition.chapters
    ]
    return json.dumps({"version": "1.2.0", "title": plain(edition.headline, MOST), "chapters": marks})
