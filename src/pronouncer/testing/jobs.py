"""Jobs in memory: for tests, and for whoever wants to see what is asked of workers."""

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pronouncer.errors import PronouncerError
from pronouncer.jobs.port import ATTEMPTS, QUEUES, Cancelled, Depth, Job, JobState, State, Task, TryAgain


@dataclass(slots=True)
class _Kept:
    job: Job
    state: JobState


@dataclass(slots=True)
class _Now:
    """A job that is at work."""

    id: str
    attempt: int
    kept: _Kept

    def progress(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.kept.state = self.kept.state._replace(done=done, total=total)


class MemoryJobs:
    """Queues that nobody works at but `run`. Nothing of them outlives the process."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.RLock()
        self.schedules: dict[str, tuple[float, Job]] = {}
        """Seconds and job of each schedule, by name."""

    def enqueue(self, job: Job) -> str:
        """Ask for a job."""
        if job.queue not in QUEUES:
            raise ValueError(f"There is no queue {job.queue!r}.")
        with self._lock:
            for id, kept in self._kept.items():
                same = job.key and (kept.job.task, kept.job.key, kept.job.queue) == (job.task, job.key, job.queue)
                if same and kept.state.state in ("waiting", "running"):
                    return id
            id = str(uuid.uuid4())
            state = JobState(
                id, job.task, job.queue, job.payload, "waiting", 0, 0, 1, "", None, time.time(), None, None
            )
            self._kept[id] = _Kept(job, state)
        return id

    def enqueue_many(self, jobs: Sequence[Job]) -> list[str]:
        """Ask for several jobs."""
        return [self.enqueue(job) for job in jobs]

    def state(self, id: str) -> JobState | None:
        """Return how a job stands."""
        kept = self._kept.get(id)
        return kept.state if kept else None

    def listed(self, *, state: State | None = None, queue: str = "", limit: int = 100) -> Sequence[JobState]:
        """Return the newest jobs, the newest first."""
        found = [kept.state for kept in reversed(self._kept.values())]
        return [job for job in found if state in (None, job.state) and queue in ("", job.queue)][:limit]

    def depths(self) -> Sequence[Depth]:
        """Return how full each queue is."""
        found = self.listed(limit=len(self._kept))

        def count(queue: str, state: str) -> int:
            return sum(job.queue == queue and job.state == state for job in found)

        return [Depth(queue, count(queue, "waiting"), count(queue, "running"), 0.0) for queue in QUEUES]

    def cancel(self, id: str) -> None:
        """End a job."""
        self._change(id, "cancelled")

    def resume(self, id: str) -> None:
        """Let a job that was cancelled begin again."""
        self._change(id, "waiting")

    def schedule(self, name: str, every: float, job: Job) -> None:
        """Note a schedule."""
        self.schedules[name] = (every, job)

    def work(
        self, tasks: Mapping[str, Task], *, queues: Sequence[str], concurrency: int, stopping: threading.Event
    ) -> None:
        """Do jobs until told to stop."""
        while not stopping.wait(0.01):
            self.run(tasks)

    def run(self, tasks: Mapping[str, Task]) -> int:
        """Do everything that waits, and what that asks for; return how many jobs were done."""
        done = 0
        while True:
            with self._lock:
                waiting = [kept for kept in self._kept.values() if kept.state.state == "waiting"]
                if not waiting:
                    return done
                kept = min(waiting, key=lambda each: QUEUES[each.job.queue])
                kept.state = kept.state._replace(state="running", started=time.time())
            self._do(kept, tasks)
            done += 1

    def workers(self) -> int:
        """Return how many workers there are."""
        return 1

    def forget(self, seconds: float) -> int:
        """Delete jobs that ended so long ago."""
        limit = time.time() - seconds
        old = [id for id, kept in self._kept.items() if kept.state.ended and kept.state.ended <= limit]
        for id in old:
            del self._kept[id]
        return len(old)

    def close(self) -> None:
        """Do nothing."""

    def _do(self, kept: _Kept, tasks: Mapping[str, Task]) -> None:
        state = kept.state
        now = _Now(state.id, state.attempt, kept)
        try:
            result = tasks[kept.job.task](now, kept.job.payload)
            kept.state = kept.state._replace(state="done", result=result, ended=time.time())
        except TryAgain as error:
            again = state.attempt < ATTEMPTS
            kept.state = kept.state._replace(
                state="waiting" if again else "failed", attempt=state.attempt + again, error=str(error)
            )
        except PronouncerError as error:
            kept.state = kept.state._replace(state="failed", error=str(error), ended=time.time())
        except Cancelled:
            kept.state = kept.state._replace(state="cancelled", ended=time.time())

    def _change(self, id: str, state: State) -> None:
        kept = self._kept.get(id)
        if kept and kept.state.state in ("waiting", "running", "cancelled"):
            kept.state = kept.state._replace(state=state)
