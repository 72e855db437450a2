"""Sources: files, standard input, and pages from a real server on loopback."""

import dataclasses
import gzip
import http.server
import io
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pronouncer.errors import SourceError, TooLong
from pronouncer.ingest.fetch import read
from pronouncer.settings import Settings

PAGE = "<html><h1>Ferry</h1><p>It left at €5.</p>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """Pages that behave and pages that do not."""

    def do_GET(self) -> None:
        """Answer by path."""
        getattr(self, "_" + self.path.strip("/").replace("-", "_"))()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._send(200, PAGE, Content_Type="text/html; charset=utf-8")

    def _moved(self) -> None:
        self._send(302, b"", Location="/page")

    def _loop(self) -> None:
        self._send(302, b"", Location="/loop")

    def _missing(self) -> None:
        self._send(404, b"no")

    def _picture(self) -> None:
        self._send(200, b"x", Content_Type="image/png")

    def _bomb(self) -> None:
        self._send(200, gzip.compress(b"a " * 3_000_000), Content_Type="text/html", Content_Encoding="gzip")

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b"<p>x</p>")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        """A client that hangs up is part of the test."""
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real HTTP server on loopback."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["page", "moved"])
def test_page(server: str, path: str, settings: Settings) -> None:
    """A page is fetched, also through a redirect, with the charset of its header."""
    raw = read(f"{server}/{path}", dataclasses.replace(settings, loopback=True))
    assert raw.kind == "html" and "€5" in raw.text


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "404"),
        ("loop", "in a circle"),
        ("picture", "image/png"),
        ("drip", "not done after 1 seconds"),
    ],
)
def test_pages_that_fail(server: str, path: str, message: str, tmp_path: Path) -> None:
    """A missing page, a redirect loop, a picture and a slow drip are refused with the reason."""
    with pytest.raises(SourceError, match=message):
        read(f"{server}/{path}", Settings(cache=tmp_path, fetch_seconds=1.0, loopback=True))


def test_bomb(server: str, tmp_path: Path) -> None:
    """A page that unpacks to more than the limit is cut off there."""
    with pytest.raises(TooLong, match="max_bytes"):
        read(f"{server}/bomb", Settings(cache=tmp_path, max_bytes=100_000, loopback=True))


def test_refused_connection(settings: Settings) -> None:
    """A server that is not there is named."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(SourceError, match="cannot be fetched"):
        read(f"HTTP://127.0.0.1:{port}/", dataclasses.replace(settings, loopback=True))


def test_this_machine_is_not_fetched(server: str, settings: Settings) -> None:
    """A URL of this machine is refused unless the newsroom lets it in."""
    with pytest.raises(SourceError, match="loopback = true"):
        read(f"{server}/page", settings)


@pytest.mark.parametrize("name", ["missing.txt", ".", "a\0b"])
def test_files_that_fail(name: str, settings: Settings) -> None:
    """A missing file, a folder and an impossible name are refused."""
    with pytest.raises(SourceError):
        read(name, settings)


def test_large_file(tmp_path: Path) -> None:
    """A file over the limit is not read to its end."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a " * 1000)
    with pytest.raises(TooLong, match="1,000 bytes"):
        read(str(path), Settings(max_bytes=1000))


def test_standard_input(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """`-` reads standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Ähre.".encode())))
    assert read("-", settings).text == "Ähre."
