"""Every table, once; the word index is the one thing that each database has in its own way (`words.py`)."""

from pronouncer.store.database.tables import access, engines, events, lexicon, library, loop
from pronouncer.store.database.tables.base import metadata

__all__ = ["access", "engines", "events", "lexicon", "library", "loop", "metadata"]
