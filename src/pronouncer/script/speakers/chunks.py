"""Puts the words of a paragraph together to phrases: names with their ranks, descriptions, pronouns."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.naming import agentive, begins, joins, named
from pronouncer.script.speakers.phrases import Line, Mention, Phrase
from pronouncer.script.speakers.words import MARKS, PARTICLES, POSSESSIVE, Word, words

_LONGEST = 7  # words in a description
_MOST = 200  # phrases in a sentence; a longer one is no news, and would take long
_UNASKED = re.compile(r"\?(?!w{0,4}N(?:,[^.Q]{1,25},|p[^.,Q]{1,8})?x*V)")  # a question, and nobody who asks
_STOP = re.compile(r"\.+(?=[^).])")


def read(text: str, quoted: Sequence[tuple[int, int, int]], grammar: Grammar, number: int) -> Line:
    """Return a paragraph, with its quotations (start, end, number), as a line of phrases."""
    phrases = _Chunker(text, words(text, quoted, grammar), grammar, number).phrases()
    kinds = _UNASKED.sub(".", "".join(phrase.kind for phrase in phrases))
    stops = [0, *(found.end() for found in _STOP.finditer(kinds)), len(kinds)]
    parts = [(at, min(at + _MOST, end)) for start, end in pairwise(stops) for at in range(start, end, _MOST)]
    return Line(text, phrases, kinds, number, parts or [(0, 0)])


def _own(body: Sequence[Word]) -> tuple[str, ...]:
    """Return the words of a description but for those of whose it is: the captain's daughter."""
    owner = max((place for place, word in enumerate(body) if word.owns), default=-1)
    return tuple(word.plain for word in body[owner + 1 :]) or (body[-1].plain,)


