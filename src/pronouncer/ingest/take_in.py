"""ingest: a source becomes an `Article`."""

import dataclasses

from pronouncer.errors import NothingToRead, TooLong
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.registry import reader
from pronouncer.ingest.sites import rules_for
from pronouncer.model.article import Article
from pronouncer.settings import Settings

DEFAULT_LANGUAGE = "en"


def ingest(raw: Raw, settings: Settings) -> Article:
    """Return the article in a raw text.

    Raises NothingToRead where it holds no words, TooLong where it is over `max_characters`, SettingsError where the
    rules for sites are wrong.
    """
    rules = rules_for(settings, raw.name)
    raw = dataclasses.replace(raw, include=rules.include, exclude=rules.exclude)
    article = reader(raw.kind)(raw, settings.language)
    if settings.section:
        article = dataclasses.replace(article, section=settings.section)
    if len(article.text) > settings.max_characters:
        raise TooLong(
            f"{raw.name} has {len(article.text):,} characters; the limit is {settings.max_characters:,}. "
            "Say it in parts, or raise max_characters."
        )
    if not any(character.isalnum() for character in article.text):
        raise NothingToRead(f"{raw.name} holds no words to read. Is it the right file, and the whole page?")
    return article
