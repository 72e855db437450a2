"""Lexicons of other programs: which formats there are, read entry by entry, and written with what they cannot hold.

Docs: docs/lexicon-formats.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme
from pronouncer.pronounce.lexicons.outcome import Export, Import, Outcome
from pronouncer.pronounce.lexicons.reading import decoded

__all__ = ["FORMATS", "Export", "Form", "Import", "Outcome", "exported", "imported"]

LARGEST = 10_000_000  # bytes of a file
_HEAD = 4_000  # characters that show what a file is

_NOTHING: Mapping[str, str] = MappingProxyType({})
_EXACT: Mapping[str, str] = MappingProxyType({"match": "exact"})


class Form(NamedTuple):
    """One format."""

    module: str
    """With `parse(data, where) -> Import` and `write(lexemes, *, language) -> Export`."""
    extensions: tuple[str, ...] = ()
    """Of the files that may be in it; where several formats have one, the text decides."""
    reading: Mapping[str, str] = _NOTHING
    """More for `parse`."""
    writing: Mapping[str, str] = _NOTHING
    """More for `write`."""


_HERE = "pronouncer.pronounce.lexicons"
FORMATS: Mapping[str, Form] = {
    "tsv": Form(f"{_HERE}.tab", (".tsv", ".tab", ".txt")),
    "csv": Form(f"{_HERE}.comma", (".csv",)),
    "pls": Form(f"{_HERE}.pls", (".pls", ".xml")),
    "pls-x-sampa": Form(f"{_HERE}.pls", writing={"alphabet": "x-sampa"}),
    "polly": Form(f"{_HERE}.pls", reading=_EXACT, writing=_EXACT),
    "azure": Form(f"{_HERE}.pls", reading=_EXACT, writing=_EXACT),
    "elevenlabs": Form(f"{_HERE}.elevenlabs", (".json",)),
    "beyondwords": Form(f"{_HERE}.beyondwords", (".json", ".jsonl", ".ndjson", ".csv")),
}


def imported(path: Path, form: str = "") -> Import:
    """Return what a file gives; without a form, its extension and its text say which it is.

    Raises LexiconError for a file that as a whole cannot be used, with the line and what to do.
    """
    data = _read(path)
    name = form or _guessed(path, data)
    chosen = _form(name)
    return import_module(chosen.module).parse(data, str(path), **chosen.reading)  # type: ignore[no-any-return]


def exported(lexemes: Iterable[Lexeme], form: str, *, language: str = "") -> Export:
    """Return the text of a file, and the entries that it cannot hold.

    With a language, entries of others are left out. Raises LexiconError where the format needs one, and none is given.
    """
    chosen = _form(form)
    return import_module(chosen.module).write(lexemes, language=language, **chosen.writing)  # type: ignore[no-any-return]


def _form(name: str) -> Form:
    if name not in FORMATS:
        raise LexiconError(f"There is no lexicon format {name!r}. Name one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def _read(path: Path) -> bytes:
    """Return the bytes of a file; one that is too large is not read."""
    try:
        if not path.is_file():
            raise LexiconError(f"{path} is no file. Name the file that holds the lexicon.")
        size = path.stat().st_size
        if size > LARGEST:
            raise LexiconError(
                f"{path} has {size:,} bytes, and {LARGEST:,} are read at most. Part it into several files."
            )
        with path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise LexiconError(f"The lexicon {path} cannot be read: {error}.") from error
    if not data.strip():
        raise LexiconError(f"{path} is empty. Export the lexicon again.")
    return data


def _guessed(path: Path, data: bytes) -> str:
    """Return the format of a file. Raises LexiconError where nothing says which it is."""
    suffix = path.suffix.lower()
    named = [name for name, form in FORMATS.items() if suffix in form.extensions]
    shown = _shown(decoded(data, str(path)).lstrip()[:_HEAD])
    possible = [name for name in shown if name in (named or FORMATS)] or named
    if possible:
        return possible[0]
    raise LexiconError(f"Nothing shows what format {path} has. Name one of {', '.join(FORMATS)}.")


def _shown(head: str) -> Sequence[str]:
    """Return what the beginning of a text may be, the likeliest first."""
    if head[:1] == "<":
        return ("pls",)
    if head[:1] in ("[", "{"):
        return ("elevenlabs", "beyondwords") if '"string_to_replace"' in head else ("beyondwords", "elevenlabs")
    first = head.split("\n", 1)[0].casefold()
    if "\t" in first or first[:1] == "#":
        return ("tsv", "csv")
    names = {name.strip(' "\r') for name in first.replace(";", ",").split(",")}
    if "type" in names:
        return ("beyondwords",)
    return ("csv",) if "," in first or ";" in first else ()
