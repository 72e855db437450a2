"""Jobs on DBOS: doing them."""

import contextlib
import os
import random
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig

from pronouncer.errors import PronouncerError, StoreError
from pronouncer.jobs.dbos import tables
from pronouncer.jobs.dbos.client import APP, BREAKING, SERIALIZER, VERSION, WORK, Client, failing, physical
from pronouncer.jobs.dbos.presence import BEAT, Presence
from pronouncer.jobs.port import ATTEMPTS, FIRST_WAIT, LONGEST_WAIT, QUEUES, Cancelled, Job, Payload, Task, TryAgain

_POLL = 0.1  # seconds between two looks at a queue
_AHEAD = 1  # jobs that are taken beyond those that run, so that nobody waits for the next look
_TOLD = 0.5  # seconds between two writings of progress
_GRACE = 15  # seconds that jobs in hand have to end when the worker stops


class Worker:
    """One process that does jobs. DBOS allows one in a process."""

    def __init__(self, jobs: Client, tasks: Mapping[str, Task], *, queues: Sequence[str], concurrency: int) -> None:
        self._jobs, self._tasks = jobs, tasks
        self._queues = sorted({physical(queue) for queue in queues or QUEUES})
        self._places = {WORK: threading.Semaphore(concurrency), BREAKING: threading.Semaphore(1)}
        self._concurrency = {WORK: concurrency + _AHEAD, BREAKING: 1}
        self.executor = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"  # two of a name are two
        self._presence = Presence(jobs, self.executor, socket.gethostname())
        self._leaving = threading.Event()
        self._hands: set[str] = set()

    def run(self, stopping: threading.Event) -> None:
        """Work until told to stop."""
        config: DBOSConfig = {
            "name": APP,
            "system_database_engine": self._jobs.engine,
            "application_version": VERSION,
            "executor_id": self.executor,
            "serializer": SERIALIZER,
            "use_listen_notify": False,
            "run_migrations": False,
            "log_level": "CRITICAL",
        }
        DBOS(config=config)
        for queue in QUEUES:
            DBOS.workflow(name=queue)(self._workflow(queue))
        DBOS.listen_queues(self._queues)
        with failing():
            self._presence.beat()
            DBOS.launch()
            for queue, concurrency in self._concurrency.items():
                DBOS.register_queue(
                    queue, worker_concurrency=concurrency, polling_interval_sec=_POLL, on_conflict="always_update"
                )
        try:
            self._live(stopping)
        finally:
            self._leaving.set()
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=_GRACE)
            self._presence.leave()

    def _live(self, stopping: threading.Event) -> None:
        """Beat, take over from the dead, and ask for what is due, until told to stop.

        A database that is away for a while is waited for.
        """
        while not stopping.wait(BEAT):
            with contextlib.suppress(StoreError):
                self._presence.beat()
                self._presence.reap(self._hands.copy())
                self._due()

    def _due(self) -> None:
        """Ask for the jobs of schedules whose time has come; of several workers one does."""
        now = time.time()
        rows = tables.schedules.c
        ripe = sa.or_(rows.due <= now, rows.due > now + rows.every * 1.5)  # or somebody's clock was wrong
        with failing(), self._jobs.engine.connect() as connection:
            found = connection.execute(sa.select(tables.schedules).where(ripe)).all()
        for row in found:
            mine = sa.update(tables.schedules).where(rows.name == row.name, rows.due == row.due)
            with failing(), self._jobs.engine.begin() as connection:
                taken = connection.execute(mine.values(due=now + row.every)).rowcount
            if taken:
                self._jobs.enqueue(Job(**row.job))

    def _workflow(self, queue: str) -> Any:  # noqa: ANN401 - DBOS wraps it
        def workflow(job: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON data
            return self._do(Job(**job), physical(queue))

        workflow.__qualname__ = workflow.__name__ = queue
        return workflow

    def _do(self, job: Job, queue: str) -> Any:  # noqa: ANN401 - JSON data
        """Do a job: the outermost loop of a worker, which nothing that a task does may end."""
        id = str(DBOS.workflow_id)
        attempt = int(id.partition(".")[2] or 1)
        with self._in_hand(id), self._place(queue):
            task = self._tasks.get(job.task)
            if task is None:
                raise RuntimeError(f"This worker has no task {job.task!r}. Is it of an older version?")
            try:
                return task(_Running(self, id, attempt), job.payload)
            except TryAgain as error:
                return self._later(job, id, attempt, error)
            except PronouncerError as error:
                raise RuntimeError(str(error)) from error

    def _later(self, job: Job, id: str, attempt: int, error: TryAgain) -> Payload:
        """Ask for the next attempt, or give up."""
        if attempt >= ATTEMPTS:
            raise RuntimeError(f"{error} (given up after {attempt} attempts)") from error
        wait = error.wait if error.wait is not None else FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)
        self._jobs.again(replace(job, delay=max(0.1, min(LONGEST_WAIT, wait))), id, attempt + 1)
        return {"again": str(error)}

    @contextlib.contextmanager
    def _in_hand(self, id: str) -> Iterator[None]:
        self._hands.add(id)
        try:
            yield
        finally:
            self._hands.discard(id)

    @contextlib.contextmanager
    def _place(self, queue: str) -> Iterator[None]:
        """Wait for a place; a worker that leaves begins nothing."""
        while not self._places[queue].acquire(timeout=0.2):
            self._stay()
        try:
            self._stay()
            yield
        finally:
            self._places[queue].release()

    def _stay(self) -> None:
        if self._leaving.is_set():
            raise Cancelled

    def told(self, id: str, done: int, total: int) -> None:
        """Write down how far a job is. Raises Cancelled where it is not this worker's any more."""
        rows = self._jobs.table.c
        with failing(), self._jobs.engine.begin() as connection:
            own = tables.progress.c.job == id
            row = {"done": done, "total": total}
            if not connection.execute(sa.update(tables.progress).where(own).values(**row)).rowcount:
                connection.execute(sa.insert(tables.progress).values(job=id, **row))
            owner = connection.execute(
                sa.select(rows.status, rows.executor_id).where(rows.workflow_uuid == id)
            ).one_or_none()
        if owner is None or owner.status != "PENDING" or owner.executor_id != self.executor:
            raise Cancelled


class _Running:
    """A job, as its task sees it."""

    def __init__(self, worker: Worker, id: str, attempt: int) -> None:
        self._worker = worker
        self.id, self.attempt = id, attempt
        self._told = 0.0

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, written down twice a second at most."""
        now = time.monotonic()
        if now - self._told >= _TOLD:
            self._told = now
            self._worker.told(self.id, done, total)


class DbosJobs(Client):
    """Jobs in a database, asked for and done."""

    def work(
        self, tasks: Mapping[str, Task], *, queues: Sequence[str], concurrency: int, stopping: threading.Event
    ) -> None:
        """Do jobs until told to stop."""
        Worker(self, tasks, queues=queues, concurrency=concurrency).run(stopping)
