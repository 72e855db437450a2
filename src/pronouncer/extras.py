"""Packages that only some newsrooms need."""

import contextlib
from collections.abc import Iterator

from pronouncer.errors import SettingsError


@contextlib.contextmanager
def needed(extra: str, what: str) -> Iterator[None]:
    """Import packages of an extra in this block; where one is missing, say how to get it. Raises SettingsError."""
    try:
        yield
    except ImportError as error:
        raise SettingsError(
            f"{what} needs the package {error.name}. Install it with: pip install 'pronouncer[{extra}]'."
        ) from error
