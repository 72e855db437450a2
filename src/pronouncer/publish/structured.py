"""Structured data of an edition: schema.org's `NewsArticle` with its `audio`, as JSON-LD 1.1."""

import json
from collections.abc import Iterator
from typing import Any

from pronouncer.model.edition import Edition
from pronouncer.model.master import Rendition
from pronouncer.model.voice import source_type
from pronouncer.publish.plain import plain


def address(base: str, *names: str) -> str:
    """Return the URL of a folder under a base URL, with a slash at its end; empty where there is no base."""
    if not base:
        return ""
    from urllib.parse import quote

    return "/".join([base.rstrip("/"), *map(quote, names), ""])


def structured(edition: Edition, place: str = "", *, uploaded: str = "") -> str:
    """Return the JSON-LD of an edition. It cannot end the script element that it may stand in.

    `place` is the URL of its folder; without one, the names of files are relative. `uploaded` is a date, ISO 8601.
    """
    article = edition.article
    known = {
        "url": article.source if article.source.startswith(("http://", "https://")) else "",
        "datePublished": article.published,
        "dateModified": article.modified,
        "articleSection": plain(article.section),
    }
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": plain(edition.headline),
        "inLanguage": article.language,
        **{name: value for name, value in known.items() if value},
        "audio": [dict(_audio(edition, rendition, place, uploaded)) for rendition in edition.renditions],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


def iso_duration(seconds: float) -> str:
    """Return `PT1H4M12S`, to the second (ISO 8601)."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def _audio(edition: Edition, rendition: Rendition, place: str, uploaded: str) -> Iterator[tuple[str, Any]]:
    yield "@type", "AudioObject"
    yield "name", plain(edition.headline)
    yield "description", edition.disclosure
    yield "contentUrl", place + rendition.file
    yield "encodingFormat", rendition.media_type.partition(";")[0]
    yield "duration", iso_duration(rendition.duration)
    yield "inLanguage", edition.article.language
    yield "bitrate", f"{round(rendition.bytes * 8 / rendition.duration / 1000)} kbit/s"
    yield "contentSize", f"{round(rendition.bytes / 1000)} kB"
    yield "caption", {"@type": "MediaObject", "contentUrl": f"{place}words.vtt", "encodingFormat": "text/vtt"}
    yield "creditText", "; ".join(dict.fromkeys(voice.attribution for voice in edition.voices))
    yield "digitalSourceType", source_type(edition.voices)
    if uploaded:
        yield "uploadDate", uploaded
