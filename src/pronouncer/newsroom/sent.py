"""What a CMS sends of an article, and how that is taken in."""

import dataclasses
import html
import re
from collections.abc import Callable
from typing import Literal

from pronouncer.errors import NothingToRead
from pronouncer.ingest.collect import article as article_of
from pronouncer.ingest.items import Item
from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.noun import noun
from pronouncer.settings import Settings

_DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]{0,200}>)?\s*<(?:!doctype|html|head)\b", re.IGNORECASE)
Publication = Literal["published", "draft", "withdrawn"]


@noun
class Sent:
    """One state of an article. Without `html` and `text`, its page is read at `url`."""

    url: str = ""
    """Address of its page."""
    headline: str = ""
    """Plain text."""
    dek: str = ""
    """Standfirst, plain text."""
    byline: str = ""
    """Names of the authors, plain text, without "By"."""
    html: str = ""
    """The story as HTML, or the whole page that it is on."""
    text: str = ""
    """The story as plain text, with empty lines between paragraphs; used where there is no HTML."""
    language: str = ""
    """BCP 47; empty to take it from the page, else from the letters."""
    section: str = ""
    """Section of the publication, such as `sport`."""
    published: str = ""
    """ISO 8601."""
    modified: str = ""
    """ISO 8601; of two states, the one that was changed later wins, else the one that comes later."""
    status: Publication = "published"
    """Drafts are never voiced; what is withdrawn is taken down at once."""
    breaking: bool = False
    """Whether it is voiced before everything else."""
    minor: bool = False
    """Whether this edit keeps the audio that there is."""

    @property
    def has_story(self) -> bool:
        """Whether it carries its text."""
        return bool(self.html.strip() or self.text.strip())


def take_in(sent: Sent, site: str, source_id: str, settings: Settings, fetch: Callable[[str], Raw]) -> Article:
    """Return the article of what was sent. Raises InputError as `ingest` does."""
    found = _read(sent, f"{site}/{source_id}", settings, fetch)
    return dataclasses.replace(
        found,
        site=site,
        source_id=source_id,
        source=sent.url or found.source,
        section=sent.section or found.section,
        language=sent.language or found.language,
        published=sent.published or found.published,
        modified=sent.modified or found.modified,
    )


def _read(sent: Sent, name: str, settings: Settings, fetch: Callable[[str], Raw]) -> Article:
    if _DOCUMENT.match(sent.html):
        return ingest(Raw(sent.url or name, clean(sent.html), "html"), settings)
    if sent.html.strip():
        fields = {field: getattr(sent, field) for field in ("url", "dek", "byline", "language", "section")}
        return article_of(Item(title=sent.headline, content=sent.html, whole=True, **fields), name, settings)
    if sent.text.strip():
        story = "".join(f"<p>{html.escape(each)}</p>" for each in clean(sent.text).split("\n\n") if each.strip())
        return _read(dataclasses.replace(sent, html=story), name, settings, fetch)
    if not sent.url:
        raise NothingToRead(f"{name} has neither a story nor an address. Send html, text or url.")
    return ingest(fetch(sent.url), settings)
