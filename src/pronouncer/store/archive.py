"""The words that were published before: one a line in a file that only grows."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from pronouncer.errors import StoreError


class Archive:
    """Names and rare words, in lower case. Safe between processes: lines are appended whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: bytes | None = None

    def has(self, word: str) -> bool:
        """Say whether a word, in lower case, was published before."""
        return _line(word) in self._read()

    def add(self, words: Iterable[str]) -> None:
        """Remember words. Raises StoreError where the file cannot be written."""
        known = self._read()
        new = b"".join(_line(word)[1:] for word in sorted(set(words)) if _line(word) not in known)
        if not new:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab", buffering=0) as file:
                file.write(new)
        except OSError as error:
            raise StoreError(
                f"The archive {self._path} cannot be written: {error.strerror}. Make room, or name another file with "
                f"PRONOUNCER_ARCHIVE."
            ) from error
        self._words = known + new

    def _read(self) -> bytes:
        if self._words is None:
            self._words = b"\n"
            with contextlib.suppress(OSError), open(os.fspath(self._path), "rb") as file:  # noqa: PTH123
                self._words += file.read()
        return self._words


def _line(word: str) -> bytes:
    return b"\n" + word.encode("utf-8", "surrogatepass") + b"\n"
