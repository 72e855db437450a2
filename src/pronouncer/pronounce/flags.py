"""What may be said wrong in an article, ranked, before anything is published.

A name is flagged once, where it first stands. What the newsroom's lexicon or ours decides is not asked again: a verdict
is an entry of the lexicon.
"""

import dataclasses
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pronouncer.model.script import Script, Sentence
from pronouncer.model.utterance import Candidate, Flag, Token, Utterance
from pronouncer.patterns import compiled
from pronouncer.phones.likeness import alike
from pronouncer.phones.respelling import respelled
from pronouncer.phones.segments import distance
from pronouncer.phones.telling import Capabilities, told
from pronouncer.pronounce.language import Language, language
from pronouncer.pronounce.problems import problems_between
from pronouncer.pronounce.strangers import strangers
from pronouncer.pronounce.vocabulary import stem, vocabulary

RISKS: Mapping[str, float] = {
    "no-pronunciation": 1.0,
    "foreign-script": 0.95,
    "unknown-name": 0.7,
    "foreign-word": 0.5,
    "unsure-homograph": 0.45,
    "unknown-capitals": 0.45,
    "unknown-character": 0.4,
    "mixed-alphanumeric": 0.35,
    "dictionary-name": 0.3,
    "replaced-phone": 0.3,
    "respelled": 0.3,
    "new-word": 0.3,
}
"""Reason to the chance that it is said wrong; for names the letters tell more."""
_GUESSED = frozenset(("unknown-name", "dictionary-name", "foreign-word"))
CERTAIN = frozenset(("no-pronunciation", "unknown-character", "replaced-phone", "respelled"))
"""Reasons that are no guess: something is left out, or a decision is not obeyed to the letter."""
_HARM = {"person": 1.0, "place": 0.85, "name": 0.75, "word": 0.5}
_UNKNOWN = 4.0  # times the odds of a mistake in a name that no dictionary has, against one that it has
FLAGGED = 0.42  # chance of a mistake from which a name that no dictionary has is flagged
_LIKELY = 0.08  # likelihood from which an origin is proposed
_SEEN = 0.8  # times the risk of what was published before without a complaint
_APART = 0.5  # steps on the IPA chart from which another phone is worth a flag
_MOST_CANDIDATES = 3
_SAMPLE = 50  # sentences that tell the script of an article
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
_MIXED = compiled(r"(?<![^\W_])(?=[^\W_]*[^\W\d_]\d|[^\W_]*\d[^\W\d_])[^\W_]{3,30}(?![^\W_])")

