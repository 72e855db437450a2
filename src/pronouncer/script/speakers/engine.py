"""Who says each quotation of an article: one pass over them, by the strongest clue that there is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.script.marks import Span
from pronouncer.script.speakers.clauses import Attribution, according, after, before, subject
from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.people import People, Person
from pronouncer.script.speakers.phrases import Chunker, Line, Mention, words

_SHORT = 60  # characters; quotations of two in turn are as short as this
_SMALL = re.compile(r"(?:an?|the|of|in|on|at|to|for|by|with|and|or|from|is|not|as|but|de|la|le|les|du|des|et|en|à|au|sur|d|l)$")
_INSIDE = re.compile(r"[,?!…]\s*$")


class Spoken(NamedTuple):
    """Who says a quotation."""

    speaker: str
    """The fullest name, or the description; empty where unknown or nobody."""
    is_speech: bool
    sure: bool


_NOBODY = Spoken("", False, True)
_UNKNOWN = Spoken("", True, False)


class Article:
    """The paragraphs of an article and who speaks in them."""

    def __init__(self, paragraphs: Sequence[str], spans: Sequence[Span], grammar: Grammar) -> None:
        """Read all paragraphs once."""
        self._texts, self._spans, self._grammar = paragraphs, spans, grammar
        quoted: list[list[tuple[int, int, int]]] = [[] for _ in paragraphs]
        for number, span in enumerate(spans):
            quoted[span.paragraph].append((span.start, span.end, number))
        self._lines = [self._read(text, inside, number) for number, (text, inside) in enumerate(zip(paragraphs, quoted, strict=True))]
        self._inner = [self._read(self._written(span), [], span.paragraph) for span in spans]
        aside = [p.mention for line in self._inner for p in line.phrases if p.mention and p.mention.kind == "name"]
        self._people = People(self._lines, aside, grammar)
        self._places = {p.quotation: place for line in self._lines for place, p in enumerate(line.phrases) if p.quotation >= 0}
        self._found: list[Spoken] = []
        self._persons: list[Person | None] = []

    def speakers(self) -> list[Spoken]:
        """Return who says each quotation."""
        read = 0
        for number, span in enumerate(self._spans):
            for line in self._lines[read : span.paragraph + 1]:
                self._people.read(line)
            read = span.paragraph + 1
            person: Person | None = None
            found = self._one(number)
            if isinstance(found, tuple) and not isinstance(found, Spoken):
                person, sure = found
                self._people.spoken[number] = person
                found = Spoken(person.name, True, sure)
            self._found.append(found)
            self._persons.append(person)
        return self._found

    def _read(self, text: str, quoted: list[tuple[int, int, int]], number: int) -> Line:
        return Chunker(text, words(text, quoted, self._grammar), self._grammar, number).line()

    def _written(self, span: Span) -> str:
        return self._texts[span.paragraph][span.start : span.end]

    def _one(self, number: int) -> Spoken | tuple[Person, bool]:
        span = self._spans[number]
        if span.label:
            return self._labelled(span)
        if number and not self._spans[number - 1].whole and self._spans[number - 1].paragraph == span.paragraph - 1:
            return self._again(number - 1)
        if number not in self._places:  # a nickname in the middle of a name
            return _NOBODY
        line, place = self._lines[span.paragraph], self._places[number]
        if self._tagged(number, line, place) and (found := after(line, place, self._grammar)):
            return self._by(found, line)
        if self._unsaid(number, line, place):
            return _NOBODY
        found = before(line, place, self._grammar)
        if found and (found.close or not self._entitled(number)):
            return self._by(found, line)
        if self._listed(number, line, place):
            return self._again(number - 1)
        if found := according(line, place, self._grammar):
            return self._by(found, line)
        if self._grammar.inside and (found := self._incised(number)):
            return self._by(found, line)
        if not self._speechlike(number, line, place):
            return _NOBODY
        return self._in_context(number, line, place)

    def _again(self, number: int) -> Spoken | tuple[Person, bool]:
        person = self._persons[number]
        return (person, self._found[number].sure) if person else self._found[number]

    def _by(self, found: Attribution, line: Line) -> Spoken | tuple[Person, bool]:
        person = self._people.of(found.mention, found.place) or self._people.otherwise(found.mention, found.place, line)
        if not person:
            return _UNKNOWN
        if not person.words and self._grammar.notes.fullmatch(found.mention.words[-1]):
            return _NOBODY
        if not person.words and found.mention.kind == "description" and person not in self._people.spoken.values():
            person.name = self._with_owner(found, line)
        person.personal = person.personal or not person.organisation
        return person, True

    def _with_owner(self, found: Attribution, line: Line) -> str:
        """Return a description with what it belongs to: a spokeswoman for the governor."""
        phrases, place = line.phrases[found.place + 1 : found.place + 3], found.mention
        if len(phrases) == 2 and phrases[0].plain in self._grammar.belongs and phrases[1].mention and phrases[0].start >= place.end:
            return line.text[place.start : phrases[1].end]
        return place.text

    def _labelled(self, span: Span) -> Spoken | tuple[Person, bool]:
        """Find who a label means: a name of the introduction; `A` is the one who is named there."""
        if span.label.lower() in ("a", "answer", "r"):
            intro = [p.mention for line in self._lines for p in line.phrases if p.mention and p.mention.kind == "name"]
            persons = [self._people.of(mention) for mention in intro]
            person = next((p for p in persons if p and p.personal), next((p for p in persons if p), None))
        else:
            person = self._people.called(span.label)
        return (person, True) if person else Spoken(span.label, True, True)

    def _tagged(self, number: int, line: Line, place: int) -> bool:
        """Say whether what follows may be the tag of a quotation: it ends by comma or question, or begins the sentence."""
        start, _ = line.sentence(place)
        phrase = line.phrases[place]
        ends = line.text[phrase.start : phrase.end].rstrip("”\"’'»“ \u00a0\u202f")[-1:]
        lead = line.kinds[start:place]
        if not lead:
            return True
        if lead[-1] == ":" or lead.endswith(("V,", "V")):
            return ends == ","
        return ends in (",", "?", "!", "…", "—", "–") and (lead[-1] != "," or "V" in lead or not self._entitled(number))

    def _unsaid(self, number: int, line: Line, place: int) -> bool:
        start = line.phrases[line.sentence(place)[0]].start
        span = self._spans[number]
        lead = line.text[start : span.start]
        if self._grammar.unsaid.search(lead):
            return True
        return bool(self._grammar.works.search(lead)) and self._entitled(number)

    def _entitled(self, number: int) -> bool:
        """Say whether a quotation is written like the title of a work."""
        inner = self._written(self._spans[number]).strip("“”\"‘’'«»„ \u00a0\u202f").rstrip(",")
        found = re.findall(r"[^\W_][\w'’-]*", inner)
        if not found or inner[-1:] in ".":
            return False
        large = [word for word in found if word[0].isupper() or word[0].isdigit()]
        return found[0][0].isupper() and all(word in large or _SMALL.match(word) for word in found) or self._grammar.inside and found[0][0].isupper()

    def _listed(self, number: int, line: Line, place: int) -> bool:
        """Say whether a quotation is the second of two in a list."""
        return bool(number) and bool(re.search(r"Q,?c?x*$|,$", line.kinds[:place])) and self._places.get(number - 1, -1) >= 0 and (
            self._spans[number - 1].paragraph == self._spans[number].paragraph and line.sentence(place) == line.sentence(self._places[number - 1])
        )

    def _incised(self, number: int) -> Attribution | None:
        """Find the verb of saying within the marks: « Non, dit-il, jamais. »"""
        line = self._inner[number]
        for found in re.finditer(r"[,?.]x*Vx*w{0,3}(N)", line.kinds):
            mention = line.phrases[found.start(1)].mention
            if mention:
                return Attribution(mention, -1, close=True)
        return None

    def _speechlike(self, number: int, line: Line, place: int) -> bool:
        inner = self._written(self._spans[number]).strip("“”\"‘’'«»„ \u00a0\u202f")
        start, _ = line.sentence(place)
        ended = inner[-1:] in tuple(".!?…,") or not self._spans[number].whole
        begins = place == start or line.kinds[place - 1] in ":."
        return bool(ended and begins) or len(inner.split()) > 9

    def _in_context(self, number: int, line: Line, place: int) -> Spoken | tuple[Person, bool]:
        """Find the speaker of a quotation that no clause attributes."""
        start, _ = line.sentence(place)
        before_it = [bounds for bounds in line.sentences if bounds[1] <= start] + ([(start, place)] if start < place else [])
        if before_it:
            person = self._of_sentence(line, before_it[-1])
            if person and (person.words or not self._plural(person)):
                return person, True
        following = next((bounds for bounds in line.sentences if bounds[0] > place), None)
        if following and (not before_it or person is None or self._plural(person)):
            name = self._named_in(line, following)
            if name:
                return name, True
        if before_it:
            return _UNKNOWN
        return self._after_paragraph(number)

    def _named_in(self, line: Line, bounds: tuple[int, int]) -> Person | None:
        """Return who is named as the subject of a sentence: Yusuf Ergin was one of the first; that is how Eze remembers it."""
        for place in range(*bounds):
            mention = line.phrases[place].mention
            if mention and line.kinds[place - 1] != "p":
                return mention.who if mention.kind == "name" and mention.who and not mention.who.organisation else None
        return None

    def _plural(self, person: Person) -> bool:
        return person.gender == "they"

    def _of_sentence(self, line: Line, bounds: tuple[int, int]) -> Person | None:
        """Return who speaks in a sentence, or else its subject."""
        start, end = bounds
        for phrase in reversed(line.phrases[start:end]):
            if phrase.quotation >= 0 and phrase.quotation < len(self._found) and self._found[phrase.quotation].is_speech:
                return self._persons[phrase.quotation]
        if re.match("w{1,3}x*V", line.kinds[start:end]):  # Bakers said that they had little choice.
            return None
        for place in range(start, end):
            mention = line.phrases[place].mention
            if mention and not (place > start and line.kinds[place - 1] == "p"):
                person = self._people.of(mention, place)
                return person if person and (person.personal or person.gender == "they" or len(person.words) > 1) else None
        return None

    def _after_paragraph(self, number: int) -> Spoken | tuple[Person, bool]:
        """Find the speaker of a paragraph that is nothing but a quotation, by the paragraphs before."""
        at = self._spans[number].paragraph - 1
        if at < 0:
            return _UNKNOWN
        line = self._lines[at]
        turns = [n for n in range(number) if self._found[n].is_speech and self._persons[n]]
        last = turns[-1] if turns else -1
        if line.text.rstrip()[-1:] != ":" and last >= 0 and self._spans[last].paragraph == at:
            return self._turn(number, turns)
        person = self._of_sentence(line, line.sentences[-1])
        return (person, line.text.rstrip().endswith(":")) if person and not self._plural(person) else _UNKNOWN

    def _turn(self, number: int, turns: list[int]) -> Spoken | tuple[Person, bool]:
        """Go on with the former speaker, or in turn with the one before where two talk in short lines."""
        last = turns[-1]
        former, at = self._persons[last], self._spans[last].paragraph
        other = next((n for n in reversed(turns) if self._spans[n].paragraph < at), None)
        brief = all(len(self._written(self._spans[n])) <= _SHORT for n in (last, number)) or self._written(self._spans[last]).rstrip("”\"’'» ").endswith("?")
        if other is not None and brief and self._spans[other].paragraph == at - 1 and self._persons[other] is not former:
            former = self._persons[other]
        return (former, False) if former else _UNKNOWN
