"""Who is alive: every worker counts up once a second, and whoever stands still is taken for dead.

Nobody's clock is compared with anybody else's: a worker looks for how long, by its own monotonic clock, the count of
another has not moved. DBOS itself takes no work over from a dead process, except by its paid service.
"""

import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

import sqlalchemy as sa

from pronouncer.jobs.dbos import tables
from pronouncer.jobs.dbos.client import Client, failing, physical

BEAT = 1.0  # seconds
DEAD = 5.0  # seconds without a beat
LOST = 10.0  # seconds that a job may be written down as this worker's without being in its hands


class Presence:
    """What one worker knows of all."""

    def __init__(self, jobs: Client, executor: str, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._jobs, self._executor, self._name, self._clock = jobs, executor, name, clock
        self._beat = 0
        self._seen: dict[str, tuple[int, float]] = {}
        self._missed: dict[str, float] = {}

    def beat(self) -> None:
        """Count up."""
        self._beat += 1
        own = tables.workers.c.executor == self._executor
        with failing(), self._jobs.engine.begin() as connection:
            if not connection.execute(sa.update(tables.workers).where(own).values(beat=self._beat)).rowcount:
                row = {"executor": self._executor, "beat": self._beat, "name": self._name}
                connection.execute(sa.insert(tables.workers).values(**row))

    def reap(self, hands: Collection[str] = ()) -> int:
        """Let others do what dead workers have in hand, and what this one lost; return how many jobs those are.

        A job is lost where the database went away between a job's end and the word of it. ``hands`` are the jobs that
        this worker really does.
        """
        rows = self._jobs.table.c
        pending = sa.select(rows.workflow_uuid, rows.name, rows.executor_id).where(rows.status == "PENDING")
        with failing(), self._jobs.engine.connect() as connection:
            beats = {row.executor: row.beat for row in connection.execute(sa.select(tables.workers))}
            held = connection.execute(pending).all()
        now = self._clock()
        known = {*beats, *(row.executor_id for row in held)} - {self._executor}
        for executor in known:
            beat = beats.get(executor, -1)
            if self._seen.get(executor, (None, 0.0))[0] != beat:
                self._seen[executor] = (beat, now)
        self._seen = {executor: seen for executor, seen in self._seen.items() if executor in known}
        dead = {executor for executor, (_, since) in self._seen.items() if now - since >= DEAD}
        return self._bury(dead, held) + self._free(self._lost(held, hands, now))

    def _lost(self, held: Iterable[Any], hands: Collection[str], now: float) -> list[Any]:
        own = [row for row in held if row.executor_id == self._executor and row.workflow_uuid not in hands]
        self._missed = {row.workflow_uuid: self._missed.get(row.workflow_uuid, now) for row in own}
        return [row for row in own if now - self._missed[row.workflow_uuid] >= LOST]

    def leave(self) -> None:
        """Say that this worker is gone, and let others do what it has in hand."""
        rows = self._jobs.table.c
        pending = sa.select(rows.workflow_uuid, rows.name, rows.executor_id).where(
            rows.status == "PENDING", rows.executor_id == self._executor
        )
        with failing(), self._jobs.engine.connect() as connection:
            held = connection.execute(pending).all()
        self._bury({self._executor}, held)

    def _bury(self, dead: set[str], held: Iterable[Any]) -> int:
        if not dead:
            return 0
        count = self._free(row for row in held if row.executor_id in dead)
        with failing(), self._jobs.engine.begin() as connection:
            connection.execute(sa.delete(tables.workers).where(tables.workers.c.executor.in_(dead)))
        return count

    def _free(self, rows: Iterable[Any]) -> int:
        count = 0
        with failing():
            for row in rows:
                self._jobs.client.resume_workflow(row.workflow_uuid, queue_name=physical(row.name))
                count += 1
        return count
