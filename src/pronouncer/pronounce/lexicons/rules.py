"""Rules in JSON, as programming interfaces give them: an array, an object with `rules`, or one object a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pronouncer.errors import LexiconError

_BETWEEN = re.compile(r"[\s,]*")
_RULES = re.compile(r'"(?:rules|data)"\s*:\s*\[')


class Rule(NamedTuple):
    """One rule of a file."""

    line: int
    values: Mapping[str, Any]


def rules(text: str, where: str) -> list[Rule]:
    """Return the rules of a file with the lines they start on. Raises LexiconError for what is none."""
    begin = text[:1000].lstrip()[:1]
    if begin not in ("[", "{"):
        raise LexiconError(f"{where}: it holds no rules: export them as a JSON array.")
    try:
        _whole(text)
        found = list(_each(text, _start(text)))
    except json.JSONDecodeError as error:
        raise LexiconError(f"{where}, line {error.lineno}: this is no JSON ({error.msg}). Export it again.") from error
    except RecursionError as error:
        raise LexiconError(f"{where}: its JSON is nested too deeply. Export it again.") from error
    strange = next((rule for rule in found if not isinstance(rule.values, dict)), None)
    if strange:
        raise LexiconError(f"{where}, line {strange.line}: a rule is an object with names and values.")
    return found


def _whole(text: str) -> None:
    """Refuse what is neither one JSON text nor one in each line."""
    try:
        json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data") or text.lstrip()[:1] != "{":
            raise


def _start(text: str) -> int:
    """Return where the first rule begins."""
    if text.lstrip()[:1] == "[":
        return text.index("[") + 1
    listed = _RULES.search(text)
    return listed.end() if listed else 0


def _each(text: str, place: int) -> Iterator[Rule]:
    decoder = json.JSONDecoder(parse_int=float)  # a whole number may be too long for int
    line, counted = 1, 0
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if place == len(text) or text[place] == "]":
            return
        line, counted = line + text.count("\n", counted, place), place
        values, place = decoder.raw_decode(text, place)
        yield Rule(line, values)


def text_of(values: Mapping[str, Any], *names: str) -> str:
    """Return the text under the first of several names that has one."""
    return next((" ".join(values[name].split()) for name in names if isinstance(values.get(name), str)), "")
