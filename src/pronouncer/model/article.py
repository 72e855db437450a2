"""What was taken in: one text and the blocks it is made of."""

from typing import Literal

from pronouncer.model.digest import text_digest
from pronouncer.noun import noun

BlockKind = Literal[
    "headline",
    "dek",
    "byline",
    "dateline",
    "paragraph",
    "subhead",
    "quote",
    "list_item",
    "table",
    "table_caption",
    "correction",
    "pull_quote",
    "caption",
    "credit",
    "embed",
    "related",
    "newsletter",
    "ad",
    "player",
    "code",
    "timestamp",
    "contact",
    "bio",
]

READ: frozenset[BlockKind] = frozenset(
    (
        "headline",
        "dek",
        "byline",
        "dateline",
        "paragraph",
        "subhead",
        "quote",
        "list_item",
        "correction",
        "table",
        "table_caption",
    )
)
"""Kinds of blocks that are part of the story, and are read where a site's rules say nothing else."""


@noun
class Block:
    """One piece of an article's structure, named as IPTC and the newsroom name it."""

    kind: BlockKind
    """What the block is; `player` is the boilerplate of an audio player, `pull_quote` a copy of a sentence. A `table`
    has one line a row, with semicolons between cells and a colon after a row of headings."""
    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character in `Article.text`."""
    path: str = ""
    """Where it stands in the page it was read from: an XPath; its words are there, white space aside."""


@noun
class Hint:
    """How the source itself says that some words are said."""

    start: int
    """First character in `Article.text`."""
    end: int
    """One past the last character in `Article.text`."""
    phoneme: str = ""
    """IPA; empty where an alias says it."""
    alias: str = ""
    """What is said instead."""


@noun
class Article:
    """A text with its structure; every later offset leads back to `text`."""

    text: str
    """The whole text as taken in. Control characters are spaces, so that offsets hold."""
    blocks: tuple[Block, ...]
    """In reading order, not overlapping. What lies between blocks is white space or list marks."""
    language: str
    """BCP 47."""
    source: str
    """Where it came from, as the user named it: a path, a URL, or `-`."""
    section: str = ""
    """Section of the publication, such as `sport`; empty where it is not known."""
    site: str = ""
    """Host of the publication, such as `www.example.org`; empty for a file."""
    source_id: str = ""
    """What the source itself names it by: a GUID, a post's number, a URL."""
    api: str = ""
    """Address at which the API of its CMS answers for it alone; empty where only its page does."""
    version: str = ""
    """What the source says of its state: a revision, or the time of its last change."""
    published: str = ""
    """When it was published, ISO 8601; empty where it is not known."""
    modified: str = ""
    """When it was last changed, ISO 8601; empty where it is not known."""
    hints: tuple[Hint, ...] = ()
    """In the order of the text."""

    def written(self, block: Block) -> str:
        """Return the characters of one of this article's blocks."""
        return self.text[block.start : block.end]

    @property
    def identity(self) -> tuple[str, str]:
        """Its site, and what it is known by there, however it is edited."""
        return self.site, self.source_id or (self.source if self.source != "-" else self.headline)

    @property
    def guid(self) -> str:
        """A name for others that stays the same however it is edited, and tells nothing of where it came from."""
        return text_digest("\n".join(self.identity), 16)

    @property
    def digest(self) -> str:
        """A hash of what could be read: the same text and structure has the same one, wherever it came from."""
        blocks = [f"{block.kind} {block.start} {block.end}" for block in self.blocks]
        return text_digest("\n".join([self.text, *blocks]))

    @property
    def headline(self) -> str:
        """The headline, or the first words of the text where there is none."""
        for block in self.blocks:
            if block.kind == "headline":
                return " ".join(self.written(block).split())
        first = next((b for b in self.blocks if b.kind not in ("player", "caption", "credit")), None)
        words = self.written(first).split() if first else []
        return " ".join(words[:10]) + ("…" if len(words) > 10 else "")
