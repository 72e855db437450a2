"""Worker processes behind pipes, with a time limit on every answer: for code that may crash, hang or not be ours.

A frame is two big-endian 32-bit lengths, then that much of Python's marshal format, then that many other bytes.
"""

import contextlib
import fcntl
import marshal
import os
import queue
import select
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Any

from pronouncer.errors import PronouncerError

_F_SETPIPE_SZ = 1031  # Linux, fcntl.h
_PIPE = 1_048_576  # bytes


class WorkerDied(Exception):
    """The process ended, or did not answer in time, in the middle of a request."""


class WorkerRefused(Exception):
    """The worker answered that it cannot do this.

    `error` is the name of the error in `pronouncer.errors` that it met; `permanent` is as in `EngineError`.
    """

    def __init__(self, message: str, *, error: str = "", permanent: bool = True) -> None:
        super().__init__(message)
        self.error, self.permanent = error, permanent


class WorkerProcess:
    """A worker that is started at once and answers one request at a time. Raises WorkerDied where it cannot start."""

    def __init__(self, command: Sequence[str], *, seconds: float) -> None:
        self._seconds = seconds
        import subprocess  # a program that finds everything in its cache starts no worker

        try:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except OSError as error:
            raise WorkerDied(f"no worker process can be started ({error.strerror})") from error
        with contextlib.suppress(OSError):  # fewer turns for half a megabyte of sound a sentence
            fcntl.fcntl(_pipe(self._process.stdout).fileno(), _F_SETPIPE_SZ, _PIPE)

    @property
    def pid(self) -> int:
        """Process id, for tests that kill it."""
        return self._process.pid

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        """Return the data and the other bytes of the answer.

        Raises WorkerDied where there is none, WorkerRefused where the answer is no.
        """
        deadline = time.monotonic() + self._seconds
        data = marshal.dumps(request)
        try:
            _pipe(self._process.stdin).write(struct.pack(">II", len(data), 0) + data)
            size, sound_size = struct.unpack(">II", self._read(8, deadline))
            answer = marshal.loads(self._read(size, deadline))
            sound = self._read(sound_size, deadline)
        except OSError as error:
            raise WorkerDied(f"the worker process broke off ({error.strerror})") from error
        if "refused" in answer:
            raise WorkerRefused(answer.pop("refused"), **answer)
        return answer, sound

    def _read(self, count: int, deadline: float) -> bytearray:
        pipe = _pipe(self._process.stdout)
        found = bytearray(count)
        rest = memoryview(found)
        while rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise WorkerDied(f"no answer within {self._seconds:g} seconds")
            size = os.readv(pipe.fileno(), [rest])
            if not size:
                raise WorkerDied(f"the worker process ended with status {self._process.wait()}")
            rest = rest[size:]
        return found

    def close(self) -> None:
        """End the process, whatever it is doing, and wait for it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        self._process.wait()


class Workers:
    """Up to `count` workers of one command, started when they are needed; each answers one thread at a time.

    A worker that dies or hangs is replaced, and what it was asked is asked `tries` times in all.
    """

    def __init__(self, command: Sequence[str], *, seconds: float, count: int = 1, tries: int = 2) -> None:
        self._command, self._seconds, self._count, self._tries = command, seconds, count, tries
        self._places: queue.LifoQueue[WorkerProcess | None] = queue.LifoQueue()  # the last used is the warmest
        self._closing = threading.Lock()
        self.pids: set[int] = set()
        """Process ids of the workers that there are."""
        for _ in range(count):
            self._places.put(None)

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        """Return the answer of a free worker, and wait for one where none is.

        Raises WorkerDied where every try failed, WorkerRefused where the answer is no.
        """
        for _ in range(self._tries - 1):
            with contextlib.suppress(WorkerDied):
                return self._once(request)
        return self._once(request)

    def _once(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        worker, kept = self._places.get(), None  # put back once it has answered, whatever interrupts us
        try:
            worker = worker or self._started()
            answer = worker.ask(request)
            kept = worker
            return answer
        except WorkerRefused:
            kept = worker
            raise
        finally:
            if worker and not kept:
                self._ended(worker)
            self._places.put(kept)

    def _started(self) -> WorkerProcess:
        worker = WorkerProcess(self._command, seconds=self._seconds)
        self.pids.add(worker.pid)
        return worker

    def _ended(self, worker: WorkerProcess) -> None:
        worker.close()
        self.pids.discard(worker.pid)

    def close(self) -> None:
        """End every worker once it has answered what it was asked."""
        with self._closing:
            for worker in [self._places.get() for _ in range(self._count)]:
                if worker:
                    self._ended(worker)
            for _ in range(self._count):
                self._places.put(None)


def serve(answer: Callable[[dict[str, Any]], tuple[dict[str, Any], bytes]]) -> None:
    """Answer requests until standard input closes or the program that started this one dies, in a worker.

    Errors of `pronouncer.errors` go back as refusals.
    """
    threading.Thread(target=_die_with, args=(os.getppid(),), daemon=True).start()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not get between the frames
    while request := _read_frame(source):
        try:
            _write_frame(sink, *answer(request))
        except PronouncerError as error:
            permanent = getattr(error, "permanent", True)
            refusal = {"refused": str(error), "error": type(error).__name__, "permanent": permanent}
            _write_frame(sink, refusal, b"")


def _die_with(parent: int) -> None:
    """End this process when its parent has died, even while a library is busy."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _read_frame(source: IO[bytes]) -> dict[str, Any] | None:
    header = source.read(8)
    if len(header) < 8:
        return None
    size, _ = struct.unpack(">II", header)
    request: dict[str, Any] = marshal.loads(source.read(size))
    return request


def _write_frame(sink: IO[bytes], answer: dict[str, Any], sound: bytes) -> None:
    data = marshal.dumps(answer)
    sink.write(struct.pack(">II", len(data), len(sound)) + data)
    sink.write(sound)
    sink.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both were asked for
    return pipe
