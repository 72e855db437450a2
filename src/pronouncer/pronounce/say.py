"""pronounce: a `Script` becomes `Utterance`s: words, their IPA, and flags for what may go wrong."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.script import Script
from pronouncer.model.utterance import Flag, Token, Utterance
from pronouncer.pronounce.language import Language, language
from pronouncer.pronounce.lexicon_file import read
from pronouncer.pronounce.tokens import Draft, Tokeniser

Phonemize = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Clauses of words to clauses of IPA, one string a word (empty where there is none to give)."""

_BREATH = 300  # characters of words without a break

_LETTER = re.compile(r"([A-Z])('?s)?")
_ENDING = re.compile(r"(.+?)'s")

Entry = tuple[str, str | None]  # a spoken word, and its IPA where it is decided here


def base_entries(tag: str) -> list[Lexeme]:
    """Return the lexicon that comes with a language."""
    path = language(tag).lexicon
    return read(path) if path else []


def pronounce(script: Script, *, lexicon: Lexicon, phonemize: Phonemize) -> tuple[Utterance, ...]:
    """Return one utterance a sentence, in the order of the script.

    What rules and the lexicon leave open is asked of `phonemize`, whole clauses at a time, so that words
    get the pronunciation they have in running speech.
    """
    tokeniser = _tokeniser(script.language)
    rules = language(script.language)
    drafts = [list(_with_breath(tokeniser(sentence.text))) for sentence in script.sentences]
    entries = [[_entries(draft, lexicon, rules) for draft in sentence] for sentence in drafts]
    clauses = [c for sentence, words in zip(drafts, entries, strict=True) for c in _clauses(sentence, words)]
    answers = iter([ipa for clause in phonemize(clauses) for ipa in clause]) if clauses else iter(())
    return tuple(
        _utterance(sentence.id, script.language, drafts[index], entries[index], answers)
        for index, sentence in enumerate(script.sentences)
    )


@functools.cache
def _tokeniser(tag: str) -> Tokeniser:
    return Tokeniser(language(tag))


def _with_breath(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Give a break to a clause that goes on for longer than a speaker, or an engine, has breath for."""
    length = 0
    for draft in drafts:
        length = 0 if draft.boundary else length + len(draft.spoken) + bool(draft.spoken)
        if length > _BREATH and draft.spoken:
            draft, length = replace(draft, boundary=","), 0
        yield draft


def _entries(draft: Draft, lexicon: Lexicon, rules: Language) -> list[Entry]:
    """Return the spoken words of a token, each with its IPA where a rule or the lexicon decides it."""
    if not draft.spoken:
        return []
    decided = _from_lexicon(draft.written.replace("’", "'"), lexicon, rules)
    if decided or draft.kind == "word":
        return decided or [(draft.spoken, None)]
    found: list[Entry] = []
    for word in draft.spoken.split(" "):
        letter = _LETTER.fullmatch(word)
        name = rules.letters.get(letter.group(1)) if letter else None
        if letter and name:
            found.append((word, rules.suffix(name, letter.group(2) or "")))
        else:
            found += _from_lexicon(word, lexicon, rules) or [(word, None)]
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
        return [(spoken, None) for spoken in [*first, last + ending]]
    return [(word, rules.suffix(lexeme.phoneme.replace(" ", ""), ending))]


def _clauses(drafts: Sequence[Draft], entries: Sequence[Sequence[Entry]]) -> Iterator[list[str]]:
    clause: list[str] = []
    for draft, words in zip(drafts, entries, strict=True):
        clause += [word for word, _ in words]
        if draft.boundary and clause:
            yield clause
            clause = []
    if clause:
        yield clause


def _utterance(
    sentence_id: str,
    tag: str,
    drafts: Sequence[Draft],
    entries: Sequence[Sequence[Entry]],
    answers: Iterator[str],
) -> Utterance:
    found: list[Token] = []
    flags: list[Flag] = []
    for draft, words in zip(drafts, entries, strict=True):
        said = [(word, ipa or answer) for (word, ipa), answer in zip(words, answers, strict=False)]
        flags += _flags(draft, [word for word, ipa in said if not ipa])
        heard = [(word, ipa) for word, ipa in said if ipa]
        spoken, ipa = (" ".join(part) for part in zip(*heard, strict=True)) if heard else ("", "")
        found.append(Token(draft.start, draft.end, draft.written, spoken, ipa, draft.kind, draft.boundary))
    return Utterance(sentence_id, tag, tuple(found), tuple(flags))


def _flags(draft: Draft, silent: Sequence[str]) -> Iterator[Flag]:
    if silent:
        message = f"The voice has no sound for {draft.written!r}; it is left out. Give it an alias in the lexicon."
        yield Flag(draft.start, draft.end, "no-pronunciation", message)
    if draft.kind == "unknown":
        name = draft.written.encode("unicode_escape").decode() if not draft.written.isprintable() else draft.written
        message = f"The character {name} has no reading in this language; it is left out."
        yield Flag(draft.start, draft.end, "unknown-character", message)
