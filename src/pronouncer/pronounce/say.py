"""pronounce: a `Script` becomes `Utterance`s: words, their IPA, and flags for what may go wrong."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.model.script import Script
from pronouncer.model.utterance import Candidate, Flag, Token, Utterance
from pronouncer.pronounce.homographs import Choice, Homographs, context
from pronouncer.pronounce.language import Language, language
from pronouncer.pronounce.lexicons.shipped import shipped
from pronouncer.pronounce.lookup import Match, Where, best, candidates
from pronouncer.pronounce.problems import problems
from pronouncer.pronounce.tokens import Draft, Tokeniser
from pronouncer.pronounce.vocabulary import Vocabulary, base, confirmed

Phonemize = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Clauses of words to clauses of IPA, one string a word (empty where there is none to give)."""

_BREATH = 300  # characters of words without a break

_LETTERS = re.compile(r"([A-Z]+)('?s)?")  # one letter, or several with an ending or a meaning of their own: MPs, PM

_DEEPEST = 5  # aliases of aliases
_SURE = 0.7  # a homograph's reading that is less likely than this is flagged


class Entry(NamedTuple):
    """A spoken word, with its IPA where it is decided here."""

    word: str
    ipa: str | None
    rule: str
    """Who decided, as in `Token.rule`; empty for the rule of the token."""
    variants: tuple[str, ...] = ()
    """IPA of a name in the dictionary of the language; it overrules an engine that has none of it."""


def base_entries(tag: str) -> list[Lexeme]:
    """Return the lexicon that comes with a language."""
    rules = language(tag)
    return [lexeme for path in rules.lexicons for lexeme in shipped(path)]


def pronounce(script: Script, *, lexicon: Lexicon, phonemize: Phonemize, voice: str = "") -> tuple[Utterance, ...]:
    """Return one utterance a sentence, in the order of the script.

    What rules, the lexicon and the homographs leave open is asked of `phonemize`, whole clauses at a time, so that
    words get the pronunciation they have in running speech. `voice` is the id of the voice, for entries that are
    limited to one.
    """
    reader = reader_of(script.language)
    where = reader.where._replace(article=script.article, section=script.section, voice=voice)
    sentences = [reader(sentence.text, lexicon, where._replace(sentence=sentence.id)) for sentence in script.sentences]
    clauses = [clause for sentence in sentences for clause in sentence.clauses()]
    answers = iter([ipa for clause in phonemize(clauses) for ipa in clause]) if clauses else iter(())
    return tuple(
        _utterance(sentence.id, script.language, found, answers)
        for sentence, found in zip(script.sentences, sentences, strict=True)
    )


class Read(NamedTuple):
    """A sentence as far as it is decided without an engine."""

    drafts: list[Draft]
    entries: list[list[Entry]]
    """Words of each draft."""
    flags: list[Flag]

    def clauses(self) -> Iterator[list[str]]:
        """Yield the words between boundaries."""
        clause: list[str] = []
        for draft, words in zip(self.drafts, self.entries, strict=True):
            clause += [entry.word for entry in words]
            if draft.boundary and clause:
                yield clause
                clause = []
        if clause:
            yield clause


