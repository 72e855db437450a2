"""Installed voices: folders `<voices>/<engine>/<name>/`, each with a card, `voice.toml`, that says whose it is."""

import dataclasses
import json
import tomllib
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import SettingsError, StoreError
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings

CARD = "voice.toml"
UNKNOWN = "unknown"
_LARGEST = 1000  # of any decibels and seconds here
_SOURCES = ("algorithmicMedia", "trainedAlgorithmicMedia", "compositeSynthetic", "digitalCreation")


@dataclass(frozen=True, slots=True)
class Card:
    """What must be known of an installed voice, and what was measured."""

    licence: str = UNKNOWN
    """SPDX expression, or a URL."""
    attribution: str = UNKNOWN
    """Who must be named."""
    description: str = ""
    """For people."""
    language: str = ""
    """BCP 47; empty where the files of the voice say it."""
    gain: float = 0.0
    """dB that bring running speech to the target loudness."""
    phone_seconds: float = 0.08
    """Seconds that one phone of running speech takes."""
    break_seconds: float = 0.15
    """Seconds that a comma takes."""
    source_type: str = "trainedAlgorithmicMedia"
    """IPTC digital source type."""

    def voice(self, engine: str, name: str, *, version: str, language: str = "") -> Voice:
        """Return the voice that this card is of; `language` is what its files say, where the card says nothing."""
        told = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self)}
        return Voice(engine=engine, name=name, version=version, **told | {"language": self.language or language})


class Installed(NamedTuple):
    """A folder with a voice in it."""

    name: str
    folder: Path
    card: Card


def installed(settings: Settings, engine: str) -> list[Installed]:
    """Return the installed voices of an engine, by name. Raises SettingsError for a card that cannot be read."""
    base = settings.voices / engine
    folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
    return [Installed(path.name, path, read_card(path)) for path in folders if not path.name.startswith(".")]


def read_card(folder: Path) -> Card:
    """Return the card of a voice's folder, one that knows nothing where there is none.

    Raises SettingsError where it cannot be used.
    """
    path = folder / CARD
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Card()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{path} cannot be read as TOML: {error}. Mend the file or install the voice again."
        ) from error
    problem = next(_problems(given), "")
    if problem:
        raise SettingsError(f"{path}: {problem}. Mend the file or install the voice again.")
    hints = typing.get_type_hints(Card)
    return Card(**{name: hints[name](value) for name, value in given.items()})


def write_card(folder: Path, card: Card) -> None:
    """Write a card into a voice's folder, whole or not at all. Raises StoreError."""
    lines = [f"{entry.name} = {_toml(getattr(card, entry.name))}\n" for entry in dataclasses.fields(card)]
    beside = folder / f".{CARD}.new"
    try:
        beside.write_text("".join(lines), "utf-8")
        beside.replace(folder / CARD)
    except OSError as error:
        raise StoreError(f"{folder / CARD} cannot be written: {error.strerror}. Make room or rights there.") from error


def _problems(given: dict[str, object]) -> Iterator[str]:
    hints = typing.get_type_hints(Card)
    for name, value in given.items():
        if name not in hints:
            yield f"there is no field {name!r}; the fields are {', '.join(hints)}"
        elif hints[name] is str and not isinstance(value, str):
            yield f"{name} must be a text"
        elif hints[name] is float and not _is_number(value):
            yield f"{name} must be a number"
    if given.get("source_type", _SOURCES[0]) not in _SOURCES:
        yield f"source_type must be one of {', '.join(_SOURCES)}"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _LARGEST  # so no NaN


def _toml(value: object) -> str:
    """Return a text or a number as TOML 1.0 writes it: JSON's strings, in which DEL is escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
