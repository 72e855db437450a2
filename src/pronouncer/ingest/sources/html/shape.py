"""What the shape of a page says of its blocks: boxes under a heading of their own, teasers, comments, summaries.

None of it is about names: a publisher may call a box what it likes, but it stands in an element of its own.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pronouncer.ingest.boilerplate import is_after, is_comments, is_end
from pronouncer.ingest.sources.html.walk import Piece, squeezed
from pronouncer.model.article import READ, BlockKind

_BOX = 0.4  # share of the page's text that a box in the story has, at most
_SIGNS = ("newsletter", "related", "ad", "player", "contact", "bio")  # kinds of a heading that its whole box has
_HEADING = re.compile(r"/h[1-6](?:\[\d+\])?$")
_TEASER = 300  # characters of the text in a teaser
_TEASERS = 3  # of one shape, from which they are no accident
_BEFORE = 3  # blocks above it among which its link stands
_LINES = 2  # blocks of text in a teaser, at most
_MOST = 0.5  # share of the page's text from which what looks like teasers is the story
_LINKED = 0.5  # share of links from which a block leads elsewhere
_STORY = 3  # paragraphs above what comes after a story
_DATED = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b|\bago\b|\bsaid\b|\bwrote\b")
_BULLET = 25  # letters of a line in a summary, on average
_LEAST = 12  # letters of each
_BULLETS = 8  # lines of one, at most


def shaped(pieces: Sequence[Piece]) -> list[Piece]:
    """Give blocks the kind that the shape of the page around them tells."""
    found = _with_boxes(pieces)
    teasers = set(_teasers(found))
    kept = (p if place not in teasers else _as("related", p) for place, p in enumerate(found))
    return _without_end(list(kept))


def _as(kind: BlockKind, piece: Piece) -> Piece:
    return (
        dataclasses.replace(piece, kind=kind)
        if piece.kind in READ and piece.kind != "correction" and not piece.asked
        else piece
    )


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _with_boxes(pieces: Sequence[Piece]) -> list[Piece]:
    """What stands in the element of a heading that is no part of the story, is none either."""
    found = list(pieces)
    largest = _BOX * sum(len(piece.text) for piece in pieces if piece.links <= _LINKED)
    for place, piece in enumerate(pieces):
        kind: BlockKind = "contact" if is_comments(piece.text) else piece.kind
        if kind not in _SIGNS or not _HEADING.search(piece.path):
            continue
        inside = _box(pieces, place)
        if sum(len(pieces[each].text) for each in inside) <= largest:
            for each in inside:
                found[each] = _as(kind, pieces[each])
    return found


def _box(pieces: Sequence[Piece], place: int) -> range:
    """Return the places of the innermost element round a heading that has more than it, if it begins it."""
    path, end = _parent(pieces[place].path), place + 1
    while path and end == place + 1:
        inside = f"{path}/"
        if place and pieces[place - 1].path.startswith(inside):
            break
        while end < len(pieces) and f"{pieces[end].path}/".startswith(inside):
            end += 1
        path = _parent(path)
    return range(place, end)


def _teasers(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of texts under a link in an element of their own, where several of one shape follow."""
    items: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        if piece.kind in READ and piece.links <= _LINKED and len(piece.text) <= _TEASER:
            links = [each for each in pieces[max(0, place - _BEFORE) : place] if each.links > _LINKED]
            if links:
                items.setdefault(_common(links[-1].path, piece.path), []).append(place)
    small = [item for item, places in items.items() if len(places) <= _LINES]
    shapes = Counter(re.sub(r"\[\d+\]", "", item) for item in small)
    places = [place for item in small if shapes[re.sub(r"\[\d+\]", "", item)] >= _TEASERS for place in items[item]]
    text = sum(len(piece.text) for piece in pieces if piece.links <= _LINKED and not piece.furniture)
    if sum(len(pieces[place].text) for place in places) < _MOST * text:
        yield from places


