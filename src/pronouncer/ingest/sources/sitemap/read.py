"""Sitemaps and sitemap indexes (sitemaps.org 0.9), with Google's news tags. Their items are addresses."""

import io
import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from pronouncer.errors import SourceError
from pronouncer.ingest.fields import address, iso, language_tag, words_of
from pronouncer.ingest.items import Collected, Item, collected
from pronouncer.ingest.prolog import refuse_entities, root, root_start
from pronouncer.ingest.raw import Raw

READ = 100_000  # entries that are read; the protocol allows 50,000
_NO_ARTICLES = re.compile(  # the front page; lists of WordPress and of its best-known extension
    r"https?://[^/?#]+/?|.*/(?:wp-sitemap-(?:taxonomies|users)-[^/]*|(?:category|post_tag|author)-sitemap\d*)\.xml"
)
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def items(raw: Raw, *, now: datetime | None = None) -> Collected:
    """Return the pages of a sitemap, or the sitemaps of an index (marked as `collection`).

    Raises SourceError where it is no sitemap, or declares XML entities.
    """
    refuse_entities(raw.text, raw.name)
    if root(raw.text) not in ("urlset", "sitemapindex"):
        raise SourceError(f"{raw.name} is not a sitemap. Give the address of one; robots.txt names it.")
    found: list[Item] = []
    problems: list[str] = []
    try:
        for element in _entries(raw.text, problems, raw.name):
            found.append(_item(element, raw.name))
            if len(found) == READ:
                problems.append(f"{raw.name} lists more than {READ:,} pages; the rest was not read.")
                break
    except etree.XMLSyntaxError as error:
        problems.append(_invalid(raw.name, len(found), str(error)))
    articles = [item for item in found if not _NO_ARTICLES.fullmatch(item.url)]
    if len(articles) < len(found):
        problems.append(f"{raw.name}: front page, categories, tags and authors skipped ({len(found) - len(articles)}).")
    if not found:
        problems.append(f"{raw.name} is a sitemap without pages. Is it the right one?")
    return collected(articles, raw.name, problems=problems, now=now)


def _entries(text: str, problems: list[str], name: str) -> Iterator[etree._Element]:
    """Yield the entries; each is forgotten before the next, so that memory stays bounded."""
    source = io.BytesIO(text[root_start(text) :].encode("utf-8", "replace"))
    parser = etree.iterparse(
        source, events=("end",), recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    count = 0
    for _, element in parser:
        if etree.QName(element).localname in ("url", "sitemap"):
            yield element
            count += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    if parser.error_log:
        problems.append(_invalid(name, count, parser.error_log[0].message))


def _invalid(name: str, count: int, message: str) -> str:
    return f"{name} is not valid XML ({message.strip()}); {count:,} entries were read. Fetch it again."


def _item(element: etree._Element, name: str) -> Item:
    own = f"{{{etree.QName(element).namespace}}}" if etree.QName(element).namespace else ""
    news = element.find(f"{_NEWS}news")
    changed = iso(element.findtext(f"{own}lastmod"))
    published = iso(news.findtext(f"{_NEWS}publication_date")) if news is not None else ""
    url = address(element.findtext(f"{own}loc"), name)
    return Item(
        url=url,
        id=url,
        version=changed or published,
        title=words_of(news.findtext(f"{_NEWS}title")) if news is not None else "",
        language=language_tag(news.findtext(f"{_NEWS}publication/{_NEWS}language")) if news is not None else "",
        published=published,
        modified=changed,
        collection=etree.QName(element).localname == "sitemap",
    )
