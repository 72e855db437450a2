"""What an edition is made of, in one hash: the same fingerprint needs no work."""

import functools
import json
import os

import pronouncer
from pronouncer.model.article import Article
from pronouncer.model.codec import to_data
from pronouncer.model.digest import digest


def fingerprint(article: Article, casting: object, choices: tuple[str, ...], lexicon: bytes) -> str:
    """Return the hash of an article and of all that turns it into an edition, its voices and the program included."""
    made_of = [to_data(article), to_data(casting), choices, program()]
    return digest(json.dumps(made_of).encode(), lexicon)


@functools.cache  # a process runs the program that it was started with
def program() -> str:
    """Return a hash of name, size and time of every file of this package: another version makes its own editions."""
    found: list[tuple[str, int, int]] = []
    folders = [os.path.dirname(pronouncer.__file__)]  # noqa: PTH120
    for folder in folders:
        for entry in os.scandir(folder):  # pathlib takes three times as long, on every run
            if not entry.is_dir():
                about = entry.stat()
                found.append((entry.name, about.st_size, about.st_mtime_ns))
            elif entry.name != "__pycache__":
                folders.append(entry.path)
    return digest(repr(sorted(found)).encode())
