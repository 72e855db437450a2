"""Which kind of source a text is: by its root element or the shape of its JSON, its media type, its name."""

import json
import re

from pronouncer.errors import SourceError
from pronouncer.ingest.prolog import root
from pronouncer.patterns import compiled

ROOTS = {"rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_HTML = compiled(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body|<article|<main|<div|<p[ >]|<h1)", re.IGNORECASE)
_JSON = compiled(r'\s*(?:\{\s*"|\[\s*\{\s*"|\[\s*\]\s*\Z)')
_POST_KEYS = ({"id", "content"}, {"id", "title", "link"}, {"ID", "post_title"}, {"ID", "post_content"})
_UNDERSTOOD = (
    "The JSON that is understood: JSON Feed, posts of WordPress (wp-json/wp/v2/posts), "
    "posts of Ghost's Content API, and the webhooks of both."
)


def kind_of(text: str, name: str, media_type: str) -> str:
    """Return the name of a source in the tables of the registry.

    Raises SourceError for JSON that no source understands, with what the site says where it is an error message.
    """
    if root(text) in ROOTS:
        return ROOTS[root(text)]
    path = re.split(r"[?#]", name)[0].lower() if "://" in name else name.lower()
    declared = "json" in media_type or (not media_type and path.endswith(".json"))
    if declared or _JSON.match(text):
        try:
            return _json_kind(loaded(text, name), name)
        except SourceError:
            if declared or _is_json(text):
                raise
    if "markdown" in media_type or (media_type in ("", "text/plain") and path.endswith((".md", ".markdown"))):
        return "markdown"
    if media_type and not media_type.endswith("xml"):
        return "html" if "html" in media_type else "plain"
    return "html" if path.endswith((".html", ".htm", ".xhtml")) or _HTML.match(text[:2000]) else "plain"


def loaded(text: str, name: str) -> object:
    """Return what a JSON text holds. Raises SourceError where it is not valid."""
    try:
        value: object = json.loads(text, strict=False)  # decoding turns rare line ends inside strings into \n
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is not valid JSON: {error}. Was it cut off? Fetch it again.") from error
    return value


def is_list(kind: str, text: str) -> bool:
    """Tell whether a source lists its articles; a page, a post alone and a webhook's message do not."""
    from pronouncer.ingest.fields import mapping  # a text or a page needs nothing of it

    if kind in ("wordpress", "ghost"):
        value = loaded(text, kind)
        return isinstance(value, list) or "posts" in mapping(value)
    return kind in ROOTS.values()


def _is_json(text: str) -> bool:
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def _json_kind(value: object, name: str) -> str:
    from pronouncer.ingest.fields import listed, mapping, text_of

    fields = mapping(value)
    if re.match(r"https?://(?:www\.)?jsonfeed\.org/version/", text_of(fields.get("version"))):
        return "feed"
    changed = mapping(fields.get("post"))
    if isinstance(fields.get("posts"), list) or {"current", "previous"} & changed.keys():
        return "ghost"
    posts = listed(value) or [value, changed, mapping(fields.get("previous"))]
    if value == [] or any(keys <= mapping(post).keys() for post in posts for keys in _POST_KEYS):
        return "wordpress"
    errors = [*map(mapping, listed(fields.get("errors"))), fields]
    said = next((message for error in errors if (message := text_of(error.get("message")))), "")
    if said:
        raise SourceError(f"{name} is an error message of the site: {said[:200]!r}. Check the address and the key.")
    raise SourceError(f"{name} is JSON that is not a list of articles. {_UNDERSTOOD}")
