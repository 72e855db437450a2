"""The page of an edition: one HTML file that plays and follows along from any static host or folder."""

import html
import json
from collections.abc import Iterator
from pathlib import Path
from string import Template

from pronouncer.model.article import BlockKind
from pronouncer.model.edition import Edition
from pronouncer.model.script import Sentence

_HERE = Path(__file__).parent
# CSP Level 3 hashes of page.css and page.js; a test says what they must be.
STYLE_HASH = "sha256-pcyQublFX8agDuBIeuCsrsyEFkJ0zYoZWqRVzE+l+mk="
PROGRAM_HASH = "sha256-pfLSwJ+ND8qm7n4JaeeJihN1Zr5l8Kw6au3tSpnBK4c="
_TAGS: dict[BlockKind, tuple[str, str]] = {
    "dek": ('<p class="dek">', "</p>"),
    "byline": ('<p class="byline">', "</p>"),
    "dateline": ('<p class="byline">', "</p>"),
    "paragraph": ("<p>", "</p>"),
    "subhead": ("<h2>", "</h2>"),
    "quote": ("<blockquote><p>", "</p></blockquote>"),
    "list_item": ('<p class="item">', "</p>"),
    "table": ('<p class="table">', "</p>"),
    "table_caption": ("<h3>", "</h3>"),
}
_NOT_SHOWN = ("player",)


def page(edition: Edition, structured: str) -> str:
    """Return the HTML of an edition, with its structured data. Whatever the article holds is inert in it."""
    style = (_HERE / "page.css").read_text("utf-8")
    program = (_HERE / "page.js").read_text("utf-8")
    template = Template((_HERE / "page.html").read_text("utf-8"))
    return template.substitute(
        language=html.escape(edition.article.language),
        headline=_headline(edition),
        title=html.escape(edition.headline),
        minutes=edition.minutes,
        sources="\n      ".join(
            f'<source src="{html.escape(r.file)}" type="{html.escape(r.media_type)}">' for r in edition.renditions
        ),
        downloads=", ".join(
            f'<a href="{html.escape(r.file)}" download>{html.escape(r.format.upper())}</a>' for r in edition.renditions
        ),
        body="\n    ".join(_body(edition)),
        disclosure=html.escape(edition.disclosure),
        times=_inert_json(_times(edition)),
        structured=structured,
        style=style,
        program=program,
        style_hash=STYLE_HASH,
        program_hash=PROGRAM_HASH,
    )


def _inert_json(data: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _times(edition: Edition) -> list[list[object]]:
    """`[sentence id, [[first character, last, at, until], ...]]`, characters within the sentence."""
    starts = {sentence.id: sentence.start for sentence in edition.script.sentences}
    rows: dict[str, list[list[float]]] = {}
    for word in edition.words:
        start = starts[word.sentence_id]
        span: list[float] = [word.start - start, word.end - start, round(word.at, 3), round(word.until, 3)]
        rows.setdefault(word.sentence_id, []).append(span)
    return [[sentence_id, words] for sentence_id, words in rows.items()]


def _headline(edition: Edition) -> str:
    said = [s for s in edition.script.sentences if s.kind == "headline"]
    return " ".join(map(_sentence, said)) or html.escape(edition.headline)


def _body(edition: Edition) -> Iterator[str]:
    by_block: dict[int, list[Sentence]] = {}
    for sentence in edition.script.sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    for index, block in enumerate(edition.article.blocks):
        if index in by_block and block.kind != "headline":
            before, after = _TAGS.get(block.kind, _TAGS["paragraph"])
            yield before + " ".join(map(_sentence, by_block[index])) + after
        elif index not in by_block and block.kind not in _NOT_SHOWN:
            yield f'<p class="unread">{html.escape(edition.article.written(block))}</p>'


def _sentence(sentence: Sentence) -> str:
    return f'<span class="sentence" id="{html.escape(sentence.id)}" dir="auto">{html.escape(sentence.text)}</span>'
