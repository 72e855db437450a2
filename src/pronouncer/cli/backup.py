"""`pronouncer backup` and `pronouncer restore`: all that a server knows, put away and brought back."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pronouncer.cli import show
from pronouncer.cli.options import as_json
from pronouncer.cli.run import settings
from pronouncer.extras import needed

if TYPE_CHECKING:
    from pronouncer.newsroom.backup import Kept


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@as_json
def backup(target: Path, json: bool) -> None:
    """Write all that the server knows to TARGET: a folder, or a file NAME.tar.

    The server may go on running. A bucket of editions is not copied. Keep it safe: it holds what signs and opens.
    """
    with needed("server", "The server"):
        from pronouncer.newsroom.backup import backup as write

    _told(write(settings(), target, now=time.time()), target, json)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@as_json
def restore(source: Path, json: bool) -> None:
    """Bring back what `backup` wrote to SOURCE, into an empty database of either make."""
    with needed("server", "The server"):
        from pronouncer.newsroom.backup import restore as read

    _told(read(settings(), source), source, json)


def _told(kept: "Kept", path: Path, json: bool) -> None:
    if json:
        return show.as_json({**kept._asdict(), "path": str(path)})
    bucket = f" · not copied: {kept.elsewhere}" if kept.elsewhere else ""
    print(f"{path} · {kept.rows:,} rows · {kept.editions:,} files of editions · {kept.bytes / 1e6:,.1f} MB{bucket}")