Phonemize = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Clauses of words to clauses of IPA."""
Archive = Callable[[str], bool]
"""Whether a word, in lower case, was published before."""


class Doubt(NamedTuple):
    """A flag before it is ranked."""

    sentence: int
    """Index in the script."""
    key: str
    """What it is about; the same in several places is one flag."""
    flag: Flag
    name: str = ""
    """The word without its ending."""
    ipa: str = ""
    """What will be said."""
    decided: bool = False
    """Whether a dictionary or its origin decided that, and not the voice."""
    own: str = ""
    """IPA that the voice would say by itself, where something else was decided."""


class Place(NamedTuple):
    """A token with what stands around it, which only doubtful ones are asked for."""

    sentence: Sentence
    tokens: Sequence[Token]
    """Those of the sentence that are said."""
    at: int

    @property
    def token(self) -> Token:
        """The token itself."""
        return self.tokens[self.at]

    @property
    def before(self) -> str:
        """The word before it, in lower case; empty at the start."""
        return self.tokens[self.at - 1].written.lower() if self.at else ""

    @property
    def after(self) -> str:
        """The word after it, in lower case; empty at the end."""
        return self.tokens[self.at + 1].written.lower() if self.at + 1 < len(self.tokens) else ""

    @property
    def beside_name(self) -> bool:
        """Whether a neighbour has a capital too: a given name and a surname."""
        near = [place for place in (self.at - 1, self.at + 1) if 0 < place < len(self.tokens)]
        beside = [self.tokens[place] for place in near if self.tokens[place].written[:1].isupper()]
        return any(other.kind == "word" and _adjoins(other, self.token) for other in beside)


def flagged(
    script: Script,
    utterances: Sequence[Utterance],
    *,
    phonemize: Phonemize,
    capabilities: Sequence[Capabilities],
    archive: Archive = lambda word: False,
    most: int = 8,
) -> tuple[Utterance, ...]:
    """Return the utterances with all that an editor should look at.

    At most `most` flags for what may be said wrong, the gravest; what is left out or not obeyed, and slips in the text,
    are all there. `capabilities` is
    what the voice of each sentence obeys, `phonemize` asks how a voice would say a name by itself.
    """
    found: dict[int, list[Flag]] = {}
    for place, utterance in enumerate(utterances):
        found[place] = [flag for flag in utterance.flags if flag.is_text]
    for place, flag in (*problems_between(script.sentences), *strangers(script)):
        found[place].append(flag)
    doubts = _compared(_by_key(Doubts(script, utterances, capabilities, archive)), phonemize)
    ranked = sorted(doubts, key=lambda doubt: -doubt.flag.risk)
    certain = [doubt for doubt in ranked if doubt.flag.reason in CERTAIN]
    guessed = [doubt for doubt in ranked if doubt.flag.reason not in CERTAIN]
    for doubt in [*certain, *guessed[: max(0, most)]]:
        found[doubt.sentence].append(_with_candidates(doubt, script.language))
    return tuple(
        dataclasses.replace(utterance, flags=tuple(sorted(found[place], key=lambda flag: (flag.start, flag.reason))))
        for place, utterance in enumerate(utterances)
    )


def rare_words(script: Script, utterances: Sequence[Utterance]) -> frozenset[str]:
    """Return the names of an article and its words that no dictionary has, in lower case: what an archive remembers."""
    known = vocabulary(script.language)
    words = {stem(_plain(token.written)) for each in utterances for token in each.tokens if token.kind == "word"}
    return frozenset(word.lower() for word in words if known.is_name(word) or not known.has(word.lower()))


def _by_key(doubts: Iterable[Doubt]) -> list[Doubt]:
    """One doubt for each word, at its first place, with how often it stands and its gravest risk."""
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        first = found.get(doubt.key, doubt._replace(flag=dataclasses.replace(doubt.flag, times=0)))
        risk = max(first.flag.risk, doubt.flag.risk)
        found[doubt.key] = first._replace(flag=dataclasses.replace(first.flag, times=first.flag.times + 1, risk=risk))
    return list(found.values())


def _compared(doubts: Sequence[Doubt], phonemize: Phonemize) -> Iterator[Doubt]:
    """Yield doubts with what the voice would say by itself; where that is what a dictionary has, there is no doubt."""
    names = [doubt.name for doubt in doubts if doubt.decided]
    answers = iter([own for (own,) in phonemize([[name] for name in names])] if names else ())
    for doubt in doubts:
        own = next(answers) if doubt.decided else ""
        if not (doubt.flag.reason == "dictionary-name" and alike(own, doubt.ipa)):
            yield doubt._replace(own=own)


def _with_candidates(doubt: Doubt, tag: str) -> Flag:
    """Return the flag of a name with other ways to say it, each another sound."""
    if doubt.flag.reason not in _GUESSED:
        return doubt.flag
    rules = language(tag)
    offers = [(rules.accent(ipa), "dictionary") for ipa in vocabulary(tag).pronunciations(doubt.name)]
    offers += [
        (rules.accent(each.ipa), each.origin) for each in rules.guesses(doubt.name) if each.likelihood >= _LIKELY
    ]
    offers.insert(_MOST_CANDIDATES - 1, (doubt.own, "the voice by itself"))
    found: list[Candidate] = []
    for offered, source in offers:
        if offered and not any(alike(offered, other) for other in (doubt.ipa, *(each.ipa for each in found))):
            found.append(Candidate(offered, respelled(offered), source))
    return dataclasses.replace(doubt.flag, candidates=tuple(found[:_MOST_CANDIDATES]))


def _obeyed(token: Token, capabilities: Capabilities) -> Flag | None:
    """A pronunciation that was decided, and that the voice cannot obey to the letter."""
    pairs = zip(token.spoken.split(" "), token.ipa.split(" "), strict=True)
    ways = [told(word, ipa, capabilities) for word, ipa in pairs]
    if not all(way.exact for way in ways):
        return _flag(token, "respelled", f"cannot be told to this voice in phones; it gets {ways[0].text!r}")
    far = {pair for way in ways for pair in way.replaced if distance(*pair) >= _APART}
    shown = ", ".join(f"/{own}/ for /{lacking}/" if own else f"nothing for /{lacking}/" for lacking, own in sorted(far))
    return _flag(token, "replaced-phone", f"has a sound that this voice lacks; it says {shown}") if far else None


class Doubts:
    """Walks an article and yields what may be said wrong in it."""

    def __init__(
        self, script: Script, utterances: Sequence[Utterance], capabilities: Sequence[Capabilities], archive: Archive
    ) -> None:
        self._rules: Language = language(script.language)
        self._vocabulary = vocabulary(script.language)
        self._pairs = list(zip(script.sentences, utterances, strict=True))
        self._capabilities, self._archive = capabilities, archive
        self._scripts = _main_scripts(sentence.text for sentence in script.sentences)
        self._common = self._vocabulary.common if "LATIN" in self._scripts else frozenset()
        """Words that are not looked at where nothing decided them: most of a text."""

    def __iter__(self) -> Iterator[Doubt]:
        for index, (sentence, utterance) in enumerate(self._pairs):
            for flag in utterance.flags:
                if not flag.is_text:
                    key = f"{flag.reason} {sentence.text[flag.start : flag.end].casefold()} {flag.heard}"
                    yield Doubt(index, key, dataclasses.replace(flag, risk=RISKS[flag.reason] * _HARM["word"]))
            for flag in _mixed(sentence, utterance):
                yield Doubt(index, sentence.text[flag.start : flag.end].casefold(), flag)
            tokens = [token for token in utterance.tokens if token.spoken]
            doubtful = (at for at, token in enumerate(tokens) if token.rule or token.written not in self._common)
            for place in (Place(sentence, tokens, at) for at in doubtful):
                flag_found = self._judged(place, self._capabilities[index])
                if flag_found:
                    name = stem(_plain(place.token.written))
                    decided = _who(place.token) in ("dictionary", "origin")
                    yield Doubt(index, name.casefold(), flag_found, name, place.token.ipa, decided)

    def _judged(self, place: Place, capabilities: Capabilities) -> Flag | None:
        """Return the flag of one token, or None."""
        token = place.token
        decided = _who(token)
        obeyed = _obeyed(token, capabilities) if token.is_decided else None
        if obeyed or decided in ("lexicon", "homograph") or place.sentence.language:
            return obeyed
        plain = token.written.isascii() and "LATIN" in self._scripts
        if token.kind == "word" and not plain and _scripts(token.written) - self._scripts:
            return _flag(token, "foreign-script", "is in another script, and the voice may spell it")
        if token.kind == "initialism":
            return self._capitals(place)
        if token.kind != "word":
            return None
        word = _plain(token.written)
        if self._vocabulary.is_name(word):
            return self._name(place, stem(word))
        return self._word(token, stem(word)) if word.islower() else None

    def _capitals(self, place: Place) -> Flag | None:
        """Capitals that are in no list, so that a pattern decided whether they are a word or letters."""
        token = place.token
        letters = re.sub(r"['’]?s\Z", "", token.written).replace(".", "")
        listed = letters in self._rules.capitals or letters.lower() in self._vocabulary.common
        if listed or not letters.isupper() or not letters.isalpha() or place.sentence.text.isupper():
            return None
        if "." in token.written and place.beside_name:
            return None  # somebody's initials
        spelled = " " in token.spoken
        said, other = ("letter by letter", letters.capitalize()) if spelled else ("as a word", " ".join(letters))
        candidates = (Candidate("", other, "as a word" if spelled else "letter by letter"),)
        return _flag(token, "unknown-capitals", f"is in no list of acronyms, and said {said}", candidates=candidates)

    def _name(self, place: Place, name: str) -> Flag | None:
        """A name that no lexicon has, by how likely and how harmful a mistake is."""
        variants = tuple(map(self._rules.accent, self._vocabulary.pronunciations(name)))
        chance = self._vocabulary.chance_of_mistake(name)
        if variants:
            if place.token.rule != "dictionary" or chance < RISKS["dictionary-name"]:
                return None
            what, reason, chance = (
                "is said as the dictionary has it; spelling says otherwise",
                "dictionary-name",
                chance / 2,
            )
        else:
            what, reason, chance = "is in no lexicon", "unknown-name", unseen(chance)
            if chance < FLAGGED:
                return None
        if not self._archive(name.lower()):
            what += ", and new to the archive"
        else:
            chance *= _SEEN
        return _flag(place.token, reason, what, risk=chance * _HARM[self._kind(place)])

    def _kind(self, place: Place) -> str:
        """Return what a name seems to name, by the words around it."""
        roles = self._rules.roles
        titles, saying = roles.get("person", (frozenset(), frozenset()))
        if place.before in titles or place.after in saying or place.beside_name:
            return "person"
        return "place" if place.before in roles.get("place", (frozenset(),))[0] else "name"

    def _word(self, token: Token, word: str) -> Flag | None:
        """A word in lower case that no dictionary has."""
        if self._vocabulary.has(word) or self._archive(word):
            return None
        if not word.isascii():
            return _flag(token, "foreign-word", "is in no dictionary, and looks foreign")
        return _flag(token, "new-word", "is in no dictionary, and new to the archive")


def _mixed(sentence: Sentence, utterance: Utterance) -> Iterator[Flag]:
    """Yield a flag for letters with digits that no rule took as a whole, such as `2FA`."""
    for match in _MIXED.finditer(sentence.text):
        tokens = [token for token in utterance.tokens if match.start() <= token.start < match.end()]
        if len(tokens) > 1 and tokens[0].start == match.start() and tokens[-1].end == match.end():
            heard = respelled(" ".join(token.ipa for token in tokens if token.ipa))
            message = f"{match.group()!r} mixes letters and digits. It will be said {heard}."
            risk = RISKS["mixed-alphanumeric"] * _HARM["name"]
            yield Flag(match.start(), match.end(), "mixed-alphanumeric", message, round(risk, 3), heard)


def _adjoins(one: Token, other: Token) -> bool:
    first, last = sorted((one, other), key=lambda token: token.start)
    return last.start - first.end == 1


def _scripts(text: str) -> set[str]:
    """Return the Unicode names of the scripts of a text's letters; modifiers such as the okina are of any."""
    if text.isascii():
        return {"LATIN"} if any(map(str.isalpha, text)) else set()
    letters = (letter for letter in text if letter.isalpha() and unicodedata.category(letter) != "Lm")
    return {unicodedata.name(letter, "LATIN").partition(" ")[0] for letter in letters}


