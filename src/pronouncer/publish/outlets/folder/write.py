"""The folder outlet: an edition as a folder that is swapped in whole."""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pronouncer.errors import PublishError
from pronouncer.model.codec import to_data
from pronouncer.model.edition import Edition
from pronouncer.publish.captions import webvtt
from pronouncer.publish.page import page

RECORD = "edition.json"
OURS = re.compile(r"index\.html|words\.vtt|edition\.json|article\.\w+")
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2, Linux 3.15
_AT_FDCWD = -100


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder beside a target; swap it in when the block ends well, remove it when not.

    Until the swap the target is untouched. Raises PublishError where the target holds anything that is not
    part of an edition, or cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow a link at the target
    _check(target)
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(target)
        beside.mkdir()
        try:
            yield beside
            _swap(beside, target)
        finally:
            _remove(beside)
    except OSError as error:
        raise PublishError(
            f"{target} cannot be written: {error.strerror or error}. Make room or rights there, or name "
            "another folder with --out. The edition that was there is unchanged."
        ) from error


def write(edition: Edition, folder: Path) -> None:
    """Write the page, the captions and the record of an edition beside its audio."""
    (folder / "index.html").write_text(page(edition), "utf-8")
    (folder / "words.vtt").write_text(webvtt(edition), "utf-8")
    record = json.dumps(to_data(edition), ensure_ascii=False, separators=(",", ":"))
    (folder / RECORD).write_text(record, "utf-8")
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def published(target: Path, fingerprint: str = "") -> dict[str, Any] | None:
    """Return the record of the edition at a target, or None where there is none or it is not whole.

    With a fingerprint, an edition of another one counts as none; its record is not read to the end.
    """
    try:
        text = (target / RECORD).read_text("utf-8")
        if not text.startswith(f'{{"fingerprint":"{fingerprint}'):
            return None
        record: dict[str, Any] = json.loads(text)
        sizes = [(target / r["file"]).stat().st_size == r["bytes"] for r in record["renditions"]]
        others = [(target / name).is_file() for name in ("index.html", "words.vtt")]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if all(sizes) and all(others) else None


def _check(target: Path) -> None:
    others = [path.name for path in target.iterdir() if not OURS.fullmatch(path.name)] if target.is_dir() else []
    if others:
        raise PublishError(
            f"{target} holds {others[0]!r}, which is not part of an edition; nothing in it was touched. Name another "
            "folder with --out."
        )
    if target.exists() and not target.is_dir():
        raise PublishError(f"{target} is a file. Name a folder with --out.")


def _swap(new: Path, target: Path) -> None:
    """Put a folder in a place in one step, also where there is a folder already."""
    if not target.exists():
        new.rename(target)
        return
    if _exchange(new, target):
        return  # `new` now holds the old edition; the caller removes it
    aside = target.with_name(f"{new.name}.old")
    target.rename(aside)
    new.rename(target)
    _remove(aside)


def _remove(folder: Path) -> None:
    """Remove a folder of ours; what somebody else put into it meanwhile stays."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
        folder.rmdir()


def _exchange(one: Path, other: Path) -> bool:
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0)


def _remove_leftovers(target: Path) -> None:
    """Remove what a killed process left beside the target."""
    for path in target.parent.glob(f".{_globbed(target.name[:100])}.*.new*"):
        pid = path.name.removeprefix(f".{target.name[:100]}.").split(".")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _remove(path)


def _globbed(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
