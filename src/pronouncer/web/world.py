"""What every request can reach."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field

from fastapi import Request
from pyrate_limiter import Duration, Limiter, Rate

from pronouncer.jobs.port import Jobs
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop.quality import Figure
from pronouncer.newsroom.loop.reports import MOST
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.progress import Watch
from pronouncer.noun import noun


class Flood:
    """How many reports this process looks at, true or not, before it asks the database how many all of them took."""

    def __init__(self, most: int = MOST) -> None:
        self._limiter = Limiter(Rate(most, Duration.MINUTE))

    def wait(self) -> int:
        """Return for how many seconds no report is taken; 0 where this one is."""
        return 0 if self._limiter.try_acquire("report", blocking=False) else 60


@noun
class World:
    """The house, its queues, and what one web process shares."""

    house: House
    jobs: Jobs
    secret: bytes = field(repr=False)
    """Signs sessions and addresses."""
    watch: Watch
    flood: Flood = field(default_factory=Flood)
    lately: list[tuple[float, list[Figure]]] = field(default_factory=list)
    """The figures that were published last, and when they were worked out; none yet, or one."""
    prices: dict[str, float] = field(default_factory=dict)
    """US dollars for a million characters in a voice, by its id, as they were looked up."""
    _press: list[Press] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def press(self) -> Iterator[Press]:
        """Give the press of the web process, for what is read or heard at once: one at a time."""
        with self._turn:
            if not self._press:
                self._press.append(Press(self.house))
            yield self._press[0]

    def close(self) -> None:
        """Stop the engines of the press."""
        for press in self._press:
            press.__exit__(None, None, None)


def world(request: Request) -> World:
    """Return the world of a request."""
    found: World = request.app.state.world
    return found
