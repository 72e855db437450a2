"""How the benchmarks measure what a call costs."""

import time
from collections.abc import Callable


def cpu(work: Callable[[], object], least: float = 1.0) -> float:
    """Return the CPU seconds of one call, from as many as make a second."""
    work()
    calls, began = 0, time.process_time()
    while time.process_time() - began < least:
        work()
        calls += 1
    return (time.process_time() - began) / calls
