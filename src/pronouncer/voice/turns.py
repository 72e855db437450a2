"""Turns: how often an engine is asked, and how often at the same time. Whoever sells speech limits both.

Turns are spaced evenly: the generic cell rate algorithm (ITU-T I.371) without bursts. The server's are in its database,
for all workers together; those of one run are here.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from pronouncer.errors import SettingsError
from pronouncer.settings import Settings

GENERAL: Mapping[str, type] = {"per_minute": float, "at_once": int}
"""Options of every engine."""


class Limit(NamedTuple):
    """How an engine may be asked; 0 for as one likes."""

    per_minute: float = 0.0
    """Sentences in a minute, 1 or more."""
    at_once: int = 0
    """Sentences at the same time."""


class Turns(Protocol):
    """Who may ask an engine now."""

    def turn(self, engine: str, limit: Limit) -> AbstractContextManager[None]:
        """Wait until an engine may be asked once; the turn ends with the block. Raises StoreError."""

    def hold(self, engine: str, seconds: float) -> None:
        """Begin no turn of an engine before some time has passed, since it asked for a pause. Raises StoreError."""


def limit(engine: str, settings: Settings) -> Limit:
    """Return the limit of an engine from its table in the settings. Raises SettingsError."""
    given = settings.engines.get(engine, {})
    try:
        found = Limit(**{name: kind(str(given[name])) for name, kind in GENERAL.items() if name in given})
    except ValueError as error:
        raise SettingsError(f"In [engines.{engine}], per_minute and at_once must be numbers.") from error
    if not (found.per_minute == 0 or 1 <= found.per_minute < 1e6) or found.at_once < 0:
        raise SettingsError(f"In [engines.{engine}], per_minute must be 1 or more and at_once a whole number, or 0.")
    return found


def begin(free: float, now: float, limit: Limit) -> tuple[float, float]:
    """Return when a turn begins that is asked for now, and from when on the next one may. All in seconds."""
    begun = max(free, now)
    return begun, begun + 60 / limit.per_minute if limit.per_minute else begun


class OwnTurns:
    """The turns of one process. Threads may share it."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}
        self._places: dict[str, threading.Semaphore] = {}

    @contextlib.contextmanager
    def turn(self, engine: str, limit: Limit) -> Iterator[None]:
        """Wait until an engine may be asked once."""
        with self._lock:
            place = self._places.setdefault(engine, threading.Semaphore(limit.at_once or 10_000))
        with place:
            with self._lock:
                now = self._clock()
                begun, self._free[engine] = begin(self._free.get(engine, now), now, limit)
            if begun > now:
                self._sleep(begun - now)
            yield

    def hold(self, engine: str, seconds: float) -> None:
        """Begin no turn before some time has passed."""
        with self._lock:
            until = self._clock() + seconds
            self._free[engine] = max(self._free.get(engine, until), until)
