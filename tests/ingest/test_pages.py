"""Real page structures: the floors over our own pages, and pages made to hurt."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pronouncer.errors import InputError, NothingToRead, SourceError
from pronouncer.ingest.raw import Raw, clean, decode
from pronouncer.ingest.sources.html.extractor import Extractor
from pronouncer.ingest.sources.html.page import extracted
from pronouncer.ingest.sources.html.walk import squeezed
from pronouncer.model.article import READ, Article

PAGES = Path(__file__).resolve().parent / "pages"


def page(name: str) -> Article:
    """Return the article of one of our pages."""
    path = PAGES / f"{name}.html"
    return extracted(decode(path.read_bytes(), str(path)), "")


def told(html: str) -> list[tuple[str, str]]:
    """Return kind and text of each block of a page."""
    article = extracted(Raw("test", clean(html), "html"), "")
    return [(block.kind, article.written(block)) for block in article.blocks]


def test_there_are_enough_pages() -> None:
    """At least forty pages have a gold script each."""
    names = {path.stem for path in PAGES.glob("*.html")}
    assert len(names) >= 40 and names == {path.stem for path in PAGES.glob("*.gold")}


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_blocks_lead_back_to_the_page(path: Path) -> None:
    """Every block lies in the text, and the letters of each that is read stand in order at its path in the page."""
    from lxml import html

    raw = decode(path.read_bytes(), str(path))
    try:
        article = extracted(raw, "")
    except NothingToRead:
        assert path.with_suffix(".gold").read_text("utf-8").rstrip().endswith("nothing")
        return
    tree = html.document_fromstring(raw.text.partition("?>")[2] if raw.text.startswith("<?xml") else raw.text)
    ends = [edge for block in article.blocks for edge in (block.start, block.end)]
    assert ends == sorted(ends) and ends[-1] <= len(article.text)
    assert sum(block.kind == "headline" for block in article.blocks) <= 1
    for block in article.blocks:
        if block.path and block.kind in READ:
            (element,) = tree.getroottree().xpath(block.path)
            page = iter(unicodedata.normalize("NFKD", squeezed(element.text_content())))
            written = unicodedata.normalize("NFKD", squeezed(article.written(block)))
            assert all(letter in page for letter in written), block
        lines = article.written(block).split("\n")
        assert all(line == " ".join(line.split()) for line in lines) and (len(lines) == 1 or block.kind == "table")


@pytest.mark.parametrize("name", ["registration-wall", "cookie-wall", "search-results", "removed-article"])
def test_pages_with_nothing_to_read(name: str) -> None:
    """A wall, a search and an error page are refused, with the number of words that were there or what it is."""
    with pytest.raises(NothingToRead, match=r"nothing to read: \d+ words|lists articles"):
        page(name)


@pytest.mark.parametrize(
    ("names", "lists"),
    [
        ("home blog wp-embed-responsive", True),
        ("archive category category-local category-3", True),
        ("archive author author-ada", True),
        ("search search-results", True),
        ("post-template-default single single-post postid-6", False),
        ("home page page-id-2", False),
        ("blog", False),
    ],
)
def test_lists_of_wordpress(names: str, lists: bool) -> None:
    """What WordPress itself calls an archive is refused with what to give; an article and a page are read."""
    text = "<p>The shop opened its doors on Monday, and nobody came to see it.</p>" * 3
    raw = Raw("https://bay.example/x/", f"<body class='{names}'><main><h1>Local</h1>{text}</main></body>", "html")
    if lists:
        with pytest.raises(NothingToRead, match="lists articles, and is not one"):
            extracted(raw, "")
    else:
        assert "opened its doors" in extracted(raw, "").text


def test_what_is_for_listeners_only_is_read() -> None:
    """`data-listen="only"` is read though it is hidden, and `skip` is not read though it is shown."""
    found = told(
        "<article><h1>Title here</h1><p>The first paragraph of the story is here for everybody to read aloud.</p>"
        "<p hidden data-listen=only>In words: six thousand pounds.</p><p data-listen=skip>See the chart.</p></article>"
    )
    assert ("paragraph", "In words: six thousand pounds.") in found
    assert not any("chart" in text for _, text in found)


def test_metadata_of_a_page() -> None:
    """JSON-LD gives language, dates, section, canonical URL and id; entities in it are decoded."""
    article = extracted(
        Raw(
            "x",
            """<html><head><link rel=canonical href="https://news.example/a?b=1"><script type="application/ld+json">
            {"@graph":[{"@type":"NewsArticle","headline":"Marks &amp; Spencer","inLanguage":"en-GB",
            "articleSection":"Money","datePublished":"2026-05-01T08:00:00Z","dateModified":"2026-05-02",
            "author":[{"name":"Ada Quill"}]}]}
            </script></head><body><h1>Marks &amp; Spencer</h1><div>Ada Quill</div>
            <p>The shop opened its doors on Monday, and nobody came.</p><p>It will try again on Tuesday.</p></body>
            </html>""",
            "html",
        ),
        "",
    )
    assert (article.language, article.section, article.site) == ("en-GB", "Money", "news.example")
    assert (article.published, article.modified, article.version) == (
        "2026-05-01T08:00:00Z",
        "2026-05-02",
        "2026-05-02",
    )
    assert article.source_id == "https://news.example/a?b=1" and article.headline == "Marks & Spencer"
    assert [block.kind for block in article.blocks][:2] == ["headline", "byline"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: The bridge that would not close", "related"),
        ("Lire aussi | La criée menacée", "related"),
        ("Sign up for our free newsletter and get it in your inbox", "newsletter"),
        ("Story continues below advertisement", "ad"),
        ("Updated 3 hours ago", "timestamp"),
        ("Email the reporter at ada@news.example", "contact"),
        ("Share this", "contact"),
        ("Correction: An earlier version misstated the date of the storm.", "correction"),
        ("Read more carefully than he did, the letter tells another story.", "paragraph"),
        ("Sign up sheets hung in every hall, and nobody signed.", "paragraph"),
    ],
)
def test_lines_that_are_no_story(line: str, kind: str) -> None:
    """A whole line that only leads elsewhere is no part of the story; a sentence that begins like one is."""
    body = "".join(
        f"<p>Paragraph {number} of the story says what happened in the harbour that day.</p>" for number in "123"
    )
    assert (kind, line) in told(
        f"<article><h1>A title of the story</h1>{body}<p>{line}</p>{body.replace('harbour', 'town')}</article>"
    )


def test_a_pull_quote_is_not_read_twice() -> None:
    """A quotation that repeats a sentence of the story is a pull quote; one that does not is part of it."""
    sentence = "We have counted sandbags for long enough, and now we count the days."
    found = told(
        f"<article><h1>The flood</h1><p>The mayor spoke on Monday to a full hall. “{sentence}” she said to them.</p>"
        f"<blockquote>{sentence}</blockquote>"
        "<blockquote>The river has no ears, and neither does the council of this town.</blockquote>"
        "<p>She left by the back door, and it rained all the way home.</p></article>"
    )
    assert ("pull_quote", sentence) in found and [kind for kind, _ in found].count("quote") == 1


HOSTILE = {
    "paragraphs": "<p>one two three four five" * 200_000,
    "links": "<a href=x>link</a> " * 100_000,
    "breaks": "<br>" * 1_000_000,
    "depth": "<div>" * 100_000 + "deep",
    "attributes": "<p " + " ".join(f"a{number}=x" for number in range(50_000)) + ">text",
    "classes": f"<p class='{'a-' * 200_000}'>text and more text",
    "tables": "<table><tr><td>" * 20_000,
    "entities": "&amp;" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    """A page made to hang a library ends with an article or a clear error, and the next page is read."""
    worker = Extractor()
    try:
        try:
            worker.article(Raw(name, f"<html><body><article>{HOSTILE[name]}</article></body></html>", "html"), "")
        except InputError as error:
            assert name in str(error)
        good = worker.article(Raw("good", "<h1>Hello there</h1><p>The ferry left.</p>", "html"), "")
        assert good.headline == "Hello there"
    finally:
        worker.close()


def test_a_page_that_takes_too_long_is_refused() -> None:
    """The limit of time holds whatever the page does, and says what to do."""
    worker = Extractor(seconds=0.001)
    with pytest.raises(SourceError, match=r"no answer within .* give its text"):
        worker.article(Raw("slow", "<p>text", "html"), "")


def test_a_page_that_takes_too_much_memory_is_refused() -> None:
    """The limit of memory ends the worker, not the program."""
    worker = Extractor(memory=90_000_000)
    try:
        with pytest.raises(SourceError, match="ended with status|broke off"):
            worker.article(Raw("large", HOSTILE["paragraphs"], "html"), "")
    finally:
        worker.close()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"' abph1divarticle&;\n"), max_size=200))
def test_any_markup_is_read_or_refused(text: str) -> None:
    """For any soup of tags there is an article whose blocks lie in its text, or a clear error."""
    try:
        article = extracted(Raw("soup", clean(text), "html"), "")
    except InputError:
        return
    assert all(0 <= block.start < block.end <= len(article.text) for block in article.blocks)
    assert any(block.kind in READ for block in article.blocks)


@pytest.mark.parametrize("free", [True, False])
def test_a_teaser_of_a_page_that_is_not_free(free: bool) -> None:
    """A few lines of a page that says it is not free are refused: its audio would end in mid-story."""
    declared = {"@type": "NewsArticle", "headline": "The bridge", "isAccessibleForFree": free}
    html = (
        f'<html><head><script type="application/ld+json">{json.dumps(declared)}</script></head>'
        "<body><article><h1>The bridge</h1>"
        "<p>The bridge was sold on Monday, and nobody in the town had known it could.</p></article></body></html>"
    )
    if free:
        assert [kind for kind, _ in told(html)] == ["headline", "paragraph"]
    else:
        with pytest.raises(NothingToRead, match="need a login"):
            told(html)


def test_a_date_that_only_the_page_shows() -> None:
    """Where nothing is declared, the date is taken from the page's own time element."""
    article = extracted(
        Raw(
            "x",
            '<html><body><article><h1>The bridge</h1><time datetime="2026-05-04T10:00:00Z">4 May 2026</time>'
            "<p>The bridge was sold on Monday, and nobody in the town had known.</p></article></body></html>",
            "html",
        ),
        "",
    )
    assert article.published == "2026-05-04"
