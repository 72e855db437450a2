"""A paragraph as a line of phrases: who is named, verbs of saying, quotations, and one letter for each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from pronouncer.script.speakers.given import FEMALE, MALE
from pronouncer.script.speakers.grammar import Grammar

if TYPE_CHECKING:
    from pronouncer.script.speakers.people import Person

_PARTICLES = frozenset("de la le van von der den del della di da dos das du des bin ibn al el ben ter zu y".split())
_JOINS = frozenset(("of", "for", "de", "du", "des", "&"))
_ARABIC = re.compile(r"(?:al|el|ibn|bin|ben|ad|an|as|ash|at|ar)-[A-Z]|[dD]['’][A-ZÉ]")
_TRADE = re.compile(r"\w{3,}(?:er|or|ist|ian|man|woman|ant|eur|euse|iste|ien|ienne)s?$")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ENDS = ".!?…"
_MARKS = "“”\"‘’'«»„ \u00a0\u202f)"
_LONGEST = 7  # words in a description


class Word(NamedTuple):
    """A word, a mark or a quotation of a paragraph."""

    kind: str
    """A letter of `Grammar.kinds`, `C` capitalised, `Q` quotation, or the mark itself; `.` ends a sentence."""
    start: int
    end: int
    plain: str = ""
    """In lower case, without possessive ending."""
    owns: bool = False
    """Whether it ends as a possessive."""
    quotation: int = -1


@dataclass(slots=True)
class Mention:
    """Somebody named, described or meant by a pronoun."""

    kind: str
    """name, description or pronoun."""
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    """Of a name its words without ranks, of a description all, in lower case."""
    roles: tuple[str, ...] = ()
    """What stands with a name: board president."""
    determiner: str = ""
    line: int = -1
    owner: "Mention | None" = None
    """Whose words, for `her verdict`."""
    organisation: bool = False
    who: "Person | None" = None
    """The person, once known."""


class Phrase(NamedTuple):
    """A part of a line: a mention, a quotation or a word."""

    kind: str
    """As of words; `N` is a mention."""
    start: int
    end: int
    mention: Mention | None = None
    quotation: int = -1
    plain: str = ""


@dataclass(slots=True)
class Line:
    """A paragraph."""

    text: str
    phrases: list[Phrase]
    kinds: str
    """The kinds of the phrases, for patterns."""
    number: int
    """Which paragraph it is."""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    """Half-open places of phrases."""

    def sentence(self, place: int) -> tuple[int, int]:
        """Return the sentence that a place is in."""
        return next(((start, end) for start, end in self.sentences if start <= place < end), (0, len(self.kinds)))


def words(text: str, quoted: Sequence[tuple[int, int, int]], grammar: Grammar) -> list[Word]:
    """Return the words of a paragraph, a quotation (start, end, number) being one."""
    found: list[Word] = []
    place = 0
    for start, end, number in quoted:
        found += _plain_words(text, place, start, grammar, first=not found or found[-1].kind == ".")
        found.append(Word("Q", start, end, quotation=number))
        place = end
        if text[start:end].rstrip(_MARKS)[-1:] in _ENDS and not _goes_on(text, end):
            found.append(Word("." if text[start:end].rstrip(_MARKS)[-1:] in ".…" else "?", end, end))
    found += _plain_words(text, place, len(text), grammar, first=not found or found[-1].kind == ".")
    return found


def _goes_on(text: str, end: int) -> bool:
    following = text[end : end + 4].lstrip()
    return following[:1].islower() or following[:1] in (",", ";", "—", "–", "-", ".")


def _plain_words(text: str, start: int, end: int, grammar: Grammar, *, first: bool) -> Iterator[Word]:
    known = grammar.kinds
    for token in grammar.tokens.finditer(text, start, end):
        written = token.group()
        lower = written.lower()
        if not written[0].isalnum() and written[0] not in "-":
            kind = "." if written[0] in _ENDS else "-" if written[0] in "—–" else written[0]
            yield Word(kind, token.start(), token.end(), written)
            first = kind in ".:("
            continue
        if written[0] == "-":
            pronoun = written.lstrip("-").removeprefix("t-")
            yield Word("H" if len(written) > 1 and pronoun else "-", token.start(), token.end(), pronoun)
            continue
        if " " in written and grammar.pairs.fullmatch(written):
            yield Word(grammar.kinds.get(lower, "V"), token.start(), token.end(), lower)
            continue
        base = _POSSESSIVE.sub("", lower).rstrip(".'’")
        owns = bool(_POSSESSIVE.search(lower))
        kind = _kind(written, base, first, grammar)
        if owns and kind in "HrtDxp":  # it's, who's, that's
            owns = False
        elif lower.endswith(("n't", "n’t")):
            kind = "x"
        elif kind == "w" and grammar.adverb.search(lower) and lower not in grammar.groups:
            kind = "x"
        elif "’" in lower or "'" in lower:
            head = re.split("['’]", lower)[0]
            kind = "H" if head in grammar.pronouns else kind
            base = head if kind == "H" else base
        elif owns and kind in "VS":
            kind = "w"
        yield Word(kind, token.start(), token.end(), base, owns)
        first = False


def _kind(written: str, plain: str, first: bool, grammar: Grammar) -> str:
    known = grammar.kinds.get(plain, "w")
    if not (written[0].isupper() or _ARABIC.match(written)):
        return known
    if first:
        role = plain in grammar.roles or plain in grammar.modifiers or plain in grammar.groups
        return known if known != "w" else "w" if role and plain not in grammar.surnames else "C"
    if plain in FEMALE or plain in MALE:
        return "C"
    if known in "HxDapA" and (plain in grammar.pronouns or known in "xDp" and not written.isupper()):
        return known if known != "p" or plain not in _PARTICLES else "C"
    return "C"


def _own(body: Sequence[Word]) -> tuple[str, ...]:
    """Return the words of a description but for those of whose it is: the captain's daughter."""
    owner = max((place for place, word in enumerate(body) if word.owns), default=-1)
    return tuple(word.plain for word in body[owner + 1 :]) or (body[-1].plain,)


