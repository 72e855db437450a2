"""Regular expressions that are compiled once on a machine.

Compiling those that read English and find page furniture costs 60 ms of every run, loading them 1 ms. The standard
library offers no way to keep one, so this goes through its inner parts: docs/decisions/0036-compiled-patterns.md.
"""

import contextlib
import functools
import re
from importlib import import_module
from typing import Any, AnyStr

from pronouncer.kept import kept

_sre = import_module("_sre")


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, from the disk where it was compiled before by this very Python."""
    made = kept(f"pattern {_sre.MAGIC} {int(flags)} {pattern!r}", functools.partial(_code, pattern, int(flags)))
    with contextlib.suppress(ValueError, TypeError, RuntimeError):
        return _sre.compile(pattern, *made)  # type: ignore[no-any-return] # it checks them
    return re.compile(pattern, flags)


def _code(pattern: str | bytes, flags: int) -> tuple[Any, ...]:
    """Return what `re.compile` hands to its engine."""
    tree = import_module("re._parser").parse(pattern, flags)
    code = [int(each) for each in import_module("re._compiler")._code(tree, flags)]
    names = tree.state.groupdict
    places = {place: name for name, place in names.items()}
    groups = tuple(places.get(place) for place in range(tree.state.groups))
    return int(flags | tree.state.flags), code, tree.state.groups - 1, dict(names), groups
