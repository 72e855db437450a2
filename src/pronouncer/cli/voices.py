"""`pronouncer voices`: which there are, installing and removing them, and how they measure."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import available, settings
from pronouncer.errors import InstallError, NoVoice, PronouncerError, SettingsError

if TYPE_CHECKING:
    from pronouncer.cli.audition import Audition
    from pronouncer.model.voice import Voice
    from pronouncer.settings import Settings
    from pronouncer.voice.catalogue.catalogue import Offer

_catalogue = click.option("--catalogue", help="URL or file of a catalogue. Default: the setting catalogue.")


@click.group(invoke_without_command=True)
@options.language
@options.as_json
@click.pass_context
def voices(context: click.Context, language: str | None, json: bool) -> None:
    """List voices with language, engine and licence.

    What else can be done with them: the commands below.
    """
    if context.invoked_subcommand:
        return
    found: list[Voice] = []
    chosen, unused = settings(), []
    for name, those, reason in available(chosen):
        found += those
        if reason and (name in chosen.engines or (chosen.voices / name).is_dir()):
            print(f"{name}: {reason}", file=sys.stderr)
        elif reason:
            unused.append(name)
    if unused and not json:
        print(f"Not set up: {', '.join(unused)}. docs/voice.md says what each needs.", file=sys.stderr)
    if language:
        found = [voice for voice in found if _same_language(voice, language)]
    if json:
        return show.as_json(found)
    for each in found:
        print(f"{each.id:28} {each.language:12} {each.engine:10} {each.licence:18} {each.description}")


def _same_language(voice: "Voice", language: str) -> bool:
    return voice.language.lower().split("-")[0] == language.lower().split("-")[0]


@voices.command("catalogue")
@_catalogue
@options.as_json
def list_catalogue(catalogue: str | None, json: bool) -> None:
    """List voices that can be installed."""
    from pronouncer.voice.catalogue.catalogue import read_catalogue

    found = read_catalogue(settings(catalogue=catalogue))
    if json:
        return show.as_json(found.voices)
    for offer in found.voices:
        card = offer.card
        print(f"{offer.id:28} {card.language:12} {_size(offer):>10}  {card.licence:18} {card.description}")
    if not found.voices:
        print(f"{found.place} offers no voice. Name your newsroom's with --catalogue or the setting catalogue.")


@voices.command()
@click.argument("name")
@_catalogue
@click.option("--accept-licence", is_flag=True, help="Install a voice whose licence is not known.")
def install(name: str, catalogue: str | None, accept_licence: bool) -> None:
    """Install a voice of a catalogue.

    It is put in place only if all its files are what the catalogue declares, and it speaks.
    """
    from pronouncer.cli.audition import speaks
    from pronouncer.voice.catalogue.catalogue import read_catalogue
    from pronouncer.voice.catalogue.fetch import fetch
    from pronouncer.voice.engine import make_engine
    from pronouncer.voice.installed import arriving

    chosen = settings(catalogue=catalogue)
    found = read_catalogue(chosen)
    offer = found.find(name)
    print(f"{offer.id} · {_size(offer)} · licence: {offer.card.licence} · by: {offer.card.attribution}", flush=True)
    if not offer.card.is_licensed and not accept_licence:
        raise InstallError(
            f"The catalogue does not say under which licence {offer.id} may be used. Find out, then install it with "
            "--accept-licence."
        )
    make_engine(offer.engine, chosen).close()  # refused before anything is fetched where it cannot run here
    with arriving(chosen, offer.engine, offer.name) as folder:
        fetch(offer, found, folder, chosen)
        speaks(chosen, offer.engine, offer.name, folder)
    print(f"Installed: --voice {offer.id}")


@voices.command()
@click.argument("source", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--engine", default="piper", show_default=True, help="The engine that it is for.")
@click.option("--name", help="What to call it. Default: the name of the folder or file.")
@click.option("--licence", help="SPDX expression, or a URL.")
@click.option("--attribution", help="Who must be named.")
@click.option("--description", help="For people.")
@click.option("--language", help="BCP 47, where the files do not say it.")
@click.option("--cloned", is_flag=True, help="It resembles a real person: editions say aloud that nobody speaks.")
def add(source: Path, engine: str, name: str | None, **told: str) -> None:
    """Install a voice that you have: a folder, or an .onnx file with its .json.

    It is copied, and put in place only if it speaks.
    """
    import dataclasses

    from pronouncer.cli.audition import speaks
    from pronouncer.voice.installed import arriving, copied, read_card, write_card

    chosen = settings()
    base = source.resolve()
    name = name or (base.name if base.is_dir() else base.stem)
    with arriving(chosen, engine, name) as folder:
        copied(base, folder)
        more: Any = {key: value for key, value in told.items() if value}
        card = dataclasses.replace(read_card(folder), **more)
        write_card(folder, card)
        speaks(chosen, engine, name, folder)
    print(f"Installed: --voice {engine}:{name} · licence: {card.licence} · by: {card.attribution}")
    if not card.is_licensed:
        print("Find out its licence before you publish, and add it again with --licence and --attribution.")


@voices.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove an installed voice."""
    from pronouncer.voice.installed import find_installed, remove

    found = find_installed(settings(), name)
    remove(found)
    print(f"Removed: {found.id}")


