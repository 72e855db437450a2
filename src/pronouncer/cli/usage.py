"""What this process and its workers take of the machine, as Linux's proc(5) tells it."""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path


def cpu_seconds() -> float:
    """Return the CPU seconds of this process, of the children that have ended, and of those that live."""
    own = os.times()
    ended = own.user + own.system + own.children_user + own.children_system
    return ended + sum(map(_scheduled, _children(os.getpid())))


def peak_memory() -> int:
    """Return the most bytes that this process and its living children held, each at its own time."""
    return sum(map(_high_water, (os.getpid(), *_children(os.getpid()))))


def _children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, path.read_text().split()):
                yield child
                yield from _children(child)


def _scheduled(pid: int) -> float:
    """Return the CPU seconds of a process, to the nanosecond: those of /proc/PID/stat are hundredths."""
    found = 0.0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError, ValueError):  # a thread that ended meanwhile
            found += int(path.read_text().split()[0]) / 1e9
    return found


def _high_water(pid: int) -> int:
    with contextlib.suppress(OSError):
        kilobytes = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(kilobytes[1]) * 1024 if kilobytes else 0
    return 0
