"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pronouncer.errors import SourceError
from pronouncer.ingest.fields import (
    address,
    dek_of,
    iso,
    language_tag,
    listed,
    mapping,
    names,
    paragraphs,
    text_of,
    words_of,
)
from pronouncer.ingest.items import Collected, Item, collected
from pronouncer.ingest.kinds import loaded
from pronouncer.ingest.raw import Raw


def items(raw: Raw, *, now: datetime | None = None) -> Collected:
    """Return the items of a JSON Feed. Raises SourceError where it is a podcast, or not valid JSON."""
    feed = mapping(loaded(raw.text, raw.name))
    entries = [mapping(entry) for entry in listed(feed.get("items"))]
    sounds = sum(_has_sound(entry) for entry in entries)
    if entries and 2 * sounds > len(entries):
        raise SourceError(f"{raw.name} is a podcast feed: its items are sound already. Give the feed of articles.")
    problems = [] if entries else [f"{raw.name} is a feed without items. Is it the right one?"]
    return collected((_item(entry, feed, raw.name) for entry in entries), raw.name, problems=problems, now=now)


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any], name: str) -> Item:
    content = text_of(entry.get("content_html")) or paragraphs(text_of(entry.get("content_text")))
    published, modified = iso(entry.get("date_published")), iso(entry.get("date_modified"))
    base = address(feed.get("feed_url"), "") or address(name, "") or text_of(feed.get("home_page_url"))
    return Item(
        url=address(entry.get("url"), base) or address(entry.get("external_url"), base),
        id=text_of(entry.get("id")),
        version=modified or published,
        title=words_of(entry.get("title")),
        dek=dek_of(entry.get("summary"), content),
        byline=_byline(entry) or _byline(feed),
        content=content,
        language=language_tag(entry.get("language")) or language_tag(feed.get("language")),
        section=words_of(next(iter(listed(entry.get("tags"))), "")),
        published=published,
        modified=modified,
    )


def _byline(holder: Mapping[str, Any]) -> str:
    authors = listed(holder.get("authors")) or [holder.get("author")]
    return names(mapping(author).get("name") for author in authors)


def _has_sound(entry: Mapping[str, Any]) -> bool:
    files = map(mapping, listed(entry.get("attachments")))
    return any(text_of(file.get("mime_type")).startswith("audio/") for file in files)
