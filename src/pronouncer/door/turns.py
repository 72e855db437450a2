"""Turns: one request at a time to a host, and a pause between two pages of it."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator


class _Host:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free = float("-inf")  # seconds of the clock


class Turns:
    """Who may ask which host when, for all threads."""

    def __init__(self, seconds: float, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def turn(self, host: str, *, pause: bool) -> Iterator[None]:
        """Hold a host for one request, after a pause if this is the first request of a page."""
        with self._lock:
            place = self._hosts[host]
        with place.lock:
            wait = place.free - self._clock()
            if pause and wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                place.free = self._clock() + self._seconds
