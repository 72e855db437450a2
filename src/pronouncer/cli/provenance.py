"""`pronouncer keys` and `pronouncer verify`: signed renditions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pronouncer.cli import options, show

if TYPE_CHECKING:
    from pronouncer.publish.provenance.verify import Provenance

_STATES = {
    "intact": "intact",
    "expired": "not valid any more: its certificate expired, and no time stamp says when it signed",
    "broken": "BROKEN: it is not the file that was signed",
    "missing": "not signed",
}
_SOURCES = {
    "algorithmicMedia": "made by rules; nobody speaks",
    "trainedAlgorithmicMedia": "made by a model that learned from recordings; nobody speaks",
}


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the keys.")
@click.option("--name", default="A newsroom", help="Who signs, as listeners' programs show it.")
@click.option("--renew", is_flag=True, help="Make a new certificate from the authority that is in the folder.")
@options.as_json
def keys(out: Path, name: str, renew: bool, json: bool) -> None:
    """Make a certificate to sign editions with.

    Writes an authority of your own, which others may choose to trust, and a certificate with its key from it.
    """
    import datetime

    from pronouncer.publish.provenance.keys import make_keys

    made = make_keys(out.absolute(), name, now=datetime.datetime.now(datetime.UTC), renew=renew)
    if json:
        return show.as_json({field: str(path) for field, path in made._asdict().items()})
    print(f'sign_certificate = "{made.certificate}"\nsign_key = "{made.key}"')
    print("Put these lines into pronouncer.toml.")
    print(f"Give {made.authority} to those who verify; lock {made.authority_key} up.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="PEM file of the authorities that you trust.")
@options.as_json
def verify(file: Path, trust: Path | None, json: bool) -> None:
    """Tell what a signed audio file says of itself.

    Says whether it is intact and who signed it. Exit code 1 if it was changed or is not signed.
    """
    from pronouncer.publish.provenance.verify import verify

    found = verify(file, trust)
    show.as_json(found._asdict()) if json else _print(file, found)
    sys.exit(0 if found.state == "intact" else 1)


def _print(file: Path, found: "Provenance") -> None:
    print(f"{file} · {_STATES[found.state]}")
    if found.signer:
        trusted = "trusted" if found.trusted else "not from an authority that was named as trusted (--trust)"
        print(f"  signed by   {show.flat(found.signer)}, {trusted}")
    source = found.source_type.rpartition("/")[2]
    lines = {
        "title": found.title,
        "made with": found.generator,
        "source": f"{source}: {_SOURCES[source]}" if source in _SOURCES else found.source_type,
        "disclosure": found.disclosure,
    }
    for name, text in lines.items():
        if text:
            print(f"  {name:10}  {show.flat(text)}")
    for problem in found.problems:
        print(f"  problem     {show.flat(problem)}")