class Reader:
    """Reads sentences of one language: its rules, the lexicon, its homographs."""

    def __init__(self, rules: Language) -> None:
        self._rules = rules
        self._tokenise = Tokeniser(rules)
        has_homographs = rules.homographs and rules.features
        self._homographs = Homographs(rules.homographs, rules.features) if has_homographs else None  # type: ignore[arg-type]
        self._vocabulary = Vocabulary(rules)

    @property
    def where(self) -> Where:
        """What entries of the lexicon are compared with, as far as the language says it."""
        tag, region = self._rules.tag, self._rules.region
        return Where(language=tag if "-" in tag or not region else f"{tag}-{region}", roles=self._rules.roles)

    def __call__(self, text: str, lexicon: Lexicon, where: Where | None = None) -> Read:
        """Return the tokens of a sentence with all that is known of their words."""
        drafts, entries = self._with_lexicon(list(self._tokenise(text)), text, lexicon, where or self.where)
        drafts = list(_with_breath(drafts))
        flags = self._with_homographs(drafts, entries) if self._homographs else []
        return Read(drafts, entries, [*flags, *problems(text, drafts, self._vocabulary)])

    def _with_lexicon(
        self, drafts: list[Draft], text: str, lexicon: Lexicon, where: Where
    ) -> tuple[list[Draft], list[list[Entry]]]:
        """Return the tokens with their words; what an entry of the lexicon says as a whole has become one token."""
        found: list[Draft] = []
        entries: list[list[Entry]] = []
        ends: frozenset[int] | None = None
        place = 0
        while place < len(drafts):
            draft = drafts[place]
            lexemes = _lexemes(draft, lexicon)
            match = None
            if lexemes:
                ends = ends or frozenset(draft.end for draft in drafts)
                match = best(lexemes, text, draft.start, where, ends)
            if match:
                covered = next(index for index in range(place, len(drafts)) if drafts[index].end == match.end) + 1
                for said, words in self._said(drafts[place:covered], match, lexicon, where):
                    found.append(said)
                    entries.append(words)
                place = covered
                continue
            found.append(draft)
            is_word = draft.kind == "word"
            entries.append([self._word(draft)] if is_word else _words(draft.spoken, lexicon, self._rules, where))
            place += 1
        return found, entries

    def _word(self, draft: Draft) -> Entry:
        """Return an ordinary word, which the engine says; of a name, with what the dictionary or its origin has."""
        word = draft.spoken
        if not self._vocabulary.is_name(word):
            return Entry(word, None, "")
        name = base(word)
        ending, variants = word[len(name) :], self._vocabulary.pronunciations(name)
        guess = None if variants else self._vocabulary.guess(name)
        if guess:
            return Entry(word, self._rules.suffix(self._rules.accent(guess.ipa), ending), f"origin {guess.origin}")
        if not self._rules.dictionary_speaks:
            return Entry(word, None, "")
        return Entry(word, None, "", tuple(self._rules.suffix(ipa, ending) for ipa in variants) if ending else variants)

    def _said(
        self, drafts: Sequence[Draft], match: Match, lexicon: Lexicon, where: Where
    ) -> Iterator[tuple[Draft, list[Entry]]]:
        """Yield the tokens of a match: one for each written word where each has its own IPA, else one for all."""
        lexeme, last = match.lexeme, drafts[-1]
        sounds = self._sounds(lexeme, match.ending).split(" ")
        spoken = [draft for draft in drafts if draft.spoken]
        if not lexeme.alias and len(spoken) == len(sounds) and all(" " not in draft.spoken for draft in spoken):
            rest = iter(sounds)
            for draft in drafts:
                yield draft, [Entry(draft.spoken, next(rest), "lexicon")] if draft.spoken else []
            return
        written = "".join(draft.written for draft in drafts)
        words = " ".join(draft.spoken for draft in spoken).split(" ")
        if lexeme.alias:
            entries = _words(lexeme.alias + _heard(match.ending), lexicon, self._rules, where, rule="lexicon")
        elif len(words) == len(sounds):
            entries = [Entry(word, ipa, "lexicon") for word, ipa in zip(words, sounds, strict=True)]
        else:
            entries = [Entry("-".join(words) or written, "".join(sounds), "lexicon")]
        said = " ".join(entry.word for entry in entries)
        yield Draft(drafts[0].start, last.end, written, said, drafts[0].kind, last.boundary, "lexicon"), entries

    def _sounds(self, lexeme: Lexeme, ending: str) -> str:
        """Return the IPA of an entry as this region says it, inflected."""
        ipa = self._rules.accent(lexeme.phoneme) if lexeme.scope == "base" else lexeme.phoneme
        return self._rules.suffix(ipa, _heard(ending)) if ipa else ""

    def _with_homographs(self, drafts: Sequence[Draft], entries: list[list[Entry]]) -> list[Flag]:
        """Give homographs that nothing else decided their reading; return flags for the unsure ones."""
        assert self._homographs is not None
        flags: list[Flag] = []
        words, places = context(drafts)
        for at, place in enumerate(places):
            draft = drafts[place]
            if draft.kind != "word" or entries[place][0].ipa:
                continue
            choice = self._homographs.choose(words, at, self._rules.region)
            if not choice:
                continue
            ipa = self._rules.suffix(choice.ipa, choice.ending)
            entries[place] = [Entry(draft.spoken, ipa, f"homograph {choice.label}")]
            if choice.confidence < _SURE:
                flags.append(self._unsure(draft, choice, ipa))
        return flags

    def _unsure(self, draft: Draft, choice: Choice, ipa: str) -> Flag:
        from pronouncer.phones.respelling import respelled

        others = [(label, self._rules.suffix(other, choice.ending)) for label, other in choice.others]
        candidates = tuple(Candidate(other, respelled(other), label) for label, other in others)
        message = f"{draft.written!r} can be said in more ways than one; {choice.label} was chosen. Listen to it."
        return Flag(draft.start, draft.end, "unsure-homograph", message, heard=respelled(ipa), candidates=candidates)


