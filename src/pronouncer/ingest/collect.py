"""ingest, many at once: a feed, a sitemap or a message of a CMS becomes one outcome for each of its items."""

import dataclasses
import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pronouncer.errors import PronouncerError, SourceError, StatusError
from pronouncer.ingest.fields import host, language_tag
from pronouncer.ingest.items import MOST, Gone, Item, needs_page, told_gone
from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.registry import COLLECTIONS, SOURCES, collector
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.settings import Settings

DEPTH = 2  # sitemap indexes within each other; the protocol allows one
_UNTOLD = ("wordpress", "ghost")  # sources that know no language; the pages that they make do
_LANGUAGE = re.compile(r"<html\b[^<>]*?\slang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BY = {"": "By ", "en": "By ", "de": "Von ", "fr": "Par ", "es": "Por ", "pt": "Por "}

Fetch = Callable[[str], Raw]


class Outcome(NamedTuple):
    """What became of one item; without an item, a sentence about the whole collection."""

    item: Item | None
    """The item, as its source lists it."""
    article: Article | None
    """Its article; None where it could not be taken in."""
    problem: str
    """What went wrong, one sentence; empty where nothing did."""
    gone: Gone | None = None
    """An article that is not public: its audio has to go."""


def collect(raw: Raw, settings: Settings, fetch: Fetch) -> Iterator[Outcome]:
    """Yield an outcome for each item of a collection, lazily; a single document gives one.

    `fetch` returns the raw text of a URL, and is called for items that do not carry their article and for the
    parts of a sitemap index. What it raises (a PronouncerError) becomes that item's problem. Raises SourceError
    where the collection itself cannot be read. At most `MOST` items are yielded.
    """
    if raw.kind in SOURCES:
        yield Outcome(None, ingest(raw, settings), "")
        return
    taken = 0
    for outcome in _outcomes(raw, settings, fetch, seen={raw.name}, depth=0):
        if outcome.item and taken == MOST:
            yield Outcome(None, None, f"{raw.name} lists more than {MOST:,} items; the rest was left out.")
            return
        taken += outcome.item is not None
        yield outcome


def article(item: Item, name: str, settings: Settings) -> Article:
    """Return the article of an item that carries its content. `name` is used where the item has no URL.

    Raises NothingToRead and TooLong as `ingest` does.
    """
    page = Raw(item.url or name, clean(_page(item)), "html")
    return _stamped(ingest(page, settings), item, settings)


def _outcomes(raw: Raw, settings: Settings, fetch: Fetch, *, seen: set[str], depth: int) -> Iterator[Outcome]:
    found = collector(raw.kind)(raw)
    languages: dict[str, str] = {}
    yield from (Outcome(None, None, problem) for problem in found.problems)
    yield from (Outcome(None, None, each.reason, each) for each in found.gone)
    for item in found.items:
        if not item.collection:
            yield _outcome(item, raw, settings, fetch, languages)
        elif item.url not in seen:
            seen.add(item.url)
            yield from _part(item, settings, fetch, seen=seen, depth=depth + 1)


def _part(item: Item, settings: Settings, fetch: Fetch, *, seen: set[str], depth: int) -> Iterator[Outcome]:
    """Yield the outcomes of one sitemap of an index; one that fails does not stop the others."""
    try:
        if depth > DEPTH:
            raise SourceError(f"{item.url} is nested too deep. Give it to Pronouncer by itself.")
        raw = fetch(item.url)
        if raw.kind not in COLLECTIONS:
            raise SourceError(f"{item.url} is listed as a sitemap, and is not one. Tell whoever runs the site.")
        yield from _outcomes(raw, settings, fetch, seen=seen, depth=depth)
    except PronouncerError as error:
        yield Outcome(item, None, str(error))


def _outcome(item: Item, raw: Raw, settings: Settings, fetch: Fetch, languages: dict[str, str]) -> Outcome:
    try:
        if item.url and needs_page(item):
            return Outcome(item, _stamped(ingest(fetch(item.url), settings), item, settings), "")
        if item.url and raw.kind in _UNTOLD and not (item.language or settings.language):
            item = item._replace(language=_language(item.url, fetch, languages))
        return Outcome(item, article(item, raw.name, settings), "")
    except StatusError as error:
        return Outcome(item, None, str(error), told_gone(error, item.id or item.url, item.url, api=False))
    except PronouncerError as error:
        return Outcome(item, None, str(error))


def _language(url: str, fetch: Fetch, known: dict[str, str]) -> str:
    """Return the language of a page, which is that of its site, or of the site's part such as /fr/."""
    place = "".join(re.findall(r"^https?://([^/?#]+)(/[a-z]{2}(?:-[a-z]{2})?(?=/))?", url)[0])
    if place not in known:
        try:
            declared = _LANGUAGE.search(fetch(url).text[:10_000])
        except StatusError as error:
            if error.status >= 500:
                raise
            declared = None  # a CMS that makes no pages
        known[place] = language_tag(declared.group(1)) if declared else ""
    return known[place]


def _stamped(article: Article, item: Item, settings: Settings) -> Article:
    """Return an article with what its source says of it; where the source says nothing, the page is believed."""
    return dataclasses.replace(
        article,
        section=settings.section or item.section or article.section,
        site=host(item.url) or article.site,
        source_id=item.id or item.url or article.source_id,
        api=item.api,
        version=item.version or article.version,
        published=item.published or article.published,
        modified=item.modified or article.modified,
    )


def _page(item: Item) -> str:
    """Return a minimal page: what a newsroom's own page says, with nothing round it."""
    by = _BY.get(item.language.split("-")[0].lower(), "")
    lines = [
        f"<h1>{html.escape(item.title)}</h1>" if item.title else "",
        f'<p class="dek">{html.escape(item.dek)}</p>' if item.dek else "",
        f'<p class="byline">{by}{html.escape(item.byline)}</p>' if item.byline else "",
    ]
    language = f' lang="{html.escape(item.language)}"' if item.language else ""
    title = f"<title>{html.escape(item.title)}</title>" if item.title else ""
    return (
        f'<!DOCTYPE html><html{language}><head><meta charset="utf-8">{title}</head>'
        f"<body><article>{''.join(lines)}{item.content}</article></body></html>"
    )
