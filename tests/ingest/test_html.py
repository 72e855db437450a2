"""Pages: the article's own blocks with their kinds, and none of the page's furniture."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pronouncer.errors import NothingToRead
from pronouncer.model.article import Article

HARBOUR = Path(__file__).resolve().parents[2] / "articles/harbour.html"
Make = Callable[..., Article]


def kinds(article: Article) -> list[tuple[str, str]]:
    """Return kind and text of each block."""
    return [(block.kind, article.written(block)) for block in article.blocks]


def test_bundled_article(article_of: Make) -> None:
    """The bundled page gives headline, byline, subheads, quote and list, and neither menu nor footer."""
    article = article_of(HARBOUR.read_text("utf-8"), "html")
    found = [kind for kind, _ in kinds(article)]
    assert found[:5] == ["headline", "byline", "player", "player", "caption"]
    assert found.count("subhead") == 2 and found.count("quote") == 1 and found.count("list_item") == 3
    assert article.language == "en-US"
    for unwanted in ("Read more", "Home", "©", "Sport"):
        assert unwanted not in article.text


def test_a_small_page_without_article_element(article_of: Make) -> None:
    """A page of a heading and a paragraph is enough."""
    assert kinds(article_of("<h1>Hi there</h1><p>Hello.", "html")) == [
        ("headline", "Hi there"),
        ("paragraph", "Hello."),
    ]


@pytest.mark.parametrize("title", ["Error 404", "404 Not Found", "Oops! 404", "HTTP 404 – Courier"])
def test_an_error_page_is_no_article(article_of: Make, title: str) -> None:
    """Whatever it says below."""
    with pytest.raises(NothingToRead):
        article_of(f"<h1>{title}</h1><p>The boat has left this pier. Try one of these.</p>", "html")


@pytest.mark.parametrize("title", ["Boat 404", "404 people left the ferry", "Flight 404 lands at last"])
def test_a_number_makes_no_error_page(article_of: Make, title: str) -> None:
    """What is named after a number of an error is read."""
    assert kinds(article_of(f"<h1>{title}</h1><p>It left at nine.</p>", "html"))[0] == ("headline", title)


def test_inline_tags_do_not_cut_words(article_of: Make) -> None:
    """Drop caps, links and emphasis leave words whole; entities and soft hyphens are gone."""
    page = "<h1>A</h1><p><b>F</b>or Marks &amp; Spencer, the <a href=x>lea\u00addership</a> didn&#8217;t<br>stay.</p>"
    assert kinds(article_of(page, "html"))[1] == ("paragraph", "For Marks & Spencer, the leadership didn’t stay.")


def test_two_breaks_end_a_paragraph(article_of: Make) -> None:
    """`<br><br>` separates paragraphs, as old pages use it."""
    page = "<h1>A</h1><div>The first one is here.<br><br>The second one is here.</div>"
    assert [text for kind, text in kinds(article_of(page, "html")) if kind == "paragraph"] == [
        "The first one is here.",
        "The second one is here.",
    ]


def test_furniture_is_left_out(article_of: Make) -> None:
    """Scripts, buttons, forms, hidden things and opt-outs are not part of the article."""
    page = (
        "<article><h1>A</h1><p>It left on Monday.</p><script>alert(1)</script><button>Share</button>"
        "<p hidden>Hidden.</p><p data-listen='skip'>Not aloud.</p><form>Mail</form><p>It came back.</p></article>"
    )
    assert [text for _, text in kinds(article_of(page, "html"))] == ["A", "It left on Monday.", "It came back."]


def test_headline_is_said_once(article_of: Make) -> None:
    """The headline comes first and only once, wherever else the page repeats it."""
    page = (
        "<html><head><title>Ferry returns | Site</title></head><body><h1>Ferry returns</h1>"
        "<article><p>Ferry returns</p><p>It left.</p></article></body></html>"
    )
    assert kinds(article_of(page, "html")) == [("headline", "Ferry returns"), ("paragraph", "It left.")]


def test_deep_and_broken_markup(article_of: Make) -> None:
    """Many nested and unclosed elements neither crash nor lose the text."""
    page = "<div>" * 1500 + "<p>It left on Monday.<p>It came <b>back" + "</div>" * 100
    assert [text for _, text in kinds(article_of(page, "html"))][-2:] == ["It left on Monday.", "It came back"]


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x</script></body></html>", "<!-- x -->"])
def test_empty_pages(article_of: Make, page: str) -> None:
    """A page without text is refused."""
    with pytest.raises(NothingToRead):
        article_of(page, "html")
