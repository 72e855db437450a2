"""Whose clause a quotation stands in: patterns over the letters of a line, in order of strength."""

import re
from typing import NamedTuple

from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.phrases import Line, Mention

_INVERTED = re.compile(r"[,\-?]?x*Vx*(?:pN(?=N))?w{0,3}(N)")  # “…,” said the mayor
_DIRECT = re.compile(r"[,\-?]?[axw]?w{0,3}(N)[^Q.;:]*?V")  # “…,” the mayor, a farmer, said
_DIRECT_BARE = re.compile(r"[,\-?]?(w{1,3})x*V")  # “…,” residents say
_OTHERWISE = re.compile(r",?x*(w)x*(N)")  # “…,” gurgled Smith; « … », s’est félicitée Odile
_CLOSING = re.compile(r",(?:x*V(N)|N(?:pN)*x*V)[xw]*\.?$")  # ..., a union has warned; ..., said police
_ACCORDING = re.compile(r"Ap?w{0,3}(N)")
_WITHIN = re.compile(r",x*V(N),")
_JOINT = re.compile(r"[Q,?.]NcN$|^NcN$")
_TAGGED = re.compile(r"Q[,?]?$")
_BARE = re.compile(r"(N?w{1,3})(?:p[Nw]+)*x*")
_PASSIVE = frozenset("was were been being be is are est sont était étaient été".split())
_REFLEXIVE = frozenset(("s", "se", "m"))
_WRITTEN = frozenset(("in", "on", "dans", "sur"))
_CLAUSAL = frozenset("after before since until till because than avant après depuis".split())
_FAR = 40  # phrases between a subject and its verb


class Attribution(NamedTuple):
    """Who is said to speak, and how near the verb of saying stands."""

    mention: Mention
    place: int
    close: bool
    """Whether verb and quotation touch."""


def after(line: Line, place: int, grammar: Grammar) -> Attribution | None:
    """Return who speaks by what follows a quotation: said N; N said."""
    kinds = line.kinds
    _, end = line.sentence(place)
    if inverted := _INVERTED.match(kinds, place + 1, end):
        return _attribution(line, inverted.start(1), close=True)
    other = _OTHERWISE.match(kinds, place + 1, end)
    if other and _finite(line, place, other.start(1), grammar):
        return _attribution(line, other.start(2), close=True)
    direct = _DIRECT.match(kinds, place + 1, min(end, place + _FAR))
    if direct and subject(line, direct.end() - 1, direct.start(1)) in (
        direct.start(1),
        _second(kinds, direct.start(1)),
    ):
        return _attribution(line, direct.start(1), close=True)
    if bare := _DIRECT_BARE.match(kinds, place + 1, end):
        return Attribution(_unnamed(line, bare.start(1), bare.end(1)), bare.start(1), close=True)
    return None


def _finite(line: Line, place: int, verb: int, grammar: Grammar) -> bool:
    """Say whether a word after a quotation is a verb: by its form, or in French by the auxiliary before it."""
    if grammar.inside and line.kinds[place + 1] != ",":  # the subject of a clause: « Nuit » a ouvert le festival
        return False
    return bool(grammar.finite.fullmatch(line.phrases[verb].plain)) or (grammar.inside and line.kinds[verb - 1] == "x")


def before(line: Line, place: int, grammar: Grammar) -> Attribution | None:
    """Return who speaks by what stands before a quotation in its sentence: N said; N's words; by N."""
    kinds, (start, end) = line.kinds, line.sentence(place)
    owned = len(kinds[start:place].rstrip("xt,:")) - 1
    if owned >= 0 and (mention := line.phrases[start + owned].mention) and mention.owner:
        return Attribution(mention.owner, start + owned, close=True)
    answer = line.phrases[start].mention
    if answer and answer.words[-1] in grammar.answers and kinds[start : start + 3] == "NpN" and kinds[place - 1] == ":":
        return _attribution(line, start + 2, close=True)  # The reply from his club was short: “…”
    for verb in range(place - 1, start - 1, -1):
        if kinds[verb] == "A" and (found := _ACCORDING.match(kinds, verb)):
            return _attribution(line, found.start(1), close=True)
        if kinds[verb] not in "VS":
            continue
        close = not kinds[verb + 1 : place].strip(",:tax-")
        spot = _speaker(line, verb, start, end, grammar)
        if isinstance(spot, Mention):
            return Attribution(spot, start, close)
        if spot is not None:
            return _attribution(line, spot, close=close)
    return None


def according(line: Line, place: int, grammar: Grammar) -> Attribution | None:
    """Return who speaks by `according to N` anywhere in the sentence, or whose view it begins with."""
    start, end = line.sentence(place)
    views = line.kinds.startswith("pN", start) and line.phrases[start].plain in grammar.views
    viewer = line.phrases[start + 1].mention if views else None
    if viewer and viewer.who and (viewer.who.personal or viewer.who.gender == "it"):
        return Attribution(viewer, start + 1, close=False)
    found = _ACCORDING.search(line.kinds, place, end) or _ACCORDING.search(line.kinds, start, place)
    return _attribution(line, found.start(1), close=False) if found else None


def closing(line: Line, place: int) -> Attribution | None:
    """Return who speaks by the end of the sentence: Drivers face “misery” after a fire, a union has warned."""
    _, end = line.sentence(place)
    found = _CLOSING.search(line.kinds, place, end)
    if not found:
        return None
    spot = found.start(1) if found.group(1) else found.start() + 1
    return _attribution(line, spot, close=False)


