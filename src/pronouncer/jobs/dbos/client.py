"""Jobs on DBOS: asking for them, and seeing how they stand. `worker.py` does them.

One workflow stands for every task, so that an unknown task fails instead of waiting for ever. A second attempt is a
workflow of its own, `ID.2`, so that nothing waits in a worker's place.
"""

import contextlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from dbos._schemas.system_database import SystemSchema

from pronouncer.errors import StoreError
from pronouncer.jobs.dbos import tables
from pronouncer.jobs.port import QUEUES, Depth, Job, JobState, State

APP = "pronouncer"
VERSION = "1"
"""Of how jobs are written down, not of the program: rows of another version would never be taken."""
WORK, BREAKING = "work", "breaking"
"""The two queues of DBOS: one with priorities, one with a place of its own in every worker."""
SERIALIZER = DBOSPortableJSONSerializer()
_STATES: Mapping[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "cancelled",
}


class Client:
    """Jobs in a database, SQLite or PostgreSQL; `worker.DbosJobs` does them too. Threads may share it."""

    def __init__(self, url: str) -> None:
        self.engine = engine(url)
        with failing():
            _migrate(self.engine)
            self.client = DBOSClient(
                system_database_engine=self.engine,
                serializer=SERIALIZER,
                application_name=APP,
                retry_connection_errors=False,
            )
        schema = None if self.engine.dialect.name == "sqlite" else "dbos"
        table = SystemSchema.workflow_status
        self.table = sa.Table(table.name, sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.c), schema=schema)

    def enqueue(self, job: Job) -> str:
        """Ask for a job."""
        return self._enqueue(job)

    def enqueue_many(self, jobs: Sequence[Job]) -> list[str]:
        """Ask for several jobs."""
        return [self._enqueue(job) for job in jobs]

    def again(self, job: Job, id: str, attempt: int) -> str:
        """Ask for the next attempt of a job."""
        return self._enqueue(job, id=f"{id.partition('.')[0]}.{attempt}", attempt=attempt)

    def state(self, id: str) -> JobState | None:
        """Return how a job stands."""
        found = self._listed(id=id, limit=20)
        return max(found, key=lambda job: job.attempt, default=None)

    def listed(self, *, state: State | None = None, queue: str = "", limit: int = 100) -> Sequence[JobState]:
        """Return the newest jobs."""
        return self._listed(state=state, queue=queue, limit=limit)

    def depths(self) -> Sequence[Depth]:
        """Return how full each queue is."""
        rows = self.table.c
        chosen = sa.select(rows.name, rows.status, sa.func.count(), sa.func.min(rows.created_at))
        chosen = chosen.where(rows.status.in_(("ENQUEUED", "DELAYED", "PENDING"))).group_by(rows.name, rows.status)
        with failing(), self.engine.connect() as connection:
            counted = connection.execute(chosen).all()
        now = time.time()
        found: list[Depth] = []
        for queue in QUEUES:
            waiting = [row for row in counted if row[0] == queue and row[1] != "PENDING"]
            running = sum(row[2] for row in counted if row[0] == queue and row[1] == "PENDING")
            oldest = max((now - row[3] / 1000 for row in waiting), default=0.0)
            found.append(Depth(queue, sum(row[2] for row in waiting), running, max(0.0, oldest)))
        return found

    def cancel(self, id: str) -> None:
        """End a job."""
        with failing():
            self.client.cancel_workflows([job.id for job in self._listed(id=id, limit=20, raw=True)])

    def resume(self, id: str) -> None:
        """Let a job that was cancelled begin again."""
        last = max(self._listed(id=id, limit=20, raw=True), key=lambda job: job.attempt, default=None)
        if last:
            with failing():
                self.client.resume_workflow(last.id, queue_name=physical(last.queue))

    def schedule(self, name: str, every: float, job: Job) -> None:
        """Ask for a job every so many seconds."""
        row = {"every": every, "job": asdict(job)}
        with failing(), self.engine.begin() as connection:
            own = tables.schedules.c.name == name
            if not connection.execute(sa.update(tables.schedules).where(own).values(**row)).rowcount:
                with contextlib.suppress(sa.exc.IntegrityError), connection.begin_nested():
                    connection.execute(sa.insert(tables.schedules).values(name=name, due=time.time(), **row))

    def workers(self) -> int:
        """Return how many workers there are."""
        with failing(), self.engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(tables.workers)).scalar_one()

    def forget(self, seconds: float) -> int:
        """Delete jobs that ended so long ago."""
        rows = self.table.c
        old = rows.completed_at < int((time.time() - seconds) * 1000)
        with failing(), self.engine.connect() as connection:
            ids = list(connection.execute(sa.select(rows.workflow_uuid).where(old)).scalars())
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            with failing():
                self.client.delete_workflows(part)
                with self.engine.begin() as connection:
                    connection.execute(sa.delete(tables.progress).where(tables.progress.c.job.in_(part)))
        return len(ids)

    def close(self) -> None:
        """Close all connections."""
        self.client.destroy()
        self.engine.dispose()

    def _enqueue(self, job: Job, *, id: str = "", attempt: int = 1) -> str:
        if job.queue not in QUEUES:
            raise ValueError(f"There is no queue {job.queue!r}.")
        options: EnqueueOptions = {
            "workflow_name": job.queue,
            "queue_name": physical(job.queue),
            "app_version": VERSION,
            "attributes": {"attempt": attempt},
        }
        if job.queue != BREAKING:
            options["priority"] = QUEUES[job.queue]
        if id:
            options["workflow_id"] = id
        if job.key:
            options["deduplication_id"] = f"{job.task}:{job.key}" + (f"#{attempt}" if attempt > 1 else "")
            options["duplication_policy"] = "return-existing"
        if job.delay > 0:
            options["delay_seconds"] = job.delay
        with failing():
            return self.client.enqueue(options, asdict(job)).get_workflow_id()

    def _listed(
        self, *, id: str = "", state: State | None = None, queue: str = "", limit: int, raw: bool = False
    ) -> list[JobState]:
        with failing():
            found = self.client.list_workflows(
                workflow_id_prefix=id.partition(".")[0] or None,
                status=[name for name, each in _STATES.items() if each == state] or None,
                name=queue or list(QUEUES),
                limit=limit,
                sort_desc=True,
            )
            with self.engine.connect() as connection:
                chosen = sa.select(tables.progress).where(
                    tables.progress.c.job.in_([each.workflow_id for each in found])
                )
                told = {row.job: row for row in connection.execute(chosen)}
        states = [_state(each, told.get(each.workflow_id)) for each in found]
        return states if raw else [each._replace(id=each.id.partition(".")[0]) for each in states]


