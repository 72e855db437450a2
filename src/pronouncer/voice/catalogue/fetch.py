"""The files of a voice, brought into a folder: only those that were declared, each as it was declared."""

import contextlib
import dataclasses
import gzip
import hashlib
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from pronouncer.errors import InstallError, TooLong
from pronouncer.settings import Settings
from pronouncer.voice.catalogue.catalogue import Archive, Catalogue, File, Offer, is_url
from pronouncer.voice.installed import write_card

if TYPE_CHECKING:
    from pronouncer.door.door import Door

_HEAD = 10_240  # bytes of an archive that a file may take beside its own: headers, long names, padding
_BLOCK = 1_048_576  # bytes
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


class _Member(NamedTuple):
    """What stands in an archive."""

    name: str
    is_folder: bool
    is_file: bool
    """A file, and no link or device."""
    open: "contextlib.AbstractContextManager[IO[bytes] | None]"


def fetch(offer: Offer, catalogue: Catalogue, folder: Path, settings: Settings) -> None:
    """Bring the files of a voice and its card into an empty folder.

    Raises InstallError for what is not as it was declared, SourceError where it cannot be fetched.
    """
    need = sum(part.bytes for part in offer.parts)
    free = shutil.disk_usage(folder).free
    if free < need:
        raise InstallError(f"{offer.id} needs {need:,} bytes, and {free:,} are free at {folder.parent}. Make room.")
    with contextlib.ExitStack() as stack:
        source = _Source(catalogue, settings, stack)
        if offer.archive:
            packed = cast(BinaryIO, stack.enter_context(tempfile.TemporaryFile(dir=folder)))
            source.bring(offer.archive, packed)
            _unpack(offer.archive, packed, {file.name: file for file in offer.files}, folder)
        for file in offer.files if not offer.archive else ():
            with _made(folder, file) as target:
                source.bring(file, target)
    write_card(folder, dataclasses.replace(offer.card, source=offer.card.source or catalogue.place))


class _Source:
    """The catalogue's files; the door is opened where one of them is on the web."""

    def __init__(self, catalogue: Catalogue, settings: Settings, stack: contextlib.ExitStack) -> None:
        self._catalogue, self._settings, self._stack = catalogue, settings, stack
        self._door: Door | None = None

    def bring(self, part: File | Archive, file: BinaryIO) -> None:
        """Write a part into an open file, and check it."""
        place = self._catalogue.locate(part.url)
        try:
            if is_url(place) or is_url(self._catalogue.place):
                self._fetcher().download(place, file, most=part.bytes)
            else:
                _copy_file(Path(place), file, part.bytes)
        except TooLong as error:
            raise InstallError(_wrong_size(part, part.bytes + 1, place)) from error
        _check(part, file, place)

    def _fetcher(self) -> "Door":
        from pronouncer.door.door import Door

        self._door = self._door or self._stack.enter_context(Door(self._settings))
        return self._door


def _copy_file(path: Path, file: BinaryIO, most: int) -> None:
    try:
        with path.open("rb") as source:
            _copy(source, file, most)
    except OSError as error:
        raise InstallError(f"{path} cannot be read: {error.strerror}. The catalogue names it.") from error


def _copy(source: IO[bytes], file: BinaryIO, most: int) -> None:
    """Copy at most one byte more than there should be, which the check then sees."""
    left = most + 1
    while left and (block := source.read(min(_BLOCK, left))):
        file.write(block)
        left -= len(block)


def _check(part: File | Archive, file: BinaryIO, place: str) -> None:
    size = file.tell()
    file.seek(0)
    if size != part.bytes:
        raise InstallError(_wrong_size(part, size, place))
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    if digest.hexdigest() != part.sha256:
        raise InstallError(
            f"{place} is not the file that the catalogue declares: its SHA-256 differs. Do not use it, and tell those "
            "who made the catalogue."
        )
    file.seek(0)


def _wrong_size(part: File | Archive, size: int, place: str) -> str:
    found = "more than" if size > part.bytes else f"{size:,} bytes, not"
    return (
        f"{place} is {found} the {part.bytes:,} bytes that the catalogue declares. Try again; if it stays so, tell "
        "those who made the catalogue."
    )


@contextlib.contextmanager
def _made(folder: Path, file: File) -> Iterator[BinaryIO]:
    """Give a new file, which is on the disk when the block ends."""
    path = folder / file.name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb+") as target:
            yield target
            os.fsync(target.fileno())
    except OSError as error:
        raise InstallError(f"{path} cannot be written: {error.strerror}. Make room or rights there.") from error


def _unpack(archive: Archive, packed: BinaryIO, declared: dict[str, File], folder: Path) -> None:
    """Write the declared files of an archive; anything else in it is refused, whatever its name may lead to."""
    prefix = f"{archive.folder.strip('/')}/" if archive.folder.strip("/") else ""
    most = sum(file.bytes + _HEAD for file in declared.values()) + _HEAD
    left = dict(declared)
    try:
        for member in _members(packed, most):
            if member.is_folder:
                continue
            file = left.pop(member.name.removeprefix(prefix), None) if member.name.startswith(prefix) else None
            if file is None or not member.is_file:
                raise InstallError(_refusal(member, archive))
            with member.open as source, _made(folder, file) as target:
                _copy(cast(IO[bytes], source), target, file.bytes)
                _check(file, target, f"{file.name} in {archive.url}")
    except _BROKEN as error:
        raise InstallError(
            f"{archive.url} cannot be unpacked as tar.gz or zip ({error}). Tell those who made the catalogue."
        ) from error
    if left:
        raise InstallError(f"{archive.url} lacks {min(left)}, which the catalogue declares. Tell those who made it.")


def _refusal(member: _Member, archive: Archive) -> str:
    what = "a file that the catalogue does not declare" if member.is_file else "a link or a device"
    return f"{archive.url} holds {member.name[:100]!r}, {what}. Nothing of it was kept; tell those who made it."


def _members(packed: BinaryIO, most: int) -> Iterator[_Member]:
    if zipfile.is_zipfile(packed):
        packed.seek(0)
        return _zip_members(packed)
    packed.seek(0)
    return _tar_members(packed, most)


def _zip_members(packed: BinaryIO) -> Iterator[_Member]:
    with zipfile.ZipFile(packed) as archive:
        for entry in archive.infolist():
            kind = stat.S_IFMT(entry.external_attr >> 16)
            is_file = kind in (0, stat.S_IFREG) and not entry.is_dir()
            yield _Member(entry.filename, entry.is_dir() and kind in (0, stat.S_IFDIR), is_file, archive.open(entry))


def _tar_members(packed: BinaryIO, most: int) -> Iterator[_Member]:
    with _Bounded(packed, most) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for entry in archive:
            source = archive.extractfile(entry) if entry.isreg() else None
            yield _Member(entry.name, entry.isdir(), entry.isreg(), source or contextlib.nullcontext())


class _Bounded(gzip.GzipFile):
    """A packed stream that ends with an error after some bytes, since tar's own headers can be a bomb too."""

    def __init__(self, packed: BinaryIO, most: int) -> None:
        super().__init__(fileobj=packed)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        """Return bytes. Raises ValueError where there are more than there should be."""
        data = super().read(size)
        self._most -= len(data)
        if self._most < 0:
            raise ValueError("it unpacks to more than the catalogue declares")
        return data
