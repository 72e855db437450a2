"""The port to the queues of jobs, the same on SQLite and on PostgreSQL, whoever dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.jobs.crew import STEPS

from pronouncer.errors import StoreError
from pronouncer.jobs.dbos.worker import DbosJobs
from pronouncer.jobs.port import Job, JobState

_PATIENCE = 40.0  # seconds until a test gives up


class Shop:
    """Jobs, and workers that are processes."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.jobs = DbosJobs(url)
        self.workers: list[subprocess.Popen[bytes]] = []

    def hire(self) -> "subprocess.Popen[bytes]":
        """Start a worker and wait until it is there."""
        there = self.log().count("ready")
        command = [sys.executable, str(Path(__file__).with_name("crew.py")), self.url, str(self.folder)]
        self.workers.append(subprocess.Popen(command))
        self.until(lambda: self.log().count("ready") > there)
        return self.workers[-1]

    def log(self) -> list[str]:
        """Return what the tasks wrote."""
        path = self.folder / "log"
        return path.read_text().splitlines() if path.exists() else []

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.log(), self.jobs.listed())
            time.sleep(0.05)

    def ended(self, id: str) -> JobState:
        """Wait until a job has ended."""
        self.until(lambda: self.state(id).state in ("done", "failed", "cancelled"))
        return self.state(id)

    def state(self, id: str) -> JobState:
        """Return how a job stands."""
        found = self.jobs.state(id)
        assert found is not None
        return found

    def close(self) -> None:
        """Stop the workers."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.send_signal(signal.SIGCONT)
                worker.kill()
            worker.wait()
        self.jobs.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """Jobs on each database."""
    url = f"sqlite:///{tmp_path}/jobs.db" if request.param == "sqlite" else request.getfixturevalue("postgres")()
    found = Shop(url, tmp_path)
    yield found
    found.close()


def test_a_worker_does_what_is_asked(shop: Shop) -> None:
    """Breaking before normal before backfill; once for a key; again where it may help; and a failure says why."""
    jobs = shop.jobs
    for number in range(20):
        jobs.enqueue(Job("mark", {"name": f"old{number}"}, queue="backfill"))
    one = jobs.enqueue(Job("mark", {"name": "normal"}, key="k"))
    assert jobs.enqueue(Job("mark", {"name": "normal"}, key="k")) == one
    cancelled = jobs.enqueue(Job("mark", {"name": "cancelled"}))
    jobs.cancel(cancelled)
    ids = [jobs.enqueue(Job(task)) for task in ("flaky", "broken", "nonsense")]
    slow = jobs.enqueue(Job("steps", {"name": "slow"}, delay=1.0))
    breaking = jobs.enqueue(Job("mark", {"name": "breaking"}, queue="breaking"))
    assert [(each.queue, each.waiting) for each in jobs.depths()] == [
        ("breaking", 1),
        ("normal", 5),
        ("revoice", 0),
        ("backfill", 20),
    ]
    jobs.schedule("tick", 0.5, Job("mark", {"name": "tick"}, key="tick"))
    shop.hire()
    assert shop.ended(breaking).result == "breaking"
    flaky, broken, nonsense = map(shop.ended, ids)
    assert (flaky.state, flaky.result, flaky.attempt) == ("done", 3, 3)
    assert (broken.state, broken.error) == ("failed", "it is broken")
    assert nonsense.state == "failed" and "no task 'nonsense'" in nonsense.error
    assert shop.ended(slow).result == STEPS
    shop.until(lambda: "mark old19" in shop.log() and shop.log().count("mark tick") > 2)
    log = shop.log()
    assert log.index("mark breaking") < log.index("mark old2") and log.index("mark normal") < log.index("mark old2")
    assert "mark cancelled" not in log and log.count("mark normal") == 1
    jobs.resume(cancelled)
    assert shop.ended(cancelled).state == "done"
    assert jobs.forget(-5) > 20 and list(jobs.listed(queue="backfill")) == []


def test_a_running_job_can_be_cancelled(shop: Shop) -> None:
    """It stops at its next step, and goes on from there when it is resumed."""
    shop.hire()
    id = shop.jobs.enqueue(Job("steps", {"name": "a"}))
    shop.until(lambda: "step a 2" in shop.log())
    shop.jobs.cancel(id)
    assert shop.ended(id).state == "cancelled"
    mark = shop.jobs.enqueue(Job("mark", {"name": "after"}))
    assert shop.ended(mark).state == "done" and "end a" not in shop.log()
    shop.jobs.resume(id)
    assert shop.ended(id).state == "done" and shop.log().count("step a 0") == 1


def test_a_dead_worker_is_replaced(shop: Shop) -> None:
    """After kill -9 another one goes on within seconds, and repeats only the step that was in hand."""
    first = shop.hire()
    ids = [shop.jobs.enqueue(Job("steps", {"name": name})) for name in "ab"]
    shop.until(lambda: "step a 2" in shop.log())
    first.kill()
    shop.hire()
    assert all(shop.ended(id).state == "done" for id in ids)
    steps = [line for line in shop.log() if line.startswith("step")]
    assert len(steps) <= 2 * STEPS + 1 and {"end a", "end b"} <= set(shop.log())


def test_a_worker_that_was_frozen_does_nothing_twice(shop: Shop) -> None:
    """A process that stood still, was taken for dead and wakes up finds that its job is another's."""
    first = shop.hire()
    id = shop.jobs.enqueue(Job("steps", {"name": "a"}))
    shop.until(lambda: "step a 1" in shop.log())
    os.kill(first.pid, signal.SIGSTOP)
    shop.hire()
    assert shop.ended(id).state == "done"
    os.kill(first.pid, signal.SIGCONT)
    mark = shop.jobs.enqueue(Job("mark", {"name": "after"}))
    shop.ended(mark)
    time.sleep(1.0)
    assert shop.log().count("end a") == 1


def test_a_worker_that_is_told_to_stop_hands_back_what_it_has(shop: Shop) -> None:
    """It finishes the job in hand, begins no other, and the next worker does those at once."""
    first = shop.hire()
    ids = [shop.jobs.enqueue(Job("steps", {"name": name})) for name in "abc"]
    shop.until(lambda: "step a 1" in shop.log())
    first.terminate()
    assert first.wait(_PATIENCE) == 0
    assert "end a" in shop.log() and "end c" not in shop.log()
    shop.hire()
    assert all(shop.ended(id).state == "done" for id in ids)
    assert shop.log().count("step a 0") == 1


def test_jobs_without_a_database_say_so() -> None:
    """Nobody there is a StoreError, without a password."""
    with pytest.raises(StoreError, match="queue of jobs cannot be used") as caught:
        DbosJobs("postgresql+psycopg://user:s3cret@127.0.0.1:9/none")
    assert "s3cret" not in str(caught.value)
