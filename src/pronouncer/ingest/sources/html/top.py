"""What stands above the story: which line is its byline, and which its dek."""

import dataclasses
import re
from collections.abc import Sequence

from pronouncer.ingest.boilerplate import is_byline, is_name
from pronouncer.ingest.sources.html.metadata import Metadata
from pronouncer.ingest.sources.html.vote import Ballot
from pronouncer.ingest.sources.html.walk import Piece, squeezed

_DEK = 30  # letters of a dek, at least
_TIME = 60  # characters of a line with a time
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b20\d\d\b")
_PARTS = re.compile(r"\s[·|•]\s")
_LABEL = re.compile(r"(?:by|written by|author|autor|von|par|por|di|door|text|words)\s*:?", re.IGNORECASE)
_NEAR = 3  # blocks below a name among which its time stands


def above(pieces: Sequence[Piece], title: str, declared: Metadata, votes: Ballot) -> list[Piece]:
    """Give the blocks above the first paragraph the kinds that their place tells."""
    letters = squeezed(title)
    head = next(
        (place for place, piece in enumerate(pieces) if letters and squeezed(piece.text).endswith(letters)), len(pieces)
    )
    found = [_as_byline(pieces, place, head, declared) or piece for place, piece in enumerate(pieces)]
    below = head if head < len(found) else -1
    deks = [place for place, piece in enumerate(found) if place > below and _is_told(piece, declared, votes)]
    if not deks and all(piece.kind != "dek" for piece in found):
        deks = [place for place in range(head + 1, len(found)) if _may_be_dek(found[place]) and not found[place].links]
    for place in deks[:1]:
        found[place] = dataclasses.replace(found[place], kind="dek")
    return found


def _as_byline(pieces: Sequence[Piece], place: int, head: int, declared: Metadata) -> Piece | None:
    """A name above the story is its byline where the page declares it as the author, or gives a time near it."""
    piece = pieces[place]
    name, *more = _PARTS.split(piece.text)
    has_name = is_byline(name) or is_name(name)
    is_author = squeezed(name) in map(squeezed, declared.authors) and not _is_site(name, declared)
    if piece.furniture:  # among the buttons, or in what players skip: the author stands there too
        has_other = any(other.kind == "byline" and not other.furniture for other in pieces)
        is_found = place > head and not has_other and (is_author or (piece.kind == "byline" and has_name))
        return _signed(piece, name) if is_found else None
    if piece.kind not in ("paragraph", "byline", "list_item") or not has_name:
        return None
    if piece.kind == "byline" or is_byline(name) or (place and _LABEL.fullmatch(pieces[place - 1].text)):
        return _signed(piece, name)
    is_column = any(title.startswith(f"{name}:") for title in declared.titles)
    is_timed = any(map(_is_time, pieces[place + 1 : place + 1 + _NEAR])) or any(map(_CLOCK.search, more))
    has_other = any(other.kind == "byline" and not other.furniture for other in pieces[: place + 1 + _NEAR])
    is_near = is_author and place + _NEAR >= head
    return _signed(piece, name) if is_near or is_column or (is_timed and place > head and not has_other) else None


def _signed(piece: Piece, name: str) -> Piece:
    return dataclasses.replace(piece, kind="byline", text=name, furniture=False)


def _is_site(name: str, declared: Metadata) -> bool:
    """Say whether an author is the site itself, whose name ends the page's title."""
    return any(squeezed(title).endswith(squeezed(name)) for title in declared.titles)


def _is_time(piece: Piece) -> bool:
    return piece.kind == "timestamp" or (len(piece.text) < _TIME and bool(_CLOCK.search(piece.text)))


def _is_told(piece: Piece, declared: Metadata, votes: Ballot) -> bool:
    """Say whether the page gives a line as its description, or a reader kept it."""
    letters, described = squeezed(piece.text), squeezed(declared.description)
    is_described = bool(described) and (letters in described or described in letters)
    return _may_be_dek(piece) and not piece.links and (is_described or votes.votes(piece) > 0)


def _may_be_dek(piece: Piece) -> bool:
    is_line = piece.kind in ("paragraph", "subhead") and len(squeezed(piece.text)) >= _DEK
    return is_line and not piece.furniture and not _is_time(piece)
