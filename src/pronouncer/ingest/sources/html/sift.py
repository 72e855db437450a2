"""What a block is by its words and its place: headline, dek, byline, pull quotes, lines that only look like text."""

import dataclasses
import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from pronouncer.ingest.boilerplate import is_bio, is_byline, is_duration, kind_of
from pronouncer.ingest.sources.html.metadata import Metadata
from pronouncer.ingest.sources.html.walk import Piece, squeezed
from pronouncer.model.article import READ, BlockKind

_COPY = 30  # letters of a quotation from which a repetition is no accident
_HEADLINE = 6  # letters of a heading from which its being in a title is no accident
_LONG = 140  # characters of a block that is surely the story
_LOGO = 0.5  # share of links from which a first heading is the name of the site
_TAIL = 15  # letters at the end of a heading and of a title that make them one
_TOP = 8  # blocks among which headline, dek and byline stand
_ABOUT = re.compile(r"About (?:the |this )?[A-Z].{1,60}")  # what a press release says of who sent it
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_STAMPED = re.compile(  # what follows a name
    r"\s*[|·•–—-]?\s*(?:(?:Published|Updated|Posted|Last updated|Views)\b"
    rf"|(?:on )?(?:\d{{1,2}} )?(?:{_MONTHS})[a-z]*\.? \d).*$"
)
_LABEL = 15  # letters that are no summary or correction, but its heading
_PARTS = re.compile(r"(?:^by|\b(?:and|und|et|y|e|i|og|och|en)|&|,)$", re.IGNORECASE)  # of a byline that goes on
_BESIDE = 24  # letters beside the author's name in a byline
_DEK = 40  # characters of a subhead above the story that is a dek


