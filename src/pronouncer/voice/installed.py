"""Installed voices: folders `<voices>/<engine>/<name>/`, each with a card, `voice.toml`, that says whose it is."""

import contextlib
import dataclasses
import json
import os
import re
import shutil
import tomllib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import InstallError, NoVoice, SettingsError, StoreError
from pronouncer.model.voice import SOURCE_TYPES, Voice
from pronouncer.noun import noun
from pronouncer.settings import Settings
from pronouncer.swap import beside, remove_tree

CARD = "voice.toml"
UNKNOWN = "unknown"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}")
"""What engines, voices and their files may be called."""
_LARGEST = 1000  # of any decibels and seconds here


@noun
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
    source: str = ""
    """Where it was got."""
    cloned: bool = False
    """Whether it resembles a real person."""

    @property
    def is_licensed(self) -> bool:
        """Whether it is known what may be done with the voice."""
        return self.licence.strip().lower() not in ("", UNKNOWN, "noassertion")

    def voice(self, engine: str, name: str, *, version: str, language: str = "") -> Voice:
        """Return the voice that this card is of; `language` is what its files say, where the card says nothing."""
        told = {entry.name: getattr(self, entry.name) for entry in dataclasses.fields(self) if entry.name != "source"}
        return Voice(engine=engine, name=name, version=version, **told | {"language": self.language or language})


class Installed(NamedTuple):
    """A folder with a voice in it."""

    name: str
    folder: Path
    card: Card

    @property
    def id(self) -> str:
        """How it is named: `engine:name`."""
        return f"{self.folder.parent.name}:{self.name}"


def is_of(voice: Voice, name: str) -> bool:
    """Tell whether a voice is in the folder of a name: several speakers are named after it, a mark and more."""
    return re.split("[:/#@]", voice.name)[0] == name


def installed(settings: Settings, engine: str) -> list[Installed]:
    """Return the installed voices of an engine, by name. Raises SettingsError for a card that cannot be read."""
    base = settings.voices / engine
    folders = sorted(path for path in base.iterdir() if path.is_dir()) if base.is_dir() else []
    return [Installed(path.name, path, read_card(path)) for path in folders if not path.name.startswith(".")]


def find_installed(settings: Settings, wanted: str) -> Installed:
    """Return the installed voice of a name, or of an engine and a name. Raises NoVoice."""
    engines = (
        sorted(path.name for path in settings.voices.iterdir() if path.is_dir()) if settings.voices.is_dir() else []
    )
    found = [each for engine in engines for each in installed(settings, engine) if wanted in (each.name, each.id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise NoVoice(f"{wanted} is the name of several voices. Say which: {', '.join(each.id for each in found)}.")
    raise NoVoice(f"No voice {wanted!r} is installed in {settings.voices}. `pronouncer voices` lists those there are.")


@contextlib.contextmanager
def arriving(settings: Settings, engine: str, name: str) -> Iterator[Path]:
    """Give an empty folder that is the installed voice once the block ends well, in the place of an older one.

    An error in the block leaves everything as it was. Raises InstallError where the folder of voices cannot be written.
    """
    if not all(map(NAME.fullmatch, (engine, name))):
        raise InstallError(f"A voice cannot be named {engine}:{name}. Use letters, digits, full stops and hyphens.")
    target = settings.voices / engine / name
    try:
        with beside(target) as new:
            yield new
    except OSError as error:
        reason = error.strerror or str(error)
        raise InstallError(f"{target} cannot be written: {reason}. Make room or rights there.") from error


def copied(source: Path, folder: Path) -> None:
    """Copy the files of a voice into an empty folder: a folder's, or an .onnx file and its .json.

    Raises InstallError.
    """
    try:
        if source.is_dir():
            shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
            return
        for path in (source, source.with_name(f"{source.name}.json")):
            shutil.copyfile(path, folder / path.name)
    except OSError as error:  # shutil.Error has a list of what failed instead of a reason
        reason = f"{error.filename}: {error.strerror}" if error.strerror else str(error)[:300]
        raise InstallError(f"The voice cannot be copied: {reason}.") from error


def remove(voice: Installed) -> None:
    """Take an installed voice away, in one step. Raises InstallError."""
    aside = voice.folder.with_name(f".{voice.name}.{os.getpid()}.old")
    try:
        voice.folder.rename(aside)
    except OSError as error:
        raise InstallError(f"{voice.folder} cannot be removed: {error.strerror}. Remove it by hand.") from error
    remove_tree(aside)


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
    try:
        return card_of(given)
    except ValueError as error:
        raise SettingsError(f"{path}: {error}. Mend the file or install the voice again.") from error


def card_of(given: Mapping[str, object]) -> Card:
    """Return the card that has these fields. Raises ValueError for what a card cannot have."""
    problem = next(_problems(given), "")
    if problem:
        raise ValueError(problem)
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


def _problems(given: Mapping[str, object]) -> Iterator[str]:
    hints = typing.get_type_hints(Card)
    for name, value in given.items():
        if name not in hints:
            yield f"there is no field {name!r}; the fields are {', '.join(hints)}"
        elif hints[name] is str and not isinstance(value, str):
            yield f"{name} must be a text"
        elif hints[name] is bool and not isinstance(value, bool):
            yield f"{name} must be true or false"
        elif hints[name] is float and not _is_number(value):
            yield f"{name} must be a number"
    if given.get("source_type", SOURCE_TYPES[0]) not in SOURCE_TYPES:
        yield f"source_type must be one of {', '.join(SOURCE_TYPES)}"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _LARGEST  # so no NaN


def _toml(value: object) -> str:
    """Return a text, a number or a truth as TOML 1.0 writes it: as JSON, with DEL escaped in strings too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
