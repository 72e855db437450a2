"""Who says each quotation of an article: one pass over them, by the strongest clue that there is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.script.marks import Span
from pronouncer.script.speakers.chunks import read
from pronouncer.script.speakers.clauses import Attribution, according, after, before, closing
from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.people import People
from pronouncer.script.speakers.person import Person
from pronouncer.script.speakers.phrases import Line, Mention
from pronouncer.script.speakers.pronouns import Pronouns
from pronouncer.script.speakers.unsaid import entitled, inner, speechlike, unsaid

_SHORT = 60  # characters; quotations of two in turn are as short as this
_NEAR = 12  # phrases between two quotations that are listed
_INCISE = re.compile(r"[,?.]x*Vx*w{0,3}(N)")
_LISTED = re.compile(r"Q,?c?x*$|,$")
_GROUP = re.compile(r"w{1,3}x*V")  # Bakers said that they had little choice.
_ASKER = ("q", "question")
_ANSWERER = ("a", "answer", "r", "réponse")


class Spoken(NamedTuple):
    """Who says a quotation."""

    person: Person | None
    is_speech: bool = True
    sure: bool = True
    label: str = ""
    """Of an interview, where it names nobody who is known."""

    @property
    def speaker(self) -> str:
        """The fullest name, or the description; empty where unknown or nobody."""
        return self.person.name if self.person else self.label


_NOBODY = Spoken(None, is_speech=False)
_UNKNOWN = Spoken(None, sure=False)


class Article:
    """The paragraphs of an article and who speaks in them."""

    def __init__(self, paragraphs: Sequence[str], spans: Sequence[Span], grammar: Grammar) -> None:
        """Read all paragraphs once."""
        self._spans, self._grammar = spans, grammar
        quoted: list[list[tuple[int, int, int]]] = [[] for _ in paragraphs]
        for number, span in enumerate(spans):
            quoted[span.paragraph].append((span.start, span.end, number))
        both = zip(paragraphs, quoted, strict=True)
        self._lines = [read(text, inside, grammar, number) for number, (text, inside) in enumerate(both)]
        texts = (paragraphs[span.paragraph][span.start : span.end] for span in spans)
        self._inner = [read(text, (), grammar, span.paragraph) for text, span in zip(texts, spans, strict=True)]
        self._people = People(self._lines, self._inner, grammar)
        self._pronouns = Pronouns(self._lines, grammar)
        phrases = ((place, phrase) for line in self._lines for place, phrase in enumerate(line.phrases))
        self._places = {phrase.quotation: place for place, phrase in phrases if phrase.quotation >= 0}
        self._found: list[Spoken] = []
        self._turns: list[int] = []  # quotations whose speakers are known

    def speakers(self) -> list[Spoken]:
        """Return who says each quotation."""
        known = 0
        for number, span in enumerate(self._spans):
            for line in self._lines[known : span.paragraph + 1]:
                self._pronouns.read(line)
            known = span.paragraph + 1
            found = self._one(number)
            self._found.append(found)
            if found.person:
                self._pronouns.spoken[number] = found.person
                self._turns.append(number)
        return self._found

    def _one(self, number: int) -> Spoken:
        span = self._spans[number]
        if span.label:
            return self._labelled(span)
        if number and not self._spans[number - 1].whole and self._spans[number - 1].paragraph == span.paragraph - 1:
            return self._found[number - 1]
        if number not in self._places:  # a nickname in the middle of a name
            return _NOBODY
        return self._in_clause(number, self._lines[span.paragraph], self._places[number])

    def _in_clause(self, number: int, line: Line, place: int) -> Spoken:
        """Find the speaker by the words around a quotation, the strongest clue first."""
        grammar = self._grammar
        if self._tagged(line, place) and (found := after(line, place, grammar)):
            return self._by(found, line)
        if unsaid(line, place, grammar):
            return _NOBODY
        found = before(line, place, grammar)
        if found and (found.close or not entitled(line, place, grammar)):
            return self._by(found, line)
        if self._listed(number, line, place):
            return self._found[number - 1]
        found = according(line, place, grammar) or (self._incised(number) if grammar.inside else None)
        if not found and line.kinds.startswith(",", place + 1) and not entitled(line, place, grammar):
            found = after(line, place, grammar)
        found = found or closing(line, place)
        if found:
            return self._by(found, line)
        return self._in_context(line, place) if speechlike(line, place) else _NOBODY

    def _tagged(self, line: Line, place: int) -> bool:
        """Say whether what follows may be the tag of a quotation."""
        lead, ends = line.kinds[line.sentence(place)[0] : place], inner(line, place)[-1:]
        if not lead:
            return True
        if lead.endswith((":", "V", "V,")):
            return ends == ","
        free = lead[-1] != "," or "V" in lead or not entitled(line, place, self._grammar)
        return free and ends in (",", "?", "!", "…", "—", "–")

    def _by(self, found: Attribution, line: Line) -> Spoken:
        known = self._who(found.mention, found.place)
        person = known or self._pronouns.otherwise(found.mention, found.place, line)
        if not person:
            return _UNKNOWN
        if not person.words and self._grammar.notes.fullmatch(found.mention.words[-1]):
            return _NOBODY
        if not person.words and found.mention.kind == "description" and not person.speaks:
            person.name = self._with_owner(found, line)
        person.speaks, person.personal = True, person.personal or not person.organisation
        return Spoken(person, sure=bool(known) and not found.mention.guessed)

    def _who(self, mention: Mention, place: int) -> Person | None:
        if mention.kind != "pronoun":
            return self._people.of(mention)
        self._pronouns.find(mention, place)
        return mention.who

    def _with_owner(self, found: Attribution, line: Line) -> str:
        """Return a description with what it belongs to: a spokeswoman for the governor."""
        mention, following = found.mention, line.phrases[found.place + 1 : found.place + 3]
        belongs = len(following) == 2 and following[0].plain in self._grammar.belongs
        noun = belongs and (following[1].mention or (following[1].kind == "w" and not self._goes_on(line, found.place)))
        if noun and following[0].start >= mention.end:
            return line.text[mention.start : following[1].end]
        return mention.text

    def _goes_on(self, line: Line, place: int) -> bool:
        return line.kinds[place + 3 : place + 4] == "w"

    def _labelled(self, span: Span) -> Spoken:
        """Find who a label means: a name of the introduction; `A` is the one who is named there."""
        label = span.label.lower()
        if label in _ASKER:
            return Spoken(None, label=span.label)
        person = self._people.introduced() if label in _ANSWERER else self._people.called(span.label)
        return Spoken(person, label=span.label)

    def _listed(self, number: int, line: Line, place: int) -> bool:
        """Say whether a quotation goes on with the one before it in its sentence: “frank” and “useful”."""
        start, _ = line.sentence(place)
        same = bool(number) and start <= self._places.get(number - 1, -1) < place
        return (
            same
            and self._spans[number - 1].paragraph == line.number
            and bool(_LISTED.search(line.kinds[max(start, place - _NEAR) : place]))
        )

    def _incised(self, number: int) -> Attribution | None:
        """Find the verb of saying within the marks: « Non, dit-il, jamais. »"""
        line = self._inner[number]
        found = _INCISE.search(line.kinds)
        mention = line.phrases[found.start(1)].mention if found else None
        return Attribution(mention, -1, close=True) if mention else None

    def _in_context(self, line: Line, place: int) -> Spoken:
        """Find the speaker of a quotation that no clause attributes."""
        at = line.sentences.index(line.sentence(place))
        start, _ = line.sentences[at]
        lead = (start, place) if start < place else line.sentences[at - 1] if at else None
        said = self._of_sentence(line, lead) if lead else _UNKNOWN
        if said.person and said.person.gender != "they":
            return said
        named = self._named_in(line, line.sentences[at + 1]) if at + 1 < len(line.sentences) else None
        if named:
            return Spoken(named, sure=False)
        return _UNKNOWN if lead else self._after_paragraph(line, place)

    def _named_in(self, line: Line, bounds: tuple[int, int]) -> Person | None:
        """Return who is named as the subject of a sentence: Yusuf Ergin was one of the first."""
        places = (place for place in range(*bounds) if line.kinds[place] == "N" and line.kinds[place - 1] != "p")
        mention = line.phrases[next(places, bounds[0])].mention
        named = mention.who if mention and mention.kind == "name" else None
        return None if named and named.organisation else named

    def _of_sentence(self, line: Line, bounds: tuple[int, int]) -> Spoken:
        """Return who speaks in a sentence, or else its subject."""
        start, end = bounds
        for phrase in reversed(line.phrases[start:end]):
            if 0 <= phrase.quotation < len(self._found) and self._found[phrase.quotation].is_speech:
                return self._found[phrase.quotation]
        if _GROUP.match(line.kinds, start, end):
            return _UNKNOWN
        main = line.main(start, end)
        for place in (main,) if main >= 0 else range(start, end):
            mention = line.phrases[place].mention
            if mention and not (place > start and line.kinds[place - 1] == "p"):
                person = self._who(mention, place)
                known = person and (person.personal or len(person.words) > 1)
                return (
                    self._by(Attribution(mention, place, close=False), line)._replace(sure=False) if known else _UNKNOWN
                )
        return _UNKNOWN

    def _after_paragraph(self, line: Line, place: int) -> Spoken:
        """Find the speaker of a quotation that begins its paragraph by the paragraphs before."""
        if not line.number:
            return _UNKNOWN
        former = self._lines[line.number - 1]
        introduced = former.text.rstrip().endswith(":")
        if not introduced and self._turns and self._spans[self._turns[-1]].paragraph == former.number:
            return self._turn(len(inner(line, place)), former)
        start, end = former.sentences[-1]
        saying = before(former, end, self._grammar) if introduced and start < end else None
        said = self._by(saying, former) if saying else self._of_sentence(former, (start, end))
        sure = introduced and said.sure
        return Spoken(said.person, sure=sure) if said.person and said.person.gender != "they" else _UNKNOWN

    def _turn(self, length: int, former: Line) -> Spoken:
        """Go on with the former speaker, or in turn with the one before where two talk in short lines."""
        last = self._turns[-1]
        said = former.text[self._spans[last].start : self._spans[last].end]
        brief = max(length, len(said) - 2) <= _SHORT or said.rstrip("”\"’'» ").endswith("?")
        earlier = (n for n in reversed(self._turns) if self._spans[n].paragraph < former.number)
        other = next(earlier, None) if brief else None
        if other is not None and self._spans[other].paragraph == former.number - 1:
            return Spoken(self._found[other].person, sure=False)
        return Spoken(self._found[last].person, sure=False)