def retyped(pieces: Sequence[Piece]) -> list[Piece]:
    """Give blocks the kind that their words tell."""
    found: list[Piece] = []
    for piece in pieces:
        kind: BlockKind = piece.kind
        told = kind_of(piece.text) if kind in READ and kind not in ("headline", "table", "table_caption") else None
        if told:
            kind = told
        elif kind in ("paragraph", "timestamp", "list_item") and is_byline(_STAMPED.sub("", piece.text)):
            kind = "byline"
        elif kind == "byline" and (is_duration(piece.text) or not re.search(r"[^\W\d_]{2}", piece.text)):
            kind = "timestamp"
        elif kind == "correction" and len(squeezed(piece.text)) < _LABEL:  # the heading of one
            kind = "related"
        elif kind == "paragraph" and not re.search(r"[^\W\d_]", piece.text):
            kind = "timestamp"
        found.append(dataclasses.replace(piece, kind=kind))
    for place, following in enumerate(found[1:]):  # a heading goes with what it stands over
        if (
            found[place].kind == "dek"
            and following.kind in ("dek", "list_item")
            and len(squeezed(found[place].text)) < _LABEL
        ):
            found[place] = dataclasses.replace(found[place], kind="related")  # the heading of a summary in points
        if found[place].kind == "subhead" and following.kind in ("newsletter", "related", "ad"):
            found[place] = dataclasses.replace(found[place], kind=following.kind)
    return _without_durations(list(_joined(found)))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A byline may come in parts, each in an element of its own: `By`, a name, `and`, a name."""
    for _, group in itertools.groupby(pieces, key=lambda piece: (piece.kind, piece.path, piece.furniture)):
        parts = list(group)
        if parts[0].kind == "byline" and _PARTS.search(" ".join(part.text for part in parts[:-1])):
            yield dataclasses.replace(parts[0], text=" ".join(part.text for part in parts))
        else:
            yield from parts


def _without_durations(pieces: Sequence[Piece]) -> list[Piece]:
    def kind(place: int) -> BlockKind:
        near = [piece.kind for piece in pieces[max(0, place - 1) : place + 2]]
        if pieces[place].kind in READ and is_duration(pieces[place].text):
            return "player" if "player" in near else "timestamp" if place < _TOP else pieces[place].kind
        return pieces[place].kind

    return [dataclasses.replace(piece, kind=kind(place)) for place, piece in enumerate(pieces)]


def headline(pieces: Sequence[Piece], declared: Metadata) -> str:
    """Return the headline: the heading that the page itself declares, else the first, else what it declares."""
    titles = [squeezed(each) for each in (declared.headline, *declared.titles) if each]
    own = [piece for piece in pieces if not piece.furniture]
    heads = [piece.text for piece in own if piece.kind == "headline"]
    told = [piece for piece in own if piece.links <= _LOGO]
    lower = [piece.text for piece in told[:_TOP] if piece.kind == "subhead"]
    matching = [text for text in (*heads, *lower) if _is_in(squeezed(text), titles)]
    if matching:  # the name of the site is a part of the page's title too, and shorter
        best = max(matching, key=len)
        has_kicker = titles[0] != squeezed(best) and squeezed(best).endswith(titles[0])
        return declared.headline if declared.headline and has_kicker else best
    shared = max(
        (_tail(each.text, titles) for each in own[:_TOP] if each.kind in ("headline", "subhead")), key=len, default=""
    )
    if shared:
        return shared
    above = [each.text for each in itertools.takewhile(lambda each: len(each.text) < _LONG, own) if each.text in lower]
    return next(filter(None, [*heads, declared.headline, *above, *reversed(declared.titles)]), "")


def _is_in(letters: str, titles: Sequence[str]) -> bool:
    return len(letters) >= _HEADLINE and any(letters in title or title in letters for title in titles)


def _tail(text: str, titles: Sequence[str]) -> str:
    """Return the words at the end of a heading that end a title too: both may have kickers, and not the same one."""
    words = text.split()
    tails = (" ".join(words[start:]) for start in range(1, len(words)))
    found = next((tail for tail in tails if any(title.endswith(squeezed(tail)) for title in titles)), "")
    return found if len(squeezed(found)) >= _TAIL else ""


def ordered(pieces: Sequence[Piece], title: str, declared: Metadata) -> list[Piece]:
    """Return the blocks with the headline first and once, one dek, one byline, and copies as what they are."""
    letters = {squeezed(each) for each in (title, declared.headline) if each}
    first = next((place for place, piece in enumerate(pieces) if _is_title(piece, letters)), 0)
    rest = [
        p for place, p in enumerate(pieces) if not _is_title(p, letters) and (place > first or p.kind != "headline")
    ]
    rest = [piece for piece in rest if piece.kind != "headline" or piece.links <= _LOGO]
    rest = [dataclasses.replace(p, kind="subhead") if p.kind == "headline" else p for p in rest]
    rest = _with_dek(rest)
    rest = _with_byline(rest, declared)
    rest = _with_bio(rest, declared)
    rest = _without_copies(rest)
    own = (dataclasses.replace(p, kind="headline", text=title) for p in pieces if _is_title(p, {squeezed(title)}))
    return ([next(own, Piece("headline", title))] if title else []) + rest


def _is_title(piece: Piece, titles: Collection[str]) -> bool:
    letters = squeezed(piece.text)
    heads = piece.kind in ("headline", "subhead")
    return letters in titles or (heads and letters.endswith(tuple(titles)) and bool(titles))


def _with_dek(pieces: Sequence[Piece]) -> list[Piece]:
    """One dek, above the story: marked as one, or a long heading before the first paragraph."""
    first = next((place for place, piece in enumerate(pieces) if piece.kind == "paragraph"), len(pieces))
    has_dek = False
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        kind: BlockKind = piece.kind
        if kind == "subhead" and place < first and len(piece.text) >= _DEK and not has_dek:
            kind = "dek"
        elif kind == "dek" and (has_dek or place > first):
            heading = re.search(r"/h[2-6](?:\[\d+\])?$", piece.path)
            kind = "subhead" if heading else "paragraph" if place > first and not has_dek else "related"
        has_dek = has_dek or kind == "dek"
        found.append(dataclasses.replace(piece, kind=kind))
    return found


def _with_byline(pieces: Sequence[Piece], declared: Metadata) -> list[Piece]:
    """One byline, the first that names somebody; what repeats it is about the author."""
    names = [squeezed(name) for name in declared.authors]
    pieces = [
        dataclasses.replace(piece, kind="byline") if place < _TOP and _names_author(piece, names) else piece
        for place, piece in enumerate(pieces)
    ]
    lines = [place for place, piece in enumerate(pieces) if piece.kind == "byline"]
    named = [place for place in lines if any(name and name in squeezed(pieces[place].text) for name in names)]
    spoken = [place for place in lines if is_byline(pieces[place].text)]
    chosen = next(iter([*(place for place in named if place in spoken), *spoken, *named, *lines]), None)
    found = [
        dataclasses.replace(p, kind="bio") if place in lines and place != chosen else p
        for place, p in enumerate(pieces)
    ]
    if chosen is not None:
        found[chosen] = dataclasses.replace(
            found[chosen], text=_STAMPED.sub("", found[chosen].text) or found[chosen].text
        )
    return found


def _names_author(piece: Piece, names: Sequence[str]) -> bool:
    """Say whether a short line above the story is little more than an author's name."""
    letters = squeezed(piece.text)
    return piece.kind in ("paragraph", "subhead") and any(
        name and name in letters and len(letters) <= len(name) + min(_BESIDE, 2 * len(name)) for name in names
    )


def _with_bio(pieces: Sequence[Piece], declared: Metadata) -> list[Piece]:
    """The last paragraphs may be about the author."""
    story = [place for place, piece in enumerate(pieces) if piece.kind in READ]
    last = set(story[-3:]) if len(story) > 4 else set()
    about = next((place for place in story[-5:] if len(story) > 5 and _ABOUT.fullmatch(pieces[place].text)), None)
    last |= {place for place in story if about is not None and place >= about}
    return [
        dataclasses.replace(piece, kind="bio")
        if place in last and (is_bio(piece.text, declared.authors) or (about is not None and place >= about))
        else piece
        for place, piece in enumerate(pieces)
    ]


def _without_copies(pieces: Sequence[Piece]) -> list[Piece]:
    """A quotation, or a short line, that stands in a longer block of the story too is a pull quote."""
    running = [squeezed(piece.text) for piece in pieces if piece.kind in ("paragraph", "list_item")]
    story = "\n".join(running)
    found: list[Piece] = []
    for piece in pieces:
        letters = squeezed(piece.text)
        apart = piece.kind in ("quote", "subhead", "pull_quote", "dek")
        copies = story.count(letters) - (piece.kind in ("paragraph", "list_item"))
        if (
            len(letters) >= _COPY
            and copies > 0
            and (apart or any(letters in run and letters != run for run in running))
        ):
            found.append(dataclasses.replace(piece, kind="pull_quote"))
        else:
            found.append(piece)
    return found
