"""The voices that espeak-ng's data folder holds, read from its own voice files."""

import functools
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import overload

from pronouncer.model.voice import Voice

LICENCE = "GPL-3.0-or-later"
ATTRIBUTION = "eSpeak NG"
ADAPTER = "3"  # part of every take key: raise it when the same utterance gives other samples

# Measured on bench/article.txt: dB to -16 LUFS, and seconds a phone of running speech.
_MEASURED = {"en-us": (2.3, 0.0683), "en": (1.75, 0.0683), "fr": (3.1, 0.0683), "uk": (0.9, 0.0683)}
_FIRST = ("en-us", "en", "fr", "es", "pt")  # defaults of languages that have several voices
_TAGS = {"cmn": "zh", "cmn-latn-pinyin": "zh-Latn", "nb": "no"}


@functools.cache
def voice_files(data: Path) -> dict[str, str]:
    """Return the path of the voice file of each voice name."""
    found = [f"{folder}/{name}" for folder, _, names in os.walk(data / "lang") for name in names]
    return {os.path.basename(path).lower(): path for path in sorted(found)}  # noqa: PTH119 - 141 of them, every run


class Voices(Sequence[Voice]):
    """The voices of some files, defaults first, then by name; a file is read when its voice is looked at."""

    def __init__(self, files: Mapping[str, str], version: str) -> None:
        self._files, self._version = files, version
        order = {name: place for place, name in enumerate(_FIRST)}
        self._names = sorted(files, key=lambda name: (order.get(name, len(order)), name))

    @overload
    def __getitem__(self, place: int) -> Voice: ...
    @overload
    def __getitem__(self, place: slice) -> list[Voice]: ...
    def __getitem__(self, place: int | slice) -> Voice | list[Voice]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        name = self._names[place]
        return _voice(name, self._files[name], self._version)

    def __len__(self) -> int:
        return len(self._names)


@functools.cache
def voices(data: Path, version: str) -> Voices:
    """Return all voices of a data folder."""
    return Voices(voice_files(data), version)


@functools.cache
def _voice(name: str, path: str, version: str) -> Voice:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half the time of a text file
        lines = file.read().decode().splitlines()
    fields = dict(reversed([line.strip().partition(" ")[::2] for line in lines]))  # the first of a name counts
    tag = (fields.get("language") or name).split()[0]
    gain, phone_seconds = _MEASURED.get(name, (2.0, 0.0683))
    return Voice(
        engine="espeak",
        name=name,
        language=_tag(_TAGS.get(tag.lower(), tag)),
        version=version,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        description=fields.get("name", name),
        gain=gain,
        phone_seconds=phone_seconds,
        break_seconds=0.346,
    )


def _tag(written: str) -> str:
    """Return a BCP 47 tag with the usual capitals: en-US, zh-Latn."""
    first, *rest = written.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    return part.upper() if len(part) == 2 else part.capitalize() if len(part) == 4 else part.lower()