def _common(one: str, other: str) -> str:
    """Return the path of the innermost element that has both."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    parts: list[str] = []
    for left, right in pairs:
        if left != right:
            break
        parts.append(left)
    return "/".join(parts)


def _without_end(pieces: Sequence[Piece]) -> list[Piece]:
    """A story ends where it says so, or where a heading opens the comments: what follows in that element is none."""
    found = list(pieces)
    paragraphs = 0
    for place, piece in enumerate(pieces):
        paragraphs += piece.kind == "paragraph" and piece.links <= _LINKED
        is_over = is_end(piece.text) or (piece.kind == "subhead" and is_after(piece.text))
        if paragraphs < _STORY or found[place] is not piece or not (is_over or _opens_comments(pieces, place)):
            continue
        inside = f"{_parent(piece.path)}/" if is_over or _HEADING.search(piece.path) else piece.path
        for after in range(place, len(pieces)):
            if pieces[after].path.startswith(inside):
                found[after] = _as("contact", pieces[after])
    return found


def _opens_comments(pieces: Sequence[Piece], place: int) -> bool:
    """Say whether a heading opens comments: its words say so, and dates follow."""
    if pieces[place].links or not is_comments(pieces[place].text):
        return False
    following = [piece.text[:80] for piece in pieces[place + 1 : place + 10]]
    return sum(bool(_DATED.search(text)) for text in following) > 1


def summaries(pieces: Sequence[Piece], title: str, top: int) -> set[int]:
    """Return the places of the lines that sum up the story, as a list between its headline and its beginning."""
    letters = squeezed(title)
    heads = [place for place, piece in enumerate(pieces[:top]) if letters and letters in squeezed(piece.text)]
    lists: dict[str, list[int]] = {}
    for place in range(heads[0] if heads else top, top):
        piece = pieces[place]
        if re.search(r"/li(?:\[\d+\])?(?:/p|/div)?$", piece.path) and not piece.furniture:
            lists.setdefault(re.sub(r"/li(?:\[\d+\])?(?:/p|/div)?$", "", piece.path), []).append(place)
    return {place for places in lists.values() if _sums_up([pieces[each] for each in places]) for place in places}


def _sums_up(lines: Sequence[Piece]) -> bool:
    is_told = all(line.kind == "list_item" and not line.links for line in lines)
    letters = [len(squeezed(line.text)) for line in lines]
    return is_told and 1 < len(lines) <= _BULLETS and min(letters) >= _LEAST and sum(letters) >= _BULLET * len(lines)


def labels(pieces: Sequence[Piece], title: str) -> set[int]:
    """Return the places of short blocks that name a section, a site or a topic: above the headline, or in lists."""
    letters = squeezed(title)
    head = next((each for each, piece in enumerate(pieces) if letters and squeezed(piece.text).endswith(letters)), 0)
    first = next((each for each, piece in enumerate(pieces) if piece.kind == "paragraph" and each > head), len(pieces))
    lengths = [len(squeezed(piece.text)) for piece in pieces[:first]]
    listed = {place for place in range(head, first) if pieces[place].kind == "list_item" and lengths[place] < _LEAST}
    return listed | {place for place in range(head) if lengths[place] < _BULLET}


def is_hollow(pieces: Sequence[Piece], chosen: Sequence[bool], place: int) -> bool:
    """Say whether a heading stands over nothing of the story: what follows in its element was dropped."""
    path = pieces[place].path
    inside = f"{_parent(path)}/" if _HEADING.search(path) else path
    rest = range(place + 1, len(pieces))
    following = next((each for each in rest if chosen[each] and pieces[each].kind in READ), None)
    if following is None:
        return True
    dropped = [
        each for each in range(place + 1, following) if pieces[each].kind not in ("caption", "credit", "ad", "player")
    ]
    return (
        bool(dropped) and pieces[dropped[0]].path.startswith(inside) and not pieces[following].path.startswith(inside)
    )
