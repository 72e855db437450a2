"""A worker process for tests: `python crew.py URL FOLDER [QUEUE ...]`. What its tasks do is written into the folder."""

import signal
import sys
import threading
import time
from pathlib import Path

from pronouncer.jobs.dbos.worker import DbosJobs
from pronouncer.jobs.port import Payload, Running, TryAgain

STEPS = 6


def main(url: str, folder: Path, queues: list[str]) -> None:
    """Work until SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())

    def note(line: str) -> None:
        with (folder / "log").open("a") as file:
            file.write(f"{line}\n")

    def mark(running: Running, payload: Payload) -> str:
        note(f"mark {payload['name']}")
        return str(payload["name"])

    def steps(running: Running, payload: Payload) -> int:
        """Six steps whose results stay, as takes do."""
        for step in range(STEPS):
            kept = folder / f"{payload['name']}-{step}"
            running.progress(step, STEPS)
            if kept.exists():
                continue
            note(f"step {payload['name']} {step}")
            time.sleep(0.25)
            running.progress(step, STEPS)
            kept.touch()
        note(f"end {payload['name']}")
        return STEPS

    def flaky(running: Running, payload: Payload) -> int:
        note(f"flaky {running.attempt}")
        if running.attempt < 3:
            raise TryAgain("not yet", 0.1)
        return running.attempt

    def broken(running: Running, payload: Payload) -> None:
        raise ValueError("it is broken")

    jobs = DbosJobs(url)
    note("ready")
    tasks = {"mark": mark, "steps": steps, "flaky": flaky, "broken": broken}
    jobs.work(tasks, queues=queues, concurrency=1, stopping=stopping)
    jobs.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
