"""A server of the S3 API on loopback: moto's, in an environment and a process of its own; and a door that can fail."""

import http.client
import re
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import obstore
from obstore.store import S3Store

SERVER = Path(__file__).resolve().parent.parent / ".venv-s3/bin/moto_server"
REGION = "us-east-1"
KEYS = {"AWS_ACCESS_KEY_ID": "AKTEST", "AWS_SECRET_ACCESS_KEY": "not-to-be-shown", "AWS_REGION": REGION}
_PATIENCE = 60.0  # seconds until a test gives up
_SIGNED = f"AWS4-HMAC-SHA256 Credential=AKTEST/20261125/{REGION}/s3/aws4_request, SignedHeaders=host, Signature=0"


class Bucket:
    """An empty bucket of its own, looked into from beside whatever is tested."""

    def __init__(self, port: int) -> None:
        self.port, self.name = port, f"house-{uuid.uuid4().hex[:12]}"
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        asked.request("PUT", f"/{self.name}", headers={"Authorization": _SIGNED})
        assert asked.getresponse().status == 200
        asked.close()
        self._store = S3Store(
            self.name,
            endpoint=f"http://127.0.0.1:{port}",
            access_key_id="AKTEST",
            secret_access_key="of-the-test",
            region=REGION,
            client_options={"allow_http": True},
        )

    @property
    def environment(self) -> dict[str, str]:
        """Variables with which clients find it."""
        return {**KEYS, "AWS_ENDPOINT": f"http://127.0.0.1:{self.port}", "AWS_ALLOW_HTTP": "true"}

    def files(self, prefix: str = "") -> dict[str, bytes]:
        """Return all objects under a prefix, by key."""
        keys = [str(each["path"]) for part in obstore.list(self._store, prefix or None) for each in part]
        return {key: bytes(obstore.get(self._store, key).bytes()) for key in keys}

    def headers(self, key: str) -> Mapping[str, str]:
        """Return what the server says of an object: Content-Type, Cache-Control."""
        return {str(name): str(value) for name, value in obstore.get(self._store, key).attributes.items()}

    def put(self, key: str, data: bytes) -> None:
        """Put an object, whatever is there."""
        obstore.put(self._store, key, data, use_multipart=False)

    def delete(self, *keys: str) -> None:
        """Delete objects."""
        obstore.delete(self._store, list(keys))


@contextmanager
def moto(folder: Path) -> Iterator[int]:
    """Run moto's server until the block ends; give the port."""
    assert SERVER.is_file(), f"{SERVER} is missing: `sh scripts/test tests/store` makes it."
    log = folder / "moto.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [str(SERVER), "-H", "127.0.0.1", "-p", "0"], stdout=file, stderr=file, cwd=folder, env={**KEYS, "PATH": ""}
        )
    try:
        yield _port(process, log)
    finally:
        process.terminate()
        process.wait(30)


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Wait until the server answers, and return where."""
    end = time.monotonic() + _PATIENCE
    while True:
        assert process.poll() is None and time.monotonic() < end, log.read_text()
        found = re.search(r"Running on http://127\.0\.0\.1:(\d+)", log.read_text())
        if found:
            return int(found[1])
        time.sleep(0.05)


class Door(ThreadingHTTPServer):
    """Stands before a server, notes what is asked, and fails when it is told to: what moto cannot do."""

    daemon_threads = False

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Requests)
        self.behind = port
        self.asked: list[str] = []
        """Method and path of each request."""
        self.refuses = ""
        """Part of a path that nobody may write."""
        self.broken = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Requests(BaseHTTPRequestHandler):
    server: Door

    def do_GET(self) -> None:
        self._through()

    def do_PUT(self) -> None:
        self._through()

    def do_HEAD(self) -> None:
        self._through()

    def _through(self) -> None:
        """Pass a request on, with the answer, unless it is one to fail."""
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.broken:
            return self._answer(500, b"", {})
        if self.command == "PUT" and self.server.refuses and self.server.refuses in self.path:
            return self._answer(403, b"<Error><Code>AccessDenied</Code></Error>", {})
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=_PATIENCE)
        behind.request(self.command, self.path, data, dict(self.headers))
        answer = behind.getresponse()
        self._answer(answer.status, answer.read(), dict(answer.getheaders()))
        behind.close()

    def _answer(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def door(port: int) -> Iterator[Door]:
    """Run a door before a server."""
    server = Door(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
