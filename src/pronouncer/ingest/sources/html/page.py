"""A page: its blocks from the DOM, those of the article chosen by vote, each with its kind.

Each step has one job: `walk` gives typed blocks, `vote` says which belong to the article, `sift` what each is by its
words and its place, `metadata` what the page declares of itself.
"""

import dataclasses
import re
from collections.abc import Sequence

from lxml import etree, html

from pronouncer.errors import NothingToRead
from pronouncer.ingest.boilerplate import is_byline
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.html.metadata import Metadata, metadata
from pronouncer.ingest.sources.html.shape import is_hollow, labels, shaped, summaries
from pronouncer.ingest.sources.html.sift import headline, ordered, retyped
from pronouncer.ingest.sources.html.top import above
from pronouncer.ingest.sources.html.vote import ballot, elected
from pronouncer.ingest.sources.html.walk import Piece, Walker, squeezed
from pronouncer.model.article import READ, Article, Block, Hint

_SCOPES = ("//*[@itemprop='articleBody']", "//article", "//main", "//*[@role='main']", "//body")
_AROUND = ("//main", "//*[@role='main']", "//body")
_SMALL_PAGE = 4  # blocks of text of a page that is nothing but an article
_WALL = re.compile(
    r"\b(?:log ?in|sign ?in|register|subscribe|create (?:an?|your)(?: \w+)? account|anmelden|connexion)\b",
    re.IGNORECASE,
)
_HARDLY = 60  # words that are hardly an article where a password is asked for
_ABOVE = ("headline", "dek", "byline", "dateline")
_NEAR = 4  # blocks below the first paragraph where a byline may stand
_MISSING = re.compile(
    r"\b(?:page not found|(?:can[’']?t|cannot|could not|couldn[’']t) (?:find|be found)|no longer available"
    r"|search results|results for)\b"
    r"|^\W*(?:(?:error|http|page|oops)\W+){0,3}404(?=\W*(?:$|[|:–—-]|error|not|page))",  # and no boat that is called so
    re.IGNORECASE,
)
_LISTS = tuple(  # what WordPress names the body of a page that lists posts, in every theme
    frozenset(names.split())
    for names in ("home blog", "archive category", "archive tag", "archive author", "archive date", "search-results")
)
_CONSENT = re.compile(r"\b(?:cookies?|consent|tracking|personali[sz]ed|adverti\w+|privacy)\b", re.IGNORECASE)
_MOSTLY = 0.04  # share of words about consent from which a page is a consent wall
_FEW = 120  # words of a page behind a wall


def extracted(raw: Raw, language: str) -> Article:
    """Return the article in a page. Raises NothingToRead where the page has no text that is an article."""
    tree = _parsed(raw)
    _mark(tree, raw)
    declared = metadata(tree)
    if _is_list(tree):
        raise NothingToRead(f"{raw.name} lists articles, and is not one. Give the URL of one of them, or of the feed.")
    pieces = shaped(retyped(list(Walker(_with_asked(_scope(tree, declared), tree)))))
    title = headline(pieces or list(Walker(tree)), declared)
    kept = ordered(_voted(pieces, tree, title, declared), title, declared)
    words = sum(len(piece.text.split()) for piece in kept if piece.kind in READ and piece.kind != "headline")
    if (
        not words
        or (words < _FEW and (not declared.free or _is_wall(tree, title, words)))
        or (words < 2 * _FEW and _is_no_story(title, kept, words))
    ):
        raise NothingToRead(
            f"{raw.name} has nothing to read: {words} words. Is it the right page, and does it need a login?"
        )
    text, blocks, hints = _laid_out(kept)
    return Article(
        text,
        tuple(blocks),
        language or declared.language or guess(text, "en"),
        raw.name,
        section=declared.section,
        site=declared.site,
        source_id=declared.url,
        version=declared.modified,
        published=declared.published,
        modified=declared.modified,
        hints=tuple(hints),
    )


def _parsed(raw: Raw) -> html.HtmlElement:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.text)
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        raise NothingToRead(f"{raw.name} is an empty page. Is it the right file, and the whole page?") from error


def _mark(tree: html.HtmlElement, raw: Raw) -> None:
    """Mark what the site's rules name as a publisher would have: one mechanism for both."""
    for mark, selectors in (("only", raw.include), ("skip", raw.exclude)):
        for selector in selectors:
            for element in tree.cssselect(selector):
                element.set("data-listen", mark)


def _with_asked(scope: html.HtmlElement, tree: html.HtmlElement) -> html.HtmlElement:
    """Return the element, or the nearest around it that has all that the publisher asked to be read."""
    asked = tree.xpath("//body//*[@data-listen='only']")
    around = (each for each in (scope, *scope.iterancestors()) if all(each in one.iterancestors() for one in asked))
    return next(around, scope) if asked else scope


def _scope(tree: html.HtmlElement, declared: Metadata) -> html.HtmlElement:
    """Return the element that holds the article: the fullest of the most specific kind there is.

    The posts of a live blog are articles by themselves; it is what stands around them.
    """
    for path in _AROUND if declared.live else _SCOPES:
        found = tree.xpath(path)
        if found:
            sizes = {element: _own_text(element) for element in found}
            largest = max(sizes.values())
            # of several whole articles, as endless pages have, the one whose heading the page declares
            titled = [each for each in found if sizes[each] * 3 >= largest and _is_titled(each, declared)]
            fullest = titled[0] if titled else max(found, key=sizes.__getitem__)
            # An <article> with a headline round the articleBody says more than the body alone.
            return _with_headline(fullest, declared)
    return tree


