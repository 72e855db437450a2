"""The life of a worker process: open the house, do what is asked, and stop when told to."""

import signal
import sys
import threading
from collections.abc import Sequence

from pronouncer.jobs.port import Job, Jobs
from pronouncer.newsroom.house import opened
from pronouncer.settings import Settings
from pronouncer.worker.presses import Presses
from pronouncer.worker.tasks import Crew

_SCHEDULES = {"tick": 5.0, "sweep": 60.0, "forget": 86_400.0}
"""Tasks that are due again and again, with seconds in between; one worker of all does each."""


def run(settings: Settings, jobs: Jobs, *, queues: Sequence[str], with_parent: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with a parent, also until that is gone. Raises StoreError.

    What is in hand is finished; what is not is left to others.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if with_parent:
        threading.Thread(target=_outlive, args=(stopping,), daemon=True).start()
    with opened(settings) as house, Presses(house) as presses:
        for task, seconds in _SCHEDULES.items():
            jobs.schedule(task, seconds, Job(task, {}, queue="normal", key=task))
        jobs.enqueue(Job("sweep", {"everything": True}, queue="normal", key="sweep"))
        tasks = Crew(house, jobs, presses).tasks()
        jobs.work(tasks, queues=queues, concurrency=settings.server.concurrency, stopping=stopping)


def _outlive(stopping: threading.Event) -> None:
    """Stop when standard input ends: whoever started this process holds its other end and is gone then."""
    sys.stdin.buffer.read()
    stopping.set()
