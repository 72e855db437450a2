"""Options that several commands share, as decorators."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

source = click.argument("source")
out = click.option("--out", type=click.Path(path_type=Path), help="Folder of the edition. Default: ./NAME-OF-ARTICLE/")
formats = click.option("--format", "formats", help="m4a, mp3, opus; several with commas. Default: m4a")
exports = click.option("--export", "exports", help="More files: transcript, ssml, pls, epub; several with commas.")
voice = click.option("--voice", help="A name from `pronouncer voices`. Default: the language's first.")
language = click.option("--language", help="BCP 47, such as en or en-GB. Default: found out.")
lexicon = click.option("--lexicon", help="File of names and how to say them.")
section = click.option("--section", help="Section of the article, such as sport, for entries that hold there only.")
as_json = click.option("--json", "json", is_flag=True, help="Print JSON for machines.")


def reading(command: Command) -> Command:
    """Add the options that decide how a source is read."""
    for option in (section, lexicon, language, voice):
        command = option(command)
    return command
