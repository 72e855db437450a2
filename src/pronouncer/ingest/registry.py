"""The table of sources: one folder each, imported on first use."""

from collections.abc import Callable, Mapping
from importlib import import_module

from pronouncer.ingest.raw import Raw
from pronouncer.model.article import Article

Reader = Callable[[Raw, str], Article]

SOURCES: Mapping[str, str] = {
    "plain": "pronouncer.ingest.sources.plain.read",
    "html": "pronouncer.ingest.sources.html.read",
}


def reader(name: str) -> Reader:
    """Return the function that turns raw text of a kind into an article."""
    return import_module(SOURCES[name]).read  # type: ignore[no-any-return]
