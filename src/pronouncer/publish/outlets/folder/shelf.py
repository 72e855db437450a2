"""A folder of editions: what stands in it, and how one is taken down."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import PublishError
from pronouncer.model.article import Article
from pronouncer.model.codec import from_data
from pronouncer.publish.outlets.folder.write import OURS, RECORD

# Where the article begins, which takes a sixth of the time of the whole record. Not in any text: those escape quotes.
_ARTICLE = '"article":'


class Standing(NamedTuple):
    """One edition of a folder of editions."""

    folder: Path
    article: Article
    """As it was said."""
    asked: float
    """When it was made, or its source was last asked for it: the time of its folder, in seconds since 1970."""


def standing(shelf: Path) -> Iterator[Standing]:
    """Yield the editions in a folder; what else is in it is left out. Raises PublishError where it is a file."""
    if shelf.exists() and not shelf.is_dir():
        raise PublishError(f"{shelf} is a file. Name a folder with --out.")
    for folder in sorted(shelf.glob("[!.]*/")):
        with contextlib.suppress(OSError, ValueError):
            record = (folder / RECORD).read_text("utf-8")
            data, _ = json.JSONDecoder().raw_decode(record, record.index(_ARTICLE) + len(_ARTICLE))
            yield Standing(folder, from_data(Article, data), folder.stat().st_mtime)


def ask_later(edition: Standing) -> None:
    """Note that the source of an edition was asked for it just now."""
    with contextlib.suppress(OSError):
        os.utime(edition.folder)


def take_down(edition: Standing) -> None:
    """Remove an edition; what somebody else put into its folder stays. Raises PublishError."""
    try:
        for path in edition.folder.iterdir():
            if OURS.fullmatch(path.name):
                path.unlink()
    except FileNotFoundError:
        return  # another run took it down
    except OSError as error:
        raise PublishError(
            f"{edition.folder} could not be removed: {error.strerror or error}. Its article is not public any more: "
            "remove it by hand."
        ) from error
    with contextlib.suppress(OSError):
        edition.folder.rmdir()
