"""A real WordPress on this machine, with its database, in a folder of its own."""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PHP = Path(__file__).parent / "php"
_STARTING = 30  # seconds
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class WordPress:
    """An installed WordPress that answers at `url`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def call(self, function: str, *arguments: object) -> Any:
        """Call a function of WordPress, in a process of its own, and return its result."""
        done = subprocess.run(
            ["php", PHP / "call.php", function],
            input=json.dumps(arguments).encode(),
            capture_output=True,
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == 0, (done.stderr or done.stdout).decode()
        return json.loads(done.stdout.splitlines()[-1])

    def publish(self, title: str, content: str, **more: object) -> int:
        """Publish a post and return its number."""
        post = {"post_title": title, "post_content": content, "post_status": "publish", **more}
        number: int = self.call("wp_insert_post", post, True)
        return number

    def update(self, number: int, **fields: object) -> None:
        """Change fields of a post."""
        self.call("wp_update_post", {"ID": number, **fields}, True)

    def pretty(self, structure: str) -> None:
        """Choose how links look: empty for `?p=1`, or such as `/%postname%/`."""
        self.call("update_option", "permalink_structure", structure)
        self.call("flush_rewrite_rules", False)  # in a process that has read the option


@contextlib.contextmanager
def installed(debian: Path, folder: Path, *, hook: str, plugin: str) -> Iterator[WordPress]:
    """Install Debian's WordPress into a folder and serve it, with the code of a plugin, until the block ends."""
    place, database = folder / "site", f"{folder}/database.sock"
    shutil.copytree(debian, place, symlinks=True)
    shutil.copy(PHP / "wp-config.php", place)
    (place / "wp-content/mu-plugins").mkdir()
    (place / "wp-content/mu-plugins/pronouncer.php").write_text(plugin)
    port = _free_port()
    here = {"socket": database, "url": f"http://127.0.0.1:{port}", "hook": hook}
    (place / "here.json").write_text(json.dumps(here))
    data = folder / "data"
    data.mkdir()
    mariadb = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={database}", "--skip-networking"]
    # An empty folder has no tables of users; who can open the socket is decided by the folder it is in.
    mariadb += ["--skip-grant-tables", "--skip-log-bin", *(["--user=root"] if os.getuid() == 0 else [])]
    php = ["php", "-S", f"127.0.0.1:{port}", "-t", str(place), str(PHP / "router.php")]
    with _running(mariadb, folder / "mariadb.log", socket.AF_UNIX, database):
        subprocess.run(["php", PHP / "install.php"], cwd=place, check=True, capture_output=True)
        with _running(php, folder / "php.log", socket.AF_INET, ("127.0.0.1", port)):
            yield WordPress(place, here["url"])


@contextlib.contextmanager
def _running(command: list[str], log: Path, family: int, address: Any) -> Iterator[None]:
    """Run a server until the block ends, from when it answers."""
    libc = ctypes.CDLL(None)

    def with_us() -> None:  # also where the tests are killed, so that nothing is left running
        libc.prctl(_DEATH_SIGNAL, signal.SIGTERM)

    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, preexec_fn=with_us) as process:
        try:
            until = time.monotonic() + _STARTING
            while not _answers(family, address):
                late = process.poll() is not None or time.monotonic() > until
                assert not late, f"{command[0]} did not start: {log.read_text()[-2000:]}"
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(_STARTING)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(family: int, address: Any) -> bool:
    with socket.socket(family) as client:
        return client.connect_ex(address) == 0


def _free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port: int = server.getsockname()[1]
        return port
