"""Whom pronouns and possessives mean: the nearest person that agrees, subjects first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.person import Person
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
            elif phrase.mention and self._like_pronoun(phrase.mention):
                self._find_named(phrase.mention, place)

    def find(self, pronoun: Mention, place: int) -> None:
        """Find out who a pronoun is by what stands before its place in its line."""
        if not pronoun.who:
            pronoun.who = self._antecedent(pronoun, place)

    def _like_pronoun(self, mention: Mention) -> bool:
        """Say whether a description may be of anybody: the Spaniard, the 19-year-old."""
        head, grammar = mention.words[-1], self._grammar
        definite = mention.kind == "description" and mention.determiner not in grammar.indefinite
        anybody = definite and (head.endswith("-year-old") or grammar.peoples.fullmatch(head))
        return bool(anybody and mention.who and not mention.who.words)

    def _find_named(self, mention: Mention, place: int) -> None:
        sentences = self._before(mention.line, place)
        persons = (person for found in sentences for person, _ in found if self._may_be(person, mention))
        if person := next(persons, None):
            mention.who, mention.guessed = person, True

    def _may_be(self, person: Person, mention: Mention) -> bool:
        gender = mention.who.gender if mention.who else ""
        known = person.personal or (not person.placed and len(person.words) > 1)
        return (
            bool(person.words)
            and known
            and not person.organisation
            and ("" in (gender, person.gender) or gender == person.gender)
        )

    def otherwise(self, pronoun: Mention, place: int, line: Line) -> Person | None:
        """Return who a pronoun is that agrees with nobody before it.

        That is who is named next (“…,” she said. Nora Berg had never ...), or one person who is called they.
        """
        gender = self._grammar.pronouns.get(pronoun.words[-1], "")
        if gender == "they":
            before = (who for found in self._before(line.number, place) for who, kind in found if kind == "name")
            return next((person for person in before if self._agrees(person, "name", person.gender or "f")), None)
        near = line.phrases[max(place, 0) : place + _NEXT]
        if line.number + 1 < len(self._lines):
            near = [*near, *self._lines[line.number + 1].phrases[:_NEXT]]
        following = (phrase.mention for phrase in near if phrase.mention and phrase.mention is not pronoun)
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
        rivals = _names(former[0].phrases[slice(*former[1])]) if before and former else []
        if any(self._rival(other.who, who, self._possessive(owning[0])) for other in rivals):
            return
        owned = owning[0].mention.who if owning[0].mention else None
        if len(named) == 1 or (before and owned in named and owned is not who):
            who.gender = self._possessive(owning[0])

    def _rival(self, other: Person | None, who: Person, gender: str) -> bool:
        """Say whether a possessive may be about somebody of the sentence before."""
        return bool(other and other is not who and other.personal and other.gender in ("", gender))

    def _possessive(self, phrase: Phrase) -> str:
        """Return the gender of what a phrase belongs to; her alone may be an object."""
        word = phrase.mention.determiner if phrase.mention else phrase.plain if phrase.kind == "x" else ""
        return self._grammar.possessives.get(word, "")

    def _antecedent(self, pronoun: Mention, place: int) -> Person | None:
        gender = self._grammar.pronouns.get(pronoun.words[-1], "")
        sentences = self._before(pronoun.line, place) if gender else iter(())
        for found in sentences:
            fits = [(person, kind) for person, kind in found if self._agrees(person, kind, gender)]
            if fits:
                person, kind = fits[0]
                pronoun.guessed = kind == "guess" or any(other is not person for other, _ in fits)
                if gender in "fm" and not person.gender:
                    farther = (other for found in sentences for other, kind in found)
                    pronoun.guessed |= any(other.gender == gender and other is not person for other in farther)
                    person.gender, person.personal = gender, True
                return person
        return None

    def _before(self, number: int, place: int) -> Iterator[list[tuple[Person, str]]]:
        """Yield the persons of each sentence before a place, the nearest first, in each its subject first."""
        left = _MOST
        for at in range(number, max(-1, number - _FAR), -1):
            line = self._lines[at]
            limit = place if at == number and place >= 0 else len(line.kinds)
            near = bisect_left(line.sentences, (limit, 0))
            for start, end in reversed(line.sentences[max(0, near - _FAR) : near]):
                stop = min(end, limit)
                yield list(self._sentence(line, start, max(start, stop - left), stop))
                left -= stop - start
                if left <= 0:
                    return

    def _sentence(self, line: Line, start: int, first: int, stop: int) -> Iterator[tuple[Person, str]]:
        kinds = line.kinds
        spots = [spot for spot in range(first, stop) if kinds[spot] in "NQ"]
        main = line.main(start, stop)
        order = {spot: (kinds[spot] == "Q", spot != main, spot > start and kinds[spot - 1] == "p") for spot in spots}
        for spot in sorted(spots, key=order.__getitem__):
            phrase = line.phrases[spot]
            who = phrase.mention.who if phrase.mention else self.spoken.get(phrase.quotation)
            kind = "name" if not phrase.mention else "guess" if phrase.mention.guessed else phrase.mention.kind
            under = spot > start and kinds[spot - 1] in "pa"
            clear = kind != "description" or (who and (who.words or (not under and (who.gender or who.personal))))
            if who and (clear or spot == spots[0]):
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
