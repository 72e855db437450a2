"""What a page says of itself: JSON-LD (schema.org), Open Graph, meta tags, the html element."""

import copy
import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import html

_TYPES = frozenset(
    """article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle
    reviewnewsarticle blogposting liveblogposting socialmediaposting report advertisercontentarticle
    satiricalarticle recipe""".split()
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LARGEST = 500_000  # characters of one script
_DEEPEST = 12  # levels
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


class Metadata(NamedTuple):
    """What is declared; everything may be empty."""

    headline: str = ""
    titles: tuple[str, ...] = ()
    """Other forms of the headline: og:title, the title element without the site's name."""
    description: str = ""
    authors: tuple[str, ...] = ()
    body: str = ""
    """`articleBody`, as text."""
    language: str = ""
    """BCP 47."""
    section: str = ""
    published: str = ""
    """ISO 8601."""
    modified: str = ""
    """ISO 8601."""
    url: str = ""
    """Canonical."""
    live: bool = False
    """Whether it is a live blog: one story in many posts."""
    free: bool = True
    """Whether it says that everybody may read the whole."""

    @property
    def site(self) -> str:
        """The host of the canonical URL."""
        return urlsplit(self.url).hostname or ""


def metadata(tree: html.HtmlElement) -> Metadata:
    """Return what a page declares."""
    node = next(_articles(tree), {})
    metas = _metas(tree)
    headline = _text(node.get("headline")) or _text(node.get("name"))
    title = " ".join(tree.xpath("string(//head/title)").split())
    canonical = next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    return Metadata(
        headline=headline,
        titles=tuple(dict.fromkeys(filter(None, (metas.get("og:title", ""), title, *_shortened(title))))),
        description=_text(node.get("description")) or metas.get("og:description", "") or metas.get("description", ""),
        authors=tuple(_names(node.get("author")))
        or tuple(filter(None, [metas.get("author", "") or metas.get("citation_author", "")])),
        body=_plain(_text(node.get("articleBody"))),
        language=_language(tree, node, metas),
        section=_section(node) or metas.get("article:section", ""),
        published=_date(_text(node.get("datePublished")) or metas.get("article:published_time", "")) or _dated(tree),
        modified=_date(_text(node.get("dateModified")) or metas.get("article:modified_time", "")),
        url=str(canonical or metas.get("og:url", "") or _text(node.get("url"))),
        live="liveblogposting" in str(node.get("@type")).lower(),
        free=str(node.get("isAccessibleForFree", "true")).lower() not in ("false", "no", "0"),
    )


def _articles(tree: html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes of JSON-LD that describe an article, those with a text first."""
    found: list[Mapping[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) <= _LARGEST:
            found += [node for node in _nodes(_parsed(script.text), 0) if _is_article(node)]
    yield from sorted(found, key=lambda node: not node.get("articleBody"))


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever the page holds
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _nodes(value.get(key), depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _nodes(each, depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(str(kind).lower() in _TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id") or ""
    return " ".join(html_unescaped(value).split()) if isinstance(value, str) else ""


def html_unescaped(text: str) -> str:
    """Return a text without entities, which leak into JSON-LD twice escaped."""
    import html as entities

    return entities.unescape(entities.unescape(text)) if "&" in text else text


def _plain(body: str) -> str:
    return " ".join(re.sub(r"<[^<>]{0,500}>", " ", body).split()) if "<" in body else body


def _names(author: Any) -> Iterator[str]:  # noqa: ANN401
    for each in author if isinstance(author, list) else [author]:
        name = _text(each.get("name") if isinstance(each, dict) else each)
        if name and len(name) < 120 and not name.startswith("http"):
            yield name


def _section(node: Mapping[str, Any]) -> str:
    return _text(node.get("articleSection"))


def _dated(tree: html.HtmlElement) -> str:
    """Return the date that the page's address, elements or words give, where it declares none."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return find_date(copy.deepcopy(tree), original_date=True, extensive_search=False) or ""


def _date(text: str) -> str:
    match = _DATE.match(text)
    return match.group() if match else ""


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("http-equiv") or "").lower()
        content = meta.get("content")
        if name and content and name not in found:
            found[name] = " ".join(content.split())
    return found


def _shortened(title: str) -> list[str]:
    """Return the title element without the name of the site, whichever end that stands at."""
    parts = re.split(r"\s+[|·•–—-]\s+|\s+[|]|[|]\s+", title)
    return [max(parts, key=len)] if len(parts) > 1 else []


def _language(tree: html.HtmlElement, node: Mapping[str, Any], metas: Mapping[str, str]) -> str:
    declared = (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        _text(node.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    for tag in declared:
        if tag and _TAG.fullmatch(tag.strip()):
            return tag.strip().replace("_", "-")
    return ""
