"""pronounce: a `Script` becomes `Utterance`s: words, their IPA, and flags for what may go wrong."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.model.script import Script
from pronouncer.model.utterance import Candidate, Flag, Token, Utterance
from pronouncer.patterns import compiled
from pronouncer.pronounce.hints import hinted
from pronouncer.pronounce.homographs import Choice, Homographs, context
from pronouncer.pronounce.language import Language, language
from pronouncer.pronounce.lexicons.shipped import Shelf, shelf, shipped
from pronouncer.pronounce.lookup import Match, Where, best, lexemes_for
from pronouncer.pronounce.problems import problems
from pronouncer.pronounce.tokens import Draft, Tokeniser
from pronouncer.pronounce.vocabulary import confirmed, stem, vocabulary

Phonemize = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Clauses of words to clauses of IPA, one string a word (empty where there is none to give)."""

_BREATH = 300  # characters of words without a break

_LETTERS = compiled(r"([A-Z]+)('?s)?")  # one letter, or several with an ending or a meaning of their own: MPs, PM

_DEEPEST = 2  # aliases of aliases of aliases
_SURE = 0.7  # a homograph's reading that is less likely than this is flagged


class Word(NamedTuple):
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


def base_shelf(tag: str) -> Shelf:
    """Return the lexicon that comes with a language by the first words of its entries, as `Lexicon` takes it."""
    return shelf(tuple(language(tag).lexicons))


def dictionary_stamp(tag: str) -> tuple[int, int] | None:
    """Return what tells one dictionary of a language from another, None where it has none."""
    dictionary = language(tag).dictionary()
    return dictionary.stamp if dictionary else None


def pronounce(script: Script, *, lexicon: Lexicon, phonemize: Phonemize, voice: str = "") -> tuple[Utterance, ...]:
    """Return one utterance a sentence, in the order of the script.

    What rules, the lexicon and the homographs leave open is asked of `phonemize`, whole clauses at a time, so that
    words get the pronunciation they have in running speech. `voice` is the id of the voice, for entries that are
    limited to one.
    """
    reader = reader_of(script.language)
    lexicon = lexicon.with_more(hinted(script)) if script.hints else lexicon
    where = reader.where(script.language)._replace(article=script.article, section=script.section, voice=voice)
    sentences = [
        _whole(reader(sentence.alias, lexicon, where), sentence.text)
        if sentence.alias
        else reader(sentence.text, lexicon, where._replace(sentence=sentence.id))
        for sentence in script.sentences
    ]
    clauses = [clause for sentence in sentences for clause in sentence.clauses()]
    answers = iter([ipa for clause in phonemize(clauses) for ipa in clause]) if clauses else iter(())
    return tuple(
        _utterance(sentence.id, script.language, found, answers)
        for sentence, found in zip(script.sentences, sentences, strict=True)
    )


