"""The Wyoming protocol: events over TCP, each a line of JSON, more JSON, and bytes.

Source: README of the package wyoming 1.10, "Format". A line says with `data_length` and `payload_length` how many bytes
of JSON and of anything else follow it.
"""

import json
import socket
import time
from types import TracebackType
from typing import Any, NamedTuple, Self

from pronouncer.errors import EngineError

LARGEST = 30_000_000  # bytes of an answer

_CONNECT = 10.0  # seconds
_READ = 65_536  # bytes


class Event(NamedTuple):
    """What goes over the wire."""

    kind: str
    data: dict[str, Any]
    payload: bytes = b""


class Connection:
    """A connection for one question, with one time limit and one size limit for all of its answer.

    Raises EngineError, not permanent, for whatever goes wrong.
    """

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._place, self._seconds = f"{host}:{port}", seconds
        self._deadline = time.monotonic() + seconds
        self._received, self._left = bytearray(), LARGEST
        try:
            self._socket = socket.create_connection((host, port), min(_CONNECT, seconds))
        except (OSError, UnicodeError) as error:
            raise EngineError(
                f"wyoming cannot be reached at {self._place}: {_reason(error)}. Is its server running? Check host and "
                "port in [engines.wyoming].",
                permanent=False,
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, place: TracebackType | None) -> None:
        self._socket.close()

    def send(self, event: Event) -> None:
        """Send an event without a payload."""
        data = json.dumps(event.data, ensure_ascii=False).encode("utf-8", "replace")
        head = json.dumps({"type": event.kind, "data_length": len(data)})
        try:
            self._socket.settimeout(self._time_left())
            self._socket.sendall(b"%s\n%s" % (head.encode(), data))
        except OSError as error:
            raise self._broken_off(error) from error

    def receive(self) -> Event:
        """Return the next event."""
        head = self._object(self._line())
        data = self._object(self._bytes(_size(head, "data_length")) or b"{}")
        known = head.get("data")
        return Event(
            str(head.get("type")),
            {**known, **data} if isinstance(known, dict) else data,
            self._bytes(_size(head, "payload_length")),
        )

    def _object(self, text: bytes) -> dict[str, Any]:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise EngineError(f"What answers at {self._place} does not speak Wyoming. Check the port.", permanent=False)
        return found

    def _line(self) -> bytes:
        while (end := self._received.find(b"\n")) < 0:
            self._more()
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line

    def _bytes(self, count: int) -> bytes:
        while len(self._received) < count:
            self._more()
        found = bytes(self._received[:count])
        del self._received[:count]
        return found

    def _more(self) -> None:
        try:
            self._socket.settimeout(self._time_left())
            piece = self._socket.recv(_READ)
        except OSError as error:
            raise self._broken_off(error) from error
        self._left -= len(piece)
        if self._left < 0:
            raise EngineError(f"wyoming sent over {LARGEST:,} bytes, which no sentence takes.", permanent=False)
        if not piece:
            raise EngineError("wyoming ended its answer before its end. Try again.", permanent=False)
        self._received += piece

    def _time_left(self) -> float:
        return max(self._deadline - time.monotonic(), 1e-6)  # 0 would be no limit

    def _broken_off(self, error: OSError) -> EngineError:
        if isinstance(error, TimeoutError):
            message = f"wyoming was not done after {self._seconds:g} seconds. Try again, or raise engine_seconds."
            return EngineError(message, permanent=False)
        return EngineError(f"wyoming broke off: {_reason(error)}. Try again.", permanent=False)


def _size(head: dict[str, Any], name: str) -> int:
    size = head.get(name)
    if not isinstance(size, int):
        return 0
    return min(max(size, 0), LARGEST + 1)  # more is never read: the limit comes first


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    return getattr(error, "strerror", "") or "no such host"
