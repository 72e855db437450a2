"""A folder of things named by what they are made of: takes and encoded passages.

Safe between processes: a file appears whole or not at all, and a damaged one counts as absent. Bounded: what takes most
room goes first, and of all, what was not used for longest. There may be a place behind it that other machines have in
common.
"""

import contextlib
import functools
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pronouncer.errors import StoreError
from pronouncer.noun import noun

_CHECKSUM = 4  # bytes
_UNFINISHED = ".tmp"
_LINES = 1000  # after which all files are walked through again
_BULKY = frozenset(("takes",))
"""Kinds that are many times larger than what is made of them (a passage is a sixth of its take), and seldom wanted
after that: an article that is voiced again for one sentence needs the passages of all others, and no take."""
_AT_WORK = 900.0  # seconds without use after which nobody works with a file
_KEEP = 0.9  # share of the limit that a clean-up leaves


@noun
class Holding:
    """What a cache holds of one kind."""

    kind: str
    files: int
    bytes: int


class Behind(Protocol):
    """What is asked where a cache has nothing. It raises nothing: `store.shared.Shared` is one."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, or None."""

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep bytes, as well as it can."""


class Tally:
    """How many bytes there are, thought: what was counted once, and what all processes wrote since then, a line each.

    To walk through all files after each article would cost more with every article there is. What is overwritten
    counts twice, until the next walk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, size: int) -> int | None:
        """Note what was written; return how many bytes there are now, or None where nobody counted lately."""
        try:
            lines = self._path.read_bytes().split()
            with self._path.open("ab") as file:
                file.write(b"%d\n" % size)
            return sum(map(int, lines)) + size if 0 < len(lines) < _LINES else None
        except (OSError, ValueError):
            return None

    def set(self, size: int) -> None:
        """Note how many bytes were counted."""
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}{_UNFINISHED}")
        with contextlib.suppress(OSError):  # then it is counted the next time
            new.write_bytes(b"%d\n" % size)
            new.replace(self._path)


class Cache:
    """Bytes by kind and key."""

    def __init__(self, folder: Path, *, limit: int, behind: Behind | None = None) -> None:
        self._folder = folder
        self._limit = limit
        self._behind = behind
        self._tally = Tally(folder / "tally")
        self._written = 0  # bytes since the last `prune`
        self._kinds: set[str] = set()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, or None where it is absent or damaged. A hit counts as use."""
        path = self._path(kind, key)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - a str path: this is done for every sentence
                checksum, body = file.read(_CHECKSUM), file.read()
        except OSError:
            return self._fetched(kind, key)
        if _sum(body) != checksum:
            return self._fetched(kind, key)
        with contextlib.suppress(OSError):
            os.utime(path)
        return body

    def put(self, kind: str, key: str, *parts: bytes) -> None:
        """Keep bytes under a key. Raises StoreError where the folder cannot be written."""
        checksum = _sum(*parts)
        self._write(kind, self._path(kind, key), checksum, *parts)
        if self._behind:
            self._behind.put(kind, key, b"".join((checksum, *parts)))

    def _fetched(self, kind: str, key: str) -> bytes | None:
        """Return what is behind, and keep it here too."""
        data = self._behind.get(kind, key) if self._behind else None
        if data is None or _sum(data[_CHECKSUM:]) != data[:_CHECKSUM]:
            return None
        self._write(kind, self._path(kind, key), data)
        return data[_CHECKSUM:]

    def _write(self, kind: str, path: str, *parts: bytes) -> None:
        beside = f"{path}.{os.getpid()}.{os.urandom(4).hex()}{_UNFINISHED}"
        try:
            if kind not in self._kinds:
                (self._folder / kind).mkdir(parents=True, exist_ok=True)
                self._kinds.add(kind)
            with open(beside, "wb") as file:  # noqa: PTH123
                file.writelines(parts)
            os.replace(beside, path)  # noqa: PTH105
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(beside)  # noqa: PTH108
            raise StoreError(
                f"The cache folder {self._folder} cannot be written: {error.strerror}. Make room, or name "
                "another folder with PRONOUNCER_CACHE."
            ) from error
        self._written += sum(map(len, parts))

    def keep(self, kind: str, name: str, data: bytes) -> Path:
        """Write a file that others can open, and return its path. Raises StoreError."""
        path = Path(self._path(kind, name))
        self._write(kind, str(path), data)
        return path

    def holdings(self) -> list[Holding]:
        """Return how much there is of each kind."""
        found: dict[str, tuple[int, int]] = {}
        for path, entry in self._entries():
            files, size = found.get(path.parent.name, (0, 0))
            found[path.parent.name] = (files + 1, size + entry.st_size)
        return [Holding(kind, *count) for kind, count in sorted(found.items())]

    def clear(self) -> int:
        """Delete everything; return how many files there were."""
        gone = self._delete([path for path, _ in self._entries()])
        self._tally.set(0)
        return gone

    def prune(self) -> int:
        """Bring the cache under its limit if this process wrote to it; return how many files went."""
        if not self._written:
            return 0
        thought = self._tally.add(self._written)
        self._written = 0
        if thought is not None and thought <= self._limit:
            return 0
        entries = list(self._entries())
        total = sum(entry.st_size for _, entry in entries)
        old: list[Path] = []
        for path, entry in _as_they_go(entries) if total > self._limit else ():
            if total <= self._limit * _KEEP:
                break
            total -= entry.st_size
            old.append(path)
        self._tally.set(total)
        return self._delete(old)

    def _path(self, kind: str, key: str) -> str:
        return f"{self._folder}/{kind}/{key}"

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        with contextlib.suppress(OSError):  # nothing was ever put
            for kind in list(os.scandir(self._folder)):
                for found in os.scandir(kind.path) if kind.is_dir() else ():
                    with contextlib.suppress(OSError):
                        if found.is_file():
                            yield Path(found.path), found.stat()

    def _delete(self, paths: list[Path]) -> int:
        gone = 0
        for path in paths:
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
        return gone


def _as_they_go(entries: Iterable[tuple[Path, os.stat_result]]) -> list[tuple[Path, os.stat_result]]:
    """Return files in the order in which they go: bulky ones that nobody works with first, then what is oldest."""
    listed = list(entries)
    now = max((entry.st_mtime for _, entry in listed), default=0.0)

    def turn(item: tuple[Path, os.stat_result]) -> tuple[bool, float]:
        path, entry = item
        return path.parent.name not in _BULKY or now - entry.st_mtime < _AT_WORK, entry.st_mtime

    return sorted(listed, key=turn)


def _sum(*parts: bytes) -> bytes:
    return functools.reduce(lambda sum_, part: zlib.crc32(part, sum_), parts, 0).to_bytes(_CHECKSUM, "big")
