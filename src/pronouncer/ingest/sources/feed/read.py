"""Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF) and Atom with feedparser, JSON Feed 1.0 and 1.1 by ourselves."""

import calendar
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pronouncer.errors import SourceError
from pronouncer.ingest.fields import address, dek_of, iso, language_tag, names, paragraphs, unescaped, words_of
from pronouncer.ingest.items import MOST, Collected, Item, collected, too_many
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.feed import jsonfeed
from pronouncer.ingest.sources.feed.cut import LONGEST, Cut, cut, latest

_SOUND = re.compile(r"<enclosure\b[^<>]{0,1000}\btype\s*=\s*[\"']audio/", re.IGNORECASE)
_APPEARED = re.compile(
    r"<p>\s{0,9}The post <a\b[^<>]{0,500}>[^<]{0,500}</a> (?:first )?appeared first on .{0,500}\Z", re.DOTALL
)


def items(raw: Raw, *, now: datetime | None = None) -> Collected:
    """Return the items of a feed, at most the newest `MOST`.

    Raises SourceError for a podcast feed, a feed that declares XML entities, and text that is no feed.
    """
    if raw.text.lstrip().startswith("{"):
        return jsonfeed.items(raw, now=now)
    pieces = cut(raw.text, raw.name)
    _refuse_podcast(pieces, raw.name)
    problems = [] if pieces.entries else [f"{raw.name} is a feed without items. Is it the right one?"]
    if not pieces.whole:
        problems.append(f"{raw.name} was cut off in its last item, which was read as far as it goes. Fetch it again.")
    chosen = _chosen(pieces, raw.name, problems)
    found, broken = _found(chosen, pieces, raw.name)
    if broken:
        problems.append(
            f"{raw.name}: not valid XML in {len(broken)} of {len(chosen)} items, the first being number {broken[0]}; "
            "they were read as far as they go. Compare them with the pages."
        )
    return collected(found, raw.name, problems=problems, now=now)


def _chosen(pieces: Cut, name: str, problems: list[str]) -> list[str]:
    """Return the entries that are read, and add to the problems what was left out."""
    entries = [entry for entry in pieces.entries if len(entry) <= LONGEST]
    if len(entries) < len(pieces.entries):
        problems.append(
            f"{name}: items of more than {LONGEST:,} characters skipped ({len(pieces.entries) - len(entries):,}). "
            "Do they have pictures inside? Give the addresses of their pages instead."
        )
    if len(entries) <= MOST:
        return entries
    problems.append(too_many(name, len(entries)))
    return latest(entries, MOST)


def _refuse_podcast(pieces: Cut, name: str) -> None:
    """News feeds may carry their articles' sound; where iTunes is told of it too, it is a podcast."""
    sounds = sum(bool(_SOUND.search(entry)) for entry in pieces.entries)
    if ":itunes" in pieces.opening and 2 * sounds > len(pieces.entries):
        raise SourceError(f"{name} is a podcast feed: its items are sound already. Give the site's feed of articles.")


def _found(entries: Sequence[str], pieces: Cut, name: str) -> tuple[list[Item], list[int]]:
    """Return the items, and the numbers of those that are not valid XML."""
    found: list[Item] = []
    broken: list[int] = []
    feed = _parsed(pieces.head, address(name, ""))["feed"]
    base = address(name, "") or address(feed.get("link"), "")
    for number, entry in enumerate(entries, 1):
        parsed = _parsed(pieces.alone(entry), base)
        if parsed["bozo"]:
            broken.append(number)
        found += [_item(fields, feed, base) for fields in parsed["entries"][:1]]
    return found, broken


def _parsed(text: str, base: str) -> Mapping[str, Any]:
    """Return what feedparser makes of a text. It is given bytes in a file, for which it opens nothing.

    Its sanitiser would drop elements with their text, and nothing here is shown in a browser.
    """
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    parsed: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=headers,
        resolve_relative_uris=False,  # those in the article are not read; the item's own link is resolved all the same
        sanitize_html=False,
    )
    return parsed


def _item(fields: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> Item:
    entry = dict(fields)  # feedparser's own dict answers for missing keys with others
    content = _content(entry)
    published = _date(entry, "published") or _date(entry, "created")
    modified = _date(entry, "updated")
    return Item(
        url=address(entry.get("feedburner_origlink") or entry.get("link"), base),
        id=str(entry.get("id") or ""),
        version=modified or published,
        title=words_of(entry.get("title")),
        dek=dek_of(entry.get("summary"), content),
        byline=names(dict(author).get("name") for author in entry.get("authors", ())) or names([entry.get("author")]),
        content=content,
        language=_language(entry) or language_tag(feed.get("language")),
        section=next((words_of(tag.get("term")) for tag in entry.get("tags", ()) if tag.get("term")), ""),
        published=published,
        modified=modified,
    )


def _content(entry: Mapping[str, Any]) -> str:
    """Return the fullest HTML of an entry: its content, else its description."""
    parts = [dict(part) for part in entry.get("content", ())]
    if not any(part.get("value") for part in parts):
        parts = [{"value": entry.get("summary") or "", **_detail(entry, "summary")}]
    marked = [
        paragraphs(part["value"])
        if part.get("type") == "text/plain" and not re.search(r"</?[a-z]", part["value"])
        else part["value"]
        for part in parts
        if part.get("value")
    ]
    return _APPEARED.sub("", unescaped(max(marked, key=len, default="")))


def _detail(entry: Mapping[str, Any], field: str) -> dict[str, Any]:
    return dict(entry.get(f"{field}_detail") or {})


def _language(entry: Mapping[str, Any]) -> str:
    parts = [*map(dict, entry.get("content", ())), _detail(entry, "title"), {"language": entry.get("language")}]
    return next((tag for part in parts if (tag := language_tag(part.get("language")))), "")


def _date(entry: Mapping[str, Any], field: str) -> str:
    """Return a date as ISO 8601; feedparser knows odd ones that the standard library does not."""
    moment = entry.get(f"{field}_parsed")
    if not moment:
        return iso(entry.get(field))
    try:
        return iso(datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return ""
