"""oEmbed 1.0 (oembed.com): how another site shows the player of an edition, given the address of its page."""

import json
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from pronouncer.model.edition import Edition
from pronouncer.publish.plain import MOST, inert, plain

JSON_TYPE = "application/json+oembed"
"""By which a page names its oEmbed, section 4."""
WIDTH, HEIGHT = 600, 180  # CSS pixels; a frame's owner may make it narrower
_KEPT = 86_400  # seconds that an answer may be kept
_XML_TYPE = "text/xml; charset=utf-8"


class Framed(NamedTuple):
    """A page with a player, as it is shown in a frame."""

    place: str
    """URL of the edition's folder, with a slash at its end."""
    title: str
    provider: str
    """Name of the site that the article is from."""


class Answer(NamedTuple):
    """An answer of HTTP."""

    status: int
    media_type: str
    body: str


def framed(edition: Edition, place: str) -> Framed:
    """Return how an edition at a URL is shown."""
    host = urlsplit(place).hostname or ""
    return Framed(place, plain(edition.headline, MOST), plain(edition.article.site or host, MOST))


def oembed(shown: Framed, *, width: int = WIDTH, height: int = HEIGHT) -> dict[str, str | int]:
    """Return the fields of an answer of type `rich` (section 2.3.4.4). Its HTML is inert whatever the title is."""
    source, title = (inert(text) for text in (f"{shown.place}index.html#player", shown.title))
    frame = (
        f'<iframe src="{source}" title="{title}" width="{width}" height="{height}" style="border: 0; max-width: 100%" '
        'allow="autoplay" loading="lazy"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": shown.title,
        "provider_name": shown.provider,
        "provider_url": "{0.scheme}://{0.netloc}/".format(urlsplit(shown.place)),
        "cache_age": _KEPT,
        "html": frame,
        "width": width,
        "height": height,
    }


def link(shown: Framed, file: str) -> str:
    """Return the element by which a page names its oEmbed, which is a file beside it."""
    href, title = (inert(text) for text in (shown.place + file, shown.title))
    return f'<link rel="alternate" type="{JSON_TYPE}" href="{href}" title="{title}">'


def relinked(page: str, new: str) -> str:
    """Return a page with another such element in place of its own, where it has one."""
    return re.sub(rf'<link rel="alternate" type="{re.escape(JSON_TYPE)}"[^>]*>', lambda _: new, page, count=1)


def answer(shown: Framed | None, query: Mapping[str, str]) -> Answer:
    """Answer `GET /oembed?url=...&maxwidth=...&maxheight=...&format=...` (sections 2.2, 2.3.6).

    `shown` is what stands at the `url` of the query, None where nothing of ours does.
    """
    form = query.get("format", "json")
    if form not in ("json", "xml"):
        return Answer(501, "text/plain", "The format is json or xml.")
    if shown is None:
        return Answer(404, "text/plain", "There is no audio version at this url.")
    limits = {"width": (query.get("maxwidth", ""), WIDTH), "height": (query.get("maxheight", ""), HEIGHT)}
    fields = oembed(shown, **{name: _within(text, most) for name, (text, most) in limits.items()})
    if form == "json":
        return Answer(200, "application/json", written(fields))
    from xml.etree import ElementTree as ET  # nearly everybody asks for JSON

    root = ET.Element("oembed")
    for name, value in fields.items():
        ET.SubElement(root, name).text = str(value)
    return Answer(200, _XML_TYPE, f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}')


def written(fields: Mapping[str, str | int]) -> str:
    """Return fields as JSON."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _within(text: str, most: int) -> int:
    """The lower one of a limit, where the text is one, and what is usual."""
    return min(int(text), most) if re.fullmatch("[1-9][0-9]{0,5}", text) else most
