"""A whole server as a newsroom runs it: `pronouncer serve` with its worker, on loopback, in a folder of its own."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 60.0  # seconds until a test gives up


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    data: Any
    """JSON data; text where it is none."""


class Served:
    """A server that runs."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.process, self.folder = process, folder
        self.base = self._said(r"Pronouncer is at (http://\S+)")
        self.invitation = ""
        self.key = ""

    def welcome(self) -> str:
        """Return the link for the first admin."""
        self.invitation = self.invitation or self._said(r"Open this link to be: (http://\S+)")
        return self.invitation

    def ask(self, method: str, path: str, body: object = None, *, key: str | None = None) -> Answer:
        """Send a request as a program with a key."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.key if key is None else key}"}
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return Answer(status, json.loads(text))
        except ValueError:
            return Answer(status, text.decode("utf-8", "replace"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.folder / "err.log").read_text()[-3000:]
            time.sleep(0.05)

    def live(self, article: str) -> bool:
        """Tell whether the newest state of an article is live."""
        return bool(self.ask("GET", f"/api/v1/articles/{article}").data["data"]["status"] == "live")

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def _said(self, pattern: str) -> str:
        found: list[str] = []

        def look() -> bool:
            found[:] = re.findall(pattern, (self.folder / "out.log").read_text())
            assert self.process.poll() is None, (self.folder / "err.log").read_text()[-3000:]
            return bool(found)

        end = time.monotonic() + PATIENCE
        while not look():
            assert time.monotonic() < end, (self.folder / "err.log").read_text()[-3000:]
            time.sleep(0.05)
        return found[0]


@contextlib.contextmanager
def serving(folder: Path, environ: Mapping[str, str] | None = None, *, workers: int = 1) -> Iterator[Served]:
    """Run a server in a folder until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    own = {"PRONOUNCER_SERVER_DATA": str(folder / "data"), "PRONOUNCER_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "pronouncer", "serve", "--port", "0", "--workers", str(workers)]
    with (folder / "out.log").open("w") as out, (folder / "err.log").open("w") as err:
        process = subprocess.Popen(
            command, stdout=out, stderr=err, text=True, cwd=folder, env={**os.environ, **own, **(environ or {})}
        )
    try:
        yield Served(process, folder)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        if process.poll() is None:
            process.kill()
            process.wait()
