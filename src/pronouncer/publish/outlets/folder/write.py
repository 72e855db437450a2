"""The folder outlet: an edition as a folder that is swapped in whole."""

import contextlib
import dataclasses
import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pronouncer.errors import PublishError
from pronouncer.model.codec import to_json
from pronouncer.model.edition import Edition
from pronouncer.patterns import compiled
from pronouncer.publish.exports.table import EXPORTS, Around, exported
from pronouncer.swap import beside

RECORD = "edition.json"
MADE = frozenset((RECORD, *(export.file for export in EXPORTS.values())))
"""Files that are made from the nouns of an edition alone, and can be made again."""
OURS = compiled("|".join([*map(re.escape, sorted(MADE)), r"article\.\w+(?:\.c2pa)?"]))


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder beside a target; swap it in when the block ends well, remove it when not.

    Until the swap the target is untouched. Raises PublishError where the target holds anything that is not
    part of an edition, or cannot be written.
    """
    _check(target)
    try:
        with beside(target, remove=_remove) as new:
            yield new
    except OSError as error:
        raise PublishError(
            f"{target} cannot be written: {error.strerror or error}. Make room or rights there, or name "
            "another folder (--out). The edition that was there is unchanged."
        ) from error


def write(edition: Edition, around: Around, names: Sequence[str], *, lasting: bool = True) -> Edition:
    """Write files of the table of exports and the record of an edition beside its audio; return it with those files.

    Where it is only on its way to another place, it does not have to be on the disk for good.
    """
    edition = dataclasses.replace(edition, exports=tuple(exported(edition, names, around)))
    (around.folder / RECORD).write_bytes(to_json(edition).encode("utf-8", "replace"))
    for path in around.folder.iterdir() if lasting else ():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    return edition


def published(target: Path, fingerprint: str = "") -> dict[str, Any] | None:
    """Return the record of the edition at a target, or None where there is none or it is not whole.

    With a fingerprint, an edition of another one counts as none; its record is not read to the end.
    """
    try:
        text = (target / RECORD).read_text("utf-8")
        if not text.startswith(f'{{"fingerprint":"{fingerprint}'):
            return None
        record: dict[str, Any] = json.loads(text)
        declared = [*record["renditions"], *record["exports"]]
        sizes = [(target / entry["file"]).stat().st_size == entry["bytes"] for entry in declared]
        manifests = {entry.get("manifest") for entry in record["renditions"]} - {None, ""}
        sizes += [(target / name).is_file() for name in manifests]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record if all(sizes) else None


def _check(target: Path) -> None:
    others = [path.name for path in target.iterdir() if not OURS.fullmatch(path.name)] if target.is_dir() else []
    if others:
        raise PublishError(
            f"{target} holds {others[0]!r}, which is not part of an edition; nothing in it was touched. Move that "
            "away, or name another folder (--out)."
        )
    if target.exists() and not target.is_dir():
        raise PublishError(f"{target} is a file. Name a folder with --out.")


def _remove(folder: Path) -> None:
    """Remove a folder of ours; what somebody else put into it meanwhile stays."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
        folder.rmdir()
