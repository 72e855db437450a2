"""`pronouncer export`: more files from an edition that is there already."""

from pathlib import Path

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "exports", help="transcript, ssml, pls, epub; several with commas. Default: the setting exports.")
@options.as_json
def export(folder: Path, exports: str | None, json: bool) -> None:
    """Make more files from an edition.

    FOLDER is one that `say` has written. Page and captions are made anew; nothing is spoken.
    """
    from pronouncer.export import export

    chosen = settings(exports=exports)
    edition = export(folder, chosen.exports, chosen.base_url)
    if json:
        return show.as_json(edition.exports)
    for made in edition.exports:
        print(f"{folder / made.file}  {made.bytes:,} bytes")
