"""What is worked out once on a machine, and lies beside Python's own bytecode from then on: patterns, tables.

Where `__pycache__` cannot be written, or bytecode is forbidden, it is worked out on every run.
"""

import contextlib
import importlib.util
import marshal
import os
import sys
from _blake2 import blake2b
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(importlib.util.cache_from_source(__file__)).parent
_CHECKSUM = 8  # bytes


def kept(what: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what `make` does, from the disk where this very Python has made it before.

    `what` names it and says all that it depends on. It is made of what `marshal` writes: texts, numbers, tuples, lists,
    sets and dictionaries.
    """
    path = f"{FOLDER}/{_digest(f'{sys.version} {what}'.encode(), 12).hex()}.kept"
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError), open(path, "rb") as file:  # noqa: PTH123
        checksum, data = file.read(_CHECKSUM), file.read()
        if _digest(data, _CHECKSUM) == checksum:
            return marshal.loads(data)
    made = make()
    if not sys.dont_write_bytecode:
        _write(path, marshal.dumps(made))
    return made


def _write(path: str, data: bytes) -> None:
    beside = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    with contextlib.suppress(OSError):
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(_digest(data, _CHECKSUM) + data)
        os.replace(beside, path)  # noqa: PTH105


def _digest(data: bytes, size: int) -> bytes:
    return blake2b(data, digest_size=size).digest()
