"""A podcast feed: RSS 2.0 with the elements of Apple (itunes) and of Podcasting 2.0 (podcast)."""

import html
import re
import uuid
from collections import Counter
from email.utils import format_datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from pronouncer import __version__
from pronouncer.model.disclosure import disclosure
from pronouncer.publish.exports.table import EXPORTS
from pronouncer.publish.outlets.feed.episodes import Episode
from pronouncer.publish.plain import MOST, plain
from pronouncer.publish.structured import address

ATOM = "http://www.w3.org/2005/Atom"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
FEEDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # namespace of podcast:guid, Podcasting 2.0
_TYPES = {"m4a": "audio/x-m4a"}  # Apple's name for it


class Channel(NamedTuple):
    """What a feed says of itself."""

    base: str
    """URL at which the folder of editions is served."""
    url: str
    """Of the feed."""
    title: str = ""
    """Empty for the site that all articles are from."""
    section: str = ""
    image: str = ""
    """URL of a cover; empty for none."""


def feed(channel: Channel, episodes: tuple[Episode, ...]) -> str:
    """Return the feed of some episodes, the newest first: the same ones always give the same text."""
    for prefix, uri in (("atom", ATOM), ("itunes", ITUNES), ("podcast", PODCAST)):
        ET.register_namespace(prefix, uri)
    rss = ET.Element("rss", version="2.0")
    _channel(ET.SubElement(rss, "channel"), channel, episodes)
    ET.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(rss, "unicode")}\n'


def _channel(element: ET.Element, channel: Channel, episodes: tuple[Episode, ...]) -> None:
    title = channel.title or _title(channel, episodes)
    language = Counter(episode.article.language for episode in episodes).most_common(1)[0][0]
    _add(element, "title", plain(title, MOST))
    _add(element, "link", address(channel.base))
    _add(element, "description", html.escape(f"{plain(title, MOST)}. {disclosure(language).text}", quote=False))
    _add(element, "language", language)
    _add(element, "lastBuildDate", format_datetime(episodes[0].date))
    _add(element, "generator", f"Pronouncer {__version__}")
    _add(element, "link", of=ATOM, href=channel.url, rel="self", type="application/rss+xml")
    _add(element, "author", plain(title, MOST), of=ITUNES)
    _add(element, "category", of=ITUNES, text="News")
    _add(element, "explicit", "false", of=ITUNES)
    _add(element, "type", "episodic", of=ITUNES)
    if channel.image:
        _add(element, "image", of=ITUNES, href=channel.image)
    _add(element, "guid", str(uuid.uuid5(FEEDS, re.sub(r"^https?://|/+$", "", channel.url))), of=PODCAST)
    for episode in episodes:
        _item(ET.SubElement(element, "item"), episode, address(channel.base, episode.folder.name))


def _item(element: ET.Element, episode: Episode, place: str) -> None:
    article, rendition = episode.article, episode.rendition
    is_web = article.source.startswith(("http://", "https://"))
    kind = _TYPES.get(rendition.format, rendition.media_type.partition(";")[0])
    _add(element, "title", plain(episode.headline, MOST))
    _add(element, "link", article.source if is_web else place)
    _add(element, "description", _description(episode))
    _add(element, "guid", article.guid, isPermaLink="false")
    _add(element, "pubDate", format_datetime(episode.date))
    _add(element, "enclosure", url=place + rendition.file, length=str(rendition.bytes), type=kind)
    _add(element, "duration", str(round(rendition.duration)), of=ITUNES)
    _add(element, "explicit", "false", of=ITUNES)
    _add(element, "episodeType", "full", of=ITUNES)
    captions = {"url": f"{place}words.vtt", "type": "text/vtt", "language": article.language, "rel": "captions"}
    _add(element, "transcript", of=PODCAST, **captions)
    chapters = EXPORTS["podcast"]
    if (episode.folder / chapters.file).is_file():
        _add(element, "chapters", of=PODCAST, url=place + chapters.file, type=chapters.media_type)


def _description(episode: Episode) -> str:
    """HTML, as podcast apps take it: the dek, and that nobody speaks."""
    article = episode.article
    dek = [plain(article.written(block)) for block in article.blocks if block.kind == "dek"]
    said = disclosure(article.language)
    texts = [*dek, *([said.text] if said.language != "en" else []), episode.disclosure]
    return "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)


def _title(channel: Channel, episodes: tuple[Episode, ...]) -> str:
    sites = {episode.article.site for episode in episodes}
    site = sites.pop() if len(sites) == 1 else ""
    return ": ".join(filter(None, (site, channel.section))) or "Articles, read aloud"


def _add(parent: ET.Element, name: str, content: str = "", *, of: str = "", **attributes: str) -> None:
    element = ET.SubElement(parent, f"{{{of}}}{name}" if of else name, attributes)
    element.text = content or None
