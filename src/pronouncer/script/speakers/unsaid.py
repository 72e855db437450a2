"""What is quoted but not said: titles of works, nicknames, scare quotes, signs."""

import re

from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.phrases import Line
from pronouncer.script.speakers.words import MARKS

_SMALL = re.compile(
    r"(?:an?|the|of|in|on|at|to|for|by|with|and|or|from|is|not|as|but|de|la|le|les|du|des|et|en|à|au|sur|d|l)"
)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_LEAD = 160  # characters before a quotation that tell
_LONG = 10  # words; a quotation as long as this is speech, whatever stands around it


def inner(line: Line, place: int) -> str:
    """Return a quotation without its marks."""
    phrase = line.phrases[place]
    return line.text[phrase.start : phrase.end].strip(MARKS)


def entitled(line: Line, place: int, grammar: Grammar) -> bool:
    """Say whether a quotation is written like the title of a work."""
    text = inner(line, place).rstrip(",")
    found = _WORD.findall(text)
    if not found or text.endswith(".") or not found[0][0].isupper():
        return False
    capitals = all(word[0].isupper() or word[0].isdigit() or _SMALL.fullmatch(word) for word in found)
    return capitals or grammar.inside  # French titles have one capital


def unsaid(line: Line, place: int, grammar: Grammar) -> bool:
    """Say whether what leads to a quotation makes it a title, a nickname, a word as such or a sign."""
    start, _ = line.sentence(place)
    stop = line.phrases[place].start
    lead = line.text[max(line.phrases[start].start, stop - _LEAD) : stop]
    told = lead.rstrip().endswith(":") and inner(line, place).endswith(tuple(".!?…"))
    if told and not grammar.notes.search(lead.lower()):  # in one word: “No.”
        return False
    return bool(grammar.unsaid.search(lead) or (grammar.works.search(lead) and entitled(line, place, grammar)))


def speechlike(line: Line, place: int) -> bool:
    """Say whether a quotation that no clause attributes is speech: a sentence of its own, or long."""
    text, (start, _) = inner(line, place), line.sentence(place)
    goes_on = line.text[line.phrases[place].end - 1] not in MARKS
    alone = place == start or line.kinds[place - 1] in ":."
    return (alone and (goes_on or text.endswith((".", "!", "?", "…", ",")))) or len(text.split()) >= _LONG
