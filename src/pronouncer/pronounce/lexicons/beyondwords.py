"""Pronunciation rules of BeyondWords, from its programming interface (GET /rules), or as a CSV with the same names.

A rule has `key`, the exact text to match, `value`, its replacement or transcription, `type`, `created` and `updated`;
`project`, `content` and `language` say where it holds (docs.beyondwords.io/api-reference/rules). Other names for key
and value are taken as well, since its exports name them in other ways.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.comma import rows
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

KEYS = ("key", "input", "text", "word", "grapheme", "match", "string")
VALUES = ("value", "output", "replacement", "transcription", "alias")
_TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
_TAG = re.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_HELD = ("grapheme", "phoneme", "alias", "match", "status", "scope")
_REFUSED = {
    "pinyin_transcription": "pinyin is no alphabet of the lexicon: write it in IPA, or as a respelling",
    "jyutping_transcription": "Jyutping is no alphabet of the lexicon: write it in IPA, or as a respelling",
    "language": "a word cannot be handed to another language: write it in IPA, or as a respelling",
}


def parse(data: bytes, where: str) -> Import:
    """Return the entries of rules. Raises LexiconError for what is neither JSON nor CSV."""
    text = decoded(data, where)
    found_rules = rules(text, where) if text.lstrip()[:1] in ("[", "{") else _of_table(text, where)
    return gathered(_found(rule) for rule in found_rules)


def _of_table(text: str, where: str) -> list[Rule]:
    (_, names), *table = [*rows(text, where)] or [(1, [])]
    names = [name.casefold() for name in names]
    for line, cells in table:
        if len(cells) > len(names):
            raise LexiconError(f"{where}, line {line}: it has {len(cells)} cells, and there are {len(names)} columns.")
    return [Rule(line, dict(zip(names, cells, strict=False))) for line, cells in table]


def _found(rule: Rule) -> Found:
    grapheme = text_of(rule.values, *KEYS)
    kind = text_of(rule.values, "type").casefold().replace(" ", "_")
    try:
        fields, changes = _said(kind, grapheme, text_of(rule.values, *VALUES))
    except ValueError as error:
        return Found(rule.line, grapheme, str(error))
    values = {"grapheme": grapheme, "match": "exact", "source": "BeyondWords", **fields}
    for more, change in (_when(rule.values), _language(rule.values), _where(rule.values)):
        values.update(more)
        changes += [change] if change else []
    return found(rule.line, values, changes)


def _said(kind: str, grapheme: str, value: str) -> tuple[dict[str, str], list[str]]:
    """Return the fields that say a rule, and what was changed. Raises ValueError for a rule that cannot be said."""
    if kind == "ipa_transcription":
        return pronounced(value, "ipa")
    if kind == "substitute":
        return aliased(value)
    if kind == "say_as_word":
        return {"alias": grapheme.capitalize()}, []
    if kind == "say_as_letter_sequence":
        return {"alias": " ".join(letter.upper() for letter in grapheme if letter.isalnum())}, []
    raise ValueError(_REFUSED.get(kind) or f"there is no rule of type {kind!r} in BeyondWords")


def _when(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    written = text_of(values, "updated", "updated_at") or text_of(values, "created", "created_at")
    when = re.sub(r" ?UTC$", "Z", written)
    if _TIME.fullmatch(when):
        return {"when": when}, ""
    return {}, f"its time {written!r} is no ISO 8601 time, and is left out" if written else ""


def _language(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return the language of a rule, which is a tag or an object with its tag."""
    language = values.get("language") or values.get("locale")
    if isinstance(language, dict):
        language = text_of(language, "code", "locale", "tag", "language")
    if not language:
        return {}, ""
    if isinstance(language, str) and _TAG.fullmatch(language):
        return {"language": language.replace("_", "-")}, ""
    return {}, "its language is not understood: it holds in every language"


def _where(values: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Return what a rule for one article becomes: our articles have other names, so that an editor has to look."""
    content = values.get("content")
    if not isinstance(content, dict) or not content:
        return {}, ""
    name = text_of(content, "title", "id")
    return {
        "status": "proposed",
        "why": f"BeyondWords has it for {name}",
    }, f"it was for the article {name!r}: approve it"


def write(lexemes: Iterable[Lexeme], *, language: str = "") -> Export:
    """Return rules as its interface takes them. Raises LexiconError where the language has to be chosen."""
    lexemes = list(lexemes)
    language = of_one_language(lexemes, language)
    fitting, left_out = sorted_out(lexemes, lambda lexeme: limited(lexeme, language) or for_one_role(lexeme))
    written = [
        {"type": "substitute", "key": lexeme.grapheme, "value": lexeme.alias}
        if lexeme.alias
        else {"type": "ipa_transcription", "key": lexeme.grapheme, "value": lexeme.phoneme}
        for lexeme in fitting
    ]
    text = json.dumps(written, ensure_ascii=False, indent=2)
    return Export(text + "\n", (*left_out, *losses(fitting, _HELD, language), *recased(fitting, "exact")))
