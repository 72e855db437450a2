"""The worker processes that a server starts, and starts again when one dies."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

_PAUSE = 2.0  # seconds before a worker that died is started again
_GRACE = 20.0  # seconds that a worker has to finish what it has in hand


class Gang:
    """Use it in a `with` block: at its end the workers are asked to stop, and waited for."""

    def __init__(self, count: int, environ: Mapping[str, str]) -> None:
        self._count = count
        self._environ = {**os.environ, **environ}
        self._workers: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def __enter__(self) -> Self:
        self._workers = [self._started() for _ in range(self._count)]
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._watch.join()
        for worker in self._workers:
            if worker.stdin:
                worker.stdin.close()  # its sign to stop
        until = time.monotonic() + _GRACE
        for worker in self._workers:
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(max(0.1, until - time.monotonic()))
            if worker.poll() is None:
                worker.kill()
                worker.wait()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers."""
        return [worker.pid for worker in self._workers]

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "pronouncer", "worker", "--with-parent"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=self._environ)

    def _watching(self) -> None:
        while not self._stopping.wait(_PAUSE):
            for place, worker in enumerate(self._workers):
                if worker.poll() is not None:
                    if worker.stdin:
                        worker.stdin.close()
                    self._workers[place] = self._started()
