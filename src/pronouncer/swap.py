"""Folders and files that are replaced whole: made beside their place, and put there in one step."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from pronouncer.patterns import compiled

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, Linux 3.15
_AT_FDCWD = -100
_LEFT = compiled(r"(\d+)\.(?:new|new\.old|old)")
"""The end of the name of what is made beside a place: a process, and what it was doing."""


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as that can be done."""
    import shutil  # loads three packers of archives, and an edition is removed file by file

    shutil.rmtree(folder, ignore_errors=True)


def put(path: Path, text: str) -> None:
    """Write a file that others may be reading: they see the old one or the new one. Raises OSError."""
    new = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


@contextlib.contextmanager
def beside(target: Path, *, remove: Callable[[Path], None] = remove_tree) -> Iterator[Path]:
    """Give an empty folder beside a target; swap it in when the block ends well, remove it when not.

    Until the swap the target is untouched. `remove` takes away old folders and those of killed processes. Raises
    OSError.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link at the target
    new = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target, remove)
    new.mkdir()
    try:
        yield new
        _swap(new, target, remove)
    finally:
        remove(new)


def _swap(new: Path, target: Path, remove: Callable[[Path], None]) -> None:
    """Put a folder in a place in one step, also where there is a folder already."""
    if not target.exists():
        try:
            new.rename(target)
            return
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):  # another process was quicker
                raise
    if _exchange(new, target):
        return  # `new` now holds the old one; the caller removes it
    aside = target.with_name(f"{new.name}.old")
    target.rename(aside)
    new.rename(target)
    remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)


def _remove_leftovers(target: Path, remove: Callable[[Path], None]) -> None:
    """Remove what a killed process left beside the target."""
    own = f".{target.name[:100]}."
    for path in target.parent.iterdir():
        match = _LEFT.fullmatch(path.name.removeprefix(own)) if path.name.startswith(own) else None
        if match and not Path(f"/proc/{match[1]}").exists():
            remove(path)