def physical(queue: str) -> str:
    """Return the queue of DBOS that a queue of ours is in."""
    return BREAKING if queue == BREAKING else WORK


def engine(url: str) -> sa.Engine:
    """Return an engine as DBOS wants it: in SQLite with a write-ahead log, and one writer at a time."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)
    made = sa.create_engine(url, connect_args={"timeout": 30}, pool_size=10, max_overflow=20)

    @sa.event.listens_for(made, "connect")
    def connected(connection: Any, record: object) -> None:  # noqa: ANN401 - sqlite3.Connection
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return made


@contextlib.contextmanager
def failing() -> Iterator[None]:
    """Turn what a database raises into a StoreError."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError) as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:300]
        raise StoreError(f"The queue of jobs cannot be used: {reason}. Is its database there, with room?") from error


def _migrate(made: sa.Engine) -> None:
    """Make DBOS's tables and our own, or bring them up to date."""
    url = made.url.render_as_string(hide_password=False)
    if made.dialect.name == "sqlite":
        with made.connect():  # so that the journal mode is set before anybody else comes
            pass
        DBOS.migrate(url)
    else:
        DBOS.migrate(url.replace("postgresql+psycopg", "postgresql"))
    with contextlib.suppress(sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.OperationalError):
        tables.metadata.create_all(made)  # another process may be as far
    with made.connect() as connection:
        connection.execute(sa.select(tables.workers.c.executor).limit(1))


def _state(found: Any, told: Any) -> JobState:  # noqa: ANN401 - DBOS's WorkflowStatus, and a row of progress
    job = found.input["args"][0] if found.input and found.input["args"] else {}
    ended = found.completed_at
    return JobState(
        found.workflow_id,
        job.get("task", ""),
        found.name,
        job.get("payload", {}),
        _STATES.get(found.status, "failed"),
        told.done if told else 0,
        told.total if told else 0,
        (found.attributes or {}).get("attempt", 1),
        _message(found.error),
        found.output,
        (found.created_at or 0) / 1000,
        found.dequeued_at / 1000 if found.dequeued_at else None,
        ended / 1000 if ended else None,
    )


def _message(error: object) -> str:
    if error is None:
        return ""
    if isinstance(error, dict):
        return str(error.get("message", json.dumps(error)))
    return str(error)
