"""Options of one engine, from its table in the settings into a dataclass of its own."""

import dataclasses
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

from pronouncer.errors import SettingsError
from pronouncer.settings import Settings
from pronouncer.voice.turns import GENERAL

Options = TypeVar("Options")


def options(kind: type[Options], engine: str, settings: Settings) -> Options:
    """Return the options of an engine as a dataclass whose fields are text, numbers or yes and no.

    Raises SettingsError, which shows no value, since it may be a key.
    """
    given = {name: value for name, value in settings.engines.get(engine, {}).items() if name not in GENERAL}
    hints = typing.get_type_hints(kind)
    unknown = sorted(given.keys() - hints.keys())
    if unknown:
        raise SettingsError(f"engines.{engine} has no option {unknown[0]!r}. It has: {', '.join([*hints, *GENERAL])}.")
    return kind(**{name: _converted(f"engines.{engine}.{name}", value, hints) for name, value in given.items()})


def documented(kind: type[Any]) -> Mapping[str, object]:
    """Return the names of an engine's options with their defaults."""
    return {entry.name: entry.default for entry in dataclasses.fields(kind)}


def _converted(place: str, value: object, hints: Mapping[str, object]) -> object:
    kind = hints[place.rpartition(".")[2]]
    try:
        if kind is bool:
            return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
        if kind in (int, float) and not isinstance(value, bool):
            return int(str(value)) if kind is int else float(str(value))
        if kind is str and isinstance(value, str):
            return value.strip()
    except (KeyError, ValueError):
        pass
    raise SettingsError(f"{place} must be {_NAMES.get(kind, 'text')}.")


_NAMES: Mapping[object, str] = {bool: "true or false", int: "a whole number", float: "a number"}