def _with_headline(scope: html.HtmlElement, declared: Metadata) -> html.HtmlElement:
    """Return the element, or the nearest around it that has the headline of the page too."""
    if _is_titled(scope, declared):
        return scope
    around = (each for each in scope.iterancestors() if each.tag != "html" and _is_titled(each, declared))
    return next(around, scope)


def _is_titled(element: html.HtmlElement, declared: Metadata) -> bool:
    titles = [squeezed(each) for each in (declared.headline, *declared.titles) if each]
    heads = (squeezed(each.text_content()) for each in element.iter("h1", "h2"))
    return any(head and any(head in title or title in head for title in titles) for head in heads)


def _own_text(element: html.HtmlElement) -> int:
    """Return how much text stands in an element's paragraphs."""
    return sum(len(each.text_content()) for each in element.iter("p")) or len(element.text_content()) // 4


def _voted(pieces: Sequence[Piece], tree: html.HtmlElement, title: str, declared: Metadata) -> list[Piece]:
    """Return the blocks of the article; furniture that has a kind stays, so that it can be shown as not read."""
    running = [piece for piece in pieces if piece.kind in READ]
    if len(running) <= _SMALL_PAGE and not any(piece.furniture for piece in running):
        return list(pieces)
    votes = ballot(tree, declared.body)
    named = labels(pieces, title)
    chosen = [is_elected and place not in named for place, is_elected in enumerate(elected(pieces, votes))]
    top = _top(pieces, chosen)
    chosen = _with_summary(pieces, chosen, title, top)
    pieces = [*above(pieces[:top], title, declared, votes), *pieces[top:]]
    late = _late_byline(pieces, chosen)
    return [
        piece
        for place, (piece, is_elected) in enumerate(zip(pieces, chosen, strict=True))
        if piece.kind not in READ
        or is_elected
        or (place < top + _NEAR and piece.kind in _ABOVE and not piece.furniture)
        or piece.kind == "correction"
        or place == late
        or (piece.kind in ("table", "table_caption") and _is_in_story(pieces, chosen, place))
    ]


def _with_summary(pieces: Sequence[Piece], chosen: Sequence[bool], title: str, top: int) -> list[bool]:
    """Choose the points that sum up the story too, and no heading over them or over what was dropped."""
    points = summaries(pieces, title, top)
    found = [is_elected or place in points for place, is_elected in enumerate(chosen)]
    return [
        is_elected and (pieces[place].kind != "subhead" or not (place + 1 in points or is_hollow(pieces, found, place)))
        for place, is_elected in enumerate(found)
    ]


def _late_byline(pieces: Sequence[Piece], chosen: Sequence[bool]) -> int | None:
    """Return where the byline stands under the story, if none is above it."""
    last = max((place for place, is_elected in enumerate(chosen) if is_elected), default=-1)
    signed = [place for place, p in enumerate(pieces) if p.kind == "byline" and not p.furniture and is_byline(p.text)]
    return signed[0] if signed and last < signed[0] <= last + _NEAR else None


def _is_in_story(pieces: Sequence[Piece], chosen: Sequence[bool], place: int) -> bool:
    """Say whether the last block of text before a place belongs to the article."""
    running = ("paragraph", "list_item", "subhead")
    before = (index for index in range(place - 1, -1, -1) if pieces[index].kind in running)
    return chosen[next(before, place)]


def _top(pieces: Sequence[Piece], chosen: Sequence[bool]) -> int:
    """Return where the story begins: what stands above may be headline, dek and byline."""
    return next(
        (place for place, piece in enumerate(pieces) if chosen[place] and piece.kind == "paragraph"), len(pieces)
    )


def _is_no_story(title: str, pieces: Sequence[Piece], words: int) -> bool:
    """Say whether a page is an error, a list of results, or asks for consent."""
    story = " ".join(piece.text for piece in pieces if piece.kind in READ)
    return bool(_MISSING.search(title)) or len(_CONSENT.findall(story)) > _MOSTLY * words


def _is_list(tree: html.HtmlElement) -> bool:
    """Say whether a page is a front page, an archive or a search of WordPress."""
    names = {name for classes in tree.xpath("//body/@class") for name in classes.split()}
    return "single" not in names and any(listing <= names for listing in _LISTS)


def _is_wall(tree: html.HtmlElement, title: str, words: int) -> bool:
    """Say whether a page asks for a login."""
    return bool(_WALL.search(title)) or (words < _HARDLY and bool(tree.xpath("//input[@type='password']")))


def _laid_out(pieces: Sequence[Piece]) -> tuple[str, list[Block], list[Hint]]:
    blocks: list[Block] = []
    hints: list[Hint] = []
    offset = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, offset, offset + len(piece.text), piece.path))
        fitting = (hint for hint in sorted(piece.hints, key=lambda hint: hint.start) if hint.end <= len(piece.text))
        hints += (dataclasses.replace(hint, start=hint.start + offset, end=hint.end + offset) for hint in fitting)
        offset += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), blocks, hints
