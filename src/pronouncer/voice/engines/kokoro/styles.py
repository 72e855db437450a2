"""The file of styles of a Kokoro model: named arrays of numpy in a ZIP file, as `*.npz` or `*.bin`."""

import functools
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pronouncer.errors import NoVoice

ROWS, NUMBERS = 510, 256
"""A style has a row for each number of phones that a sentence may have, and so many numbers in each."""
_ROW = 4 * NUMBERS  # bytes


def style_names(path: Path) -> Mapping[str, str]:
    """Return the names of the styles in a file, with the checksum of each. Raises NoVoice where it is none."""
    try:
        with zipfile.ZipFile(path) as file:
            found = {info.filename: f"{info.CRC:08x}" for info in file.infolist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise NoVoice(f"{path} is no ZIP file of styles: {error}. Install the voice again.") from error
    return {name.removesuffix(".npy"): found[name] for name in sorted(found) if name.endswith(".npy")}


def style_row(path: Path, name: str, checksum: str, row: int) -> bytes:
    """Return the 256 floats of a style for a number of phones. Raises NoVoice for what is no style, or another one."""
    place = min(row, ROWS - 1) * _ROW
    return _rows(path, name, checksum)[place : place + _ROW]


@functools.lru_cache(maxsize=8)
def _rows(path: Path, name: str, checksum: str) -> bytes:
    import numpy as np

    if style_names(path).get(name) != checksum:
        raise NoVoice(f"{path} was replaced in the middle of the work: try again.")
    try:
        with np.load(path, allow_pickle=False) as file:
            style = np.asarray(file[name])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise NoVoice(f"The style {name!r} cannot be read from {path}: {error}. Install the voice again.") from error
    if style.dtype != np.float32 or style.shape != (ROWS, 1, NUMBERS) or not np.isfinite(style).all():
        raise NoVoice(
            f"The style {name!r} in {path} is {style.dtype} of {style.shape}, and not float32 of "
            f"{(ROWS, 1, NUMBERS)}, all of them numbers. Install the voice again."
        )
    return bytes(style.astype("<f4").tobytes())
