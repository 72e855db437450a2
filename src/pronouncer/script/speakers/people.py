"""Who is who: all mentions of a person together, with the fullest name, roles and gender."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pronouncer.script.speakers.given import FEMALE, MALE
from pronouncer.script.speakers.grammar import Grammar
from pronouncer.script.speakers.person import Person
from pronouncer.script.speakers.phrases import Line, Mention

_ROOT = 4  # letters that a country and what is of it share
_OF = re.compile(r" (?:of|de|du|des|d[’'])\s?(?:the |la |l[’'])?([^\W\d_]+)")
_NEAR = 3  # paragraphs between a description and the name that it turns out to be
_CALLED = frozenset("called named nommé nommée appelé appelée".split())
_NAMED = re.compile("N,?[wSV]a?(N)[,.xVSr)]")  # a company called Northstone, and not: a man called Smith “a liar”
_IDENTIFIED = frozenset("identified identifié identifiée".split())
_NAMES = frozenset(("name", "prénom"))
_SAYS = re.compile("Nx*V")
_COPULAS = frozenset("is was est était".split())


class People:
    """The persons of an article."""

    def __init__(self, lines: Sequence[Line], quoted: Sequence[Line], grammar: Grammar) -> None:
        """Take the mentions of all lines, and the names inside what is quoted."""
        self._lines, self._grammar = lines, grammar
        self.all: list[Person] = []
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self._by_role: dict[str, list[Person]] = defaultdict(list)
        mentions = [phrase.mention for line in lines for phrase in line.phrases if phrase.mention]
        mentions += [other for mention in mentions if (other := mention.owner or mention.whose)]
        aside = [phrase.mention for line in quoted for phrase in line.phrases if phrase.mention]
        self._name([mention for mention in (*mentions, *aside) if mention.kind == "name"])
        for line in lines:
            self._link(line)
        alone = [mention for mention in mentions if mention.kind == "description" and not mention.who]
        for mention in alone:
            mention.who = self._described(mention)
        self._join_late(alone)

    def of(self, mention: Mention) -> Person:
        """Return the person of a name or a description."""
        mention.who = mention.who or self._described(mention)
        return mention.who

    def introduced(self) -> Person | None:
        """Return who is named first, a person before others."""
        named = [person for person in self.all if person.words]
        named.sort(key=lambda person: min(person.lines))
        return next((person for person in named if person.personal), next(iter(named), None))

    def called(self, label: str) -> Person | None:
        """Return the person whom a label of an interview names."""
        words = tuple(label.lower().split())
        return next((person for person in self.all if person.words and _part(words, person.words)), None)

    def _name(self, mentions: Sequence[Mention]) -> None:
        for mention in sorted(mentions, key=lambda mention: -len(mention.words)):
            if not (person := self._known(mention)):
                given = mention.words[0]
                person = Person(mention.text, mention.words, organisation=mention.organisation, placed=True)
                person.gender = self._gender(mention.roles)
                if (given in FEMALE) != (given in MALE) and not person.organisation:
                    person.gender, person.personal = "f" if given in FEMALE else "m", True
                self.all.append(person)
                for word in {*mention.words}:
                    self._by_word[word].append(person)
            mention.who = person
            person.lines.append(mention.line)
            if len(mention.text) > len(person.name) and mention.words == person.words:
                person.name = mention.text
        order = {mention.who: place for place, mention in reversed(list(enumerate(mentions)))}
        for persons in self._by_word.values():  # a family name alone is the one's who was named first
            persons.sort(key=lambda person: order.get(person, len(order)))
        for mention in mentions:
            mention.who = self._known(mention) or mention.who
            if mention.who:
                self._describe(mention.who, mention.roles, mention.determiner)

    def _known(self, mention: Mention) -> Person | None:
        fits = [person for person in self._by_word.get(mention.words[-1], ()) if _part(mention.words, person.words)]
        gender = self._gender(mention.roles)
        apart = {"f": "m", "m": "f"}.get(gender, "-")  # Mrs Tran is not Mr Tran
        exact = next((person for person in fits if person.words == mention.words and person.gender != apart), None)
        if exact and len(mention.words) > 1:
            return exact
        longer = [person for person in fits if len(person.words) > len(mention.words)]
        return next((person for person in longer if gender in ("", person.gender)), None) or next(iter(longer), exact)

    def _describe(self, person: Person, roles: Iterable[str], determiner: str = "") -> None:
        person.gender = self._gender(roles) or person.gender
        for role in roles:
            if role not in person.roles:
                person.roles.add(role)
                self._by_role[role].append(person)
        human = any(self._grammar.human(role) for role in roles)
        person.personal = person.personal or human
        if human and not person.gender:
            person.gender = self._grammar.genders.get(determiner, "")

    def _gender(self, roles: Iterable[str]) -> str:
        genders = (
            "f" if role in self._grammar.female else "m"
            for role in roles
            if role in self._grammar.female or role in self._grammar.male
        )
        return next(genders, "")

    def _link(self, line: Line) -> None:
        """Join names and descriptions that stand side by side: the porter, Amina Diallo; Orr, a surveyor."""
        for place, phrase in enumerate(line.phrases):
            mention = phrase.mention
            if mention and mention.kind == "name" and mention.who:
                mention.who.placed = mention.who.placed and line.kinds[place - 1 : place] == "p"
                mention.who.tagged = mention.who.tagged or self._is_tagged(line, place, mention.who)
                mention.who.aged = mention.who.aged or line.plain(place + 1, place + 3).strip(",").isdigit()
                self._only_name(line, place, mention.who)
                self._appositions(line, place, mention.who)
            elif mention and mention.kind == "description":
                known = mention.determiner in self._grammar.owning and line.kinds.startswith(",N,", place + 1)
                speaks = known or self._human(mention) or line.kinds[place - 1 : place] == "V"
                name = self._following_name(line, place) if speaks else None
                if name and name.who:
                    mention.who = name.who
                    self._describe(name.who, mention.words, mention.determiner)
                    name.who.placed = False

    def _is_tagged(self, line: Line, place: int, person: Person) -> bool:
        return line.kinds[place - 1 : place] == "V" and line.number == min(person.lines)

    def _following_name(self, line: Line, place: int) -> Mention | None:
        """Return the name after a description: the captain's daughter, Sofia Lindqvist; a company called Northstone."""
        if name := self._called_name(line, place + 2 if line.kinds.startswith(",N", place + 1) else place):
            return name
        at = place + 1
        while line.kinds[at : at + 1] == "p":  # a spokesman for the airline, Ricardo Pinto
            at += 1
            while line.kinds[at : at + 1] in ("w", "N") and line.kinds[at]:
                at += 1
        if line.kinds[at : at + 2] != ",N":
            return None
        name = line.phrases[at + 1].mention
        listed = line.kinds[at + 2 : at + 3] == "c"
        who = name.who if name and name.kind == "name" and not listed else None
        mention = line.phrases[place].mention
        group = mention and mention.words[-1] in self._grammar.groups and mention.words[-1] not in self._grammar.roles
        fits = who and not (group and who.personal) and (at == place + 1 or who.personal or len(who.words) > 1)
        return name if fits else None

    def _only_name(self, line: Line, place: int, person: Person) -> None:
        """Join who gives only a name with it: a fisherman who gave only his first name, Kenji."""
        start, _ = line.sentence(place)
        before = line.phrases[place - 2] if place - 2 >= start and line.kinds[place - 1] in ",a" else None
        word = before.mention.words[-1] if before and before.mention else before.plain if before else ""
        joined = False
        for at in range(place - 2, start - 1, -1) if word in _NAMES else ():
            other = line.phrases[at].mention
            if other and other.kind == "description" and self._human(other):
                other.who, joined = person, True
            elif joined and line.kinds[at] != ",":
                return

    def _called_name(self, line: Line, place: int) -> Mention | None:
        found, mention = _NAMED.match(line.kinds, place), line.phrases[place].mention
        if not found or not mention:
            return None
        verb = line.phrases[place + 1 + (line.kinds[place + 1] == ",")].plain
        called = verb in _CALLED and mention.determiner in self._grammar.indefinite
        name = line.phrases[found.start(1)].mention if called or verb in _IDENTIFIED else None
        return name if name and name.kind == "name" else None

    def _appositions(self, line: Line, place: int, person: Person) -> None:
        """Add what stands after a name: Orr, 54, a surveyor; Orr, chief executive of Lines; Orr is the vet."""
        at = place + 1 + (line.kinds[place + 1 : place + 3] == ",x")
        copula = line.kinds[at : at + 1] == "x" and line.phrases[at].plain in _COPULAS
        if line.kinds[at : at + 1] not in (",", "(", "-") and not copula:
            return
        start, end = line.sentence(place)
        if line.main(start, end) == at + 1:  # Asked by the BBC, the minister
            return
        for spot, phrase in enumerate(line.phrases[at + 1 : at + 7], at + 1):
            if phrase.kind in ".QVSrxptac" or (phrase.kind == "w" and self._grammar.finite.fullmatch(phrase.plain)):
                break
            if phrase.kind == "w" and phrase.plain in self._grammar.roles:
                self._describe(person, (phrase.plain,))
            elif phrase.mention and phrase.mention.kind != "description":
                break
            elif phrase.mention and self._human(phrase.mention):
                if not copula and _SAYS.match(line.kinds, spot):  # it burned in Leeds, a witness has said
                    break
                phrase.mention.who = phrase.mention.who or person
                self._describe(person, phrase.mention.words)
                break

    def _human(self, mention: Mention) -> bool:
        return self._grammar.somebody(mention.words[-1])

    def _described(self, mention: Mention) -> Person:
        """Return the person of a description that stands alone: the one with that role, or a new one."""
        head, grammar = mention.words[-1], self._grammar
        if mention.determiner not in grammar.indefinite and (fits := self._by_role.get(head)):
            place = self._place(mention)
            return max(fits, key=lambda person: (len(person.roles & set(mention.words)), _is_from(person.roles, place)))
        if (
            mention.determiner not in grammar.indefinite
            and head in grammar.groups
            and (whole := self._group(mention.words))
        ):
            return whole
        person = Person(mention.text, organisation=head in grammar.groups and head not in grammar.roles)
        self._describe(person, mention.words, mention.determiner)
        person.gender = "they" if self._plural(head) else "it" if person.organisation else person.gender
        person.personal = grammar.human(head)
        self.all.append(person)
        return person

    def _place(self, mention: Mention) -> str:
        """Return what a description is of: Ukraine, for `the president of Ukraine`."""
        found = _OF.match(self._lines[mention.line].text, mention.end) if mention.line >= 0 else None
        return found.group(1).lower() if found else ""

    def _group(self, words: Sequence[str]) -> Person | None:
        """Return the organisation with a word in its name: the institute."""
        named = (person for person in self._by_word.get(words[-1], ()) if person.organisation)
        return next((person for person in named if {*words} <= {*person.words}), None)

    def _plural(self, head: str) -> bool:
        return (head.endswith("s") and head[:-1] in self._grammar.roles) or head in (
            "people",
            "men",
            "women",
            "children",
            "gens",
        )

    def _join_late(self, alone: Sequence[Mention]) -> None:
        """Join a person without name and one without description, where there is one of each nearby."""
        nameless = {
            m.who: m for m in reversed(alone) if m.who and not m.who.words and m.who.personal and m.who.gender != "they"
        }
        definite = [mention for mention in nameless.values() if mention.determiner not in self._grammar.indefinite]
        plain = [
            p for p in self.all if p.words and (p.personal or len(p.words) > 1) and not p.placed and not p.organisation
        ]
        plain = [person for person in plain if not any(self._grammar.trade(role) for role in person.roles)]
        lead = [m for m in nameless.values() if m.line == m.start == 0 and m.determiner in self._grammar.indefinite]
        for mention in lead + (definite if len(definite) == 1 else []):
            described, fits = mention.who, self._fits(mention, plain)
            apart = described and len(fits) == 1 and not self._together(mention.line, described, fits[0])
            if described and apart and min(abs(at - mention.line) for at in fits[0].lines) <= _NEAR:
                self._describe(fits[0], described.roles)
                for other in alone:
                    other.who = fits[0] if other.who is described else other.who

    def _fits(self, mention: Mention, plain: Sequence[Person]) -> list[Person]:
        """Return whom a description may be about."""
        gender = mention.who.gender if mention.who else ""
        owner = self._grammar.possessives.get(mention.determiner, "-")
        fits = [person for person in plain if "" in (gender, person.gender) or gender == person.gender]
        fits = [p for p in fits if p.gender != owner and (p.gender or owner == "-")]
        if mention.determiner in self._grammar.owning and owner == "-":  # their coach is nobody named before
            fits = [p for p in fits if min(p.lines) >= mention.line]
        if mention.determiner in self._grammar.indefinite:  # A nurse was fined. | Ann Roe, 52, had ...
            fits = [p for p in fits if p.aged and 0 < min(p.lines) < _NEAR][:1]
        return [p for p in fits if not p.tagged or min(p.lines) < mention.line]

    def _together(self, number: int, one: Person, other: Person) -> bool:
        """Say whether two stand in one sentence of a paragraph."""
        line = self._lines[number]
        persons = [{p.mention.who for p in line.phrases[start:end] if p.mention} for start, end in line.sentences]
        return any({one, other} <= each for each in persons)


def _is_from(roles: Iterable[str], place: str) -> bool:
    """Say whether one of the words that stand with a name is a place's: Ukrainian, for Ukraine."""
    return len(place) >= _ROOT and any(role[:_ROOT] == place[:_ROOT] for role in roles)


def _part(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Say whether words begin or end a name."""
    count = len(words)
    return words == whole[-count:] or words == whole[:count]
