"""Collections: one outcome for each item, and nothing that stops the others."""

import dataclasses
import json
from collections.abc import Callable

import pytest

from pronouncer.errors import NothingToRead, SourceError, StatusError
from pronouncer.ingest.collect import article, collect
from pronouncer.ingest.fields import address, dek_of, iso, names, words_of
from pronouncer.ingest.items import MOST, Item, needs_page
from pronouncer.ingest.raw import Raw, decode
from pronouncer.settings import Settings

STORY = "<p>The ferry left the harbour at nine.</p>" + "<p>It was six minutes late, and nobody minded at all.</p>" * 12
PAGE = f"<html><body><article><h1>From the page</h1>{STORY}</article></body></html>"


def feed(*entries: str) -> Raw:
    """Return an RSS feed."""
    text = "".join(f"<item>{entry}</item>" for entry in entries)
    return decode(f"<rss version='2.0'><channel>{text}</channel></rss>".encode(), "https://bay.example/feed")


def fetching(**pages: str) -> Callable[[str], Raw]:
    """Return a function from the last part of a URL to one of some pages."""

    def fetch(url: str) -> Raw:
        name = url.rsplit("/", 1)[-1]
        if name not in pages:
            raise SourceError(f"{url} answered 404.")
        return decode(pages[name].encode(), url)

    return fetch


def test_items_with_and_without_content(settings: Settings) -> None:
    """An item that carries its article is not fetched; a summary is; one bad item stops no other."""
    raw = feed(
        f"<title>Tom &amp;amp; Ann</title><link>https://bay.example/a</link><guid isPermaLink='false'>1</guid>"
        f"<author>Ada Whitfield</author><pubDate>Tue, 03 Jun 2025 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{STORY}]]></description>",
        "<title>Missing</title><link>https://bay.example/missing</link>",
        "<title>Summary</title><link>https://bay.example/b</link><description>Short.</description>",
    )
    whole, missing, summary = collect(raw, settings, fetching(b=PAGE))
    assert whole.article and whole.problem == ""
    assert whole.article.headline == "Tom & Ann" and "six minutes late" in whole.article.text
    assert [block.kind for block in whole.article.blocks][:3] == ["headline", "byline", "paragraph"]
    assert (whole.article.site, whole.article.source_id) == ("bay.example", "1")
    assert whole.article.version == whole.article.published == "2025-06-03T10:00:00Z"
    assert missing.article is None and "404" in missing.problem and missing.item and missing.item.title == "Missing"
    assert summary.article and summary.article.headline == "From the page"
    assert summary.article.source_id == "https://bay.example/b"


def test_collecting_is_lazy(settings: Settings) -> None:
    """Pages are fetched one after the other, as the caller asks for them."""
    asked: list[str] = []

    def fetch(url: str) -> Raw:
        asked.append(url)
        return decode(PAGE.encode(), url)

    outcomes = collect(feed("<link>https://x.example/1</link>", "<link>https://x.example/2</link>"), settings, fetch)
    assert asked == [] and next(outcomes).article and asked == ["https://x.example/1"]


def test_index_of_sitemaps(settings: Settings) -> None:
    """The parts of an index are fetched; loops, pages and missing parts are said, and nesting has an end."""

    def index(*names: str) -> str:
        parts = "".join(f"<sitemap><loc>https://bay.example/{name}</loc></sitemap>" for name in names)
        return f"<sitemapindex>{parts}</sitemapindex>"

    pages = {
        "top": index("one", "top", "page", "missing", "deep"),
        "one": "<urlset><url><loc>https://bay.example/page</loc></url></urlset>",
        "page": PAGE,
        "deep": index("deeper"),
        "deeper": index("deepest"),
        "deepest": "<urlset/>",
    }
    raw = decode(pages["top"].encode(), "https://bay.example/top")
    outcomes = list(collect(raw, settings, fetching(**pages)))
    assert [bool(outcome.article) for outcome in outcomes] == [True, False, False, False]
    said = [outcome.problem for outcome in outcomes[1:]]
    assert "is not one" in said[0] and "404" in said[1] and "nested too deep" in said[2]


def test_at_most_a_thousand(settings: Settings) -> None:
    """All parts of an index together give at most a thousand items, and the rest is said to be left out."""
    parts = {
        name: "<urlset>"
        + "".join(f"<url><loc>https://x.example/{name}{n}</loc></url>" for n in range(600))
        + "</urlset>"
        for name in ("a", "b")
    }
    index = "".join(f"<sitemap><loc>https://x.example/{name}</loc></sitemap>" for name in parts)
    raw = decode(f"<sitemapindex>{index}</sitemapindex>".encode(), "https://x.example/top")
    outcomes = list(collect(raw, settings, fetching(**parts)))
    assert len(outcomes) == MOST + 1 and "the rest was left out" in outcomes[-1].problem


def posts(*names: str, content: str = STORY) -> Raw:
    """Return posts of WordPress, which says no language."""
    made = [
        {"id": n, "link": f"https://bay.example/{name}", "title": {"rendered": name}, "content": {"rendered": content}}
        for n, name in enumerate(names)
    ]
    return decode(json.dumps(made).encode(), "https://bay.example/wp-json/wp/v2/posts")


