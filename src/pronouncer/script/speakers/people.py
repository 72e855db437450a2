"""Who is who: all mentions of a person together, with the fullest name, roles and gender."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pronouncer.script.speakers.given import FEMALE, MALE
from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.phrases import Line, Mention, Phrase

_FAR = 12  # paragraphs back in which a pronoun finds somebody


@dataclass(slots=True)
class Person:
    """Somebody who may speak."""

    name: str
    words: tuple[str, ...] = ()
    """Of the name, in lower case; none where only a description is known."""
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    """f, m, it, they or unknown."""
    organisation: bool = False
    personal: bool = False
    """Whether something says that the name is a person's: a rank, a given name, a description, a verb of saying."""
    placed: bool = False
    """Whether it was only seen after in, at, from."""


class People:
    """The persons of an article."""

    def __init__(self, lines: Sequence[Line], aside: Iterable[Mention], grammar: Grammar) -> None:
        """Take the mentions of all lines, and of names inside quotations those aside."""
        self._lines, self._grammar = lines, grammar
        self.all: list[Person] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        mentions = [phrase.mention for line in lines for phrase in line.phrases if phrase.mention]
        named = [mention for mention in mentions if mention.kind == "name"]
        owners = [mention.owner for mention in mentions if mention.owner]
        self._name([*named, *(owner for owner in owners if owner.kind == "name"), *aside])
        for line in lines:
            self._link(line)
        for mention in (*mentions, *owners):
            if mention.kind == "description" and mention.who < 0:
                mention.who = self._described(mention)
        self._late()
        for line in lines:
            self._gender_by_possessives(line)
            self._pronouns(line)

    def of(self, mention: Mention, place: int = -1) -> Person | None:
        """Return the person of a mention; for a pronoun not yet resolved, the one before its place in its line."""
        if mention.who < 0 and mention.kind == "pronoun":
            mention.who = self._antecedent(mention, place)
        return self.all[mention.who] if mention.who >= 0 else None

    def called(self, label: str) -> Person | None:
        """Return the person whom a label of an interview names."""
        words = tuple(label.lower().split())
        return next((person for person in self.all if person.words and _part(words, person.words)), None)

    # Names

    def _name(self, mentions: Sequence[Mention]) -> None:
        for mention in sorted(mentions, key=lambda mention: -len(mention.words)):
            mention.who = self._known(mention)
            if mention.who < 0:
                mention.who = len(self.all)
                self.all.append(Person(mention.text, mention.words, organisation=mention.organisation, placed=True))
                for word in mention.words:
                    self._by_word[word].append(mention.who)
            person = self.all[mention.who]
            if len(mention.text) > len(person.name) and mention.words == person.words:
                person.name = mention.text
            self._describe(person, mention.roles)
        order = {who: place for place, who in reversed(list(enumerate(m.who for m in mentions)))}
        for who in self._by_word.values():
            who.sort(key=lambda number: order.get(number, len(order)))
        for mention in mentions:  # a family name alone is the one's who was named first
            if len(mention.words) == 1:
                mention.who = self._known(mention)
        for person in self.all:
            given = person.words[0]
            if (given in FEMALE) != (given in MALE) and not person.organisation:
                person.gender = person.gender or ("f" if given in FEMALE else "m")
                person.personal = True

    def _known(self, mention: Mention) -> int:
        last = mention.words[-1]
        fits = [who for who in self._by_word.get(last, ()) if _part(mention.words, self.all[who].words)]
        longer = [who for who in fits if len(self.all[who].words) > len(mention.words)]
        exact = [who for who in fits if self.all[who].words == mention.words]
        gendered = [who for who in longer if self._gender(mention.roles) in ("", self.all[who].gender)]
        if len(mention.words) > 1 and exact:
            return exact[0]
        chosen = gendered or longer
        given = [who for who in chosen if self.all[who].words[0] == last]
        if given and len(given) > 1:
            return given[0]
        return chosen[0] if chosen else exact[0] if exact else -1

    def _describe(self, person: Person, roles: Iterable[str]) -> None:
        known = [role for role in roles if role in self._grammar.roles or role in self._grammar.groups]
        gender = self._gender(roles)
        person.gender = gender or person.gender
        if any(role in self._grammar.roles for role in known):
            person.personal = True
        person.roles.update(roles)

    def _gender(self, roles: Iterable[str]) -> str:
        for role in roles:
            if role in self._grammar.female:
                return "f"
            if role in self._grammar.male:
                return "m"
        return ""

    # Descriptions

    def _link(self, line: Line) -> None:
        """Join names and descriptions that stand side by side: the porter, Amina Diallo; Orr, a surveyor."""
        phrases, kinds = line.phrases, line.kinds
        subject = True
        for place, phrase in enumerate(phrases):
            subject = subject or phrase.kind == "."
            mention = phrase.mention
            if not mention:
                continue
            if mention.kind == "name":
                person = self.all[mention.who]
                if place == 0 or phrases[place - 1].kind != "p":
                    person.placed = False
                self._appositions(line, place, person)
            elif mention.kind == "description" and self._human(mention):
                follows = self._following_name(line, place)
                if follows:
                    mention.who = follows.who
                    person = self.all[follows.who]
                    self._describe(person, mention.words)
                    person.personal, person.placed = True, False

    def _following_name(self, line: Line, place: int) -> Mention | None:
        """Return the name after a description: the captain's daughter, Sofia Lindqvist, thanked."""
        phrases, kinds = line.phrases, line.kinds
        at = place + 1
        while kinds[at : at + 1] == "p" and kinds[at + 1 : at + 2] in ("N", "w"):  # a spokesman for the airline, Ricardo Pinto
            at += 2
            while kinds[at : at + 1] == "w":
                at += 1
        if kinds[at : at + 1] != ",":
            return None
        name = phrases[at + 1].mention if at + 1 < len(phrases) else None
        if not name or name.kind != "name" or self.all[name.who].organisation and self._human(phrases[place].mention) == "person":
            return None
        after = kinds[at + 2 : at + 3]
        listed = after in ("c", ",") and kinds[at + 3 : at + 4] in ("N", "c") and kinds[at + 2 : at + 5].find("NV") < 0 and after == "c"
        return None if listed else name

    def _appositions(self, line: Line, place: int, person: Person) -> None:
        """Add what stands after a name as its description: Orr, 54, a surveyor; Orr, chief executive of Lines; Orr is the vet."""
        kinds, phrases = line.kinds, line.phrases
        start, end = line.sentence(place)
        at = place + 1
        if kinds[at : at + 1] not in (",", "(", "-") and not (kinds[at : at + 1] == "x" and phrases[at].plain in _COPULAS):
            return
        at += 1
        for phrase in phrases[at : min(at + 7, end)]:
            if phrase.kind in ".QVSrx" or phrase.kind == "p" and self._seen:
                break
            if phrase.kind == "w" and phrase.plain in self._grammar.roles:
                person.roles.add(phrase.plain)
                person.personal = True
                self._describe(person, (phrase.plain,))
            elif phrase.mention and phrase.mention.kind == "description" and self._human(phrase.mention):
                if phrase.mention.who < 0:
                    phrase.mention.who = self.all.index(person)
                self._describe(person, phrase.mention.words)
                break
            elif phrase.mention and phrase.mention.kind == "name":
                break

    _seen = False

    def _human(self, mention: Mention | None) -> str:
        head = mention.words[-1] if mention else ""
        return "person" if head in self._grammar.roles else "group" if head in self._grammar.groups else ""

    def _described(self, mention: Mention) -> int:
        """Return the person of a description that stands alone: the one with that role, or a new one."""
        head = mention.words[-1]
        definite = mention.determiner not in self._grammar.indefinite
        if definite and head:
            fits = [who for who, person in enumerate(self.all) if head in person.roles]
            ranked = sorted(fits, key=lambda who: -len(self.all[who].roles & set(mention.words)))
            if ranked:
                return ranked[0]
        person = Person(mention.text, roles=set(mention.words), gender=self._gender(mention.words))
        person.personal = self._human(mention) == "person"
        if self._human(mention) == "group":
            person.gender, person.organisation = "it", True
        elif self._plural(mention):
            person.gender = "they"
        self.all.append(person)
        return len(self.all) - 1

    def _plural(self, mention: Mention) -> bool:
        head = mention.words[-1]
        return head.endswith("s") and head[:-1] in self._grammar.roles and head not in ("boss",) or head in ("people", "men", "women")

    def _late(self) -> None:
        """Join a definite description and a name that has none, where there is one of each nearby."""

    # Pronouns

    def _gender_by_possessives(self, line: Line) -> None:
        """Learn from `Swimmer Jade Lockyer and her coach` that she is a woman."""
        for start, end in line.sentences:
            first = next((p.mention for p in line.phrases[start:end] if p.mention and p.mention.kind == "name"), None)
            if not first or self.all[first.who].gender or self.all[first.who].organisation:
                continue
            names = {p.mention.who for p in line.phrases[start:end] if p.mention and p.mention.kind == "name"}
            for phrase in line.phrases[start:end]:
                mention = phrase.mention
                word = mention.determiner if mention else phrase.plain
                if word in self._grammar.possessives and phrase.start > first.start and self._alone(first, names, mention):
                    self.all[first.who].gender = self._grammar.possessives[word]
                    break

    def _alone(self, first: Mention, names: set[int], mention: Mention | None) -> bool:
        return len(names) == 1 or (mention is not None and mention.who in names and mention.who != first.who)

    def _pronouns(self, line: Line) -> None:
        for place, phrase in enumerate(line.phrases):
            if phrase.mention and phrase.mention.kind == "pronoun" and phrase.mention.who < 0:
                phrase.mention.who = self._antecedent(phrase.mention, place)

    def _antecedent(self, pronoun: Mention, place: int) -> int:
        gender = self._grammar.pronouns.get(pronoun.words[-1], "")
        if not gender:
            return -1
        for mention in self._before(pronoun.line, place):
            if mention.who >= 0 and mention is not pronoun and self._agrees(mention, gender):
                person = self.all[mention.who]
                if gender in "fm" and not person.gender:
                    person.gender, person.personal = gender, True
                return mention.who
        return -1

    def _before(self, number: int, place: int) -> Iterator[Mention]:
        """Yield mentions before a place: the nearest sentence first, in each its subject, then the others in order."""
        for at in range(number, max(-1, number - _FAR), -1):
            line = self._lines[at]
            for start, end in reversed(line.sentences):
                if at == number and start >= place >= 0:
                    continue
                stop = min(end, place) if at == number and place >= 0 else end
                inside = [(line.kinds[spot - 1 : spot] == "p" and spot > start, spot) for spot in range(start, stop) if line.kinds[spot] == "N"]
                for _, spot in sorted(inside):
                    mention = line.phrases[spot].mention
                    if mention:
                        yield mention

    def _agrees(self, mention: Mention, gender: str) -> bool:
        person = self.all[mention.who]
        if gender in "fm":
            if mention.kind == "pronoun":
                return person.gender == gender
            return not person.organisation and person.gender in ("", gender) and (person.personal or not person.placed and len(person.words) > 1)
        if gender == "it":
            return person.organisation or not person.words and not person.personal and person.gender != "they"
        return person.gender in ("they", "it") or person.organisation


_COPULAS = frozenset("is was est était 's".split())


def _part(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Say whether words begin or end a name."""
    count = len(words)
    return words == whole[-count:] or words == whole[:count]