def _given(word: Word) -> bool:
    return word.plain in FEMALE or word.plain in MALE


class Chunker:
    """Puts words together to mentions."""

    def __init__(self, text: str, found: list[Word], grammar: Grammar, number: int) -> None:
        self._text, self._words, self._grammar, self._line = text, found, grammar, number
        self._phrases: list[Phrase] = []

    def line(self) -> Line:
        """Return the paragraph as a line of phrases."""
        place = 0
        while place < len(self._words):
            place = self._next(place)
        kinds = "".join(phrase.kind for phrase in self._phrases)
        kinds = re.sub(r"\?(?!w{0,4}N(?:,[^.Q]{1,25},|p[^.,Q]{1,8})?x*V)", ".", kinds)
        line = Line(self._text, self._phrases, kinds, self._line)
        start = 0
        for end in re.finditer(r"\.+(?=[^).])", kinds):
            line.sentences.append((start, end.end()))
            start = end.end()
        line.sentences.append((start, len(kinds)))
        return line

    def _next(self, place: int) -> int:
        word = self._words[place]
        if word.kind == "H":
            self._add(Mention("pronoun", word.start, word.end, self._text[word.start : word.end], (word.plain,)))
            return place + 1
        if word.kind == "D" or word.kind in "Cw":
            end = self._run(place)
            if word.kind == "D" and end > place + 1:
                return self._described(place, end)
            if word.plain in self._grammar.indefinite and self._words[end : end + 1] and self._words[end].kind in "Vxp":
                self._add(Mention("description", word.start, word.end, self._text[word.start : word.end], (word.plain,), determiner=word.plain))
                return end  # Another said
            if word.kind != "D":
                return self._bare(place, end)
        self._phrases.append(Phrase(word.kind, word.start, word.end, None, word.quotation, word.plain))
        return place + 1

    def _add(self, mention: Mention) -> None:
        mention.line = self._line
        self._phrases.append(Phrase("N", mention.start, mention.end, mention))

    def _plain(self, place: int, end: int) -> None:
        self._phrases += [Phrase("w", word.start, word.end, None, -1, word.plain) for word in self._words[place:end]]

    def _run(self, place: int) -> int:
        """Return the end of the words that may be one phrase."""
        found, grammar = self._words, self._grammar
        end = place + 1
        if found[place].kind == "D" and end + 1 < len(found) and found[end].kind == "D":  # the two bishops
            end += 1
        while end < len(found):
            word, before = found[end], found[end - 1]
            if word.kind in "Cw":
                end += 1
            elif word.kind in "VS" and found[place].kind == "D" and (end == place + 1 or before.owns or word.plain in grammar.nouns and not before.kind == "C"):
                end += 1
            elif name := self._inside_name(place, end):
                end = name
            else:
                break
        return end

    def _inside_name(self, place: int, end: int) -> int:
        """Return where a name goes on after a particle (de la), `of`, or a nickname in marks; 0 if it does not."""
        found, before = self._words, self._words[end - 1]
        if before.kind != "C" or before.owns:
            return 0
        after = end
        while after < len(found) and after < end + 3 and found[after].plain in _PARTICLES:
            after += 1
        if after > end and after < len(found) and found[after].kind == "C":
            return after + 1
        if found[end].kind == "Q" and end + 1 < len(found) and found[end + 1].kind == "C" and self._nickname(found[end]):
            return end + 2
        organised = any(word.plain in self._grammar.proper or word.plain in ("bank", "university") for word in found[max(place, end - 1) : end])
        if organised and found[end].plain in _JOINS and end + 1 < len(found):
            after = end + 2 if found[end + 1].plain in ("the", "la", "l") else end + 1
            return after + 1 if after < len(found) and found[after].kind == "C" else 0
        return 0

    def _nickname(self, word: Word) -> bool:
        inner = self._text[word.start : word.end].strip(_MARKS)
        return inner[:1].isupper() and len(inner.split()) <= 3 and inner[-1:] not in ",.!?"

    def _described(self, place: int, end: int) -> int:
        """A phrase with a determiner: a description, a name with a rank, or an organisation."""
        found, grammar = self._words, self._grammar
        body = found[place + 1 : min(end, place + 1 + _LONGEST)]
        cut = self._head(body)
        names = self._trailing(body, cut)
        if names is not None:
            start, stop = names
            ranks = tuple(word.plain for word in body[:start])
            self._name(body[start:stop], ranks, found[place])
            return place + 1 + stop
        text = self._text[found[place].start : body[cut - 1].end]
        mention = Mention("description", found[place].start, body[cut - 1].end, text, _own(body[:cut]), determiner=found[place].plain)
        mention.owner = self._owner(found[place], body[:cut])
        self._add(mention)
        return place + 1 + cut

    def _head(self, body: Sequence[Word]) -> int:
        """Return the end of a description: after its last noun for somebody, or before what looks like a verb."""
        grammar = self._grammar
        known = [
            place
            for place, word in enumerate(body)
            if not word.owns and word.kind != "C" and (word.plain in grammar.roles or word.plain in grammar.groups or word.plain in grammar.answers)
        ]
        if known:
            return known[-1] + 1
        for place, word in enumerate(body):
            if place and word.kind == "w" and grammar.finite.fullmatch(word.plain):
                return place
        return len(body)

    def _trailing(self, body: Sequence[Word], cut: int) -> tuple[int, int] | None:
        """Return where in a description a name is: after the noun for somebody, or all of it."""
        capitals = [word.kind in "CQ" or word.plain in _PARTICLES for word in body]
        if cut < len(body) and body[cut].kind == "C":
            start = cut
        elif all(capitals):
            start = 0
        elif cut == len(body) and body[-1].kind == "C":
            start = cut
            while capitals[start - 1]:
                start -= 1
            if body[start - 1].owns:
                return None
        else:
            return None
        stop = start
        while stop < len(body) and capitals[stop]:
            stop += 1
        run = body[start:stop]
        if all(self._rank(word) for word in run) or run[-1].owns and stop < len(body):
            return None
        return None if run[-1].plain in self._grammar.roles - self._grammar.surnames else (start, stop)

    def _owner(self, first: Word, body: Sequence[Word]) -> Mention | None:
        """Return whose words a description is about."""
        if body[-1].plain not in self._grammar.answers:
            return None
        if first.plain in self._grammar.possessives:
            pronoun = {"f": "she", "m": "he"}[self._grammar.possessives[first.plain]]
            return Mention("pronoun", first.start, first.end, pronoun, (pronoun,), line=self._line)
        place = next((place for place, word in enumerate(body) if word.owns), None)
        if place is None:
            return None
        text = _POSSESSIVE.sub("", self._text[first.start : body[place].end])
        return Mention("description", first.start, body[place].end, text, tuple(w.plain for w in body[: place + 1]), determiner=first.plain, line=self._line)

    def _bare(self, place: int, end: int) -> int:
        """Words without determiner: names, with the ranks before them, among plain words."""
        found = self._words
        at = place
        while at < end:
            ranks = self._ranks(place, at, end)
            start = at + ranks
            if not ranks and at == place and found[at].kind == "C" and at + 1 < end and found[at + 1].kind == "w" and (some := self._some(at + 0, end)) and some == at + 2:
                text = self._text[found[at].start : found[some - 1].end]
                self._add(Mention("description", found[at].start, found[some - 1].end, text, _own(found[at:some])))
                at = some
                continue
            if start < end and found[start].kind == "C":
                stop = start + 1
                while stop < end and (found[stop].kind in "CQ" or found[stop].plain in _PARTICLES) and not found[stop - 1].owns:
                    stop += 1
                while found[stop - 1].kind != "C":
                    stop -= 1
                if found[stop - 1].owns and stop < end:
                    at = self._owned(at, stop, end)
                else:
                    self._name(found[start:stop], tuple(word.plain for word in found[at:start]), None)
                    at = stop
            elif some := self._some(at, end):
                text = self._text[found[at].start : found[some - 1].end]
                self._add(Mention("description", found[at].start, found[some - 1].end, text, _own(found[at:some])))
                at = some
            else:
                self._plain(at, at + 1)
                at += 1
        return end

    def _some(self, at: int, end: int) -> int:
        """Return the end of persons who begin a sentence without determiner: Council officials; Counsel for."""
        if not self._first(self._words[at]):
            return 0
        roles = [place for place in range(at, min(end, at + 4)) if self._words[place].plain in self._grammar.roles]
        return roles[-1] + 1 if roles else 0

    def _owned(self, start: int, owner: int, end: int) -> int:
        """Somebody's something: Rahimov's office."""
        found = self._words
        body = found[start:end]
        cut = max(self._head(body[: _LONGEST + 1]), owner - start + 1)
        names = self._trailing(body, cut) if cut < len(body) and body[cut].kind == "C" else None
        if names:
            self._name(body[names[0] : names[1]], tuple(word.plain for word in body[: names[0]]), None)
            return start + names[1]
        text = self._text[body[0].start : body[cut - 1].end]
        mention = Mention("description", body[0].start, body[cut - 1].end, text, _own(body[:cut]), determiner="'s")
        if body[cut - 1].plain in self._grammar.answers:
            mention.owner = self._named(body[: owner - start], ())
            mention.owner.line = self._line
        self._add(mention)
        return start + cut

    def _ranks(self, run: int, at: int, end: int) -> int:
        """Return how many words from here are the rank of a name that follows at once."""
        found, grammar = self._words, self._grammar
        stop = at
        while stop < end and stop < at + 5 and found[stop].kind == "w":
            stop += 1
        first = at
        if stop == at and at == run and at + 1 < end and found[at + 1].kind == "w":  # Marine biologist Ines
            stop = at + 1
            while stop < end and self._rank(found[stop]):
                stop += 1
            first = at + 1
        if stop >= end or found[stop].kind != "C" or stop == at:
            return 0
        ranked = stop
        while ranked > first and self._rank(found[ranked - 1]):
            ranked -= 1
        if ranked == stop:
            trade = at == run and stop == at + 1 and self._trade(found[at])
            return 1 if trade else 0
        if ranked - 1 <= at and at == run:
            return stop - at
        return stop - ranked if ranked == at else 0

    def _rank(self, word: Word) -> bool:
        grammar = self._grammar
        return not word.owns and word.kind in "wCxVSp" and (word.plain in grammar.roles or word.plain in grammar.modifiers)

    def _name(self, run: Sequence[Word], ranks: tuple[str, ...], article: Word | None) -> None:
        self._add(self._named(run, ranks, article))

    def _named(self, run: Sequence[Word], ranks: tuple[str, ...], article: Word | None = None) -> Mention:
        """A name without the ranks at its beginning; only ranks are a description."""
        grammar = self._grammar
        organisation = self._organised(run)
        newspaper = run[-1].plain in grammar.newspapers
        skip = 0
        if not organisation and not newspaper:
            for place, word in enumerate(run[:-1]):
                if word.plain in grammar.roles:
                    skip = place + 1
            if not ranks and not skip and not article and len(run) > 2 and self._first(run[0]) and self._trade(run[0]):
                skip = 1
            if not skip and len(run) > 2 and _given(run[1]) and not _given(run[0]) and len(run[0].plain) > 3:
                skip = 1  # an unknown rank: Canon Hubert Lyle
        first = article if article and (newspaper or self._only_ranks(run)) else run[skip]
        text = _POSSESSIVE.sub("", self._text[first.start : run[-1].end])
        kind = "description" if self._only_ranks(run) else "name"
        plain = tuple(word.plain for word in run[skip:] if kind == "description" or word.kind == "C" and word.plain not in _PARTICLES)
        plain = plain or (run[-1].plain,)
        titles = ranks + tuple(word.plain for word in run[:skip])
        determiner = article.plain if article else ""
        start = (article or run[0]).start
        return Mention(kind, start, run[-1].end, text, plain, titles, determiner, organisation=organisation or newspaper)

    def _organised(self, run: Sequence[Word]) -> bool:
        """Say whether a name is an organisation's or a place's: Bank of England, and neither Energy Minister Petrov nor Helen West."""
        grammar, given = self._grammar, _given(run[0])
        if len(run) == 1 or given and len(run) == 2:
            return False
        if run[-1].plain in grammar.proper:
            return True
        ranked = any(word.plain in grammar.roles for word in run[:-1])
        return not ranked and not given and any(word.plain in grammar.proper for word in run)

    def _trade(self, word: Word) -> bool:
        return bool(_TRADE.match(word.plain)) and not _given(word)

    def _first(self, word: Word) -> bool:
        before = self._text[: word.start].rstrip()
        return not before or before[-1] in ".!?:”\"’"

    def _only_ranks(self, run: Sequence[Word]) -> bool:
        grammar = self._grammar
        last = run[-1].plain
        someone = last in grammar.roles and (last not in grammar.surnames or len(run) == 1 and self._first(run[0]))
        return someone and (len(run) == 1 or all(self._rank(word) or word.kind == "C" for word in run) and run[0].plain in grammar.modifiers | grammar.roles) or (
            len(run) == 1 and last in grammar.groups and not any(c.isupper() for c in self._text[run[0].start + 1 : run[0].end])
        )
