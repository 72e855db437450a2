"""Where quotations stand: marks of all styles, quotations over several paragraphs, and turns of interviews.

Only the outermost marks count. A mark is told from an apostrophe, an inch or a foot by what stands around it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.patterns import compiled


class Span(NamedTuple):
    """Where a quotation stands: half-open indices in its paragraph, marks included."""

    paragraph: int
    start: int
    end: int
    label: str = ""
    """Who speaks, as the label of an interview's turn has it."""
    whole: bool = True
    """Whether the closing mark is there; it is not where the quotation goes on in the next paragraph."""


_CLOSERS = {
    "“": "”",
    "«": "»",
    "»": "«",
    "„": "“”",
    "‘": "’",
    "‚": "‘",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "'": "'",
    "”": "”",
}
_NESTING = {"“", "«"}  # marks that may stand inside themselves
_CLOSING = {mark: compiled(f"[{closers}]") for mark, closers in _CLOSERS.items()}
_STRAIGHT = compiled(r"(?<=\S)\"(?![^\W_])")
_DEEPEST = 5  # marks inside marks; more is a slip
_INTERVIEWER = {"q", "question"}
_BEFORE = r"(?:(?<=^)|(?<=[\s(\[—–\-/“‘«„\"'’\u00a0\u202f]))"
_APOSTROPHES = r"(?!(?:tis|twas|em|til|cause|n|round|bout|\d0s)\b)"  # words that begin with one
_OPENER = compiled(
    rf"[“„«‚‹]|(?<![\w’])‘{_APOSTROPHES}(?=\S)|{_BEFORE}(?:[\"”](?=\S)|'{_APOSTROPHES}(?=[\w“\"…])|[»›](?=\w))"
)
_MEASURE = compiled(r"\d['’′]\s?\d{1,2}(?:[\"”″]|'')")  # feet and inches: 6' 2"
_NAME = r"[^\W\d_a-zà-ÿ][\w.'’-]*"
_LABEL = compiled(
    rf"\s*({_NAME}(?:\s(?:{_NAME}|de|la|van|von|der|du|of|the|al)){{0,4}})\s?(?::\s+|(?<=^[QA])\.\s+)(?=\S)"
)
_LITTLE = (
    "and|or|but|of|in|on|at|to|by|for|from|with|as|is|are|was|were|has|had|have|will|would|after|before|when|while"
    "|said|says"
)
_OWNED = compiled(rf"\s(?!(?:{_LITTLE})\b)[^\W\d_A-Z]")  # the wardens’ rota: no closing mark


def spans(paragraphs: Sequence[str]) -> Iterator[Span]:
    """Yield the quotations in order; none overlap."""
    turns = _turns(paragraphs)
    for number, text in enumerate(paragraphs):
        if number in turns:
            yield turns[number]
        elif any(mark in text for mark in _CLOSERS):
            following = paragraphs[number + 1].lstrip()[:1] if number + 1 < len(paragraphs) else ""
            yield from _marked(number, text, following)


def _marked(number: int, text: str, following: str) -> Iterator[Span]:
    masked = _MEASURE.sub(lambda found: "0" * len(found.group()), text)
    place = 0
    while opener := _OPENER.search(masked, place):
        start, mark = opener.start(), opener.group()
        if mark == "”" and "“" in masked[:start]:
            place = start + 1
            continue
        end = _close(masked, start, mark)
        if end:
            yield Span(number, start, end)
        elif following == mark or (mark == "«" and following == "»"):
            yield Span(number, start, len(text.rstrip()), whole=False)
            return
        place = end or start + 1


def _close(text: str, start: int, mark: str) -> int:
    """Return the end of what a mark opens, or 0."""
    if mark in "'‘":
        return _close_single(text, start, mark)
    if mark in _NESTING and (end := _close_nested(text, start, mark)):
        return end
    found = (_STRAIGHT if mark == '"' else _CLOSING[mark]).search(text, start + 2)
    if not found and mark == "“":  # typed half and half
        found = _STRAIGHT.search(text, start + 2)
    return found.end() if found else 0


def _close_nested(text: str, start: int, mark: str) -> int:
    depth = 0
    for found in re.finditer(f"[{mark}{_CLOSERS[mark]}]", text[start:]):
        depth += 1 if found.group() == mark else -1
        if depth == 0:
            return start + found.end()
        if depth > _DEEPEST:
            break
    return 0


def _may_close(text: str, start: int, place: int) -> bool:
    return place > start + 1 and not text[place - 1].isspace() and not text[place + 1 : place + 2].isalnum()


def _close_single(text: str, start: int, mark: str) -> int:
    """Return the end of a quotation in single marks, whose closing mark is also the apostrophe."""
    opener = next((found for found in _OPENER.finditer(text, start + 1) if found.group() == mark), None)
    limit = opener.start() if opener else len(text)
    closers = [place for place in range(start + 2, limit) if text[place] in "'’" and _may_close(text, start, place)]
    closers = [place for place in closers if text[place] == _CLOSERS[mark] or mark == "‘"]
    for place in closers:
        doubtful = text[place - 1] == "s" and bool(_OWNED.match(text, place + 1)) and place != closers[-1]
        if not doubtful:
            return place + 1
    return 0


def _turns(paragraphs: Sequence[str]) -> dict[int, Span]:
    """Return the turns of an interview by their paragraphs: two labels, or one that comes back."""
    found = {}
    for number, text in enumerate(paragraphs):
        label = _LABEL.match(text) if ":" in text[:60] or text[:2] in ("Q.", "A.") else None
        if label and len(text.rstrip()) > label.end():
            found[number] = Span(number, label.end(), len(text.rstrip()), label.group(1).strip(" ."))
    labels = Counter(turn.label.casefold() for turn in found.values())
    asked = any(paragraphs[number].rstrip().endswith("?") and number + 1 in found for number in found)
    spoken = asked or any(count > 1 for count in labels.values()) or labels.keys() & _INTERVIEWER or _capitals(found)
    return found if len(labels) > 1 and spoken else {}


def _capitals(turns: dict[int, Span]) -> bool:
    return all(turn.label.isupper() for turn in turns.values())