class Read(NamedTuple):
    """A sentence as far as it is decided without an engine."""

    drafts: list[Draft]
    entries: list[list[Word]]
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
        self.tokenise = Tokeniser(rules)
        has_homographs = rules.homographs and rules.features
        self._homographs = Homographs(rules.homographs, rules.features) if has_homographs else None  # type: ignore[arg-type]
        self._vocabulary = vocabulary(rules.tag)

    def where(self, tag: str) -> Where:
        """Return what entries are compared with in a text of a language: its tag, with the region that is read for."""
        region = self._rules.region
        return Where(language=tag if "-" in tag or not region else f"{tag}-{region}", roles=self._rules.roles)

    def __call__(self, text: str, lexicon: Lexicon, where: Where | None = None) -> Read:
        """Return the tokens of a sentence with all that is known of their words."""
        drafts, entries = self._with_lexicon(text, lexicon, where or self.where(self._rules.tag))
        drafts = list(_with_breath(drafts))
        flags = self._with_homographs(drafts, entries) if self._homographs else []
        return Read(drafts, entries, [*flags, *problems(text, drafts, self._vocabulary)])

    def _with_lexicon(
        self, text: str, lexicon: Lexicon, where: Where, depth: int = 0
    ) -> tuple[list[Draft], list[list[Word]]]:
        """Return the tokens with their words; what an entry of the lexicon says as a whole has become one token."""
        drafts = self.tokenise(text)
        found: list[Draft] = []
        entries: list[list[Word]] = []
        ends: frozenset[int] | None = None
        place = 0
        while place < len(drafts):
            draft = drafts[place]
            lexemes = lexemes_for(lexicon, first_word(text, draft.start)) if draft.kind != "space" else ()
            match = None
            if lexemes:
                ends = ends or frozenset(draft.end for draft in drafts)
                match = best(lexemes, text, draft.start, where, ends)
            if match:
                covered = next(index for index in range(place, len(drafts)) if drafts[index].end == match.end) + 1
                for said, words in self._said(drafts[place:covered], match, lexicon, where, depth):
                    found.append(said)
                    entries.append(words)
                place = covered
                continue
            found.append(draft)
            is_word = draft.kind == "word"
            entries.append([self._word(draft)] if is_word else self._ruled(draft, lexicon, where, depth))
            place += 1
        return found, entries

    def _word(self, draft: Draft) -> Word:
        """Return an ordinary word, which the engine says; of a name, with what the dictionary or its origin has."""
        word = draft.spoken
        name = stem(word)
        ending = word[len(name) :]
        if not self._vocabulary.is_name(word) or ending not in ("", "'s", "'"):
            return Word(word, None, "")
        ending = ending.removesuffix("'")
        variants = self._vocabulary.pronunciations(name)
        guess = None if variants else self._vocabulary.guess(name)
        if guess:
            return Word(word, self._rules.suffix(self._rules.accent(guess.ipa), ending), f"origin {guess.origin}")
        if not self._rules.dictionary_speaks:
            return Word(word, None, "")
        return Word(word, None, "", tuple(self._rules.suffix(ipa, ending) for ipa in variants))

    def _ruled(self, draft: Draft, lexicon: Lexicon, where: Where, depth: int) -> list[Word]:
        """Return the words that a rule gave, each with its IPA where it is letters or the lexicon has it."""
        found: list[Word] = []
        for word in draft.spoken.split(" ") if draft.spoken else ():
            ipa = self._letters(word)
            lexemes = () if ipa else lexemes_for(lexicon, first_word(word))
            match = best(lexemes, word, 0, where, frozenset((len(word),)))
            if match and match.lexeme.alias and depth < _DEEPEST:
                found += self._alias(match, lexicon, where, depth)
            elif match and not match.lexeme.alias:
                found.append(Word(word, self._sounds(match.lexeme, match.ending).replace(" ", ""), "lexicon"))
            else:
                found.append(Word(word, ipa or None, ""))
        return found

    def _letters(self, word: str) -> str:
        """Return the IPA of capitals that are said one by one, with an ending; empty for any other word."""
        match = _LETTERS.fullmatch(word)
        names = [self._rules.letters.get(letter) for letter in match.group(1)] if match else [None]
        return self._rules.suffix("".join(filter(None, names)), match.group(2) or "") if match and all(names) else ""

    def _alias(self, match: Match, lexicon: Lexicon, where: Where, depth: int) -> list[Word]:
        """Return the words of an alias, which is read as any text is; single capitals in it are letters."""
        text = match.lexeme.alias + _heard(match.ending)
        drafts, entries = self._with_lexicon(text, lexicon, where, depth + 1)
        found: list[Word] = []
        for draft, words in zip(drafts, entries, strict=True):
            letter = self._letters(draft.spoken) if draft.kind == "word" and len(draft.spoken) == 1 else ""
            found += [word._replace(ipa=letter or word.ipa, rule=word.rule or "lexicon") for word in words]
        return found

    def _said(
        self, drafts: Sequence[Draft], match: Match, lexicon: Lexicon, where: Where, depth: int
    ) -> Iterator[tuple[Draft, list[Word]]]:
        """Yield the tokens of a match: one for each written word where each has its own IPA, else one for all."""
        lexeme, last = match.lexeme, drafts[-1]
        sounds = self._sounds(lexeme, match.ending).split(" ")
        spoken = [draft for draft in drafts if draft.spoken]
        if not lexeme.alias and len(spoken) == len(sounds) and all(" " not in draft.spoken for draft in spoken):
            rest = iter(sounds)
            for draft in drafts:
                yield draft, [Word(draft.spoken, next(rest), "lexicon")] if draft.spoken else []
            return
        written = "".join(draft.written for draft in drafts)
        words = " ".join(draft.spoken for draft in spoken).split(" ")
        if lexeme.alias and depth < _DEEPEST:
            entries = self._alias(match, lexicon, where, depth)
        elif lexeme.alias:
            entries = [Word(word, None, "lexicon") for word in words]
        elif len(words) == len(sounds):
            entries = [Word(word, ipa, "lexicon") for word, ipa in zip(words, sounds, strict=True)]
        else:
            entries = [Word("-".join(words) or written, "".join(sounds), "lexicon")]
        said = " ".join(entry.word for entry in entries)
        yield Draft(drafts[0].start, last.end, written, said, drafts[0].kind, last.boundary, "lexicon"), entries

    def _sounds(self, lexeme: Lexeme, ending: str) -> str:
        """Return the IPA of an entry, inflected; in the accent of this region where it is American by its making."""
        american = lexeme.scope == "base" or (lexeme.respelling and lexeme.language in ("", "en"))
        ipa = self._rules.accent(lexeme.phoneme) if american else lexeme.phoneme
        return self._rules.suffix(ipa, _heard(ending)) if ipa else ""

    def _with_homographs(self, drafts: Sequence[Draft], entries: list[list[Word]]) -> list[Flag]:
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
            entries[place] = [Word(draft.spoken, ipa, f"homograph {choice.label}")]
            if choice.confidence < _SURE:
                flags.append(self._unsure(draft, choice, ipa))
        return flags

    def _unsure(self, draft: Draft, choice: Choice, ipa: str) -> Flag:
        from pronouncer.phones.respelling import respelled

        others = [(label, self._rules.suffix(other, choice.ending)) for label, other in choice.others]
        candidates = tuple(Candidate(other, respelled(other), label) for label, other in others)
        message = f"{draft.written!r} can be said in more ways than one; {choice.label} was chosen. Listen to it."
        return Flag(draft.start, draft.end, "unsure-homograph", message, heard=respelled(ipa), candidates=candidates)


def _whole(alias: Read, text: str) -> Read:
    """Return what was read of an alias as one token that covers a whole sentence."""
    words = [word for entry in alias.entries for word in entry]
    draft = Draft(0, len(text), text, " ".join(word.word for word in words), "alias", ".", "alias")
    return Read([draft], [words], [])


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


def _settled(entry: Word, answer: str) -> str:
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
