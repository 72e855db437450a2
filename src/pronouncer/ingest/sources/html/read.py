"""A page: its blocks from the DOM, those of the article chosen with trafilatura.

A first extraction: one walk gives typed blocks with clean text, and a paragraph is kept where it stands
in the article's element and trafilatura (precision) kept it too.
"""

import logging
import re
from collections.abc import Sequence

from lxml import etree, html

from pronouncer.errors import NothingToRead
from pronouncer.ingest.boilerplate import is_byline, is_duration, kind_of
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.html.walk import Piece, squeezed, walk
from pronouncer.model.article import Article, Block

_SCOPES = ("//*[@itemprop='articleBody']", "//article", "//main", "//body")
_FURNITURE = ("caption", "credit", "player")


def read(raw: Raw, language: str) -> Article:
    """Return the article in a page. Raises NothingToRead where the page has no text at all."""
    tree = _parsed(raw)
    scope = _scope(tree)
    pieces = [_retyped(piece) for piece in walk(scope)]
    pieces = _without_durations(_chosen(pieces, raw.text))
    pieces = _one_headline(pieces, tree)
    if not pieces:
        raise NothingToRead(f"{raw.name} has no text that looks like an article. Does it need a login?")
    text, blocks = _laid_out(pieces)
    declared = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    tag = declared if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", declared) else ""
    return Article(text, tuple(blocks), language or tag or guess(text, "en"), raw.name)


def _parsed(raw: Raw) -> html.HtmlElement:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.text)
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        raise NothingToRead(f"{raw.name} is an empty page. Is it the right file, and the whole page?") from error


def _scope(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the element that holds the article: the fullest of the most specific kind there is."""
    for path in _SCOPES:
        found = tree.xpath(path)
        if found:
            fullest = max(found, key=lambda element: len(element.text_content()))
            # An <article> with a headline round the articleBody says more than the body alone.
            return next(fullest.iterancestors("article"), fullest)
    return tree


def _retyped(piece: Piece) -> Piece:
    """Plain paragraphs get the kind that their words give away, as in plain text."""
    if piece.kind != "paragraph":
        return piece
    if is_byline(piece.text):
        return Piece("byline", piece.text)
    return Piece(kind_of(piece.text) or "paragraph", piece.text)


def _chosen(pieces: Sequence[Piece], page: str) -> list[Piece]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports every odd page as an error
    kept = squeezed(trafilatura.extract(page, favor_precision=True, include_comments=False) or "")
    running = [piece for piece in pieces if piece.kind not in _FURNITURE]
    agreed = [piece for piece in running if squeezed(piece.text) in kept]
    if 2 * sum(len(p.text) for p in agreed) < sum(len(p.text) for p in running):
        return list(pieces)  # trafilatura gave up on the page: the article's element is the better guess
    sure = ("headline", "dek", "byline", "dateline", "subhead", *_FURNITURE)
    return [piece for piece in pieces if piece.kind in sure or squeezed(piece.text) in kept]


def _without_durations(pieces: list[Piece]) -> list[Piece]:
    def is_players(index: int) -> bool:
        near = [p.kind for p in pieces[max(0, index - 1) : index + 2]]
        return "player" in near and is_duration(pieces[index].text)

    return [Piece("player", p.text) if is_players(index) else p for index, p in enumerate(pieces)]


def _one_headline(pieces: list[Piece], tree: html.HtmlElement) -> list[Piece]:
    """Put the headline first and drop its copies."""
    own = next((piece.text for piece in pieces if piece.kind == "headline"), "")
    title = own or _page_title(tree)
    rest = [p for p in pieces if p.kind != "headline" and (not title or squeezed(p.text) != squeezed(title))]
    extra = [Piece("subhead", p.text) for p in pieces if p.kind == "headline" and squeezed(p.text) != squeezed(title)]
    if not any(p.kind not in _FURNITURE for p in rest + extra):
        return pieces
    return ([Piece("headline", title)] if title else []) + extra + rest


def _page_title(tree: html.HtmlElement) -> str:
    for path in ("//h1", "//meta[@property='og:title']/@content", "//head/title"):
        for found in tree.xpath(path):
            text = found if isinstance(found, str) else found.text_content()
            if text.strip():
                return " ".join(text.split())
    return ""


def _laid_out(pieces: Sequence[Piece]) -> tuple[str, list[Block]]:
    blocks: list[Block] = []
    offset = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, offset, offset + len(piece.text)))
        offset += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), blocks
