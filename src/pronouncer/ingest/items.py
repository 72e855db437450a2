"""What a feed, a sitemap or a CMS lists: items, what is no longer public, and what could not be read."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pronouncer.errors import StatusError
from pronouncer.ingest.fields import words_of

MOST = 1000  # items that are taken from one collection
SUMMARY_WORDS = 80  # fewer are a summary, for which the page is read
_AHEAD = timedelta(hours=1)  # what clocks may differ before a date counts as in the future
_TEASER = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|\(more…?\)"
    r"|(?:Read [Mm]ore|READ MORE|Continue [Rr]eading|Weiterlesen|Mehr lesen|Lire la suite|Seguir leyendo|Leer más)\b"
    r"[^.!?]{0,120})\W*$"
)
_NOT_PUBLIC = ("rest_forbidden", "rest_post_invalid_id")  # WordPress, of one post: not published, or deleted
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")  # scripts without word spaces


class Item(NamedTuple):
    """One article as its source lists it; fields that the source does not give are empty."""

    url: str = ""
    """Address of its page, absolute http(s)."""
    id: str = ""
    """What the source itself names it by."""
    version: str = ""
    """What the source says of its state, mostly the time of its last change."""
    title: str = ""
    """Headline, plain text."""
    dek: str = ""
    """Standfirst, plain text."""
    byline: str = ""
    """Names of the authors, without "By"."""
    content: str = ""
    """HTML of the article, which may be only a summary."""
    language: str = ""
    """BCP 47."""
    section: str = ""
    """Section or first category."""
    published: str = ""
    """ISO 8601, in UTC."""
    modified: str = ""
    """ISO 8601, in UTC."""
    collection: bool = False
    """Whether the URL leads to another collection (a sitemap of a sitemap index), not to an article."""
    whole: bool = False
    """Whether the content, however short, is all that readers see of the article."""
    api: str = ""
    """Address at which the API of its CMS answers for it alone; empty where only its page does."""


class Gone(NamedTuple):
    """An article that the public cannot read (any more), so that its audio can be taken down."""

    id: str
    """What the source names it by."""
    reason: str
    """One sentence for the newsroom."""
    url: str = ""
    """Address of its page, where the source still says it."""


class Collected(NamedTuple):
    """What was found in one feed, sitemap or message of a CMS; a partial result says so in `problems`."""

    items: tuple[Item, ...]
    """In the order of the source."""
    problems: tuple[str, ...] = ()
    """One sentence for each thing that was dropped, mended or odd."""
    gone: tuple[Gone, ...] = ()
    """What is not public."""


def told_gone(error: StatusError, id: str, url: str, *, api: bool) -> Gone | None:
    """Return what a refusal says of the article at a URL; None where it may be public all the same.

    A page is gone with 404 and 410. Of an API only its code counts: its 404 can also mean that the whole API is closed.
    """
    if error.code in _NOT_PUBLIC if api else error.status in (404, 410):
        return Gone(id, f"{url} is not public any more ({error.status}{api * f', {error.code}'}).", url)
    return None


def needs_page(item: Item) -> bool:
    """Say whether an item has no content or only a summary, so that its page has to be read."""
    words = words_of(item.content)
    count = len(words.split()) + len(_UNSPACED.findall(words)) // 2
    return count < (1 if item.whole else SUMMARY_WORDS) or bool(_TEASER.search(words[-200:]))


def newest(dates: Sequence[str], most: int = MOST) -> list[int]:
    """Return the indices of the latest dates in their order; of equal and missing dates the first ones."""
    order = sorted(range(len(dates)), key=dates.__getitem__, reverse=True)
    return sorted(order[:most])


def too_many(name: str, count: int) -> str:
    """Return the sentence that says only the newest items were taken."""
    return f"{name} lists {count:,} items; only the newest {MOST:,} were taken. Take older ones from a sitemap's parts."


def collected(
    found: Iterable[Item],
    name: str,
    *,
    problems: Iterable[str] = (),
    gone: Iterable[Gone] = (),
    now: datetime | None = None,
) -> Collected:
    """Return items without empty and repeated ones, at most the newest `MOST`, and what there is to say of them."""
    kept, empty, repeated = _single(found)
    said = list(problems)
    if empty:
        said.append(f"{name}: {_items(empty)} without an address and content skipped. Is the feed complete?")
    if repeated:
        said.append(f"{name}: {_items(repeated)} with an id that came before dropped; the latest version was kept.")
    items = list(kept.values())
    if len(items) > MOST:
        said.append(too_many(name, len(items)))
        items = [items[index] for index in newest([item.published or item.modified for item in items])]
    limit = ((now or datetime.now(UTC)) + _AHEAD).isoformat()
    ahead = [item for item in items if item.published > limit]
    if ahead:
        first = ahead[0]
        said.append(
            f"{name}: {_items(len(ahead))} dated in the future kept; the first is {first.title or first.url!r} "
            f"({first.published}). Is the clock of the CMS right?"
        )
    return Collected(tuple(items), tuple(said), tuple(gone))


def _single(found: Iterable[Item]) -> tuple[dict[str, Item], int, int]:
    """Return items by id, and how many were empty and how many repeated."""
    kept: dict[str, Item] = {}
    empty = repeated = 0
    for item in found:
        key = item.id or item.url
        if not item.url and not words_of(item.content):
            empty += 1
            continue
        key = key or f"\0{len(kept)}"  # content without a name is never a repetition
        if key in kept:
            repeated += 1
            if item.version <= kept[key].version:
                continue
        kept[key] = item
    return kept, empty, repeated


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"
