"""WordPress: posts of its REST API (one or a list), and webhooks that send a post (REST or WP_Post fields)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pronouncer.ingest.fields import (
    address,
    dek_of,
    iso,
    language_tag,
    listed,
    mapping,
    names,
    text_of,
    unescaped,
    words_of,
)
from pronouncer.ingest.items import Collected, Gone, Item, collected
from pronouncer.ingest.kinds import loaded
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.wordpress.blocks import cleaned

_NOT_PUBLIC = {
    "draft": "is a draft",
    "auto-draft": "is a draft",
    "pending": "waits for an editor",
    "private": "is private",
    "future": "is not published yet",
    "trash": "is in the trash",
}
_NO_ARTICLES = ("attachment", "revision", "nav_menu_item", "custom_css", "wp_block", "wp_template", "wp_navigation")


def items(raw: Raw, *, now: datetime | None = None) -> Collected:
    """Return the public posts, and those that are not public as `gone`. Raises SourceError for invalid JSON."""
    found: list[Item] = []
    gone: list[Gone] = []
    problems: list[str] = []
    for post in _posts(loaded(raw.text, raw.name)):
        kind = text_of(post.get("type")) or text_of(post.get("post_type"))
        reason = _why_not_public(post)
        if kind in _NO_ARTICLES:
            problems.append(f"{raw.name}: {_id(post)} is of type {kind}, not an article, and was skipped.")
        elif reason:
            gone.append(Gone(_id(post), f"The post {_id(post)} {reason}; it has no audio version.", _url(post, raw)))
        else:
            found.append(_item(post, raw))
    return collected(found, raw.name, problems=problems, gone=gone, now=now)


def _posts(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the posts of a list, a post alone, a webhook's post, and what a deletion returns."""
    for entry in listed(value) or [value]:
        post = mapping(entry)
        if mapping(post.get("post")):
            around = {key: post[key] for key in ("post_permalink", "permalink") if key in post}
            yield {**around, **mapping(post.get("post"))}
        elif post.get("deleted") is True and mapping(post.get("previous")):
            yield {**mapping(post.get("previous")), "deleted": True}
        elif post:
            yield post


def _why_not_public(post: Mapping[str, Any]) -> str:
    """Return why a post is not public, to be put after its name; empty for a public one."""
    status = text_of(post.get("status")) or text_of(post.get("post_status")) or "publish"
    locked = text_of(post.get("password")) or text_of(post.get("post_password"))
    if post.get("deleted") is True:
        return "was deleted"
    if locked or mapping(post.get("content")).get("protected") is True:
        return "asks for a password"
    return "" if status == "publish" else _NOT_PUBLIC.get(status, f"has the status {status!r}")


def _item(post: Mapping[str, Any], raw: Raw) -> Item:
    content = cleaned(unescaped(_rendered(post, "content")))
    published = _date(post, "date")
    modified = _date(post, "modified")
    links = listed(mapping(post.get("_links")).get("self"))
    return Item(
        url=_url(post, raw),
        id=_id(post),
        version=modified or published,
        title=words_of(_rendered(post, "title")),
        dek=dek_of(cleaned(_rendered(post, "excerpt")), content),
        byline=_byline(post),
        content=content,
        language=language_tag(post.get("lang")),
        section=_section(post),
        published=published,
        modified=modified,
        whole=bool(mapping(post.get("content")).get("rendered")),
        api=next((url for link in links if (url := address(mapping(link).get("href"), raw.name))), ""),
    )


def _rendered(post: Mapping[str, Any], field: str) -> str:
    """Return a field in either of its spellings: `{"rendered": ...}`, or `post_title` and the like."""
    value = post.get(field, post.get(f"post_{field}"))
    return text_of(mapping(value).get("rendered") or mapping(value).get("raw") or value)


def _date(post: Mapping[str, Any], field: str) -> str:
    spelled = (f"{field}_gmt", f"post_{field}_gmt", field, f"post_{field}")
    return next(filter(None, (iso(post.get(name)) for name in spelled)), "")


def _id(post: Mapping[str, Any]) -> str:
    return text_of(post.get("id")) or text_of(post.get("ID"))


def _url(post: Mapping[str, Any], raw: Raw) -> str:
    names = ("link", "permalink", "post_permalink", "guid")
    found = (address(_rendered(post, name) or post.get(name), raw.name) for name in names)
    return next(filter(None, found), "")


def _byline(post: Mapping[str, Any]) -> str:
    embedded = [mapping(author).get("name") for author in listed(mapping(post.get("_embedded")).get("author"))]
    own = [post.get("author_name"), mapping(post.get("author")).get("name"), post.get("author")]
    return names(embedded) or names(name for name in own if isinstance(name, str) and not name.isdigit())


def _section(post: Mapping[str, Any]) -> str:
    """Return the first category; the one that WordPress gives to posts without one does not count."""
    terms = [mapping(term) for group in listed(mapping(post.get("_embedded")).get("wp:term")) for term in listed(group)]
    found = (words_of(term.get("name")) for term in terms if term.get("taxonomy") == "category")
    return next((name for name in found if name.lower() != "uncategorized"), "")
