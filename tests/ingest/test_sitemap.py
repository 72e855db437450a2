"""Sitemaps, sitemap indexes and news sitemaps."""

import gzip
from datetime import UTC, datetime

import pytest

from pronouncer.errors import SourceError, TooLong
from pronouncer.ingest.items import MOST, Collected
from pronouncer.ingest.raw import Raw, clean, decode
from pronouncer.ingest.sources.sitemap.read import items

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SET = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
SET += 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/'
SET += 'sitemap-image/1.1">'


def read(text: str, name: str = "https://bay.example/sitemap.xml") -> Collected:
    """Return what a sitemap holds."""
    return items(Raw(name, clean(text), "sitemap"), now=NOW)


def test_pages() -> None:
    """Each URL is an item that its last change is the version of; a picture's address is not the page's."""
    found = read(
        SET + "<url><image:image><image:loc>https://bay.example/a.jpg</image:loc></image:image><loc>\n"
        "https://bay.example/a?x=1&amp;y=2 </loc><lastmod>2025-06-03T10:00:00+02:00</lastmod></url>"
        "<url><loc>/b</loc><lastmod>2025-06-03</lastmod></url><url><loc>https://bay.example/c</loc></url></urlset>"
    )
    assert found.problems == ()
    assert [(item.url, item.version) for item in found.items] == [
        ("https://bay.example/a?x=1&y=2", "2025-06-03T08:00:00Z"),
        ("https://bay.example/b", "2025-06-03"),
        ("https://bay.example/c", ""),
    ]
    assert not any(item.collection for item in found.items)


def test_news() -> None:
    """A news sitemap also gives headline, date and language."""
    (item,) = read(
        SET + "<url><loc>https://bay.example/a</loc><news:news><news:publication><news:name>The Bay</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2025-06-03T10:00Z"
        "</news:publication_date><news:title>Tom &amp; Ann</news:title></news:news></url></urlset>"
    ).items
    assert (item.title, item.language, item.published) == ("Tom & Ann", "en", "2025-06-03T10:00:00Z")
    assert item.version == item.published


def test_index() -> None:
    """The entries of an index are marked as collections."""
    found = read(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://bay.example/1.xml.gz'
        "</loc><lastmod>2025-06-03</lastmod></sitemap></sitemapindex>"
    )
    assert [(item.url, item.collection) for item in found.items] == [("https://bay.example/1.xml.gz", True)]


def test_what_wordpress_lists_beside_articles() -> None:
    """The front page and the sitemaps of categories, tags and authors lead to lists: left out, and said."""
    names = ["wp-sitemap-posts-post-1", "wp-sitemap-taxonomies-category-1", "wp-sitemap-users-1", "post-sitemap2"]
    names += ("category-sitemap", "post_tag-sitemap3", "author-sitemap", "news-of-an-author-sitemaps-1")
    parts = "".join(f"<sitemap><loc>https://bay.example/{name}.xml</loc></sitemap>" for name in names)
    found = read(f"<sitemapindex>{parts}</sitemapindex>")
    assert [item.url.rsplit("/")[-1] for item in found.items] == [
        "wp-sitemap-posts-post-1.xml",
        "post-sitemap2.xml",
        "news-of-an-author-sitemaps-1.xml",
    ]
    assert "authors skipped (5)" in found.problems[0]
    pages = read(
        "<urlset><url><loc>https://bay.example/</loc></url><url><loc>https://bay.example/?p=5</loc></url></urlset>"
    )
    assert [item.url for item in pages.items] == ["https://bay.example/?p=5"] and len(pages.problems) == 1


def test_without_a_namespace() -> None:
    """Sitemaps that forget the namespace are read too."""
    assert read("<urlset><url><loc>https://bay.example/1</loc></url></urlset>").items[0].url == "https://bay.example/1"


def test_invalid_xml() -> None:
    """A sitemap that breaks off gives what came before, and says so."""
    entry = "<url><loc>https://bay.example/{}</loc></url>"
    found = read(SET + entry.format(1) + entry.format(2) + "<url><loc>https://bay")
    assert [item.url for item in found.items][:2] == ["https://bay.example/1", "https://bay.example/2"]
    assert "not valid XML" in found.problems[0]


def test_other_addresses_are_skipped() -> None:
    """Only http and https lead to pages."""
    found = read(SET + "<url><loc>file:///etc/passwd</loc></url><url><loc>javascript:x</loc></url></urlset>")
    assert found.items == () and "2 items" in found.problems[0]


def test_gzip() -> None:
    """A packed sitemap is unpacked; one that unpacks to more than the protocol allows is refused."""
    text = SET + "<url><loc>https://bay.example/1</loc></url></urlset>"
    raw = decode(gzip.compress(text.encode()), "https://bay.example/sitemap.xml.gz", media_type="application/gzip")
    assert raw.kind == "sitemap" and len(items(raw).items) == 1
    with pytest.raises(TooLong, match="52,428,800"):
        decode(gzip.compress(bytes(60_000_000)), "a.xml.gz")
    with pytest.raises(SourceError, match="damaged"):
        decode(b"\x1f\x8b" + bytes(99), "a.xml.gz")
    with pytest.raises(SourceError, match="gzip file in a gzip file"):
        decode(gzip.compress(gzip.compress(b"x" * 99)), "a.xml.gz")


def test_bomb() -> None:
    """A sitemap that declares entities is refused."""
    with pytest.raises(SourceError, match="XML entities"):
        read('<!DOCTYPE urlset [<!ENTITY a "x">]><urlset><url><loc>&a;</loc></url></urlset>')


def test_fifty_thousand_pages() -> None:
    """Of 50,000 pages the newest are taken."""
    entry = "<url><loc>https://bay.example/{}</loc><lastmod>2025-0{}-01</lastmod></url>"
    text = SET + "".join(entry.format(number, 2 if number % 50 == 0 else 1) for number in range(50_000)) + "</urlset>"
    found = read(text)
    assert len(found.items) == MOST and all(item.version == "2025-02-01" for item in found.items)
    assert "only the newest 1,000" in found.problems[0]


def test_no_sitemap_and_no_pages() -> None:
    """Other XML is refused; an empty sitemap says that it is empty."""
    with pytest.raises(SourceError, match="not a sitemap"):
        read("<html/>")
    assert "without pages" in read(SET + "</urlset>").problems[0]
