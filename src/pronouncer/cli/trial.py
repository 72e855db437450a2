"""Entries of a lexicon, each tried in a sentence that is made for it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pronouncer.model.lexicon import Lexeme
from pronouncer.model.script import Script
from pronouncer.model.utterance import Utterance
from pronouncer.phones.likeness import alike
from pronouncer.phones.respelling import respelled
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.language import language
from pronouncer.script.order import of_lines


class Trial(NamedTuple):
    """What came of an entry."""

    lexeme: Lexeme
    tried: bool
    """Whether it could be: an entry for one sentence, or for another voice, is not."""
    problem: str = ""
    """What is wrong; empty where it is said as it says."""


def tried_out(lexemes: Iterable[Lexeme], pipeline: Pipeline) -> Iterator[Trial]:
    """Yield the trials of approved entries."""
    for lexeme in lexemes:
        if lexeme.status == "approved":
            yield _tried(lexeme, pipeline)


def _tried(lexeme: Lexeme, pipeline: Pipeline) -> Trial:
    tag = lexeme.language or pipeline.settings.language or "en"
    voice = pipeline.voice_for(tag)
    if lexeme.scope.startswith("occurrence") or lexeme.voice not in ("", voice.engine, voice.id):
        return Trial(lexeme, False)
    script, start = _sentence(lexeme, tag)
    (utterance,) = pipeline.pronounce(script, (voice,))
    problem = _misread(lexeme, utterance, start)
    if not problem:
        heard = pipeline.ensemble.heard(utterance, voice) or []
        for (token, word, ipa), phones in zip(utterance.words, heard, strict=False):
            if utterance.tokens[token].rule == "lexicon" and not alike(ipa, phones):
                problem = f"{word!r} was to be said {respelled(ipa)}, and {respelled(phones)} was heard"
    return Trial(lexeme, True, problem)


def _sentence(lexeme: Lexeme, tag: str) -> tuple[Script, int]:
    """Return a script of one sentence in which an entry holds, and where it stands there."""
    shown = min(language(tag).roles.get(lexeme.role, (frozenset(),))[0], default="")
    before = [*lexeme.left.split()[:1], *([shown] if shown else [])]
    text = " ".join([*before, lexeme.grapheme, *lexeme.right.split()[:1]])
    made = of_lines([text], tag)
    kind, _, target = lexeme.scope.partition(":")
    article, section = (target if kind == name else "" for name in ("article", "section"))
    return Script(made.sentences, (), tag, article, section), len(" ".join([*before, ""]))


def _misread(lexeme: Lexeme, utterance: Utterance, start: int) -> str:
    """Return what is said where another entry, or a rule, has taken the place."""
    end = start + len(lexeme.grapheme)
    tokens = [token for token in utterance.tokens if token.start < end and token.end > start and token.spoken]
    said, ipa = (" ".join(filter(None, (getattr(t, name) for t in tokens))) for name in ("spoken", "ipa"))
    right = said == lexeme.alias if lexeme.alias else ipa.replace(" ", "") == lexeme.phoneme.replace(" ", "")
    if right and all(token.rule == "lexicon" for token in tokens):
        return ""
    return f"another entry or rule wins: it is said {said!r}, {respelled(ipa)}"
