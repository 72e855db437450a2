"""pronounce: a `Script` becomes `Utterance`s: words, their IPA, and flags for what may go wrong."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.script import Script
from pronouncer.model.utterance import Flag, Token, Utterance
from pronouncer.pronounce.homographs import Homographs, context
from pronouncer.pronounce.language import Language, language
from pronouncer.pronounce.lexicon_file import read
from pronouncer.pronounce.problems import problems
from pronouncer.pronounce.tokens import Draft, Tokeniser

Phonemize = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Clauses of words to clauses of IPA, one string a word (empty where there is none to give)."""

_BREATH = 300  # characters of words without a break

_LETTERS = re.compile(r"([A-Z]+)('?s)?")  # one letter, or several with an ending or a meaning of their own: MPs, PM
_ENDING = re.compile(r"(.+?)'s")

_SURE = 0.7  # a homograph's reading that is less likely than this is flagged


class Entry(NamedTuple):
    """A spoken word, with its IPA where it is decided here."""

    word: str
    ipa: str | None
    rule: str
    """Who decided, as in `Token.rule`; empty for the rule of the token."""


def base_entries(tag: str) -> list[Lexeme]:
    """Return the lexicon that comes with a language."""
    path = language(tag).lexicon
    return read(path) if path else []


def pronounce(script: Script, *, lexicon: Lexicon, phonemize: Phonemize) -> tuple[Utterance, ...]:
    """Return one utterance a sentence, in the order of the script.

    What rules, the lexicon and the homographs leave open is asked of `phonemize`, whole clauses at a time, so that
    words get the pronunciation they have in running speech.
    """
    reader = _reader(script.language)
    sentences = [reader(sentence.text, lexicon) for sentence in script.sentences]
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

    def __call__(self, text: str, lexicon: Lexicon) -> Read:
        """Return the tokens of a sentence with all that is known of their words."""
        drafts = list(_with_breath(self._tokenise(text)))
        entries = [_entries(draft, lexicon, self._rules) for draft in drafts]
        flags = self._with_homographs(drafts, entries) if self._homographs else []
        return Read(drafts, entries, [*flags, *problems(text, drafts)])

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
                message = (
                    f"{draft.written!r} can be said in more ways than one; {choice.label} was chosen. Listen to it."
                )
                flags.append(Flag(draft.start, draft.end, "unsure-homograph", message))
        return flags


@functools.cache
def _reader(tag: str) -> Reader:
    return Reader(language(tag))


def _with_breath(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Give a break to a clause that goes on for longer than a speaker, or an engine, has breath for."""
    length = 0
    for draft in drafts:
        length = 0 if draft.boundary else length + len(draft.spoken) + bool(draft.spoken)
        if length > _BREATH and draft.spoken:
            draft, length = draft._replace(boundary=","), 0
        yield draft


def _entries(draft: Draft, lexicon: Lexicon, rules: Language) -> list[Entry]:
    """Return the spoken words of a token, each with its IPA where a rule or the lexicon decides it."""
    if not draft.spoken:
        return []
    decided = _from_lexicon(
        draft.written if draft.written.isascii() else draft.written.replace("’", "'"), lexicon, rules
    )
    if decided or draft.kind == "word":
        return decided or [Entry(draft.spoken, None, "")]
    found: list[Entry] = []
    for word in draft.spoken.split(" "):
        letters = _LETTERS.fullmatch(word)
        names = [rules.letters.get(letter) for letter in letters.group(1)] if letters else [None]
        if letters and all(names):
            found.append(Entry(word, rules.suffix("".join(filter(None, names)), letters.group(2) or ""), ""))
        else:
            found += _from_lexicon(word, lexicon, rules) or [Entry(word, None, "")]
    return found


def _from_lexicon(word: str, lexicon: Lexicon, rules: Language) -> list[Entry]:
    lexeme, ending = lexicon.find(word), ""
    inflected = _ENDING.fullmatch(word) if not lexeme else None
    if inflected:
        lexeme, ending = lexicon.find(inflected.group(1)), "'s"
    if not lexeme:
        return []
    if lexeme.alias:
        *first, last = lexeme.alias.split(" ")
        return [Entry(spoken, None, "lexicon") for spoken in [*first, last + ending]]
    return [Entry(word, rules.suffix(lexeme.phoneme.replace(" ", ""), ending), "lexicon")]


def _utterance(sentence_id: str, tag: str, read: Read, answers: Iterator[str]) -> Utterance:
    found: list[Token] = []
    flags = read.flags
    for draft, words in zip(read.drafts, read.entries, strict=True):
        if not words:
            found.append(Token(draft.start, draft.end, draft.written, "", "", draft.kind, draft.boundary))
            if draft.kind == "unknown":
                flags.append(_unknown(draft))
            continue
        said = [(entry.word, entry.ipa or answer) for entry, answer in zip(words, answers, strict=False)]
        heard = [(word, ipa) for word, ipa in said if ipa]
        if len(heard) < len(said):
            flags.append(_silent(draft))
        spoken, ipa = (" ".join(part) for part in zip(*heard, strict=True)) if heard else ("", "")
        rule = words[0].rule or draft.rule
        found.append(Token(draft.start, draft.end, draft.written, spoken, ipa, draft.kind, draft.boundary, rule))
    return Utterance(sentence_id, tag, tuple(found), tuple(sorted(flags, key=lambda flag: flag.start)))


def _silent(draft: Draft) -> Flag:
    message = f"The voice has no sound for {draft.written!r}; it is left out. Give it an alias in the lexicon."
    return Flag(draft.start, draft.end, "no-pronunciation", message)


def _unknown(draft: Draft) -> Flag:
    name = draft.written if draft.written.isprintable() else draft.written.encode("unicode_escape").decode()
    message = f"The character {name} has no reading in this language; it is left out."
    return Flag(draft.start, draft.end, "unknown-character", message)