def _agent(line: Line, start: int, end: int, grammar: Grammar) -> int | None:
    """Return the place of N in `by N`."""
    for place in range(start, end - 1):
        if line.kinds[place] == "p" and line.phrases[place].plain in grammar.agent and line.kinds[place + 1] == "N":
            return place + 1
    return None


def _speaker(line: Line, verb: int, start: int, end: int, grammar: Grammar) -> int | Mention | None:
    """Return who does the saying of a verb before a quotation: the place, or the mention that has none."""
    kinds, at = line.kinds, verb - 1
    while at >= start and kinds[at] == "x":
        at -= 1
    if _passive(line, at + 1, verb):
        return _agent(line, verb, end, grammar)
    tagged = _TAGGED.search(kinds, start, at + 1)
    if tagged and (inverted := _INVERTED.match(kinds, at + 1, end)):  # “…,” said N, “…”
        return inverted.start(1)
    for bare, noun in (("wr", at - 1), ("tw", at)):  # trolls who called; what lifeguards described as
        if at > start and kinds[at - 1 : at + 1] == bare:
            return _unnamed(line, noun, noun + 1)
    spot = subject(line, verb, start)
    within = _WITHIN.match(kinds, at, end)
    if within and not line.phrases[verb].plain.endswith(("ing", "ant")):  # It was, said Lena Ortiz, “…”
        return within.start(1)
    return _bare(line, start, verb) or spot


def _passive(line: Line, first: int, verb: int) -> bool:
    """Say whether auxiliaries make a verb passive: was told, but not was quoted as, est exclamé."""
    auxiliaries = {phrase.plain for phrase in line.phrases[first:verb]}
    if not auxiliaries & _PASSIVE or auxiliaries & _REFLEXIVE or line.phrases[verb].plain.endswith("ing"):
        return False
    return line.kinds[verb] == "S" or line.kinds[verb + 1 : verb + 2] != "a"


def _bare(line: Line, start: int, verb: int) -> Mention | None:
    """Return the subject that begins a sentence without determiner: Village shopkeepers have accused."""
    found, first = _BARE.match(line.kinds, start, verb), line.phrases[start]
    if not found or found.end() != verb:
        return None
    name = first.mention
    if name and (name.kind != "name" or len(name.words) > 1 or (name.who and name.who.personal)):
        return None
    return _unnamed(line, start, found.end(1))


def _unnamed(line: Line, start: int, stop: int) -> Mention:
    """Return a description that has no determiner."""
    first, last = line.phrases[start].start, line.phrases[stop - 1].end
    text = line.text[first:last]
    return Mention("description", first, last, text, tuple(text.lower().split()), line=line.number)


def subject(line: Line, verb: int, left: int) -> int | None:
    """Return the place of the subject of a verb, not before `left`."""
    kinds = line.kinds
    at = verb - 1
    while at >= left and kinds[at] in "xa":
        at -= 1
    if at < left:
        return None
    if kinds[at] in "VS" and kinds[at + 1 : at + 2] == "a":  # was quoted as saying
        return subject(line, at, left)
    if kinds[at] == "N":
        found = _head(line, at, left)
        if found is not None:
            return found
    elif kinds[at] == "," and kinds[at - 1 : at] == "V":  # the office said, blaming
        return subject(line, at - 1, left)
    elif kinds[at] in ",)-":
        near = kinds.rfind("N,N", left, at)
        if near >= 0 and near + 3 == at and _same(line, near):
            return _head(line, near, left)
        for place in range(left, at):
            if kinds[place] == "N" and kinds[place + 1] in ",(-rp" and not _object(kinds, place, left):
                return place
    elif kinds[at] in "rt":
        at -= kinds[at - 1 : at] == ","
        if at - 3 >= left and kinds[at - 3 : at] == "VpN" and line.phrases[at - 2].plain in _WRITTEN:
            return subject(line, at - 3, left)  # said in a letter that
        if at - 1 >= left and kinds[at - 1] == "N":
            return _head(line, at - 1, left) or at - 1
    return next((p for p in range(left, verb) if kinds[p] == "N" and not (p > left and kinds[p - 1] == "p")), None)


def _same(line: Line, place: int) -> bool:
    """Say whether two nouns in apposition are one person: its finance chief, Bo Lindgren, said."""
    one, other = line.phrases[place].mention, line.phrases[place + 2].mention
    return bool(one and other and one.who and one.who is other.who)


def _object(kinds: str, place: int, left: int) -> bool:
    """Say whether a noun follows a preposition, or another noun with a plain verb between."""
    before = kinds[left:place].rstrip("wxVS")
    return before[-1:] == "p" or (before[-1:] == "N" and len(before) < place - left)


def _head(line: Line, at: int, left: int) -> int | None:
    """Return the noun that others hang on: a spokesman for the airline."""
    kinds = line.kinds
    while at > left and kinds[at - 1] == "p" and line.phrases[at - 1].plain not in _CLAUSAL:
        at -= 2
        while at > left and kinds[at] == "w":
            at -= 1
        if at < left or kinds[at] != "N":
            return None
    return at


def _attribution(line: Line, place: int, *, close: bool) -> Attribution | None:
    first = place - 2 if _JOINT.match(line.kinds, max(place - 3, 0), place + 1) else place
    if second := _second(line.kinds, first):
        return Attribution(_unnamed(line, first, second + 1), first, close)
    mention = line.phrases[place].mention
    return Attribution(mention, place, close) if mention else None


def _second(kinds: str, place: int) -> int | None:
    """Return the second of two who speak together: Anna and Karl Meyer said."""
    joint = kinds.startswith("NcN", place) and kinds[place + 3 : place + 4] in tuple(",.pxVr")
    return place + 2 if joint else None
