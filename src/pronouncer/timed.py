"""Connections that end when the time is up, however slowly the bytes drip."""

import ssl
import threading
from collections.abc import Callable

import httpcore


class Timer(threading.local):
    """When the request that this thread makes has to be done."""

    until = float("inf")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def set(self, seconds: float) -> None:
        """Give the request this much time from now on."""
        self.until = self._clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises httpcore.ReadTimeout where there are none."""
        seconds = self.until - self._clock()
        if seconds <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return seconds


class TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends when the timer does, however slowly the bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, timer: Timer) -> None:
        self._stream = stream
        self._timer = timer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the bytes that there are."""
        return self._stream.read(max_bytes, self._timer.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, self._timer.left())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS."""
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._timer.left()), self._timer)

    def get_extra_info(self, info: str) -> object:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)
