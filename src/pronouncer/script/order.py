"""script: an `Article` becomes a `Script`: what is read, in which order, with which pauses."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pronouncer.errors import NothingToRead
from pronouncer.model.article import Article, Block, BlockKind
from pronouncer.model.digest import text_digest
from pronouncer.model.disclosure import disclosure
from pronouncer.model.script import Omission, Script, Sentence
from pronouncer.model.site import SiteRules
from pronouncer.script.split import split

if TYPE_CHECKING:  # most sites have one voice
    from pronouncer.script.parts import Passage

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
    "table_caption": 0.5,
}
TABLES = {  # language: what is said for a table with one row, and with several
    "en": ("Table with one row.", "Table with {rows} rows."),
    "fr": ("Tableau d’une ligne.", "Tableau de {rows} lignes."),
}
DISCLOSURE = "disclosure"
"""`Sentence.id` of the sentence that tells that nobody speaks."""
EVERYWHERE = SiteRules()
SENTENCE_PAUSE = 0.35  # seconds between sentences of one block
PART_PAUSE = 0.12  # seconds between two voices within a sentence
SUBHEAD_LEAD = 0.9  # seconds at least before a subhead


def script(article: Article, rules: SiteRules = EVERYWHERE) -> Script:
    """Return what is read of an article by a site's rules. Raises NothingToRead where that is nothing.

    Every character of a block is in exactly one sentence or one omission, or is white space.
    """
    read = [(index, block) for index, block in enumerate(article.blocks) if block.kind in rules.read]
    read.sort(key=lambda item: _place(item[1], rules))  # stable
    omissions = [Omission(b.start, b.end, b.kind) for b in article.blocks if b.kind not in rules.read]
    parted = _passages(article, [block for _, block in read], rules)
    sentences: list[Sentence] = []
    seen: Counter[str] = Counter()
    for place, (index, block) in enumerate(read):
        following = read[place + 1][1] if place + 1 < len(read) else None
        alias = _alias(article, block, rules)
        if alias is None:
            omissions.append(Omission(block.start, block.end, "table"))
            continue
        for start, end, passage in _parts(article, block, parted, whole=bool(alias)):
            written = article.text[start:end]
            label = passage is not None and passage.is_label
            if label or not any(character.isalnum() for character in written):
                omissions.append(Omission(start, end, "label of a speaker" if label else "no words"))
                continue
            identity = _identity(written, seen)
            pause = SENTENCE_PAUSE if _ends(written) or not parted else PART_PAUSE
            sentence = Sentence(identity, start, end, written, block.kind, index, pause, alias)
            sentences.append(_of_passage(sentence, passage) if passage else sentence)
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


def disclosed(script: Script, where: str) -> Script:
    """Return a script that tells that nobody speaks, at its `start` or `end`; where empty, as it is.

    The sentence is of no character of the article: its span is empty. A language that it is not known in is told in
    English.
    """
    if not where:
        return script
    text, language = disclosure(script.language)
    first, last = script.sentences[0].start, script.sentences[-1].end
    place = first if where == "start" else last
    other = "" if script.language.split("-")[0].lower() == language else language
    said = Sentence(DISCLOSURE, place, place, "", "player", -1, 0.0, text, language=other)
    if where == "start":
        sentences = (_paused(said, PAUSES["headline"]), *script.sentences)
    else:
        sentences = (*script.sentences[:-1], _paused(script.sentences[-1], PAUSES["headline"]), said)
    return dataclasses.replace(script, sentences=sentences)


def _place(block: Block, rules: SiteRules) -> int:
    """The headline comes first; corrections where the rules say."""
    moved = {"first": 1, "last": 3}.get(rules.corrections, 2) if block.kind == "correction" else 2
    return 0 if block.kind == "headline" else moved


def _alias(article: Article, block: Block, rules: SiteRules) -> str | None:
    """Return what is said for a block as a whole: empty where its words are, None for a table nobody can announce."""
    if block.kind != "table" or rules.tables == "full":
        return ""
    texts = TABLES.get(article.language.split("-")[0])
    lines = article.written(block).split("\n")
    rows = len(lines) - lines[0].endswith(":")
    return texts[rows != 1].format(rows=rows) if texts else None


def _passages(article: Article, blocks: Sequence[Block], rules: SiteRules) -> "Sequence[Passage]":
    """Return what other voices than the rest of its sentence may say."""
    if not rules.voices.parts_sentences:
        return ()
    from pronouncer.script.parts import passages

    return passages(article, blocks, rules.voices)


def _parts(
    article: Article, block: Block, parted: "Sequence[Passage]", *, whole: bool
) -> "Iterator[tuple[int, int, Passage | None]]":
    """Yield the sentences of a block, cut where a passage begins or ends, without white space at their ends."""
    if whole:
        yield block.start, block.end, None
        return
    own = [passage for passage in parted if block.start <= passage.start < block.end]
    if not own:
        yield from ((*span, None) for span in _spans(article, block))
        return
    from pronouncer.script.parts import cut

    for start, end in _spans(article, block):
        for first, last, passage in cut(start, end, own):
            written = article.text[first:last]
            if written.strip():
                lead = len(written) - len(written.lstrip())
                yield first + lead, first + len(written.rstrip()), passage


def _of_passage(sentence: Sentence, passage: "Passage") -> Sentence:
    return dataclasses.replace(sentence, quoted=passage.quoted, speaker=passage.speaker, language=passage.language)


def _ends(written: str) -> bool:
    """Say whether a part of a sentence is the end of one."""
    return written.rstrip('”"’»)]').endswith((".", "?", "!", "…"))


def _spans(article: Article, block: Block) -> Iterator[tuple[int, int]]:
    place = block.start
    for part in article.written(block).split("\n") if block.kind == "table" else (article.written(block),):
        for start, end in split(part, article.language):
            yield place + start, place + end
        place += len(part) + 1


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
    return dataclasses.replace(sentence, pause=pause)


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
