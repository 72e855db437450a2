"""A bucket on loopback: as much of the S3 API as keeps objects with their headers and refuses to replace them."""

import http.server
import threading
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit


class FakeBucket:
    """Keeps what is put: `objects` by path, with the headers of the request."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.refuses = ""
        """Part of a path that nobody may write."""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("_", (_Wire,), {"bucket": self}))

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
    bucket: FakeBucket

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_PUT(self) -> None:
        """Keep an object; 412 where it is there and must not be (RFC 9110, If-None-Match)."""
        path = unquote(urlsplit(self.path).path)
        data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential=AKTEST/")
        if not signed or (self.bucket.refuses and self.bucket.refuses in path):
            return self._send(403, b"<Error><Code>AccessDenied</Code></Error>")
        if self.headers.get("If-None-Match") == "*" and path in self.bucket.objects:
            return self._send(412, b"<Error><Code>PreconditionFailed</Code></Error>")
        self.bucket.objects[path] = data
        self.bucket.headers[path] = {name.lower(): value for name, value in self.headers.items()}
        self._send(200, b"")

    def do_GET(self) -> None:
        """Return an object."""
        found = self.bucket.objects.get(unquote(urlsplit(self.path).path))
        self._send(404, b"<Error><Code>NoSuchKey</Code></Error>") if found is None else self._send(200, found)

    def _send(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", '"1"')
        self.send_header("Last-Modified", "Mon, 02 Mar 2026 10:00:00 GMT")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
