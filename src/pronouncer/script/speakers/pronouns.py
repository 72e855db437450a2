"""Whom pronouns and possessives mean: the nearest person that agrees, subjects first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.people import Person
from pronouncer.script.speakers.phrases import Line, Mention, Phrase

_FAR = 12  # paragraphs back, and sentences in each, in which a pronoun finds somebody
_MOST = 120  # phrases back, as much
_NEXT = 40  # phrases after a pronoun in which it finds somebody


class Pronouns:
    """Who is meant by he and she, his and her."""

    def __init__(self, lines: Sequence[Line], grammar: Grammar) -> None:
        """Learn from the possessives of all lines; the names are known."""
        self._lines, self._grammar = lines, grammar
        self.spoken: dict[int, Person] = {}
        """Who says a quotation, by its number, as far as is known."""
        sentences = [(line, bounds) for line in lines for bounds in line.sentences]
        for place, (line, bounds) in enumerate(sentences):
            self._owners(line, bounds, sentences[place - 1] if place else None)

    def read(self, line: Line) -> None:
        """Find out who the pronouns of a line are; the lines before are read."""
        for place, phrase in enumerate(line.phrases):
            if phrase.mention and phrase.mention.kind == "pronoun":
                self.find(phrase.mention, place)

    def find(self, pronoun: Mention, place: int) -> None:
        """Find out who a pronoun is by what stands before its place in its line."""
        if not pronoun.who:
            pronoun.who = self._antecedent(pronoun, place)

    def otherwise(self, pronoun: Mention, place: int, line: Line) -> Person | None:
        """Return who a pronoun is that agrees with nobody before it.

        That is who is named next (“…,” she said. Nora Berg had never ...), or one person who is called they.
        """
        gender = self._grammar.pronouns.get(pronoun.words[-1], "")
        if gender == "they":
            before = (person for person, kind in self._before(line.number, place) if kind == "name")
            return next((person for person in before if self._agrees(person, "name", person.gender or "f")), None)
        near = line.phrases[max(place, 0) : place + _NEXT]
        following = (phrase.mention for phrase in near if phrase.mention and phrase.start >= pronoun.end)
        named = next((mention.who for mention in following if mention.kind == "name"), None)
        return named if gender and named and self._agrees(named, "name", gender) else None

    def _owners(self, line: Line, bounds: tuple[int, int], former: tuple[Line, tuple[int, int]] | None) -> None:
        """Learn from `Swimmer Jade Lockyer and her coach` that she is a woman; `Her coach` is about the one before."""
        phrases = line.phrases[slice(*bounds)]
        names = _names(phrases)
        owning = [phrase for phrase in phrases if self._possessive(phrase)]
        if not owning:
            return
        before = names and names[0].start < owning[0].start
        owners = names if before else _names(former[0].phrases[slice(*former[1])]) if former else []
        who = owners[0].who if owners else None
        if not who or who.gender or who.organisation:
            return
        named = {mention.who for mention in owners}
        owned = owning[0].mention.who if owning[0].mention else None
        if len(named) == 1 or (before and owned in named and owned is not who):
            who.gender = self._possessive(owning[0])

    def _possessive(self, phrase: Phrase) -> str:
        """Return the gender of what a phrase belongs to; her alone may be an object."""
        word = phrase.mention.determiner if phrase.mention else phrase.plain if phrase.kind == "x" else ""
        return self._grammar.possessives.get(word, "")

    def _antecedent(self, pronoun: Mention, place: int) -> Person | None:
        gender = self._grammar.pronouns.get(pronoun.words[-1], "")
        for person, kind in self._before(pronoun.line, place) if gender else ():
            if self._agrees(person, kind, gender):
                if gender in "fm" and not person.gender:
                    person.gender, person.personal = gender, True
                return person
        return None

    def _before(self, number: int, place: int) -> Iterator[tuple[Person, str]]:
        """Yield persons before a place: the nearest sentence first, in each its subject, then the others in order."""
        left = _MOST
        for at in range(number, max(-1, number - _FAR), -1):
            line = self._lines[at]
            limit = place if at == number and place >= 0 else len(line.kinds)
            near = bisect_left(line.sentences, (limit, 0))
            for start, end in reversed(line.sentences[max(0, near - _FAR) : near]):
                stop = min(end, limit)
                yield from self._sentence(line, start, max(start, stop - left), stop)
                left -= stop - start
                if left <= 0:
                    return

    def _sentence(self, line: Line, start: int, first: int, stop: int) -> Iterator[tuple[Person, str]]:
        kinds = line.kinds
        spots = [spot for spot in range(first, stop) if kinds[spot] in "NQ"]
        for spot in sorted(spots, key=lambda spot: (kinds[spot] == "Q", spot > start and kinds[spot - 1] == "p")):
            phrase = line.phrases[spot]
            who = phrase.mention.who if phrase.mention else self.spoken.get(phrase.quotation)
            kind = phrase.mention.kind if phrase.mention else "name"
            if who and (kind != "description" or who.words or who.gender or spot == spots[0]):
                yield who, kind

    def _agrees(self, person: Person, kind: str, gender: str) -> bool:
        if gender in "fm":
            known = person.personal or (not person.placed and len(person.words) > 1)
            return not person.organisation and person.gender in (gender, "" if kind != "pronoun" else gender) and known
        if gender == "it":
            return person.organisation or (not person.words and not person.personal and person.gender != "they")
        return person.gender in ("they", "it") or person.organisation


def _names(phrases: Sequence[Phrase]) -> list[Mention]:
    return [phrase.mention for phrase in phrases if phrase.mention and phrase.mention.kind == "name"]
