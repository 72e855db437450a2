"""WordPress: posts as its REST API and its webhooks send them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SourceError
from pronouncer.ingest.items import Collected
from pronouncer.ingest.raw import decode
from pronouncer.ingest.sources.wordpress.blocks import cleaned
from pronouncer.ingest.sources.wordpress.read import items

POST: dict[str, Any] = {
    "id": 123,
    "date": "2025-06-03T12:00:00",
    "date_gmt": "2025-06-03T10:00:00",
    "modified_gmt": "2025-06-04T10:00:00",
    "guid": {"rendered": "https://bay.example/?p=123"},
    "status": "publish",
    "type": "post",
    "link": "https://bay.example/ferry/",
    "title": {"rendered": "Tom &#038; Ann&#8217;s ferry"},
    "content": {"rendered": "\n<p>It left.</p>\n", "protected": False},
    "excerpt": {"rendered": "<p>After nine years.</p>\n", "protected": False},
    "author": 4,
    "_embedded": {
        "author": [{"id": 4, "name": "Ada Whitfield"}],
        "wp:term": [
            [{"taxonomy": "category", "name": "Uncategorized"}, {"taxonomy": "category", "name": "Local"}],
            [{"taxonomy": "post_tag", "name": "Sea"}],
        ],
    },
}
WEBHOOK: dict[str, Any] = {
    "post_id": 123,
    "post": {
        "ID": 123,
        "post_author": "4",
        "post_date": "2025-06-03 12:00:00",
        "post_date_gmt": "2025-06-03 10:00:00",
        "post_modified_gmt": "2025-06-04 10:00:00",
        "post_title": "Ferry returns",
        "post_content": '<!-- wp:paragraph {"x": 1} -->\n<p>It left.</p>\n<!-- /wp:paragraph -->',
        "post_excerpt": "",
        "post_status": "publish",
        "post_password": "",
        "post_type": "post",
        "guid": "https://bay.example/?p=123",
    },
    "post_permalink": "https://bay.example/ferry/",
}


def read(value: object) -> Collected:
    """Return what a WordPress answer holds."""
    raw = decode(json.dumps(value).encode(), "https://bay.example/wp-json/wp/v2/posts", media_type="application/json")
    assert raw.kind == "wordpress"
    return items(raw)


@pytest.mark.parametrize("value", [POST, [POST], {"post": POST, "event": "x"}])
def test_rest_api(value: object) -> None:
    """A post alone, in a list and in a webhook gives the same item, with author and section where embedded."""
    (item,) = read(value).items
    assert item[:5] == (
        "https://bay.example/ferry/",
        "123",
        "2025-06-04T10:00:00Z",
        "Tom & Ann’s ferry",
        "After nine years.",
    )
    assert item.byline == "Ada Whitfield" and item.section == "Local" and item.content == "<p>It left.</p>"
    assert item.published == "2025-06-03T10:00:00Z"


def test_the_own_address_of_a_post() -> None:
    """The API's own address of a post is kept, in whatever form; a webhook has none, nor has a post without links."""
    links = {"_links": {"self": [{"href": "https://bay.example/index.php?rest_route=/wp/v2/posts/123"}]}}
    (item,) = read([POST | links]).items
    assert item.api == "https://bay.example/index.php?rest_route=/wp/v2/posts/123" and item.whole
    for value in (POST, POST | {"_links": {"self": "x"}}, WEBHOOK):
        assert read(value).items[0].api == ""
    assert not read(WEBHOOK).items[0].whole


def test_webhook() -> None:
    """A webhook with the fields of WP_Post gives an item; a user's number is not a byline."""
    (item,) = read(WEBHOOK).items
    assert item[:4] == ("https://bay.example/ferry/", "123", "2025-06-04T10:00:00Z", "Ferry returns")
    assert item.content == "<p>It left.</p>" and item.byline == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "draft"}, "is a draft"),
        ({"status": "trash"}, "is in the trash"),
        ({"status": "private"}, "is private"),
        ({"status": "future"}, "is not published yet"),
        ({"status": "archived-by-plugin"}, "status 'archived-by-plugin'"),
        ({"content": {"rendered": "", "protected": True}}, "password"),
        ({"password": "secret"}, "password"),
    ],
)
def test_posts_that_are_not_public(change: dict[str, Any], reason: str) -> None:
    """A post that is not public gives no item, but its id and the reason, so that its audio can go."""
    found = read(POST | change)
    assert found.items == () and found.gone[0].id == "123" and reason in found.gone[0].reason
    assert found.gone[0].url == "https://bay.example/ferry/" and "secret" not in found.gone[0].reason


def test_webhooks_of_posts_that_are_not_public() -> None:
    """The same holds for the fields of WP_Post, and for what a deletion returns."""
    assert read({"post": WEBHOOK["post"] | {"post_status": "trash"}}).gone[0].id == "123"
    assert read({"post": WEBHOOK["post"] | {"post_password": "x"}}).gone[0].id == "123"
    assert "was deleted" in read({"deleted": True, "previous": POST}).gone[0].reason


def test_what_is_no_article() -> None:
    """Pictures, revisions and menus are skipped, and that is said."""
    found = read([POST, POST | {"id": 124, "type": "attachment"}])
    assert len(found.items) == 1 and "124 is of type attachment" in found.problems[0]


def test_no_posts() -> None:
    """An empty list is an empty list."""
    assert read([]) == Collected((), (), ())


def test_an_error_message_of_the_site() -> None:
    """An error that WordPress answers with is repeated."""
    answer = {"code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": {"status": 404}}
    with pytest.raises(SourceError, match=r"'Invalid post ID\.'"):
        read(answer)


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ('<!-- wp:list {"ordered":true} --><p>A</p><!-- /wp:list --><!--more-->', "<p>A</p>"),
        ('<p>[gallery ids="1,2"]A [sic] b.</p>', "<p>A [sic] b.</p>"),
        ("<p>He met [Zelensky] and [the king] […].</p>", "<p>He met [Zelensky] and [the king] […].</p>"),
        ("<p>[vc_row][vc_column width=&#8221;1/2&#8243;]A[/vc_column][/vc_row]</p>", "<p>A</p>"),
        ("<p>[highlight]A[/highlight] b</p>", "<p>A b</p>"),
        ("<p>A[embed]https://x.example/v[/embed]</p>", "<p>A</p>"),
        (
            '<p>A</p>[caption id="x" width="3"]<img src="a.jpg"> The quay[/caption]',
            '<p>A</p><figure><figcaption><img src="a.jpg"> The quay</figcaption></figure>',
        ),
        ("One\ntwo.\n\n<h2>Sub</h2>\n\nThree.", "<p>One<br>two.</p>\n<h2>Sub</h2>\n<p>Three.</p>"),
    ],
)
def test_what_the_editor_leaves(content: str, left: str) -> None:
    """Block marks and shortcodes go, words in brackets stay, blank lines of the classic editor are paragraphs."""
    assert cleaned(content) == left


@given(st.text(alphabet="[]/<>!-wp:caption =\"'x\n", max_size=300))
def test_cleaning_any_text(text: str) -> None:
    """Cleaning any text ends, and adds no words."""
    assert len(cleaned(text).replace("figcaption", "").replace("figure", "")) <= len(text) * 8 + 7


def test_cleaning_hostile_text() -> None:
    """Shortcodes that are opened 40,000 times end, and add no words."""
    for mark in ("[caption ", "[embed]", "[a b=", "<!-- wp:", "[x]", "[caption]", "[embed]x", '[a b="'):
        assert len(cleaned(mark * 40_000)) <= 8 * len(mark) * 40_000, mark
