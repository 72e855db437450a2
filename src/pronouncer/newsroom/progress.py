"""How far the articles are that workers have in hand, for whoever waits for one.

Workers write it down beside their jobs twice a second. It is no event in the database: nobody wants to know it later.
"""

import contextlib
import threading
import time
from collections.abc import Sequence
from typing import NamedTuple

from pronouncer.errors import StoreError
from pronouncer.jobs.port import Jobs

EVENT = "article.progress"
"""As streams of events call it."""
_OFTEN = 0.45  # seconds between two questions to the queue
_MOST = 500  # jobs that run at the same time


class Far(NamedTuple):
    """How far an article is."""

    job: str
    article: str
    done: int
    """Sentences, of `total`, that are voiced and encoded."""
    total: int


class Watch:
    """Asks the queue, twice a second at most and only while somebody wants to know; threads share one."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._turn = threading.Lock()
        self._asked = -_OFTEN
        self._found: Sequence[Far] = ()

    def now(self) -> Sequence[Far]:
        """Return how far each article is that is at work; nothing where the queue cannot be asked."""
        with self._turn:
            if time.monotonic() - self._asked >= _OFTEN:
                self._found = ()
                with contextlib.suppress(StoreError):
                    running = self._jobs.listed(state="running", limit=_MOST)
                    self._found = tuple(
                        Far(job.id, str(job.payload["article"]), job.done, job.total)
                        for job in running
                        if job.total and "article" in job.payload
                    )
                self._asked = time.monotonic()
            return self._found

    def of(self, article: str) -> Far | None:
        """Return how far an article is; None where it is not at work, or has not come to its sentences."""
        return next((far for far in self.now() if far.article == article), None)
