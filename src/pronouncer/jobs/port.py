"""The port to whatever queues jobs: about ten functions, and the words that they are said with."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from pronouncer.noun import noun

QUEUES: Mapping[str, int] = MappingProxyType({"breaking": 0, "normal": 10, "revoice": 20, "backfill": 30})
"""Queue to priority: what has the lowest number is begun first. Every worker has a place for `breaking` alone."""
ATTEMPTS = 6
FIRST_WAIT = 2.0  # seconds before the second attempt; each wait is twice the one before
LONGEST_WAIT = 300.0  # seconds

Payload = Mapping[str, Any]
"""JSON data."""
State = Literal["waiting", "running", "done", "failed", "cancelled"]


@noun
class Job:
    """What is asked for."""

    task: str
    """Name in the workers' table of tasks."""
    payload: Payload = field(default_factory=dict)
    queue: str = "normal"
    """One of `QUEUES`."""
    key: str = ""
    """While a job with this key waits or runs in its queue, asking again is nothing new; empty for no such key."""
    delay: float = 0.0
    """Seconds before which it does not begin."""


class JobState(NamedTuple):
    """How a job stands."""

    id: str
    task: str
    queue: str
    payload: Payload
    state: State
    done: int
    """Of `total`, as its task says; 0 of 0 where it says nothing."""
    total: int
    attempt: int
    error: str
    """Why it failed; empty where it did not."""
    result: Any
    """What the task returned."""
    created: float
    """Seconds since 1970, as the next two."""
    started: float | None
    ended: float | None


class Depth(NamedTuple):
    """How full a queue is."""

    queue: str
    waiting: int
    running: int
    oldest: float
    """Seconds for which the oldest one has waited; 0 where none does."""


class Running(Protocol):
    """A job, as its task sees it."""

    @property
    def id(self) -> str:
        """Of the job."""

    @property
    def attempt(self) -> int:
        """1 for the first."""

    def progress(self, done: int, total: int) -> None:
        """Say how far it is. Raises Cancelled where the job was cancelled, or was given to another worker."""


Task = Callable[[Running, Payload], Any]
"""Returns JSON data. It may be begun again from its start, and then does only what is not done yet."""


class TryAgain(Exception):
    """Raised by a task: it failed, and may succeed later. `wait` is in seconds, where a server asked for a pause."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Cancelled(BaseException):
    """Raised in a task whose job is not its own any more. Let it through."""


class Jobs(Protocol):
    """Queues of jobs. All functions raise StoreError where the database behind them cannot be used."""

    def enqueue(self, job: Job) -> str:
        """Ask for a job; return its id, or that of the one with its key."""

    def enqueue_many(self, jobs: Sequence[Job]) -> list[str]:
        """Ask for several jobs."""

    def state(self, id: str) -> JobState | None:
        """Return how a job stands, its last attempt if there are several; None for an unknown one."""

    def listed(self, *, state: State | None = None, queue: str = "", limit: int = 100) -> Sequence[JobState]:
        """Return the newest jobs, the newest first."""

    def depths(self) -> Sequence[Depth]:
        """Return how full each queue is, in the order of `QUEUES`."""

    def cancel(self, id: str) -> None:
        """End a job: one that waits does not begin, one that runs stops at its next `progress`."""

    def resume(self, id: str) -> None:
        """Let a job that was cancelled begin again."""

    def schedule(self, name: str, every: float, job: Job) -> None:
        """Ask for a job every so many seconds, once for all workers together; a name has one schedule."""

    def work(
        self, tasks: Mapping[str, Task], *, queues: Sequence[str], concurrency: int, stopping: threading.Event
    ) -> None:
        """Do jobs until told to stop; then finish those in hand. A worker that dies is found within ten seconds."""

    def workers(self) -> int:
        """Return how many workers there are, the dead of the last seconds included."""

    def forget(self, seconds: float) -> int:
        """Delete jobs that ended so long ago; return how many."""

    def close(self) -> None:
        """Close all connections."""
