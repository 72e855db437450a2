"""Pronunciation dictionaries of ElevenLabs: the rules of its programming interface, or PLS.

Rules are matched in their case unless `case_sensitive` is false, and on whole words unless `word_boundaries` is.
"""

import json
from collections.abc import Iterable, Sequence

from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons import pls
from pronouncer.pronounce.lexicons.notation import aliased, pronounced
from pronouncer.pronounce.lexicons.outcome import (
    Export,
    Found,
    Import,
    for_one_role,
    found,
    gathered,
    limited,
    losses,
    of_one_language,
    recased,
    sorted_out,
)
from pronouncer.pronounce.lexicons.reading import decoded
from pronouncer.pronounce.lexicons.rules import Rule, rules, text_of

_HELD = ("grapheme", "phoneme", "alias", "match", "status", "scope")


def parse(data: bytes, where: str) -> Import:
    """Return the entries of a dictionary. Raises LexiconError for what is neither rules nor valid PLS."""
    text = decoded(data, where)
    if text.lstrip().startswith("<"):
        return pls.parse(data, where, match="exact")
    return gathered(_found(rule) for rule in rules(text, where))


def _found(rule: Rule) -> Found:
    values = rule.values
    grapheme = text_of(values, "string_to_replace")
    kind = text_of(values, "type")
    try:
        if kind == "alias":
            fields, changes = aliased(text_of(values, "alias"))
        elif kind == "phoneme":
            fields, changes = pronounced(text_of(values, "phoneme"), text_of(values, "alphabet") or "ipa")
        else:
            raise ValueError(f"there is no rule of type {kind!r}: it is alias or phoneme")
    except ValueError as error:
        return Found(rule.line, grapheme, str(error))
    if values.get("word_boundaries") is False:
        changes.append("it was replaced inside words as well, and matches whole words here")
    match = "any" if values.get("case_sensitive") is False else "exact"
    return found(rule.line, {"grapheme": grapheme, "match": match, "source": "ElevenLabs", **fields}, changes)


def write(lexemes: Iterable[Lexeme], *, language: str = "") -> Export:
    """Return rules. Raises LexiconError where the entries are for several languages and none is chosen."""
    lexemes = list(lexemes)
    language = of_one_language(lexemes, language)
    fitting, left_out = sorted_out(lexemes, lambda lexeme: limited(lexeme, language) or for_one_role(lexeme))
    text = json.dumps(_rules(fitting), ensure_ascii=False, indent=2)
    return Export(text + "\n", (*left_out, *losses(fitting, _HELD, language), *recased(fitting, "any", "exact")))


def _rules(lexemes: Sequence[Lexeme]) -> list[dict[str, str | bool]]:
    return [
        {
            "string_to_replace": lexeme.grapheme,
            **({"type": "alias", "alias": lexeme.alias} if lexeme.alias else _phoneme(lexeme)),
            "case_sensitive": lexeme.match != "any",
            "word_boundaries": True,
        }
        for lexeme in lexemes
    ]


def _phoneme(lexeme: Lexeme) -> dict[str, str]:
    return {"type": "phoneme", "phoneme": lexeme.phoneme, "alphabet": "ipa"}
