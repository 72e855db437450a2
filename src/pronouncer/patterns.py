"""Regular expressions that are compiled once on a machine: what became of them lies beside Python's own bytecode.

Compiling those that read English and find page furniture costs 60 ms of every run, loading them 1 ms. The standard
library offers no way to keep one, so this goes through its inner parts: docs/decisions/0036-compiled-patterns.md.
"""

import contextlib
import importlib.util
import marshal
import os
import re
import sys
from _blake2 import blake2b
from importlib import import_module
from pathlib import Path
from typing import AnyStr

_sre = import_module("_sre")
_FOLDER = Path(importlib.util.cache_from_source(__file__)).parent


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, from the disk where it was compiled before by this very Python."""
    told = f"{sys.version} {_sre.MAGIC} {int(flags)} {pattern!r}"
    path = f"{_FOLDER}/{blake2b(told.encode(), digest_size=12).hexdigest()}.pattern"
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError, RuntimeError), open(path, "rb") as file:  # noqa: PTH123
        return _sre.compile(pattern, *marshal.loads(file.read()))  # type: ignore[no-any-return] # it checks them
    if not sys.dont_write_bytecode:
        _keep(path, pattern, int(flags))
    return re.compile(pattern, flags)


def _keep(path: str, pattern: str | bytes, flags: int) -> None:
    """Write what `re.compile` hands to its engine; where that cannot be done, it is compiled again on every run."""
    tree = import_module("re._parser").parse(pattern, flags)
    code = [int(each) for each in import_module("re._compiler")._code(tree, flags)]
    names = tree.state.groupdict
    places = {place: name for name, place in names.items()}
    groups = tuple(places.get(place) for place in range(tree.state.groups))
    made = (int(flags | tree.state.flags), code, tree.state.groups - 1, dict(names), groups)
    beside = f"{path}.{os.getpid()}.{os.urandom(4).hex()}"
    with contextlib.suppress(OSError):
        with open(beside, "wb") as file:  # noqa: PTH123
            file.write(marshal.dumps(made))
        os.replace(beside, path)  # noqa: PTH105
