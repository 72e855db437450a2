"""Plain text, with the light marks people write in it (`# Headline`, `> quote`, `- item`)."""

from collections.abc import Sequence
from itertools import pairwise

from pronouncer.ingest.boilerplate import is_byline, is_duration, kind_of
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import Raw
from pronouncer.model.article import Article, Block, BlockKind
from pronouncer.patterns import compiled

_MARK = compiled(
    r"(?P<headline>#\s+)|(?P<subhead>#{2,6}\s+)|(?P<quote>(?:>\s*)+)|(?P<list_item>(?:[-*•‣–]|\d{1,2}[.)])\s+)"
)
_SENTENCE_END = compiled(r"[.!?…:;,][\"'”’»)\]]*$")
_TURN = compiled(r"(?:Q|A|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}): [^\W_].*\?$")  # a question of an interview
_HEADLINE = 200  # characters at most
_SUBHEAD = 90  # characters at most
_TOP = 6  # a byline stands among the first blocks

Span = tuple[int, int]
_RUN = compiled(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINE = compiled(r"\S[^\n]*")
_STOPPED = compiled(r"[.…:;,][\"'”’»)\]]*$")
_CLOSED = compiled(r"[.…!,;:\"”’»)\]]$")


def read(raw: Raw, language: str) -> Article:
    """Return the article in a plain text."""
    text = raw.text
    spans = _paragraphs(text)
    blocks = _without_durations(text, [_block(text, span) for span in spans])
    blocks = _with_headline(text, blocks)
    blocks = _with_bylines_and_subheads(text, blocks)
    return Article(text, tuple(blocks), language or guess(text, "en"), raw.name)


def _paragraphs(text: str) -> list[Span]:
    """A line is a paragraph, unless the text is wrapped by hand: then a blank line ends one."""
    runs = [(m.start(), m.end()) for m in _RUN.finditer(text)]
    spans: list[Span] = []
    for start, end in runs:
        lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(text[start:end])]
        spans += _joined(text, lines) if _is_wrapped(text, lines) else lines
    return [(start, start + len(text[start:end].rstrip())) for start, end in spans]


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    written = [text[start:end].rstrip() for start, end in lines]
    if len(written) < 2 or max(map(len, written)) > 100:
        return False
    broken = [
        not _SENTENCE_END.search(line) and len(line) > 40 and not _MARK.match(following)
        for line, following in pairwise(written)
    ]
    return sum(broken) * 2 >= len(broken)


def _joined(text: str, lines: Sequence[Span]) -> list[Span]:
    joined = [lines[0]]
    for start, end in lines[1:]:
        if _MARK.match(text, start) or (_MARK.match(text, joined[-1][0]) and text[start - 1] == "\n"):
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def _block(text: str, span: Span) -> Block:
    start, end = span
    mark = _MARK.match(text, start, end)
    if mark and mark.end() < end:
        kind: BlockKind = mark.lastgroup  # type: ignore[assignment]
        return Block(kind, mark.end(), end)
    return Block(kind_of(text[start:end]) or "paragraph", start, end)


def _without_durations(text: str, blocks: list[Block]) -> list[Block]:
    """A line such as "Average 4 minutes" is the player's only beside another line of the player."""
    kinds: list[BlockKind] = [block.kind for block in blocks]
    for index, block in enumerate(blocks):
        near = kinds[max(0, index - 1) : index] + [b.kind for b in blocks[index + 1 : index + 2]]
        if kinds[index] == "paragraph" and "player" in near and is_duration(text[block.start : block.end]):
            kinds[index] = "player"
    return [Block(kind, b.start, b.end) for kind, b in zip(kinds, blocks, strict=True)]


def _with_headline(text: str, blocks: list[Block]) -> list[Block]:
    """The first line of running text is the headline if it is short, has no full stop and is not all."""
    if any(block.kind == "headline" for block in blocks):
        return blocks
    running = [index for index, block in enumerate(blocks) if block.kind in ("paragraph", "quote", "list_item")]
    if len(running) < 2 or blocks[running[0]].kind != "paragraph":
        return blocks
    first = blocks[running[0]]
    written = text[first.start : first.end]
    if len(written) <= _HEADLINE and not _STOPPED.search(written):
        blocks[running[0]] = Block("headline", first.start, first.end)
    return blocks


def _with_bylines_and_subheads(text: str, blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    for index, block in enumerate(blocks):
        written = text[block.start : block.end]
        kind = block.kind
        if kind == "paragraph" and index < _TOP and is_byline(written):
            kind = "byline"
        elif kind == "paragraph" and _is_subhead(written, blocks[index - 1 : index], blocks[index + 1 : index + 2]):
            kind = "subhead"
        found.append(Block(kind, block.start, block.end))
    return found


def _is_subhead(written: str, before: Sequence[Block], after: Sequence[Block]) -> bool:
    stands_between = any(b.kind != "headline" for b in before) and any(b.kind == "paragraph" for b in after)
    short = len(written) <= _SUBHEAD and "\n" not in written and not _TURN.match(written)
    return stands_between and short and written[:1].isupper() and not _CLOSED.search(written)
