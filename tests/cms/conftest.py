"""One WordPress for all tests of this folder, and what its hook sends."""

import http.server
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cms.wordpress import WordPress, installed

from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs/sources.md"


@pytest.fixture(scope="session")
def messages() -> Iterator[tuple[str, list[bytes]]]:
    """An address that takes what the hook sends, and the list of what came."""
    came: list[bytes] = []

    class Taking(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", came
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def wordpress(tmp_path_factory: pytest.TempPathFactory, messages: tuple[str, list[bytes]]) -> Iterator[WordPress]:
    """Debian's WordPress, with the plugin that the docs show."""
    assert "WORDPRESS" in os.environ, "Run these tests with `make test-cms`, which fetches WordPress."
    (plugin,) = re.findall(r"```php\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    folder = tmp_path_factory.mktemp("wordpress")
    with installed(Path(os.environ["WORDPRESS"]), folder, hook=messages[0], plugin=plugin) as made:
        yield made


@pytest.fixture
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A pipeline that fetches from this machine and never said anything before."""
    base = tmp_path_factory.mktemp("pipeline")
    settings = Settings(cache=base / "cache", archive=base / "words", loopback=True, host_seconds=0)
    with Pipeline(settings) as made:
        yield made
