"""A server on loopback that speaks one engine's API, keeps its limits, and fails in every way that is asked of it."""

import contextlib
import http.server
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.voice.fakes.speech import Speech, Word, lasting, speech

KEY = "sk-test-5e1f0c7a9b3d2468"


class Request(NamedTuple):
    """What came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """With names in small letters."""
    body: bytes
    target: str
    """Path and query as they came."""

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


class Reply(NamedTuple):
    """What is answered."""

    data: bytes
    kind: str = "application/json"
    status: int = 200
    headers: Sequence[tuple[str, str]] = ()


def reply(value: object, status: int = 200, **headers: str) -> Reply:
    """Return an answer in JSON."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Reply(json.dumps(value).encode(), status=status, headers=named)


class Refusal(Exception):
    """The API refuses."""

    def __init__(self, answer: Reply) -> None:
        super().__init__(answer.status)
        self.answer = answer


class FakeServer:
    """Base of the fakes: the wire and its faults; the API is `answer`."""

    rate = 24_000

    def __init__(self) -> None:
        self.fault = ""
        self.requests: list[Request] = []
        self.said: list[Speech] = []
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Wire,), {"fake": self}))
        self._server.daemon_threads = True

    def answer(self, request: Request) -> Reply:
        """Return what the API answers; or raise Refusal."""
        raise NotImplementedError

    def error(self, status: int, message: str) -> Reply:
        """Return an error in the API's own shape."""
        raise NotImplementedError

    def say(self, words: Sequence[Word]) -> Speech:
        """Return speech, or what a fault makes of it."""
        made = speech(words, self.rate)
        if self.fault == "silent":
            made = made._replace(samples=bytes(len(made.samples)))
        factor = {"cut": 0.4, "long": 6.0, "empty": 0.0}.get(self.fault)
        self.said.append(lasting(made, factor) if factor is not None else made)
        return self.said[-1]

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Wire(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeServer

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Answer."""
        self._do()

    def do_POST(self) -> None:
        """Answer."""
        self._do()

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(self.command, unquote(parts.path), query, headers, body, self.path)
        self.fake.requests.append(request)
        with contextlib.suppress(ConnectionError):
            fault = getattr(self, f"_fault_{self.fake.fault}", None)
            fault(request) if fault else self._send(self._api(request))

    def _api(self, request: Request) -> Reply:
        try:
            return self.fake.answer(request)
        except Refusal as error:
            return error.answer

    def _send(self, answer: Reply, *, length: int | None = None) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.data) if length is None else length))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.data)

    def _fault_busy(self, request: Request) -> None:
        self._send(self.fake.error(429, "slow down")._replace(headers=[("Retry-After", "7")]))

    def _fault_down(self, request: Request) -> None:
        self._send(self.fake.error(500, "something broke"))

    def _fault_page(self, request: Request) -> None:
        self._send(Reply(b"<html>Log in to the wireless network</html>", "text/html; charset=utf-8"))

    def _fault_odd(self, request: Request) -> None:
        answer = self._api(request)
        self._send(answer._replace(data=b"{" if "json" in answer.kind else b"not audio"))

    def _fault_elsewhere(self, request: Request) -> None:
        self._send(Reply(b"", status=307, headers=[("Location", "http://127.0.0.1:9/")]))

    def _fault_echo(self, request: Request) -> None:
        key = next((value for name, value in request.headers.items() if name in _KEYS), "")
        self._send(self.fake.error(400, f"{key} cannot say: {' '.join(_texts(request.json))}"))

    def _fault_squeezed(self, request: Request) -> None:
        self._send(self._api(request)._replace(headers=[("Content-Encoding", "br")]))

    def _fault_reset(self, request: Request) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _fault_short(self, request: Request) -> None:
        answer = self._api(request)
        self._send(answer._replace(data=answer.data[:100]), length=len(answer.data))
        self.close_connection = True

    def _fault_huge(self, request: Request) -> None:
        self._send(Reply(b"", self._api(request).kind), length=10**10)
        self.close_connection = True

    def _fault_endless(self, request: Request) -> None:
        self._start(self._api(request).kind)
        for piece in _pieces(b"100000\r\n" + bytes(1 << 20) + b"\r\n", 60):
            self.wfile.write(piece)

    def _fault_drip(self, request: Request) -> None:
        self._start(self._api(request).kind)
        self._drip(b"1\r\n \r\n")

    def _fault_dripping_head(self, request: Request) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(b"X-A: b\r\n")

    def _start(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _drip(self, drop: bytes) -> None:
        for piece in _pieces(drop, 500):
            self.wfile.write(piece)
            time.sleep(0.02)
        self.close_connection = True


_KEYS = ("authorization", "xi-api-key", "x-goog-api-key")


def _pieces(piece: bytes, count: int) -> Iterator[bytes]:
    return (piece for _ in range(count))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
