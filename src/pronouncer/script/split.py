"""Sentences of a block: sentencex, then what news text needs on top."""

import re
from collections.abc import Iterator

import sentencex

from pronouncer.patterns import compiled

LONGEST = 600  # characters; a longer sentence is said in parts, so that times and repairs stay local

_JOINED = compiled(r"(?<=[^\W\d_A-Z]{3})[.!?][\"”’]?(?=[A-Z][^\W\d_]+[\s,])")  # "peace.The leaders"
_UNFINISHED = compiled(  # a "sentence" that ends like this goes on
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Sgt|Capt|Adm|Rev|Hon|St|Mt|Ft|vs|v|al|cf|approx"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)|(?<![^\W_])[A-Z])\.\s*$"
)
_NUMBERING = compiled(r"\b(?:Nos?|Figs?|Vol|Ch|pp?|Art|Sec)\.\s*$", re.IGNORECASE)
_GOES_ON = compiled(  # a "sentence" that begins like this belongs to the one before
    r"[a-z](?![A-Z])|(?:Inc|Ltd|Corp|LLC|plc)\b"
)
_ATTRIBUTION = compiled(  # ... where a question or an exclamation was quoted: “Stop!” Lee said.
    r"(?:[A-Z][\w.'’-]*\s){1,4}(?:said|says|asked|asks|added|told|replied|wrote|writes|shouted|cried|joked)\b"
)
_ENDS = r"(?:[A-Z]\.[A-Z]|\b[ap]\.m|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|etc|Ave|Blvd|St|Dr))\."
_BEGINS = (
    r"(?:The|She|He|It|They|We|You|But|And|This|That|These|Those|There|His|Her|Their|Its|In|On|At|For|When|While|If|As|After|Before"
    r"|Not|What|Who|Why|How)\s"
)
_MISSED = compiled(rf"({_ENDS})\s+(?={_BEGINS})")  # an abbreviation that also ends its sentence: in the U.S. She left
_QUOTES = compiled(r"'(?=')|(?<=')'|[“”\"«»„]|(?<=[.!?,])[’']|(?:(?<=\s)|(?<=^))[‘'](?=\w)")
_CLOSERS = "”\"’')]»"
_CLAUSE = compiled(r"[;:,–—]\s+")
_SPACE = compiled(r"\s+")

Span = tuple[int, int]
_BLANK = compiled(r"\s")
_SURROGATES = compiled("[\ud800-\udfff]")


def split(text: str, language: str) -> Iterator[Span]:
    """Yield the spans of a block's sentences, without the white space between them."""
    flat = _BLANK.sub(" ", text)  # same length; sentencex takes line breaks for paragraphs
    for start, end in _finished(flat, _boundaries(flat, language)):
        for part in _at_joins(flat, start, end):
            yield from _in_parts(flat, *part)


def _boundaries(text: str, language: str) -> Iterator[Span]:
    """What the library finds where no quotation marks keep sentences together, and what it misses."""
    plain = _QUOTES.sub(" ", _SURROGATES.sub("\ufffd", text))  # the library takes UTF-8 only
    begun = 0
    for found in sentencex.get_sentence_boundaries(language.split("-")[0], plain):
        end = found["start_index"] + len(plain[found["start_index"] : found["end_index"]].rstrip())
        while end < len(text) and text[end] in _CLOSERS and not (text[end] in "\"'" and text[end - 1].isspace()):
            end += 1
        for missed in _MISSED.finditer(text, begun, end):
            yield begun, missed.end(1)
            begun = missed.end()
        if end > begun:
            yield begun, end
            begun = end
    if begun < len(text):
        yield begun, len(text)


def _finished(text: str, spans: Iterator[Span]) -> Iterator[Span]:
    """Put together again what was cut after a title, an initial or a quoted question."""
    begun: int | None = None
    for start, end in spans:
        begun = start if begun is None else begun
        if not _goes_on(text, max(begun, end - 12), end):
            yield begun, end
            begun = None
    if begun is not None:
        yield begun, len(text)


def _goes_on(text: str, start: int, end: int) -> bool:
    rest = text[end : end + 80].lstrip()
    if _MISSED.search(text, start, min(len(text), end + 12)):
        return False
    if _UNFINISHED.search(text, start, end):
        return True
    if _NUMBERING.search(text, start, end):
        return rest[:1].isdigit()
    if _GOES_ON.match(rest):
        return True
    return text[end - 1 : end] in _CLOSERS and text[end - 2 : end - 1] in ("?", "!") and bool(_ATTRIBUTION.match(rest))


def _at_joins(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _JOINED.finditer(text, start, end):
        if not re.search(r"\S*[/@]\S*$|www\.\S*$", text[start : match.start()]):  # not inside an address
            yield start, match.end()
            start = match.end()
    yield start, end


def _in_parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a span without white space at its ends, in parts where it is over `LONGEST`."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = _last(_CLAUSE, text, start, start + LONGEST) or _last(_SPACE, text, start, start + LONGEST)
        cut = cut or start + LONGEST
        yield start, start + len(text[start:cut].rstrip())
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end


def _last(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int | None:
    found = [match.end() for match in pattern.finditer(text, start + LONGEST // 3, limit)]
    return found[-1] if found else None