def test_the_language_of_a_post(settings: Settings) -> None:
    """A post is in the language of its page, which is asked once a site, or once a part of it; a setting asks none."""
    asked: list[str] = []

    def fetch(url: str) -> Raw:
        asked.append(url.removeprefix("https://bay.example/"))
        return decode(f"<!DOCTYPE html><html dir=ltr lang='{'fr-FR' if '/fr/' in url else 'de'}'>".encode(), url)

    found = list(collect(posts("a", "fr/b", "c", "fr/d"), settings, fetch))
    assert [outcome.article and outcome.article.language for outcome in found] == ["de", "fr-FR", "de", "fr-FR"]
    assert asked == ["a", "fr/b"]
    chosen = dataclasses.replace(settings, language="en")
    assert [each.article and each.article.language for each in collect(posts("a"), chosen, fetching())] == ["en"]


@pytest.mark.parametrize(("status", "language"), [(404, "en"), (403, "en"), (503, None)])
def test_a_post_without_a_page(settings: Settings, status: int, language: str | None) -> None:
    """Where there are no pages the default holds; where the page may come back, the post waits for its language."""

    def fetch(url: str) -> Raw:
        raise StatusError("The page cannot be had.", status)

    (found,) = collect(posts("a"), settings, fetch)
    assert (found.article.language if found.article else None) == language
    assert (found.problem == "") is (language is not None)


def test_a_short_post_is_whole(settings: Settings) -> None:
    """A post of the API is read as it is, however short: its page may be an older one."""
    short = posts("a", content="<p>The ferry is late.</p>")
    (found,) = collect(short, dataclasses.replace(settings, language="en"), fetching())
    assert found.article and found.article.text.endswith("The ferry is late.")


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (410, True), (401, False), (503, False)])
def test_a_listed_page_that_is_gone(settings: Settings, status: int, is_gone: bool) -> None:
    """An item whose page is not there any more is gone; one whose page is closed or broken is a problem."""

    def fetch(url: str) -> Raw:
        raise StatusError("The page cannot be had.", status)

    entry = "<title>x</title><link>https://bay.example/x</link><guid isPermaLink='false'>7</guid>"
    (found,) = collect(feed(entry), settings, fetch)
    assert found.problem and (found.gone is not None) is is_gone
    assert not found.gone or found.gone.id == "7"


def test_what_is_gone(settings: Settings) -> None:
    """A post that is not public is an outcome of its own, so that its audio can be taken down."""
    raw = decode(b'{"id": 7, "status": "trash", "title": {"rendered": "x"}, "content": {"rendered": "x"}}', "hook")
    (outcome,) = collect(raw, settings, fetching())
    assert outcome.gone and outcome.gone.id == "7" and "trash" in outcome.problem and outcome.article is None


def test_one_document(settings: Settings) -> None:
    """A single document is a collection of one."""
    (outcome,) = collect(decode(PAGE.encode(), "a.html"), settings, fetching())
    assert outcome.article and outcome.item is None


def test_an_item_with_furniture(settings: Settings) -> None:
    """Standfirst, author and language go into the page of an item, escaped; the section is the item's."""
    item = Item(title="A <b> & C", dek="Late & <i>", byline="Ida <Beck>", content=STORY, language="de", section="Sport")
    found = article(item, "hook", settings)
    kinds = {block.kind: found.written(block) for block in reversed(found.blocks)}
    assert kinds["headline"] == "A <b> & C" and kinds["byline"] == "Von Ida <Beck>" and kinds["dek"] == "Late & <i>"
    assert (found.language, found.section, found.site, found.source) == ("de", "Sport", "", "hook")


def test_an_empty_item(settings: Settings) -> None:
    """An item whose content has no words is refused as an empty page is."""
    with pytest.raises(NothingToRead):
        article(Item(content="<p> </p>"), "hook", settings)


@pytest.mark.parametrize(
    ("content", "needed"),
    [
        ("", True),
        ("<p>Short.</p>", True),
        (STORY, False),
        (STORY + "<p>And then [&hellip;]</p>", True),
        (STORY + "<p>And then […]</p>", True),
        (STORY + '<a href="x">Read more</a>', True),
        (STORY + "<p>Continue reading <i>Ferry returns</i> →</p>", True),
        (STORY + "<p>He likes to read more than most.</p>", False),
        ("渡船は九時に港を出た。" * 20, False),
    ],
)
def test_needs_page(content: str, needed: bool) -> None:
    """Without content, with a summary and with a text that breaks off the page is needed."""
    assert needs_page(Item(content=content)) is needed


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2025-06-03T10:00:00+02:00", "2025-06-03T08:00:00Z"),
        ("2025-06-03T10:00:00.123Z", "2025-06-03T10:00:00Z"),
        ("2025-06-03 10:00:00", "2025-06-03T10:00:00Z"),
        ("Tue, 03 Jun 2025 10:00:00 EST", "2025-06-03T15:00:00Z"),
        ("2025-06-03", "2025-06-03"),
        ("2025", "2025"),
        ("0000-00-00 00:00:00", ""),
        ("0001-01-01T00:00:00+23:00", ""),
        ("9999-12-31T23:59:59-23:00", ""),
        ("soon", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_dates(written: str | None, date: str) -> None:
    """Dates become ISO 8601 in UTC; nonsense becomes nothing."""
    assert iso(written) == date


def test_fields() -> None:
    """Addresses, names, summaries and titles become clean."""
    assert address("/a b", "https://x.example/feed") == "https://x.example/a b"
    assert address("ftp://x/", "") == address("http://", "") == address("http://[", "") == ""
    assert names(["Ada", "ada@x.example", "Jo", "Ada", None]) == "Ada and Jo"
    assert dek_of("word " * 61, "") == "" and dek_of("<p>A dek.</p>", "<p>Text.</p>") == "A dek."
    assert words_of("<p>A<b>B</b>, c</p><script>x</script><p>D</p>") == "AB, c D"