@voices.command()
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Every voice that runs on this machine.")
@click.option("--text", default="", metavar="SOURCE", help="Article to read. Default: a news text of our own.")
@click.option("--sentences", type=click.IntRange(1), help="Read only so many sentences.")
@click.option("--save", is_flag=True, help="Keep gain and speed in the card of an installed voice.")
@options.language
@options.as_json
def test(
    name: str | None, *, every: bool, text: str, sentences: int | None, save: bool, language: str | None, json: bool
) -> None:
    """Measure a voice.

    Its speed, loudness, phones and times, and whether it says the same twice.
    """
    from pronouncer.cli.audition import audition

    if (name is None) != every:
        raise SettingsError("Name a voice, or give --all.")
    chosen, failed = settings(language=language), False
    for wanted in [name] if name else list(_here(chosen)):
        try:
            found = audition(chosen, _in_full(chosen, wanted), text=text, sentences=sentences)
            if save:
                _save(chosen, found)
        except PronouncerError as error:
            if not every:
                raise
            failed = True
            show.error(f"{wanted}: {error}", type(error).__name__, machine=json)
        else:
            show.as_json(found) if json else show.audition(found)
    sys.exit(NoVoice.exit_code if failed else 0)


def _here(chosen: "Settings") -> Iterator[str]:
    """Yield every voice that costs nothing to hear."""
    from pronouncer.voice.engine import make_engine

    for name, those, _ in available(chosen):
        engine = make_engine(name, chosen) if those else None
        for voice in those:
            wanted = not chosen.language or _same_language(voice, chosen.language)
            if engine and wanted and engine.capabilities(voice).device != "network":
                yield voice.id
        if engine:
            engine.close()


def _in_full(chosen: "Settings", wanted: str) -> str:
    """Return `engine:name` for the name of an installed voice; any other as it is."""
    from pronouncer.voice.installed import find_installed

    try:
        return wanted if ":" in wanted else find_installed(chosen, wanted).id
    except NoVoice:
        return wanted


def _save(chosen: "Settings", found: "Audition") -> None:
    import dataclasses

    from pronouncer.voice.installed import installed, is_of, write_card

    here = [each for each in installed(chosen, found.voice.engine) if is_of(found.voice, each.name)]
    if not here:
        raise SettingsError(f"{found.voice.id} is not an installed voice, so that it has no card. Leave --save out.")
    figures = {name: round(getattr(found, name), 4) for name in ("gain", "phone_seconds", "break_seconds")}
    write_card(here[0].folder, dataclasses.replace(here[0].card, **figures))


@voices.command()
@click.argument("source", required=False, default="")
@click.option("--sentences", type=click.IntRange(1), default=12, show_default=True, help="Read only so many sentences.")
@click.option("--write", type=click.Path(exists=True, path_type=Path), help="Page whose table is replaced.")
def table(source: str, sentences: int, write: Path | None) -> None:
    """Print a Markdown table of all engines.

    An English voice of each reads SOURCE, a news text of our own by default.
    """
    from pronouncer.cli.table import replaced, rows

    text = "\n".join(rows(settings(), source, sentences))
    if write:
        replaced(write, text)
    else:
        print(text)


def _size(offer: "Offer") -> str:
    return f"{offer.bytes / 1e6:,.1f} MB"
