"""Files made from an edition that is there already: nothing is said anew."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from pronouncer.errors import PublishError
from pronouncer.model.edition import Edition
from pronouncer.model.lexicon import Lexeme
from pronouncer.publish.exports.table import EXPORTS, Around, exports
from pronouncer.publish.outlets.folder.read import opened
from pronouncer.publish.outlets.folder.write import MADE, staged, write
from pronouncer.publish.structured import address


def export(folder: Path, names: Sequence[str], base_url: str = "") -> Edition:
    """Make all files of the edition in a folder anew, with others that are asked for, and put them in at once.

    `base_url` is where folders of editions are served. Raises SettingsError, SourceError, PublishError.
    """
    chosen = exports(names)
    edition = opened(folder)
    for rendition in edition.renditions:
        path = folder / rendition.file
        if not path.is_file() or path.stat().st_size != rendition.bytes:
            raise PublishError(f"{path} is missing or not whole. Say the article again.")
    had = [made.name for made in edition.exports if made.name in EXPORTS]
    with staged(folder) as beside:
        for path in folder.iterdir():
            if path.name not in MADE:
                _link(path, beside / path.name)
        around = Around(beside, pls_text, address(base_url, folder.absolute().name))
        return write(edition, around, exports([*chosen, *had]))


def pls_text(lexemes: Sequence[Lexeme], language: str) -> str:
    """Return entries for a language as PLS 1.0; those that it cannot hold are left out."""
    from pronouncer.pronounce.lexicons.exchange import exported

    return exported(lexemes, "pls", language=language).text


def _link(path: Path, target: Path) -> None:
    """Put a file in a second place without copying it, where the file system can."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
