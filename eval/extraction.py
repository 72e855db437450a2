"""Score the extraction of pages against their gold scripts.

usage: python eval/extraction.py [--show NAME]

F1 is over the words that are read, in order, by the longest matching runs; a wrong line is a block that is read and
whose words are in no block of the gold script.
"""

import argparse
import difflib
import functools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import NothingToRead
from pronouncer.ingest.raw import decode
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import READ
from pronouncer.settings import Settings

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "tests/ingest/pages"
_SAME = 0.8  # share of the words of a block from which it is the one of the gold script


class Gold(NamedTuple):
    """What should be read of a page."""

    blocks: tuple[tuple[str, str], ...]
    """Kind and text; none where there is nothing to read."""


class Scored(NamedTuple):
    """How a page was read."""

    name: str
    right: int
    """Words that were read and should have been."""
    read: int
    """Words that were read."""
    wanted: int
    """Words that should have been."""
    wrong: tuple[tuple[str, str], ...]
    """Blocks that were read and should not have been."""
    missed: tuple[tuple[str, str], ...]
    headlines: int
    """How often the headline was read."""


def gold(path: Path) -> Gold:
    """Return the gold script of a page."""
    blocks = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#") and line != "nothing":
            kind, _, text = line.partition("\t")
            if text:
                blocks.append((kind, text))
            if kind == "table":
                blocks.append((kind, "table"))
    return Gold(tuple(blocks))


def read(path: Path) -> list[tuple[str, str]]:
    """Return the blocks of a page that are read, with their kinds."""
    try:
        article = ingest(decode(path.read_bytes(), str(path)), Settings())
    except NothingToRead:
        return []
    written = ((block.kind, article.written(block)) for block in article.blocks if block.kind in READ)
    shown = [(kind, "table" if kind == "table" else text) for kind, text in written]  # its rows are only counted
    return [(kind, text) for kind, text in shown if words(text)]


def words(text: str) -> list[str]:
    """Return the words of a text for comparing."""
    return re.findall(r"\w+", text.casefold())


@functools.cache
def scored(path: Path) -> Scored:
    """Return how a page was read."""
    wanted, found = gold(path.with_suffix(".gold")).blocks, read(path)
    left, right = words(" ".join(text for _, text in wanted)), words(" ".join(text for _, text in found))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    headline = next((text for kind, text in wanted if kind == "headline"), "")
    return Scored(
        path.stem,
        common,
        len(right),
        len(left),
        tuple(block for block in found if not any(_same(block[1], text) for _, text in wanted)),
        tuple(block for block in wanted if not any(_same(block[1], text) for _, text in found)),
        sum(words(text) == words(headline) for _, text in found) if headline else 1,
    )


def _same(one: str, other: str) -> bool:
    """Say whether two blocks are the same, or one is most of a part of the other."""
    left, right = words(one), words(other)
    if not left or not right:
        return left == right
    common = sum(b.size for b in difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
    return common >= _SAME * min(len(left), len(right))


def pages() -> Iterator[Path]:
    """Yield the pages that have a gold script."""
    return (path for path in sorted(PAGES.glob("*.html")) if path.with_suffix(".gold").is_file())


def total(found: list[Scored]) -> tuple[float, float]:
    """Return F1 over the words of all pages, and wrong lines a page."""
    right = sum(each.right for each in found)
    precision, recall = right / sum(each.read for each in found), right / sum(each.wanted for each in found)
    return 2 * precision * recall / (precision + recall), sum(len(each.wrong) for each in found) / len(found)


def f1(folder: Path) -> float:
    """Return F1 over the words of all pages."""
    return total([scored(path) for path in pages()])[0]


def clean(folder: Path) -> float:
    """Return the share of the blocks that are read which should be."""
    found = [scored(path) for path in pages()]
    blocks = sum(len(read(path)) for path in pages())
    return 1 - sum(len(each.wrong) for each in found) / blocks


def headlines(folder: Path) -> float:
    """Return the share of pages whose headline is read once."""
    found = [scored(path) for path in pages()]
    return sum(each.headlines == 1 for each in found) / len(found)


def main() -> None:
    """Print each page, and the sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    found = [scored(path) for path in pages() if options.show in path.stem]
    for each in found:
        print(f"{each.name:40} {each.right:5} of {each.wanted:5}, read {each.read:5}, headline {each.headlines} times")
        for kind, text in each.wrong:
            print(f"    WRONG  {kind}: {text[:110]}")
        for kind, text in each.missed:
            print(f"    MISSED {kind}: {text[:110]}")
    overall, wrong = total(found)
    print(f"{len(found)} pages: F1 {overall:.4f}, {wrong:.2f} wrong lines a page", file=sys.stderr)


if __name__ == "__main__":
    main()
