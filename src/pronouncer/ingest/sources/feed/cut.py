"""Cut a feed into its entries before an XML parser sees it.

feedparser needs about half a millisecond for an entry, and gives up its fast, exact parser for the whole feed
where one entry is not valid XML. So the text is cut in one linear pass, the newest entries are chosen by their
dates, and each is parsed alone: 50,000 entries cost a second, and one broken entry hurts no other.
"""

import html
import re
from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.errors import SourceError
from pronouncer.ingest.fields import iso
from pronouncer.ingest.items import newest
from pronouncer.ingest.prolog import refuse_entities, root, root_start

HEAD = 20_000  # characters before the first entry that are read for the feed's own language and address
LONGEST = 1_000_000  # characters of one entry; a broken one costs up to 5 microseconds a character
_START_TAG = re.compile(r"<([\w.-]+:)?([\w.-]+)(?>[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_DATE = re.compile(
    r"<(?:[\w-]+:)?(?:pubDate|published|updated|date|modified|issued)\b[^<>]{0,200}>(?:<!\[CDATA\[)?([^<\]]{4,60})[<\]]"
)

_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:(?P<xml>(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)|\w{1,40};)?",
    re.DOTALL,
)


class Cut(NamedTuple):
    """A feed in pieces that each make a small feed of their own."""

    opening: str
    """Start tags that stand before an entry, with the namespaces of the feed."""
    head: str
    """What stands before the first entry."""
    entries: tuple[str, ...]
    """Each from its start tag to its end tag."""
    closing: str
    """End tags that stand after an entry."""
    whole: bool
    """False where the feed ends inside an entry."""

    def alone(self, entry: str) -> str:
        """Return a feed with one entry."""
        return self.opening + _mended(entry) + self.closing


def cut(text: str, name: str) -> Cut:
    """Return the pieces of an RSS, RDF or Atom feed. Raises SourceError where it is none, or declares entities."""
    refuse_entities(text, name)
    start = root_start(text)
    tag = _START_TAG.match(text[start : start + HEAD])
    if not tag or root(text) not in ("rss", "RDF", "feed"):
        raise SourceError(f"{name} is not an RSS or Atom feed. Give the address of a feed, or of an article.")
    prefix, kind = tag.group(1) or "", tag.group(2)
    entry = f"{prefix}entry" if kind == "feed" else "item"
    entries, first, whole = _entries(text, entry)
    channel, end = ("<channel>", "</channel>") if kind == "rss" else ("", "")
    return Cut(tag.group() + channel, text[start : min(first, start + HEAD)], entries, f"{end}</{prefix}{kind}>", whole)


def latest(entries: Sequence[str], most: int) -> list[str]:
    """Return the newest entries, in the feed's order, by the first date that stands in each."""
    dates = [_DATE.search(entry) for entry in entries]
    return [entries[index] for index in newest([iso(date.group(1)) if date else "" for date in dates], most)]


def _mended(entry: str) -> str:
    """Return an entry whose bare ampersands and HTML entities ("AT&T", "&nbsp;") are what XML asks for.

    They are the most usual mistake of feeds, and can be mended without a guess.
    """
    return _AMPERSAND.sub(_escaped, entry)


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("<![") or match.group("xml"):
        return found
    character = html.unescape(found)
    return html.escape(character) if character != found else f"&amp;{found[1:]}"


def _entries(text: str, tag: str) -> tuple[tuple[str, ...], int, bool]:
    """Return the entries, the offset of the first one, and whether the last one has an end."""
    unclosed = rf"(?=</{tag}>\s{{0,99}}<{tag}[\s>])"  # a CDATA section that runs into the next entry
    marks = re.compile(
        rf"<!\[CDATA\[.*?(?:\]\]>|{unclosed}|\Z)|<!--.*?(?:-->|\Z)|<(?P<end>/?){tag}(?=[\s/>])", re.DOTALL
    )
    found: list[str] = []
    first, begun = len(text), -1
    for mark in marks.finditer(text):
        if mark.group("end") is None:
            continue
        if begun >= 0:  # a start tag before the end tag: the entry before it was never closed
            found.append(f"{text[begun : mark.start()]}</{tag}>")
        first = min(first, mark.start())
        begun = -1 if mark.group("end") else mark.start()
    if begun >= 0:
        found.append(text[begun:])
    return tuple(found), first, begun < 0
