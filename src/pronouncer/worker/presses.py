"""The presses of one worker process: one for each article that is made at the same time."""

import contextlib
import queue
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from pronouncer.newsroom.house import House
from pronouncer.newsroom.press import Press


class Presses:
    """Made on first use, and used again. Use it in a `with` block, so that their engines stop."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._free: queue.LifoQueue[Press] = queue.LifoQueue()
        self._all = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._all.close()

    @contextlib.contextmanager
    def one(self) -> Iterator[Press]:
        """Give a press that nobody else has now."""
        try:
            press = self._free.get_nowait()
        except queue.Empty:
            press = self._all.enter_context(Press(self._house))
        try:
            yield press
        finally:
            self._free.put(press)
