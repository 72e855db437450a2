"""script: an `Article` becomes a `Script`: what is read, in which order, with which pauses."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pronouncer.errors import NothingToRead
from pronouncer.model.article import Article, Block, BlockKind
from pronouncer.model.digest import text_digest
from pronouncer.model.script import Omission, Script, Sentence
from pronouncer.model.site import SiteRules
from pronouncer.script.split import split

PAUSES: dict[BlockKind, float] = {  # seconds after the last sentence of a block
    "headline": 1.0,
    "dek": 0.8,
    "byline": 0.8,
    "dateline": 0.6,
    "paragraph": 0.6,
    "subhead": 0.7,
    "quote": 0.7,
    "list_item": 0.5,
    "correction": 0.7,
    "table": 0.7,
}
EVERYWHERE = SiteRules()
SENTENCE_PAUSE = 0.35  # seconds between sentences of one block
SUBHEAD_LEAD = 0.9  # seconds at least before a subhead


def script(article: Article, rules: SiteRules = EVERYWHERE) -> Script:
    """Return what is read of an article by a site's rules. Raises NothingToRead where that is nothing.

    Every character of a block is in exactly one sentence or one omission, or is white space.
    """
    read = [(index, block) for index, block in enumerate(article.blocks) if block.kind in rules.read]
    read.sort(key=lambda item: _place(item[1], rules))  # stable
    omissions = [Omission(b.start, b.end, b.kind) for b in article.blocks if b.kind not in rules.read]
    sentences: list[Sentence] = []
    seen: Counter[str] = Counter()
    for place, (index, block) in enumerate(read):
        following = read[place + 1][1] if place + 1 < len(read) else None
        for start, end in _spans(article, block):
            written = article.text[start:end]
            if not any(character.isalnum() for character in written):
                omissions.append(Omission(start, end, "no words"))
                continue
            identity = _identity(written, seen)
            sentences.append(Sentence(identity, start, end, written, block.kind, index, SENTENCE_PAUSE))
        if sentences and sentences[-1].block == index:
            sentences[-1] = _paused(sentences[-1], _pause(block, following))
    if not sentences:
        raise NothingToRead(f"{article.source} has nothing to read: only captions, credits or player texts.")
    sentences[-1] = _paused(sentences[-1], 0.0)
    return Script(
        tuple(sentences),
        tuple(sorted(omissions, key=lambda o: o.start)),
        article.language,
        article.source,
        article.section,
        article.hints,
    )


def _place(block: Block, rules: SiteRules) -> int:
    """The headline comes first; corrections where the rules say."""
    moved = {"first": 1, "last": 3}.get(rules.corrections, 2) if block.kind == "correction" else 2
    return 0 if block.kind == "headline" else moved


def _spans(article: Article, block: Block) -> Iterator[tuple[int, int]]:
    for start, end in split(article.written(block), article.language):
        yield block.start + start, block.start + end


def _identity(written: str, seen: Counter[str]) -> str:
    """A sentence keeps its id wherever it moves; white space does not count."""
    folded = " ".join(written.split())
    name = text_digest(folded, size=6)
    seen[name] += 1
    return f"s{name}" if seen[name] == 1 else f"s{name}-{seen[name]}"


def _pause(block: Block, following: Block | None) -> float:
    pause = PAUSES.get(block.kind, PAUSES["paragraph"])
    return max(pause, SUBHEAD_LEAD) if following and following.kind == "subhead" else pause


def _paused(sentence: Sentence, pause: float) -> Sentence:
    return Sentence(sentence.id, sentence.start, sentence.end, sentence.text, sentence.kind, sentence.block, pause)


def of_lines(lines: Sequence[str], language: str) -> Script:
    """Return a script that has every line as one sentence, as it stands, for work on single sentences."""
    sentences: list[Sentence] = []
    seen: Counter[str] = Counter()
    place = 0
    for number, line in enumerate(lines):
        identity = _identity(line, seen)
        sentences.append(Sentence(identity, place, place + len(line), line, "paragraph", number, SENTENCE_PAUSE))
        place += len(line) + 1
    return Script(tuple(sentences), (), language)
