"""The tables of sources: one folder each, imported on first use."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from pronouncer.errors import SourceError
from pronouncer.ingest.raw import Raw
from pronouncer.model.article import Article

if TYPE_CHECKING:
    from pronouncer.ingest.items import Collected

Reader = Callable[[Raw, str], Article]
Collector = Callable[[Raw], "Collected"]

SOURCES: Mapping[str, str] = {
    "plain": "pronouncer.ingest.sources.plain.read",
    "html": "pronouncer.ingest.sources.html.read",
    "markdown": "pronouncer.ingest.sources.markdown.read",
}
"""Sources that are one article."""
COLLECTIONS: Mapping[str, str] = {
    "feed": "pronouncer.ingest.sources.feed.read",
    "sitemap": "pronouncer.ingest.sources.sitemap.read",
    "wordpress": "pronouncer.ingest.sources.wordpress.read",
    "ghost": "pronouncer.ingest.sources.ghost.read",
}
"""Sources that list articles."""


def reader(name: str) -> Reader:
    """Return the function that turns raw text of a kind into an article. Raises SourceError for a collection."""
    if name in COLLECTIONS:
        raise SourceError(f"This is a list of articles ({name}), not one article. Give the address of one of them.")
    return import_module(SOURCES[name]).read  # type: ignore[no-any-return]


def collector(name: str) -> Collector:
    """Return the function that lists the items in raw text of a kind. Raises SourceError for a single article."""
    if name in SOURCES:
        raise SourceError(f"This is one article ({name}), not a feed, a sitemap or a list of posts. Give one of these.")
    return import_module(COLLECTIONS[name]).items  # type: ignore[no-any-return]
