"""Ghost: posts of its Content API, and webhooks that send a post's current and previous state."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from lxml import etree, html

from pronouncer.ingest.fields import address, dek_of, iso, language_tag, listed, mapping, names, text_of, words_of
from pronouncer.ingest.items import Collected, Gone, Item, collected
from pronouncer.ingest.kinds import loaded
from pronouncer.ingest.raw import Raw

_CARDS = ("bookmark", "button", "signup", "file", "audio", "video", "embed", "gallery", "cta", "product", "email")
_DROPPED = "|".join(f".//*[contains(concat(' ', @class, ' '), ' kg-{card}-card ')]" for card in _CARDS)
_NOT_PUBLIC = {
    "draft": "is a draft",
    "scheduled": "is not published yet",
    "sent": "was sent by e-mail only",
}


def items(raw: Raw, *, now: datetime | None = None) -> Collected:
    """Return the posts that can be read, and those that are not public as `gone`.

    A post for members whose text the source gives is an item, and a problem says so. Raises SourceError for
    invalid JSON.
    """
    found: list[Item] = []
    gone: list[Gone] = []
    problems: list[str] = []
    for post in _posts(loaded(raw.text, raw.name)):
        identity, reason = text_of(post.get("id")), _why_not_public(post)
        if reason:
            gone.append(Gone(identity, f"The post {identity} {reason}; it has no audio version.", _url(post, raw)))
            continue
        if _is_restricted(post):
            problems.append(f"{raw.name}: the post {identity} is for members; its audio would be open to everybody.")
        found.append(_item(post, raw))
    return collected(found, raw.name, problems=problems, gone=gone, now=now)


def _posts(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the posts of an answer; of a webhook the current state, or what was deleted."""
    fields = mapping(value)
    yield from filter(None, map(mapping, listed(fields.get("posts"))))
    changed = mapping(fields.get("post"))
    current, previous = mapping(changed.get("current")), mapping(changed.get("previous"))
    if text_of(current.get("id")):
        yield current
    elif previous:
        yield {**previous, "status": "deleted"}


def _why_not_public(post: Mapping[str, Any]) -> str:
    """Return why a post is not public, to be put after its name; empty for a public one."""
    status = text_of(post.get("status")) or "published"
    if status == "deleted":
        return "was deleted"
    if status != "published":
        return _NOT_PUBLIC.get(status, f"has the status {status!r}")
    closed = post.get("access") is False or not words_of(post.get("html"))
    return "is for members only" if _is_restricted(post) and closed else ""


def _is_restricted(post: Mapping[str, Any]) -> bool:
    return text_of(post.get("visibility")) not in ("", "public")


def _url(post: Mapping[str, Any], raw: Raw) -> str:
    return address(post.get("url"), raw.name)


def _item(post: Mapping[str, Any], raw: Raw) -> Item:
    content = _without_cards(text_of(post.get("html")))
    published, modified = iso(post.get("published_at")), iso(post.get("updated_at"))
    authors = [mapping(author).get("name") for author in listed(post.get("authors"))]
    return Item(
        url=_url(post, raw),
        id=text_of(post.get("id")),
        version=modified or published,
        title=words_of(post.get("title")),
        dek=dek_of(post.get("custom_excerpt"), content),
        byline=names(authors) or names([mapping(post.get("primary_author")).get("name")]),
        content=content,
        language=language_tag(post.get("locale")),
        section=words_of(mapping(post.get("primary_tag")).get("name")),
        published=published,
        modified=modified,
    )


def _without_cards(content: str) -> str:
    """Return HTML without the cards that are not running text: bookmarks, buttons, sign-ups, files, players."""
    if "kg-" not in content:
        return content
    try:
        tree = html.fragment_fromstring(content, create_parent="div")
    except (etree.ParserError, ValueError):
        return content
    for card in tree.xpath(_DROPPED):
        card.drop_tree()
    return str(html.tostring(tree, encoding="unicode"))
