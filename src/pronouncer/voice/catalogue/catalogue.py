"""Catalogues of voices that can be installed: JSON files, of which docs/voice.md has the fields.

A catalogue declares every file with its size and SHA-256 (FIPS 180-4), so that what comes is what was meant.
"""

import dataclasses
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin

from pronouncer.errors import InstallError, NoVoice, TooLong
from pronouncer.model.codec import from_data
from pronouncer.noun import noun
from pronouncer.settings import Settings
from pronouncer.voice.installed import CARD, NAME, Card, card_of

SHIPPED = Path(__file__).with_name("voices.json")
_VERSION = 1
_LARGEST = 5_000_000  # bytes of a catalogue
_MOST_FILES = 5_000  # of one voice
_SHA256 = re.compile(r"[0-9a-f]{64}")


@noun
class File:
    """One file of a voice."""

    name: str
    """Path in the folder of the voice, with `/`."""
    bytes: int
    sha256: str
    url: str = ""
    """Where it is, perhaps from the catalogue on; empty where the archive has it."""


@noun
class Archive:
    """A tar.gz or zip file with the files of a voice, and nothing else."""

    url: str
    bytes: int
    sha256: str
    folder: str = ""
    """The folder in it that holds the files; empty where they lie at its top."""


@noun
class Offer:
    """A voice of a catalogue."""

    name: str
    engine: str
    card: Card
    files: tuple[File, ...]
    archive: Archive | None = None
    rate: int = 0
    """Samples a second; 0 where it is not said."""

    @property
    def parts(self) -> tuple[File | Archive, ...]:
        """Its files, and the archive if there is one."""
        return (*self.files, self.archive) if self.archive else self.files

    @property
    def bytes(self) -> int:
        """Bytes that are downloaded."""
        return self.archive.bytes if self.archive else sum(file.bytes for file in self.files)

    @property
    def id(self) -> str:
        """How it is named, as in `Voice.id`."""
        return f"{self.engine}:{self.name}"


@noun
class Catalogue:
    """What can be installed."""

    place: str
    """Its URL or path."""
    voices: tuple[Offer, ...]

    def find(self, wanted: str) -> Offer:
        """Return the voice of a name, or of an engine and a name. Raises NoVoice."""
        found = [offer for offer in self.voices if wanted in (offer.name, offer.id)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NoVoice(f"{wanted} is the name of several voices. Say which: {', '.join(each.id for each in found)}.")
        raise NoVoice(
            f"The catalogue {self.place} has no voice {wanted!r}. `pronouncer voices catalogue` lists those it has; "
            "--catalogue or the setting catalogue names another catalogue."
        )

    def locate(self, url: str) -> str:
        """Return where a file is: a URL, or a path beside a catalogue that is a file."""
        if is_url(url) or is_url(self.place):
            return urljoin(self.place, url)
        return str(Path(self.place).parent / url)


def read_catalogue(settings: Settings) -> Catalogue:
    """Return the catalogue of the settings, or the one that ships. Raises InstallError or SourceError."""
    place = settings.catalogue or str(SHIPPED)
    try:
        data = json.loads(_read(place, settings), parse_constant=_no_number)
        voices = tuple(map(_offer, _voices(data)))
        _check_unique("voice", [offer.id for offer in voices])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InstallError(f"{place} is not a catalogue of voices: {error}. Mend it, or name another one.") from error
    return Catalogue(place, voices)


def is_url(place: str) -> bool:
    """Tell whether a place is on the web."""
    return place.lower().startswith(("http://", "https://"))


def _read(place: str, settings: Settings) -> bytes:
    if is_url(place):
        from pronouncer.door.door import Door

        file = io.BytesIO()
        try:
            with Door(settings) as door:
                door.download(place, file, most=_LARGEST)
        except TooLong as error:
            raise InstallError(f"{place} is larger than any catalogue. Check the URL.") from error
        return file.getvalue()
    try:
        return Path(place).read_bytes()
    except OSError as error:
        raise InstallError(f"The catalogue {place} cannot be read: {error.strerror}. Check the path.") from error


def _voices(data: dict[str, Any]) -> list[dict[str, Any]]:
    if data["version"] != _VERSION:
        raise ValueError(f"its version is {data['version']!r}, and {_VERSION} is known here")
    found: list[dict[str, Any]] = data["voices"]
    return found


def _offer(data: dict[str, Any]) -> Offer:
    own = {entry.name for entry in dataclasses.fields(Offer)} - {"card"}
    try:
        archive = from_data(Archive, data["archive"]) if data.get("archive") else None
        files = tuple(from_data(File, file) for file in data["files"])
        card = card_of({name: value for name, value in data.items() if name not in own})
        offer = Offer(str(data["name"]), str(data["engine"]), card, files, archive, int(data.get("rate", 0)))
        for problem in _problems(offer):
            raise ValueError(problem)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"the voice {str(data.get('name'))[:80]!r} cannot be used ({error})") from error
    return offer


def _problems(offer: Offer) -> Iterator[str]:
    if not NAME.fullmatch(offer.name) or not NAME.fullmatch(offer.engine):
        yield "names have letters, digits, full stops and hyphens only"
    if not 0 < len(offer.files) <= _MOST_FILES:
        yield f"it has {len(offer.files)} files"
    for file in offer.files:
        if not all(map(NAME.fullmatch, file.name.split("/"))) or file.name == CARD:
            yield f"a file cannot be named {file.name!r}"
        if bool(file.url) == bool(offer.archive):
            yield f"{file.name} must have a url, or the voice an archive, not both"
    for part in offer.parts:
        if part.bytes < 0 or not _SHA256.fullmatch(part.sha256):
            yield "bytes must be a size, and sha256 64 digits and letters a to f"
    _check_unique("file", [file.name for file in offer.files])


def _check_unique(what: str, names: list[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f"the {what} {twice[0]} is there twice")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")
