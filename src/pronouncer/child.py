"""One worker process behind a pipe, with a time limit on every answer: for code that may crash, hang or not be ours.

A frame is two big-endian 32-bit lengths, then that much of Python's marshal format, then that many other bytes.
"""

import contextlib
import fcntl
import marshal
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import IO, Any

_F_SETPIPE_SZ = 1031  # Linux, fcntl.h
_PIPE = 1_048_576  # bytes


class WorkerDied(Exception):
    """The process ended, or did not answer in time, in the middle of a request."""


class WorkerRefused(Exception):
    """The worker answered that it will never be able to do this."""


class WorkerProcess:
    """A worker that is started at once and answers one request at a time."""

    def __init__(self, command: Sequence[str], *, seconds: float) -> None:
        self._seconds = seconds
        self._process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

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
            raise WorkerRefused(answer["refused"])
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


def read_frame(source: IO[bytes]) -> dict[str, Any] | None:
    """Return the data of the next request, in a worker; None where there are no more."""
    header = source.read(8)
    if len(header) < 8:
        return None
    size, _ = struct.unpack(">II", header)
    request: dict[str, Any] = marshal.loads(source.read(size))
    return request


def write_frame(sink: IO[bytes], answer: dict[str, Any]) -> None:
    """Write an answer, in a worker."""
    data = marshal.dumps(answer)
    sink.write(struct.pack(">II", len(data), 0) + data)
    sink.flush()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # both were asked for
    return pipe
