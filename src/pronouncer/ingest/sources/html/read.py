"""The `html` source: a page, read by a process of its own, for a hostile one hangs any library for minutes."""

from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.html.extractor import extractor
from pronouncer.model.article import Article


def read(raw: Raw, language: str) -> Article:
    """Return the article in a page.

    Raises NothingToRead where the page has no text that is an article, SourceError where it takes too long or too much.
    """
    return extractor().article(raw, language)
