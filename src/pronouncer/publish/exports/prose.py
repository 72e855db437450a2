"""What is heard as elements of HTML that is XML too: the text of the transcript and of the EPUB."""

from collections.abc import Iterator

from pronouncer.model.article import BlockKind
from pronouncer.model.edition import Edition
from pronouncer.publish.exports.heard import Heard, Paragraph, paragraphs
from pronouncer.publish.exports.markup import escaped, language

_TAGS: dict[BlockKind, tuple[str, str]] = {
    "headline": ("<h1{}>", "</h1>"),
    "subhead": ("<h2{}>", "</h2>"),
    "quote": ("<blockquote{}><p>", "</p></blockquote>"),
}
_PARAGRAPH = ("<p{}>", "</p>")


def prose(edition: Edition, *, timed: bool) -> Iterator[str]:
    """Yield an element for each paragraph, each sentence in a `span` with its id."""
    for paragraph in paragraphs(edition):
        opening, closing = _TAGS.get(paragraph.kind, _PARAGRAPH)
        time = _time(paragraph) if timed and paragraph.kind != "headline" else ""
        text = "".join(_span(text, each) if each else escaped(text) for text, each in paragraph.parts)
        yield opening.format(f' class="{paragraph.kind}" dir="auto"') + time + text + closing


def _span(text: str, each: Heard) -> str:
    tag = escaped(language(each.sentence.language)) if each.sentence.language else ""
    spoken_in = f' lang="{tag}" xml:lang="{tag}"' if tag else ""
    return f'<span id="{escaped(each.sentence.id)}" dir="auto"{spoken_in}>{escaped(text)}</span>'


def _time(paragraph: Paragraph) -> str:
    seconds = next(paragraph.heard).cue.start
    minutes, rest = divmod(int(seconds), 60)
    return f'<time datetime="PT{seconds:.3f}S">{minutes}:{rest:02}</time> '
