"""`pronouncer serve` and `pronouncer worker`: the server, and more hands for it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from pronouncer.cli.run import settings
from pronouncer.errors import SettingsError

if TYPE_CHECKING:
    from pronouncer.settings import Settings


@click.command()
@click.option("--host", help="Address to listen at.")
@click.option("--port", type=int, help="Port to listen at; 0 for a free one.")
@click.option("--workers", type=int, help="Worker processes to start.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Run the server: desk, API and workers.

    Settings are those of the table [server]. It stops with Ctrl+C or SIGTERM, and finishes what is in hand.
    """
    from pronouncer.web.serve import serve as serve_web

    chosen = settings()
    given = {"host": host, "port": port, "workers": workers}
    serve_web(_with(chosen, {name: value for name, value in given.items() if value is not None}))


@click.command()
@click.option("--queues", default="", help="Only these queues, with commas: breaking, normal, revoice, backfill.")
@click.option("--concurrency", type=int, help="Articles to make at the same time.")
@click.option("--with-parent", is_flag=True, hidden=True, help="Stop when standard input ends.")
def worker(queues: str, concurrency: int | None, with_parent: bool) -> None:
    """Run a worker for the server, here or on another machine.

    It needs the same settings, a database and blobs that it can reach.
    """
    from pronouncer.jobs.open import open_jobs
    from pronouncer.jobs.port import QUEUES
    from pronouncer.worker.run import run

    wanted = [each.strip() for each in queues.split(",") if each.strip()]
    unknown = [each for each in wanted if each not in QUEUES]
    if unknown:
        raise SettingsError(f"There is no queue {unknown[0]!r}. The queues are: {', '.join(QUEUES)}.")
    chosen = settings()
    chosen = _with(chosen, {"concurrency": concurrency}) if concurrency else chosen
    jobs = open_jobs(chosen)
    try:
        run(chosen, jobs, queues=wanted, with_parent=with_parent)
    finally:
        jobs.close()


def _with(chosen: "Settings", given: dict[str, object]) -> "Settings":
    try:
        return replace(chosen, server=replace(chosen.server, **given))  # type: ignore[arg-type]
    except ValueError as error:
        raise SettingsError(str(error)) from error
