"""Which blocks of a page belong to its article: two good readers vote, and where they differ, the neighbours decide.

trafilatura (favouring precision) is the better of the two, readability the older and more generous. What both keep is
safe; what one keeps is looked at again. Both get the page without what its own marks call furniture.
"""

import copy
import logging
import re
from collections.abc import Iterator, Sequence

from lxml import etree, html

from pronouncer.ingest.sources.html.marks import FURNITURE, is_skipped, named
from pronouncer.ingest.sources.html.walk import Piece, lengths, squeezed

_CUT_AT_MOST = 0.4  # share of the page's text that its marks may take away before the readers see it
_RUN = 3  # words
_MOST = 0.6  # share of a block's runs of words that a reader must have kept
_CORE = 0.7  # share of the text voted for that stands in the core of the page
_TEXT = ("paragraph", "list_item", "quote", "subhead", "headline")
_SHORT_KINDS = ("subhead", "list_item", "quote", "paragraph", "dateline", "correction")
_SHORT = 25  # letters; a shorter block says too little to be looked for in a text
_LINKED = 0.5  # share of links from which a block is a list of them
_DROPPED = ("related", "newsletter", "ad", "player", "timestamp", "bio", "contact", "code", FURNITURE)


class Ballot:
    """What the readers kept, as runs of words."""

    def __init__(self, *texts: str) -> None:
        self._kept = [(frozenset(_runs(_words(text))), squeezed(text)) for text in texts if text.strip()]

    @property
    def readers(self) -> int:
        """How many of them found an article."""
        return len(self._kept)

    def votes(self, piece: Piece) -> int:
        """Return how many of them have a block, or most of it."""
        words = _words(piece.text)
        if len(words) < _RUN + 2:
            letters = squeezed(piece.text)
            return sum(letters in text for _, text in self._kept)
        runs = list(_runs(words))
        return sum(sum(run in kept for run in runs) >= _MOST * len(runs) for kept, _ in self._kept)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield each run of a few words: what two readers agree on in spite of a footnote mark or a hyphen."""
    return (tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))


def ballot(tree: html.HtmlElement, declared: str) -> Ballot:
    """Let both readers read a page; what it declares as its text in JSON-LD has a vote too."""
    page = _cleaned(tree)
    return Ballot(_by_trafilatura(page), _by_readability(page), declared)


def _cleaned(tree: html.HtmlElement) -> html.HtmlElement:
    """Return a copy without small parts that are marked as furniture, unless they are too much of the page."""
    page = copy.deepcopy(tree)
    sizes = lengths(page)
    allowed = _CUT_AT_MOST * sizes[page]
    doomed: list[etree._Element] = []
    walker = etree.iterwalk(page, events=("start",))
    for _, element in walker:
        if not isinstance(element.tag, str):
            continue
        marked = named(element) in (*_DROPPED, "caption", "credit", "pull_quote", "embed")
        if is_skipped(element) or (marked and sizes[element] <= max(700, 0.25 * sizes[page])):
            doomed.append(element)
            walker.skip_subtree()
    for element in sorted(doomed, key=lambda each: sizes[each]):
        allowed -= sizes[element] if element.tag not in ("script", "style") else 0
        if allowed < 0:
            break
        if element.getparent() is not None:
            element.drop_tree()
    return page


def _by_trafilatura(page: html.HtmlElement) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports every odd page as an error
    return trafilatura.extract(copy.deepcopy(page), favor_precision=True, include_comments=False, fast=True) or ""


def _by_readability(page: html.HtmlElement) -> str:
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(html.tostring(page, encoding="unicode")).summary(html_partial=True)
        return str(html.fromstring(summary).text_content())
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError):  # what it raises on odd pages
        return ""


def elected(pieces: Sequence[Piece], votes: Ballot) -> list[bool]:
    """Say of each block whether it belongs to the article."""
    counts = [votes.votes(piece) if not piece.furniture else 0 for piece in pieces]
    core = _core(pieces, counts)
    found = [_is_safe(piece, count, core, votes.readers) for piece, count in zip(pieces, counts, strict=True)]
    for place in range(len(pieces) - 2, -1, -1):  # a heading goes with what it stands over
        piece = pieces[place]
        if (
            piece.kind == "subhead"
            and not piece.furniture
            and piece.links <= _LINKED
            and f"{piece.path}/".startswith(core)
        ):
            following = next((other for other in range(place + 1, len(pieces)) if pieces[other].kind in _TEXT), place)
            found[place] = found[place] or (found[following] and pieces[following].kind not in ("subhead", "headline"))
    for place, piece in enumerate(pieces):  # short blocks go with their neighbours
        if not found[place] and piece.kind in _SHORT_KINDS and not piece.furniture and piece.links <= _LINKED:
            near = [found[other] for other in (place - 1, place + 1) if 0 <= other < len(pieces)]
            found[place] = f"{piece.path}/".startswith(core) and counts[place] > 0 and any(near)
    return found


def _is_safe(piece: Piece, count: int, core: str, readers: int) -> bool:
    if piece.asked:
        return True
    if piece.furniture or piece.links > _LINKED or not count:
        return False
    if count >= min(2, readers):
        return f"{piece.path}/".startswith(core) or len(squeezed(piece.text)) >= _SHORT
    return f"{piece.path}/".startswith(core) and len(squeezed(piece.text)) >= _SHORT


def _core(pieces: Sequence[Piece], counts: Sequence[int]) -> str:
    """Return the path of the innermost element that has most of the text that was voted for."""
    weighed = [
        (f"{piece.path}/", len(piece.text) * count)
        for piece, count in zip(pieces, counts, strict=True)
        if count and not piece.furniture and piece.links <= _LINKED
    ]
    total, core = sum(weight for _, weight in weighed), ""
    while total:
        children: dict[str, int] = {}
        for path, weight in weighed:
            if path.startswith(core):
                child = path[: path.find("/", len(core) + 1) + 1] if core else "/"
                children[child] = children.get(child, 0) + weight
        best = max(children, key=lambda child: children[child], default="")
        if len(best) <= len(core) or children[best] < _CORE * total:
            return core
        core = best
    return core
