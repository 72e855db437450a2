"""`article.epub`: a book that reads itself aloud (W3C EPUB 3.3, Media Overlays): text, audio, and when each is heard.

The same edition gives the same bytes: all times in the book are the article's.
"""

import io
import shutil
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from pronouncer.errors import PublishError
from pronouncer.model.edition import Edition
from pronouncer.publish.exports.heard import heard
from pronouncer.publish.exports.markup import direction, escaped, language
from pronouncer.publish.exports.prose import prose
from pronouncer.publish.exports.table import Around

_BOOK = Path(__file__).parent / "book"  # templates
_FILES = ("META-INF/container.xml", "package.opf", "nav.xhtml", "article.xhtml", "article.smil", "article.css")
_EARLIEST = "1980-01-01T00:00:00Z"  # of a zip file; where the article has no date
_TYPES = {"m4a": "audio/mp4", "mp3": "audio/mpeg", "opus": "audio/ogg; codecs=opus"}  # EPUB 3.3, 3.2


def write(edition: Edition, around: Around) -> bytes:
    """Return the book. Raises PublishError where the audio is gone."""
    audio = around.folder / edition.renditions[0].file
    if not audio.is_file():
        raise PublishError(f"{audio} is missing. Say the article again.")
    values = _values(edition)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr(_entry("mimetype", zipfile.ZIP_STORED), b"application/epub+zip")
        for name in _FILES:
            text = Template((_BOOK / Path(name).name).read_text("utf-8")).substitute(values)
            book.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode("utf-8", "replace"))
        with audio.open("rb") as sound, book.open(_entry(audio.name, zipfile.ZIP_STORED), "w") as inside:
            shutil.copyfileobj(sound, inside)
    return made.getvalue()


def _entry(name: str, method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of 1980-01-01, always
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    return entry


def _values(edition: Edition) -> Mapping[str, str]:
    """What the templates name, escaped; what is markup is named `..._lines`."""
    article, tag = edition.article, language(edition.article.language)
    texts = {
        "identifier": _identifier(edition),
        "title": edition.headline or edition.article.site or "Article",
        "language": tag,
        "direction": direction(tag),
        "modified": _date(article.modified) or _date(article.published) or _EARLIEST,
        "duration": f"{edition.duration:.3f}s",
        "narrator": ", ".join(voice.id for voice in edition.voices),
        "disclosure": edition.disclosure,
        "audio": edition.renditions[0].file,
        "audio_type": _TYPES.get(edition.renditions[0].format, edition.renditions[0].media_type),
    }
    lines = {
        "source_lines": _source(edition),
        "nav_lines": _nav(edition),
        "text_lines": prose(edition, timed=False),
        "overlay_lines": _overlay(edition),
    }
    return {
        **{name: escaped(text) for name, text in texts.items()},
        **{n: "\n    ".join(ls) for n, ls in lines.items()},
    }


def _identifier(edition: Edition) -> str:
    """The article's, so that readers know a later edition for the same book; `modified` tells them apart."""
    article = edition.article
    name = article.source_id or (article.source if _is_url(article.source) else article.digest)
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{article.site} {name}".encode("utf-8", "replace").decode()).urn


def _source(edition: Edition) -> Iterator[str]:
    """Where and when the article was published; a path of the newsroom's is nobody's business."""
    article = edition.article
    if _is_url(article.source):
        yield f"<dc:source>{escaped(article.source)}</dc:source>"
    if article.site:
        yield f"<dc:publisher>{escaped(article.site)}</dc:publisher>"
    published = _date(article.published)
    if published:
        yield f"<dc:date>{published}</dc:date>"


def _is_url(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def _date(text: str) -> str:
    """Return a time of ISO 8601 in UTC as EPUB wants it; nothing for another text."""
    try:
        found = datetime.fromisoformat(text)
        utc = found.astimezone(UTC) if found.tzinfo else found
        return f"{utc.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    except (ValueError, OverflowError):
        return ""


def _nav(edition: Edition) -> Iterator[str]:
    """Each chapter leads to the first sentence that is heard in it."""
    starts = [(chapter.title, chapter.start) for chapter in edition.chapters] or [(edition.headline or "Article", 0.0)]
    for title, start in starts:
        first = next((cue.sentence_id for cue in edition.cues if cue.start >= start), edition.cues[-1].sentence_id)
        yield f'<li><a href="article.xhtml#{escaped(first)}" dir="auto">{escaped(title)}</a></li>'


def _overlay(edition: Edition) -> Iterator[str]:
    """A `par` a sentence, without gaps: a pause belongs to the sentence before it, or a reader would skip it."""
    sentences, audio = heard(edition), escaped(edition.renditions[0].file)
    starts = [each.cue.start for each in sentences[1:]]
    for each, begin, end in zip(sentences, [0.0, *starts], [*starts, edition.duration], strict=True):
        identity = escaped(each.sentence.id)
        yield f'<par id="par-{identity}"><text src="article.xhtml#{identity}"/>'
        yield f'<audio src="{audio}" clipBegin="{begin:.3f}s" clipEnd="{end:.3f}s"/></par>'