@functools.cache
def reader_of(tag: str) -> Reader:
    """Return the reader of a language."""
    return Reader(language(tag))


def _with_breath(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Give a break to a clause that goes on for longer than a speaker, or an engine, has breath for."""
    length = 0
    for draft in drafts:
        length = 0 if draft.boundary else length + len(draft.spoken) + bool(draft.spoken)
        if length > _BREATH and draft.spoken:
            draft, length = draft._replace(boundary=","), 0
        yield draft


def _words(
    words: str, lexicon: Lexicon, rules: Language, where: Where, *, rule: str = "", depth: int = 0
) -> list[Entry]:
    """Return words that stand in no text, each with its IPA where it is a letter or the lexicon has it.

    `rule` is who chose the words. Aliases may lead on.
    """
    found: list[Entry] = []
    for word in words.split(" ") if words else ():
        letters = _LETTERS.fullmatch(word)
        names = [rules.letters.get(letter) for letter in letters.group(1)] if letters else [None]
        if letters and all(names):
            found.append(Entry(word, rules.suffix("".join(filter(None, names)), letters.group(2) or ""), rule))
            continue
        match = best(candidates(lexicon, first_word(word)), word, 0, where, frozenset((len(word),)))
        if not match:
            found.append(Entry(word, None, rule))
        elif match.lexeme.alias and depth < _DEEPEST:
            said = match.lexeme.alias + _heard(match.ending)
            found += _words(said, lexicon, rules, where, rule="lexicon", depth=depth + 1)
        else:
            ipa = match.lexeme.phoneme.replace(" ", "")
            found.append(Entry(word, rules.suffix(ipa, match.ending), "lexicon"))
    return found


def _lexemes(draft: Draft, lexicon: Lexicon) -> list[Lexeme]:
    return candidates(lexicon, first_word(draft.written)) if draft.kind != "space" else []


def _heard(ending: str) -> str:
    return ending if ending != "es" else "s"


def _utterance(sentence_id: str, tag: str, read: Read, answers: Iterator[str]) -> Utterance:
    found: list[Token] = []
    flags = read.flags
    for draft, words in zip(read.drafts, read.entries, strict=True):
        if not words:
            found.append(Token(draft.start, draft.end, draft.written, "", "", draft.kind, draft.boundary))
            if draft.kind == "unknown":
                flags.append(_unknown(draft))
            continue
        pairs = [(entry, next(answers, "")) for entry in words]
        said = [(entry.word, entry.ipa or _settled(entry, answer)) for entry, answer in pairs]
        heard = [(word, ipa) for word, ipa in said if ipa]
        if len(heard) < len(said):
            flags.append(_silent(draft))
        spoken, ipa = (" ".join(part) for part in zip(*heard, strict=True)) if heard else ("", "")
        overruled = words[0].variants and ipa != pairs[0][1]
        rule = "dictionary" if overruled else words[0].rule or draft.rule
        found.append(Token(draft.start, draft.end, draft.written, spoken, ipa, draft.kind, draft.boundary, rule))
    return Utterance(sentence_id, tag, tuple(found), tuple(sorted(flags, key=lambda flag: flag.start)))


def _settled(entry: Entry, answer: str) -> str:
    """Return the engine's IPA, or the dictionary's usual one where that has none like it."""
    if not entry.variants or confirmed(answer, entry.variants):
        return answer
    return entry.variants[0]


def _silent(draft: Draft) -> Flag:
    message = f"The voice has no sound for {draft.written!r}; it is left out. Give it an alias in the lexicon."
    return Flag(draft.start, draft.end, "no-pronunciation", message)


def _unknown(draft: Draft) -> Flag:
    name = draft.written if draft.written.isprintable() else draft.written.encode("unicode_escape").decode()
    message = f"The character {name} has no reading in this language; it is left out."
    return Flag(draft.start, draft.end, "unknown-character", message)
