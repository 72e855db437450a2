"""Rules in JSON, as programming interfaces give them: an array, an object with `rules`, or one object a line."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pronouncer.errors import LexiconError

_BETWEEN = re.compile(r"[\s,]*")


class Rule(NamedTuple):
    """One rule of a file."""

    line: int
    values: Mapping[str, Any]


def rules(text: str, where: str) -> list[Rule]:
    """Return the rules of a file with the lines they start on. Raises LexiconError for what is none."""
    try:
        found = _listed(text) if text.lstrip()[:1] == "[" else _of_object(text)
    except json.JSONDecodeError as error:
        raise LexiconError(f"{where}, line {error.lineno}: this is no JSON ({error.msg}). Export it again.") from error
    except RecursionError as error:
        raise LexiconError(f"{where}: its JSON is nested too deeply. Export it again.") from error
    if found is None:
        raise LexiconError(f"{where}: it holds no rules: export them as a JSON array.")
    strange = next((rule for rule in found if not isinstance(rule.values, dict)), None)
    if strange:
        raise LexiconError(f"{where}, line {strange.line}: a rule is an object with names and values.")
    return found


def _of_object(text: str) -> list[Rule] | None:
    """Return the rules under `rules` or `data` of one object, or one rule a line; None where there are none."""
    if text.lstrip()[:1] != "{":
        return None
    try:
        whole = json.loads(text, parse_int=float)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
        lines = enumerate(text.split("\n"), 1)
        return [Rule(number, _line(line, number)) for number, line in lines if line.strip()]
    for name in ("rules", "data"):
        if isinstance(whole.get(name), list):
            for match in re.finditer(rf'"{name}"\s*:\s*(?=\[)', text):  # the one that gives the same array
                found = _listed(text, match.end())
                if [rule.values for rule in found] == whole[name]:
                    return found
    return [Rule(1, whole)]


def _line(line: str, number: int) -> Mapping[str, Any]:
    try:
        return json.loads(line, parse_int=float)  # type: ignore[no-any-return]
    except json.JSONDecodeError as error:
        raise json.JSONDecodeError(error.msg, "\n" * (number - 1) + line, number - 1 + error.pos) from error


def _listed(text: str, start: int = 0) -> list[Rule]:
    """Return the items of a JSON array that starts at a place, with their lines."""
    decoder = json.JSONDecoder(parse_int=float)  # a whole number may be too long for int
    if not start:
        json.loads(text, parse_int=float)
    found: list[Rule] = []
    place = text.index("[", start) + 1
    line, counted = 1, 0
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if text[place] == "]":
            return found
        line, counted = line + text.count("\n", counted, place), place
        values, place = decoder.raw_decode(text, place)
        found.append(Rule(line, values))


def text_of(values: Mapping[str, Any], *names: str) -> str:
    """Return the text under the first of several names that has one."""
    return next((" ".join(values[name].split()) for name in names if isinstance(values.get(name), str)), "")