def _main_scripts(texts: Iterable[str]) -> set[str]:
    """Return the script that most words of an article are in, with those that it is written together with."""
    words = [word for text in itertools.islice(texts, _SAMPLE) for word in text.split()]
    counts = Counter(script for word in words for script in _scripts(word))
    main = {script for script, _ in counts.most_common(1)}
    return main | _EAST_ASIAN if main & _EAST_ASIAN else main


def unseen(chance: float) -> float:
    """Return the chance of a mistake in a name that no dictionary has, from that in one that it might have."""
    return _UNKNOWN * chance / (1 + (_UNKNOWN - 1) * chance)


def _who(token: Token) -> str:
    """Return who decided how a token is said: `origin` of `origin Polish`."""
    return token.rule.partition(" ")[0]


def _plain(written: str) -> str:
    return written.replace("’", "'")


def _flag(
    token: Token, reason: str, what: str, *, risk: float | None = None, candidates: tuple[Candidate, ...] = ()
) -> Flag:
    heard = respelled(token.ipa)
    if risk is None:
        risk = RISKS[reason] * _HARM["name" if token.written[:1].isupper() else "word"]
    message = f"{token.written!r} {what}. It will be said {heard}."
    return Flag(token.start, token.end, reason, message, round(risk, 3), heard, candidates)
