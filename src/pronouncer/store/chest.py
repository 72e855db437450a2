"""Files that are put away together, in a folder or a tar, with a list of what there is and how it reads (SHA-256)."""

import contextlib
import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from pronouncer.errors import StoreError
from pronouncer.swap import beside

LIST = "backup.json"
_PART = 1 << 20  # bytes
_NAME = re.compile(r"(?!\.)[^/\\\0]+(/(?!\.)[^/\\\0]+)*")


class Filed(NamedTuple):
    """A file as the list has it."""

    bytes: int
    sum: str
    """SHA-256, in hexadecimal digits."""


class Packing:
    """A chest that is being filled; only its owner can read what is in it."""

    def __init__(self, folder: Path, tar: tarfile.TarFile | None = None) -> None:
        self._folder = folder
        self._tar = tar
        self.files: dict[str, Filed] = {}

    def put(self, name: str, parts: Iterable[bytes]) -> None:
        """Put a file away. Raises OSError."""
        self.files[name] = self._write(name, parts)

    def copy(self, name: str, path: Path) -> None:
        """Put a copy of a file away. Raises OSError."""
        with path.open("rb") as file:
            self.put(name, _parts(file))

    def close(self, told: Mapping[str, object]) -> None:
        """Write the list, with what else is to be known. Raises OSError."""
        self._write(LIST, [json.dumps({**told, "files": self.files}, indent=0).encode()])

    def _write(self, name: str, parts: Iterable[bytes]) -> Filed:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size, sum_ = 0, hashlib.sha256()
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for part in parts:
                file.write(part)
                sum_.update(part)
                size += len(part)
        if self._tar:
            self._tar.add(path, name)
            path.unlink()
        return Filed(size, sum_.hexdigest())


@contextlib.contextmanager
def packing(target: Path) -> Iterator[Packing]:
    """Give a chest to fill: a folder, or a tar where the name ends so. It is there when the block ends well.

    Raises StoreError, also where something is in its place already.
    """
    if target.exists():
        raise StoreError(f"There is something at {target} already. Name a place where nothing is.")
    try:
        with _tarred(target) if target.suffix == ".tar" else _folder(target) as chest:
            yield chest
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written: {error.strerror or error}. Make room or rights there."
        ) from error


@contextlib.contextmanager
def _folder(target: Path) -> Iterator[Packing]:
    with beside(target) as folder:
        folder.chmod(0o700)
        yield Packing(folder)
        os.sync()


@contextlib.contextmanager
def _tarred(target: Path) -> Iterator[Packing]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name[:100]}.") as folder:
        whole = Path(folder) / "whole"
        with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield Packing(Path(folder) / "files", tar)
            file.flush()
            os.fsync(file.fileno())
        whole.rename(target)


class Unpacking:
    """A chest that is being emptied."""

    def __init__(self, source: Path, tar: tarfile.TarFile | None, told: Mapping[str, Any]) -> None:
        self._source = source
        self._tar = tar
        self.told = told
        self.files = {name: Filed(*filed) for name, filed in told["files"].items()}

    def check(self) -> None:
        """Read every file and compare. Raises StoreError for one that is not as it was, and for strange names."""
        for name, filed in self.files.items():
            if not _NAME.fullmatch(name):
                raise StoreError(f"{self._source} lists a file {name!r}, which no backup has. Use another backup.")
            size, sum_ = 0, hashlib.sha256()
            with self.open(name) as file:
                for part in _parts(file):
                    size += len(part)
                    sum_.update(part)
            if Filed(size, sum_.hexdigest()) != filed:
                raise StoreError(f"{name} in {self._source} is not as it was written. Use another backup.")

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file to read. Raises StoreError."""
        with contextlib.closing(_opened(self._source, self._tar, name)) as file:
            yield file


@contextlib.contextmanager
def unpacking(source: Path) -> Iterator[Unpacking]:
    """Give a chest to empty. Raises StoreError where it is none."""
    try:
        with contextlib.ExitStack() as stack:
            tar = stack.enter_context(tarfile.open(source, "r:")) if source.is_file() else None
            with contextlib.closing(_opened(source, tar, LIST)) as file:
                told = json.load(file)
            chest = Unpacking(source, tar, told)
            yield chest
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{source} is no backup, or is damaged: {error}. Use another backup.") from error


def _opened(source: Path, tar: tarfile.TarFile | None, name: str) -> IO[bytes]:
    if tar is None:
        return (source / name).open("rb")
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise StoreError(f"{source} has no {name}. Use another backup.")
    return found


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(_PART):
        yield part
