"""The files of an edition beside its audio: which there are, and what writes each. docs/publish.md says what each is.

A module of this package that is named as its export has `write(edition, around)`: text or bytes, or None where the
edition has nothing for such a file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import SettingsError
from pronouncer.model.edition import Edition, Exported
from pronouncer.model.lexicon import Lexeme


class Around(NamedTuple):
    """What a file is made with, besides the edition."""

    folder: Path
    """Where the edition's audio is."""
    pls: Callable[[Sequence[Lexeme], str], str]
    """Writes entries for one language as PLS 1.0; it is the stage pronounce that can."""
    address: str = ""
    """The URL of the edition's folder, where that is known."""


class Export(NamedTuple):
    """One file."""

    file: str
    media_type: str
    """RFC 6838."""
    always: bool = False
    """Whether every edition has it; the others are asked for."""
    needs: str = ""
    """What must be written before it."""


EXPORTS: Mapping[str, Export] = {
    "page": Export("index.html", "text/html", always=True),
    "player": Export("listen-to-article.js", "text/javascript", always=True),
    "words": Export("words.json", "application/json", always=True),
    "captions": Export("words.vtt", "text/vtt", always=True),
    "sentences": Export("sentences.vtt", "text/vtt", always=True),
    "chapters": Export("chapters.vtt", "text/vtt", always=True),
    "podcast": Export("chapters.json", "application/json+chapters", always=True),
    "structured": Export("article.jsonld", "application/ld+json", always=True),
    "oembed": Export("oembed.json", "application/json", always=True),
    "transcript": Export("transcript.html", "text/html"),
    "ssml": Export("said.ssml", "application/ssml+xml"),
    "pls": Export("said.pls", "application/pls+xml"),
    "epub": Export("article.epub", "application/epub+zip"),
    "cmaf": Export("article.mp4", "audio/mp4"),
    "hls": Export("article.m3u8", "application/vnd.apple.mpegurl", needs="cmaf"),
}


def exports(names: Sequence[str]) -> list[str]:
    """Return the names of what every edition has, of what was asked for and what that needs. Raises SettingsError."""
    optional = [name for name, export in EXPORTS.items() if not export.always]
    for name in names:
        if name not in EXPORTS:
            raise SettingsError(f"There is no export {name!r}. Exports are: {', '.join(optional)}.")
    wanted = {*names, *(EXPORTS[name].needs for name in names)}
    return [name for name, export in EXPORTS.items() if export.always or name in wanted]


def exported(edition: Edition, names: Sequence[str], around: Around) -> Iterator[Exported]:
    """Write files of an edition beside its audio and yield what each is; those it has nothing for are left out."""
    for name in names:
        written: str | bytes | None = import_module(f"{__package__}.{name}").write(edition, around)
        if written is not None:
            # what is no character of Unicode can come in by way of a file's name
            data = written.encode("utf-8", "replace") if isinstance(written, str) else written
            (around.folder / EXPORTS[name].file).write_bytes(data)
            yield Exported(name, EXPORTS[name].file, EXPORTS[name].media_type, len(data))
