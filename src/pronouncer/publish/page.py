"""The page of an edition: one HTML file that plays and follows along from any static host or folder."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from pronouncer.model.article import BlockKind
from pronouncer.model.edition import Edition
from pronouncer.model.script import Sentence
from pronouncer.patterns import compiled
from pronouncer.publish.plain import inert

_HERE = Path(__file__).parent
# CSP Level 3 hash of page.css; a test says what it must be.
STYLE_HASH = "sha256-+twg2WniYdHuWZm9/EhYmszKtHhM5tNxjXPClqTIuZg="
_TAGS: dict[BlockKind, str] = {
    "dek": '<p class="dek" dir="auto">%s</p>',
    "byline": '<p class="byline" dir="auto">%s</p>',
    "dateline": '<p class="byline" dir="auto">%s</p>',
    "paragraph": '<p dir="auto">%s</p>',
    "subhead": '<h2 dir="auto">%s</h2>',
    "quote": '<blockquote dir="auto"><p>%s</p></blockquote>',
    "list_item": '<p class="item" dir="auto">%s</p>',
    "table": '<p class="table" dir="auto">%s</p>',
    "table_caption": '<h3 dir="auto">%s</h3>',
}
_NOT_SHOWN = ("player",)
_HOST = compiled(r"https?://[\w.:\[\]-]+", re.ASCII)


def page(edition: Edition, *, structured: str, words: str, player: str, embedded: str = "") -> str:
    """Return the HTML of an edition, with its structured data and its words.json. Whatever the article holds is inert.

    `player` is the name of the file with the player's script. A page from disk may load it, and not words.json.
    `embedded` is the element that names its oEmbed.
    """
    style = (_HERE / "page.css").read_text("utf-8")
    template = Template((_HERE / "page.html").read_text("utf-8"))
    return template.substitute(
        language=inert(edition.article.language),
        headline=_headline(edition),
        title=inert(edition.headline),
        sources="\n      ".join(
            f'<source src="{inert(r.file)}" type="{inert(r.media_type)}">' for r in edition.renditions
        ),
        downloads=", ".join(
            f'<a href="{inert(r.file)}" download>{inert(r.format.upper())}</a>' for r in edition.renditions
        ),
        body="\n    ".join(_body(edition)),
        disclosure=inert(edition.disclosure),
        words=words.replace("<", "\\u003c"),  # nothing in it ends the script element it stands in
        structured=structured,
        style=style,
        style_hash=STYLE_HASH,
        player=player,
        embedded=embedded and f"\n  {embedded}",
        report=_host(edition.report),
    )


def _host(report: str) -> str:
    """The source expression (CSP Level 3) of the host that takes reports."""
    found = _HOST.match(report)
    return found[0] if found else "'none'"


def _headline(edition: Edition) -> str:
    said = [s for s in edition.script.sentences if s.kind == "headline"]
    return " ".join(map(_sentence, said)) or inert(edition.headline)


def _body(edition: Edition) -> Iterator[str]:
    by_block: dict[int, list[Sentence]] = {}
    for sentence in edition.script.sentences:
        by_block.setdefault(sentence.block, []).append(sentence)
    for index, block in enumerate(edition.article.blocks):
        if index in by_block and block.kind != "headline":
            yield _TAGS.get(block.kind, _TAGS["paragraph"]) % " ".join(map(_sentence, by_block[index]))
        elif index not in by_block and block.kind not in _NOT_SHOWN:
            yield f'<p class="unread" dir="auto">{inert(edition.article.written(block))}</p>'


def _sentence(sentence: Sentence) -> str:
    return f'<span class="sentence" id="{inert(sentence.id)}">{inert(sentence.text)}</span>'
