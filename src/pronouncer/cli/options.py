"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Source = Annotated[str, typer.Argument(help="A text or HTML file, a URL, or - for standard input.", show_default=False)]
Out = Annotated[
    Path | None, typer.Option(help="Folder of the edition. Default: ./NAME-OF-ARTICLE/", show_default=False)
]
Formats = Annotated[
    str | None, typer.Option("--format", help="m4a, mp3, opus, several with commas. Default: m4a", show_default=False)
]
VoiceName = Annotated[
    str | None, typer.Option("--voice", help="See `pronouncer voices`. Default: the language's first.", show_default=False)
]
Language = Annotated[
    str | None, typer.Option("--language", help="BCP 47, such as en or en-GB. Default: found out.", show_default=False)
]
LexiconFile = Annotated[
    str | None, typer.Option("--lexicon", help="File of names and how to say them.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