class _Chunker:
    """Puts words together to mentions."""

    def __init__(self, text: str, found: list[Word], grammar: Grammar, number: int) -> None:
        self._text, self._words, self._grammar, self._number = text, found, grammar, number
        self._phrases: list[Phrase] = []
        self._alone = grammar.indefinite - grammar.articles

    def phrases(self) -> list[Phrase]:
        """Return the phrases of the paragraph."""
        place = 0
        while place < len(self._words):
            place = self._next(place)
        return self._phrases

    def _next(self, place: int) -> int:
        word = self._words[place]
        if word.kind in "VS" and self._ranking(place):
            word = self._words[place] = word._replace(kind="w")
        if word.kind == "H":
            return self._add(self._mention("pronoun", [word]), place + 1)
        if word.kind in "DCw":
            end = self._run(place)
            if word.kind != "D":
                return self._bare(place, end)
            if end > place + 1:
                return self._described(place, end)
            follows = self._words[end].kind if end < len(self._words) else "."
            said = place > 0 and self._words[place - 1].kind == "V"
            if word.plain in self._alone and (follows in "Vxp" or said):  # Another said; said one
                return self._add(self._mention("description", [word], word.plain), end)
        self._phrases.append(Phrase(word.kind, word.start, word.end, None, word.quotation, word.plain))
        return place + 1

    def _ranking(self, place: int) -> bool:
        """Say whether a verb of saying is part of a rank: said state Sen. Whitlock."""
        said = place > 0 and self._words[place - 1].kind in "V,"
        follows = self._words[place + 1 : place + 2]
        ranks = self._rank(self._words[place]) and bool(follows) and self._rank(follows[0])
        return said and ranks

    def _add(self, mention: Mention, end: int) -> int:
        mention.line = self._number
        self._phrases.append(Phrase("N", mention.start, mention.end, mention))
        return end

    def _mention(self, kind: str, body: Sequence[Word], determiner: str = "") -> Mention:
        text = POSSESSIVE.sub("", self._text[body[0].start : body[-1].end])
        own = body[1:] if determiner and determiner != "'s" and len(body) > 1 else body
        return Mention(kind, body[0].start, body[-1].end, text, _own(own), (), determiner, self._number)

    def _run(self, place: int) -> int:
        """Return the end of the words that may be one phrase."""
        found = self._words
        determined, end = found[place].kind == "D", place + 1
        if determined and end + 1 < len(found) and found[end].kind == "D":  # the two bishops
            end += 1
        while end < len(found):
            word, before = found[end], found[end - 1]
            noun = word.plain in self._grammar.nouns and before.kind != "C"
            noun = noun or before.owns or (end == place + 1 and before.plain not in self._alone)
            if word.kind in "Cw" or (determined and word.kind in "VS" and noun):
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
        while after < min(len(found), end + 3) and found[after].plain in PARTICLES:
            after += 1
        if after == end and found[end].kind == "Q" and self._nickname(found[end]):
            after = end + 1
        elif after == end and joins(found[end]) and before.plain in self._grammar.proper:
            after = end + 2 if found[end + 1 : end + 2] and found[end + 1].plain in ("the", "la", "l") else end + 1
        return after + 1 if after > end and after < len(found) and found[after].kind == "C" else 0

    def _nickname(self, word: Word) -> bool:
        inner = self._text[word.start : word.end].strip(MARKS)
        return inner[:1].isupper() and len(inner.split()) <= 3 and inner[-1:] not in ",.!?"

    def _described(self, place: int, end: int) -> int:
        """Take a phrase with a determiner: a description, a name with a rank, or an organisation."""
        article, body = self._words[place], self._words[place + 1 : min(end, place + 1 + _LONGEST)]
        grammar = self._grammar
        cut = self._head(body)
        if names := self._trailing(body, cut):
            start, stop = names
            name = named(self._text, body[start:stop], body[:start], grammar, article)
            return self._add(name, place + 1 + stop)
        whole = self._qualified(body, cut)
        mention = self._mention("description", [article, *body[:whole]], article.plain)
        mention.words = mention.words[: len(mention.words) - whole + cut]
        mention.owner = self._owner(article, body[:cut])
        return self._add(mention, place + 1 + whole)

    def _head(self, body: Sequence[Word]) -> int:
        """Return the end of a description: after its last noun for somebody, or before what looks like a verb."""
        grammar = self._grammar
        for place in range(len(body) - 1, -1, -1):
            word = body[place]
            if word.plain.endswith("-year-old") and place + 1 < len(body):
                return place + 2  # the 34-year-old Serb
            if not word.owns and word.kind != "C" and (grammar.somebody(word.plain) or word.plain in grammar.answers):
                return place + 1
        verbs = (at for at, word in enumerate(body) if at and word.kind == "w" and grammar.finite.fullmatch(word.plain))
        return next(verbs, len(body))

    def _qualified(self, body: Sequence[Word], cut: int) -> int:
        """Return the end of a description with the adjectives that follow its noun: la préfecture maritime."""
        while 0 < cut < len(body) and body[cut].kind == "w" and self._grammar.qualities.fullmatch(body[cut].plain):
            cut += 1
        return cut

    def _trailing(self, body: Sequence[Word], cut: int) -> tuple[int, int] | None:
        """Return where in a description a name is: after the noun for somebody, or all of it."""
        capitals = [word.kind in "CQ" or word.plain in PARTICLES or joins(word) for word in body]
        if cut < len(body) and body[cut].kind == "C":
            start = cut
        elif (after := self._qualified(body, cut)) < len(body) and body[after].kind == "C":
            start = after  # la députée écologiste Sonia Maillet
        elif all(capitals):
            start = 0
        elif cut == len(body) and body[-1].kind == "C":
            start = max(place for place, capital in enumerate(capitals) if not capital) + 1
            if body[start - 1].owns or body[start - 1].plain.endswith("-year-old"):
                return None
        else:
            return None
        stop = next((place for place in range(start, len(body)) if not capitals[place]), len(body))
        run = body[start:stop]
        if start == 0 and len(run) == 1 and self._grammar.peoples.fullmatch(run[0].plain):
            return None
        if all(self._rank(word) for word in run) or (run[-1].owns and stop < len(body)):
            return None
        last = run[-1].plain
        return None if last in self._grammar.roles and last not in self._grammar.surnames else (start, stop)

    def _owner(self, article: Word, body: Sequence[Word]) -> Mention | None:
        """Return whose words a description is about: her verdict, the late chancellor's words."""
        if body[-1].plain not in self._grammar.answers:
            return None
        if gender := self._grammar.possessives.get(article.plain):
            pronoun = next(word for word, meant in self._grammar.pronouns.items() if meant == gender)
            return Mention("pronoun", article.start, article.end, pronoun, (pronoun,), line=self._number)
        place = next((place for place, word in enumerate(body) if word.owns), None)
        if place is None:
            return None
        mention = self._mention("description", [article, *body[: place + 1]], article.plain)
        mention.words = tuple(word.plain for word in body[: place + 1])
        return mention

    def _bare(self, place: int, end: int) -> int:
        """Take words without determiner: names, with the ranks before them, among plain words."""
        found, at = self._words, place
        while at < end:
            start = at + self._ranks(place, at, end)
            some = self._some(at, end) if start == at else 0
            if some and (found[at].kind == "w" or some == at + 2):
                at = self._add(self._mention("description", found[at:some]), some)
            elif start < end and found[start].kind == "C":
                stop = self._name_end(start, end)
                owns = found[stop - 1].owns and stop < end
                ranks = found[at:start]
                at = (
                    self._owned(at, stop, end)
                    if owns
                    else self._add(named(self._text, found[start:stop], ranks, self._grammar), stop)
                )
            else:
                self._phrases.append(Phrase("w", found[at].start, found[at].end, None, -1, found[at].plain))
                at += 1
        return end

    def _name_end(self, start: int, end: int) -> int:
        found, stop = self._words, start + 1
        while stop < end and (found[stop].kind in "CQ" or found[stop].plain in PARTICLES) and not found[stop - 1].owns:
            stop += 1
        while found[stop - 1].kind != "C":
            stop -= 1
        return stop

    def _some(self, at: int, end: int) -> int:
        """Return the end of persons who begin a sentence without determiner: Council officials; Counsel for."""
        found = self._words
        grammar = self._grammar
        roles = [place for place in range(at, min(end, at + 4)) if found[place].plain in grammar.roles]
        roles = [place for place in roles if found[place].kind != "C" or found[place].plain not in grammar.surnames]
        if not roles or not begins(self._text, found[at]):
            return 0
        stop = roles[-1] + 1
        return 0 if stop < end and found[stop].kind == "C" else stop

    def _owned(self, start: int, owner: int, end: int) -> int:
        """Take somebody's something: Rahimov's office."""
        body = self._words[start:end]
        if all(word.kind == "C" for word in body[owner - start :]):  # Ecuador's Rodrigo Benavides
            return self._add(named(self._text, body[owner - start :], (), self._grammar), start + len(body))
        cut = max(self._head(body[: _LONGEST + 1]), owner - start + 1)
        if cut < len(body) and body[cut].kind == "C" and (names := self._trailing(body, cut)):
            name = named(self._text, body[names[0] : names[1]], body[: names[0]], self._grammar)
            return self._add(name, start + names[1])
        mention = self._mention("description", body[:cut], "'s")
        mention.whose = named(self._text, body[: owner - start], (), self._grammar)
        mention.whose.line = self._number
        if body[cut - 1].plain in self._grammar.answers:
            mention.owner = mention.whose
        return self._add(mention, start + cut)

    def _ranks(self, run: int, at: int, end: int) -> int:
        """Return how many words from here are the rank of a name that follows at once."""
        found = self._words
        stop = at
        while stop < min(end, at + 5) and found[stop].kind == "w":
            stop += 1
        if stop == at == run:  # Marine biologist Ines
            stop += 1
            while stop < end and self._rank(found[stop]):
                stop += 1
            stop = at if stop == at + 1 else stop
        if stop >= end or found[stop].kind != "C" or stop == at:
            return 0
        if not self._rank(found[stop - 1]):
            return int(at == run and stop == at + 1 and agentive(found[at]))
        whole = at == run or all(self._rank(word) for word in found[at:stop])  # Chief financial officer Lorna
        return stop - at if whole else 0

    def _rank(self, word: Word) -> bool:
        return not word.owns and word.kind in "wCxVSp" and self._grammar.ranked(word.plain)
