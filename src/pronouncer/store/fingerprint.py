"""What an edition is made of, in one hash: the same fingerprint needs no work."""

import functools
import json
import os
from pathlib import Path

import pronouncer
from pronouncer.model.article import Article
from pronouncer.model.codec import to_data
from pronouncer.model.digest import digest


def fingerprint(article: Article, casting: object, choices: tuple[str, ...], lexicon: bytes) -> str:
    """Return the hash of an article and of all that turns it into an edition, its voices and the program included."""
    made_of = [to_data(article), to_data(casting), choices, _program()]
    return digest(json.dumps(made_of).encode(), lexicon)


@functools.cache  # a process runs the program that it was started with
def _program() -> list[tuple[str, int, int]]:
    """Name, size and time of every file of this package: another version makes its own editions."""
    found: list[tuple[str, int, int]] = []
    for folder, _, names in os.walk(Path(pronouncer.__file__).parent):
        if folder.endswith("__pycache__"):
            continue
        for name in names:
            entry = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - twice as fast, on every run
            found.append((name, entry.st_size, entry.st_mtime_ns))
    return sorted(found)
