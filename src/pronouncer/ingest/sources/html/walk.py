"""One pass over a DOM that yields its blocks of text with their kinds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from pronouncer.model.article import BlockKind

_SKIPPED = frozenset(
    "script style noscript template nav footer form button iframe object svg math audio video canvas select "
    "option textarea dialog menu aside head map".split()
)
_BLOCKS: dict[str, BlockKind | None] = {
    "h1": "headline",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "subhead"),
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    "li": "list_item",
    **dict.fromkeys(
        "address article body dd details div dl dt fieldset figure header hr main ol p pre section summary "
        "table tbody td tfoot th thead tr ul".split(),
        None,
    ),
}
_CLASSES: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"(?:^|[-_ ])(?:caption|wp-caption-text)(?:$|[-_ ])", re.IGNORECASE), "caption"),
    (re.compile(r"(?:^|[-_ ])(?:credit|copyright)(?:$|[-_ ])", re.IGNORECASE), "credit"),
    (re.compile(r"(?:^|[-_ ])(?:byline|author-name)(?:$|[-_ ])", re.IGNORECASE), "byline"),
    (re.compile(r"(?:^|[-_ ])(?:standfirst|dek|subheadline)(?:$|[-_ ])", re.IGNORECASE), "dek"),
    (re.compile(r"(?:^|[-_ ])(?:audio-player|listen-to|tts-player)(?:$|[-_ ])", re.IGNORECASE), "player"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page, before it has a place in the article's text."""

    kind: BlockKind
    text: str


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, for comparing what two readers made of it."""
    return re.sub(r"\W+", "", text).casefold()


def walk(root: html.HtmlElement) -> Iterator[Piece]:
    """Yield the blocks under an element in document order, with white space folded."""
    open_kinds: list[tuple[etree._Element, BlockKind]] = []
    words: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and _is_skipped(element):
            walker.skip_subtree()
            continue  # its end event follows and adds the tail
        is_block = event in ("start", "end") and element.tag in _BLOCKS
        if is_block or (element.tag == "br" and event == "start"):
            yield from _flushed(words, open_kinds, keep_line=element.tag == "br")
        if event == "start":
            kind = _kind(element)
            if kind:
                open_kinds.append((element, kind))
            words.append(element.text or "")
            continue
        if open_kinds and open_kinds[-1][0] is element:
            open_kinds.pop()
        if element is not root:
            words.append(element.tail or "")
    yield from _flushed(words, open_kinds, keep_line=False)


def _is_skipped(element: etree._Element) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return element.tag in _SKIPPED or hidden or element.get("data-listen") == "skip"


def _kind(element: etree._Element) -> BlockKind | None:
    named = _BLOCKS.get(element.tag)
    if named:
        return named
    marks = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("rel"))))
    if len(marks) > 200:
        return None
    return next((kind for pattern, kind in _CLASSES if pattern.search(marks)), None)


def _flushed(
    words: list[str], open_kinds: list[tuple[etree._Element, BlockKind]], *, keep_line: bool
) -> Iterator[Piece]:
    """Yield the block that the words so far make. A single `<br>` is white space, two end a block."""
    text = "".join(words)
    if keep_line and not text.endswith("\n\u2028"):
        words[:] = [text, "\n\u2028"] if text.strip() else []
        return
    words.clear()
    folded = " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())
    if folded:
        yield Piece(open_kinds[-1][1] if open_kinds else "paragraph", folded)
