"""When a call to an engine is tried again: the one place that decides it."""

import time
from collections.abc import Callable
from typing import TypeVar

from pronouncer.errors import EngineError

TRIES = 4
_FIRST = 0.5  # seconds before the second try; each wait is twice the one before
LONGEST = 30.0  # seconds of one wait, whatever the engine asks for

Answer = TypeVar("Answer")


def patiently(act: Callable[[], Answer], *, tries: int = TRIES, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """Return what an act returns, which is tried again while its EngineError is not permanent.

    It waits for as long as the engine asked, or twice as long each time. Raises the last error.
    """
    for attempt in range(tries - 1):
        try:
            return act()
        except EngineError as error:
            if error.permanent:
                raise
            sleep(min(LONGEST, error.wait if error.wait is not None else _FIRST * 2**attempt))
    return act()
