"""Ghost: posts as its Content API and its webhooks send them."""

import json
from typing import Any

import pytest

from pronouncer.errors import SourceError
from pronouncer.ingest.items import Collected, needs_page
from pronouncer.ingest.raw import decode
from pronouncer.ingest.sources.ghost.read import items

POST: dict[str, Any] = {
    "id": "5f1a",
    "uuid": "0-0",
    "title": "Ferry returns",
    "html": "<p>It left.</p>",
    "url": "https://bay.example/ferry/",
    "custom_excerpt": "After nine years.",
    "excerpt": "It left.",
    "visibility": "public",
    "access": True,
    "published_at": "2025-06-03T10:00:00.000+00:00",
    "updated_at": "2025-06-04T10:00:00.000+00:00",
    "primary_author": {"name": "Ada Whitfield"},
    "primary_tag": {"name": "Local"},
}


def read(value: object) -> Collected:
    """Return what an answer of Ghost holds."""
    raw = decode(json.dumps(value).encode(), "https://bay.example/ghost/api/content/posts/?key=1")
    assert raw.kind == "ghost"
    return items(raw)


@pytest.mark.parametrize("value", [{"posts": [POST], "meta": {}}, {"post": {"current": POST, "previous": {}}}])
def test_a_post(value: object) -> None:
    """An answer of the Content API and a webhook give the same item."""
    (item,) = read(value).items
    assert item[:5] == (
        "https://bay.example/ferry/",
        "5f1a",
        "2025-06-04T10:00:00Z",
        "Ferry returns",
        "After nine years.",
    )
    assert (item.byline, item.section, item.content) == ("Ada Whitfield", "Local", "<p>It left.</p>")


def test_several_authors() -> None:
    """All authors are named."""
    authors = [{"name": "Ada Whitfield"}, {"name": "Jo Roth"}, {"name": "Ida Beck"}]
    assert read({"posts": [POST | {"authors": authors}]}).items[0].byline == "Ada Whitfield, Jo Roth and Ida Beck"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "draft"}, "is a draft"),
        ({"status": "scheduled"}, "is not published yet"),
        ({"status": "sent"}, "e-mail only"),
        ({"visibility": "paid", "html": ""}, "members only"),
        ({"visibility": "members", "html": None}, "members only"),
        ({"visibility": "tiers", "access": False}, "members only"),
    ],
)
def test_posts_that_are_not_public(change: dict[str, Any], reason: str) -> None:
    """A draft, and a post for members whose text Ghost keeps back, give no item but the reason."""
    found = read({"post": {"current": POST | change, "previous": {"status": "published"}}})
    assert found.items == () and found.gone[0].id == "5f1a" and reason in found.gone[0].reason


def test_a_deleted_post() -> None:
    """A deletion names the post in its previous state."""
    found = read({"post": {"current": {}, "previous": POST}})
    assert found.items == () and "was deleted" in found.gone[0].reason


def test_a_post_for_members_with_its_text() -> None:
    """Where the CMS sends the text of a post for members, it is an item, with a warning."""
    found = read({"posts": [POST | {"visibility": "paid"}]})
    assert len(found.items) == 1 and "open to everybody" in found.problems[0]


def test_a_public_post_without_text() -> None:
    """A public post that came without its text needs its page."""
    assert needs_page(read({"posts": [POST | {"html": None}]}).items[0])


def test_cards() -> None:
    """Bookmarks, buttons, files and players are not read; callouts and the text between cards are."""
    content = (
        "<p>One.</p><!--kg-card-begin: html--><div>Two.</div><!--kg-card-end: html-->"
        '<figure class="kg-card kg-bookmark-card"><a href="x">Elsewhere</a></figure>'
        '<div class="kg-card kg-button-card"><a href="x">Subscribe</a></div> Three.'
        '<div class="kg-card kg-callout-card"><div class="kg-callout-text">Four.</div></div>'
        '<div class="kg-card kg-audio-card">0:00</div>'
    )
    said = read({"posts": [POST | {"html": content}]}).items[0].content
    assert all(word in said for word in ("One.", "Two.", "Three.", "Four."))
    assert not any(word in said for word in ("Elsewhere", "Subscribe", "0:00"))


def test_an_error_message_of_the_site() -> None:
    """An error that Ghost answers with is repeated."""
    with pytest.raises(SourceError, match="Unknown Content API Key"):
        read({"errors": [{"message": "Unknown Content API Key", "code": "UNKNOWN_CONTENT_API_KEY"}]})
