"""`pronouncer follow`: a folder of editions in step with a source, for cron."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import pipeline, settings

if TYPE_CHECKING:
    from pronouncer.follow import Followed


@click.command()
@options.source
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the editions, one folder each.")
@options.formats
@options.exports
@options.reading
@options.as_json
def follow(source: str, out: Path, json: bool, **chosen: str | None) -> None:
    """Keep a folder of editions in step with SOURCE.

    New and changed articles are said; those that SOURCE does not publish any more are withdrawn. SOURCE is a feed, a
    sitemap, posts of WordPress or Ghost, a page, a webhook's message; run it from cron. The exit code is that of the
    last article that failed.
    """
    from pronouncer.follow import follow

    code = 0
    with pipeline(settings(**chosen)) as made:
        for followed in follow(made, source, out):
            code = followed.exit_code or code
            _show(followed, json=json)
    sys.stdout.flush()
    if code:
        sys.exit(code)


def _show(followed: "Followed", *, json: bool) -> None:
    if followed.status == "problem":
        return show.error(followed.reason, "problem", machine=json)
    if json:
        data = {name: getattr(followed, name) for name in followed.__dataclass_fields__}
        return show.as_json({**data, "folder": str(followed.folder or "")})
    sentences = "1 sentence" if followed.takes == 1 else f"{followed.takes} sentences"
    spoken = f"{sentences} spoken" if followed.status == "said" else ""
    parts = (str(followed.folder or ""), followed.headline, spoken, followed.reason)
    print(f"{followed.status:9}  {' · '.join(filter(None, parts))}")
