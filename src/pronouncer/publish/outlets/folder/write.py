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
from pronouncer.publish.chapters import CHAPTERS, json_chapters
from pronouncer.publish.page import page
from pronouncer.publish.structured import structured
from pronouncer.swap import beside

RECORD = "edition.json"
STRUCTURED = "article.jsonld"
OURS = re.compile(r"index\.html|words\.vtt|chapters\.json|edition\.json|article\.\w+(\.c2pa)?")


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
            "another folder with --out. The edition that was there is unchanged."
        ) from error


def write(edition: Edition, folder: Path, address: str = "") -> None:
    """Write the page, the captions and the record of an edition beside its audio.

    `address` is the URL of its folder, where that is known.
    """
    data = structured(edition, address)
    (folder / STRUCTURED).write_text(data, "utf-8")
    (folder / "index.html").write_text(page(edition, data), "utf-8")
    (folder / "words.vtt").write_text(webvtt(edition), "utf-8")
    if edition.chapters:
        (folder / CHAPTERS).write_text(json_chapters(edition), "utf-8")
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
        manifests = {r.get("manifest") for r in record["renditions"]} - {None, ""}
        others = [(target / name).is_file() for name in ("index.html", "words.vtt", STRUCTURED, *manifests)]
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


def _remove(folder: Path) -> None:
    """Remove a folder of ours; what somebody else put into it meanwhile stays."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
        folder.rmdir()
