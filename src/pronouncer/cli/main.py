"""The `pronouncer` command. Modules that cost time are imported where they are used."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pronouncer import __version__
from pronouncer.cli import options, show
from pronouncer.cli.run import as_far_as_pronounce, pipeline, read_lines, settings
from pronouncer.errors import PronouncerError, SettingsError

if TYPE_CHECKING:
    from pronouncer.pipeline import Said
    from pronouncer.settings import Settings
    from pronouncer.voice.engine import Progress


_ELSEWHERE = {
    "backup": "backup",
    "export": "export",
    "feed": "feed",
    "flags": "flags",
    "follow": "follow",
    "ingest": "ingest",
    "keys": "provenance",
    "lexicon": "lexicon",
    "people": "people",
    "restore": "backup",
    "review": "review",
    "serve": "serve",
    "verify": "provenance",
    "voices": "voices",
    "worker": "serve",
}
"""Command to the module beside this one that has it, imported when it is asked for."""


class Commands(click.Group):
    """The commands of this module and those elsewhere."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted((*self.commands, *_ELSEWHERE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is none of a name."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        gc.freeze()  # what is there by now stays, and need not be looked through
        gc.enable()  # these may run for months, and databases and queues make cycles
        command: click.Command = getattr(import_module(f"pronouncer.cli.{_ELSEWHERE[cmd_name]}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pronouncer")
def app() -> None:
    """Give every article an audio version that says the names right."""


def run() -> NoReturn:
    """Run the command; an error becomes one clear line and its exit code."""
    gc.disable()  # the commands of this module: one article makes little garbage and no cycles worth the search
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        app(prog_name="pronouncer", standalone_mode=False)
    except PronouncerError as error:
        show.error(str(error), type(error).__name__, machine="--json" in sys.argv)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has enough
        sys.exit(0)
    sys.stdout.flush()
    os._exit(0)  # everything is closed and written; taking the interpreter apart would cost a tenth of a second run


@app.command()
@options.source
@options.out
@options.formats
@options.exports
@options.reading
@options.as_json
@click.option("--estimate", is_flag=True, help="Only print the listening time, without speaking.")
def say(source: str, out: Path | None, json: bool, estimate: bool, **chosen: str | None) -> None:
    """Say an article: write its audio edition.

    The edition is a folder with page, audio, captions and record. SOURCE is a text or HTML file, a URL, or - for
    standard input.
    """
    if estimate:
        return _estimate(source, settings(**chosen), json)
    said = _said(source, out, settings(**chosen), quiet=json)
    if json:
        data = {name: getattr(said, name) for name in said.__dataclass_fields__}
        return show.as_json({**data, "folder": str(said.folder)})
    flags = f"{said.flags} flag" if said.flags == 1 else f"{said.flags} flags"
    length = f"{said.minutes} min ({show.clock(said.duration)})"
    end = " · unchanged" if said.unchanged else f" · cost ${said.cost:.2f}" if said.cost else ""
    end += "".join(f" · without {missing}" for missing in said.missing)
    print(f"{said.folder}/index.html · {length} · {said.words} words · {flags} · took {said.seconds:.1f} s{end}")


def _said(source: str, out: Path | None, chosen: "Settings", *, quiet: bool) -> "Said":
    with _progress(quiet=quiet) as progress, pipeline(chosen, progress) as made:
        return made.say(source, out)


def _estimate(source: str, chosen: "Settings", json: bool) -> None:
    from pronouncer.pipeline import estimate
    from pronouncer.publish.edition import minutes

    with pipeline(chosen) as made:
        _, script, cast, utterances = as_far_as_pronounce(made, source)
        studio = made.studio()
        cost = sum(map(studio.cost, utterances, cast))
    seconds = estimate(script, utterances, cast)
    if json:
        return show.as_json({"minutes": minutes(seconds), "seconds": round(seconds, 1), "cost": round(cost, 4)})
    print(f"{minutes(seconds)} min" + (f", ${cost:.2f} to say all of it" if cost else ""))


@app.command()
@options.source
@options.language
@options.as_json
def script(source: str, json: bool, **chosen: str | None) -> None:
    """Print what is read, and what is not and why."""
    with pipeline(settings(**chosen)) as made:
        article = made.ingest(source)
        found = made.script(article)
    show.as_json(found) if json else show.script(found, article)


@app.command()
@click.argument("source", required=False)
@click.option("--lines", help="Read one sentence a line from a file or -; write one JSON object a line.")
@options.reading
@options.as_json
def pronounce(source: str | None, lines: str | None, json: bool, **chosen: str | None) -> None:
    """Print the words that are said, with IPA and flags."""
    if (source is None) == (lines is None):
        raise SettingsError("Give a source, or --lines with a file or -.")
    if lines is not None:
        return _pronounce_lines(lines, settings(**chosen))
    with pipeline(settings(**chosen)) as made:
        found = as_far_as_pronounce(made, source or "")[3]
    show.as_json(found) if json else show.utterances(found)


def _pronounce_lines(path: str, chosen: "Settings") -> None:
    from pronouncer.ingest.fetch import read

    lines = read(path, chosen).text.removesuffix("\n").split("\n")
    for line, utterance in zip(lines, read_lines(lines, chosen), strict=True):
        show.as_json(show.line(utterance, line))


@app.command()
@click.argument("text")
@options.reading
@options.as_json
def explain(text: str, json: bool, **chosen: str | None) -> None:
    """Show why TEXT is said as it is.

    A table of what is written, its class, the rule, the words and the IPA.
    """
    utterances = read_lines(text.splitlines() or [text], settings(**chosen))
    show.as_json(utterances) if json else show.explanation(utterances)


@app.command()
@click.argument("text")
@click.option("--ipa", is_flag=True, help="TEXT is IPA; show how to respell it.")
@options.as_json
def respell(text: str, ipa: bool, json: bool) -> None:
    """Turn a respelling into IPA, or IPA into a respelling.

    TEXT is what the wires print, such as zuh-LEN-skee. One line for each way it can be read.
    """
    from pronouncer.phones.respelling import readings, respelled

    found = [text] if ipa else readings(text)
    if json:
        return show.as_json([{"ipa": each, "respelling": respelled(each)} for each in found])
    for each in found:
        print(f"{each}  {respelled(each)}")


@app.command()
@options.source
@options.reading
@options.as_json
def voice(source: str, json: bool, **chosen: str | None) -> None:
    """Speak, and print when each word is heard."""
    with pipeline(settings(**chosen)) as made:
        _, _, cast, utterances = as_far_as_pronounce(made, source)
        studio = made.studio()
        for utterance, speaker in zip(utterances, cast, strict=True):
            if utterance.words:
                take = studio.take(utterance, speaker)
                show.as_json(show.take_data(take, utterance)) if json else show.take(take, utterance)


@app.command()
@options.source
@options.formats
@options.reading
@options.as_json
def master(source: str, json: bool, **chosen: str | None) -> None:
    """Print the programme's levels, times and formats.

    The files are made and not kept.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder, pipeline(settings(**chosen)) as made:
        article, script, cast, utterances = as_far_as_pronounce(made, source)
        noun = made.master(article, script, utterances, cast, studio=made.studio(), folder=Path(folder))
    show.as_json(noun) if json else show.master(noun)


@app.command()
@options.source
@options.out
@options.formats
@options.exports
@options.reading
@click.option("--to", help="Copy it there as a version that stays: file:///path or s3://bucket/prefix")
@click.option("--reason", default="", help="Why there is a new version, such as a correction.")
@options.as_json
def publish(source: str, out: Path | None, to: str | None, reason: str, json: bool, **chosen: str | None) -> None:
    """Do what `say` does, print the edition, and copy it where it is served.

    SOURCE may also be the folder of an edition. Prints its files, or with --json its whole record; with --to its
    addresses.
    """
    from pronouncer.cli.release import destination, is_edition, release

    place = destination(to)
    folder = Path(source) if is_edition(source) else _said(source, out, settings(**chosen), quiet=json).folder
    if to and place:
        return release(folder, to, place, reason, json=json)
    if json:
        print((folder / "edition.json").read_text("utf-8"))
        return
    for path in sorted(folder.iterdir()):
        print(f"{path}  {path.stat().st_size:,} bytes")


@app.command()
@options.as_json
def check(json: bool) -> None:
    """Find configuration problems.

    Exit code 1 if there is one. docs/check.md explains each.
    """
    from pronouncer.cli.checks import problems

    found = problems(os.environ, Path())
    if json:
        show.as_json(found)
    for problem in found if not json else ():
        print(f"{problem.id}: {problem.message}")
    if not json and not found:
        print("No problems found.")
    sys.exit(1 if found else 0)


@app.command()
@click.option("--clear", is_flag=True, help="Delete everything in it.")
@options.as_json
def cache(clear: bool, json: bool) -> None:
    """Show the cache, or clear it."""
    from pronouncer.model.codec import to_data
    from pronouncer.store.cache import Cache

    chosen = settings()
    store = Cache(chosen.cache, limit=chosen.cache_bytes)
    gone = store.clear() if clear else 0
    holdings = store.holdings()
    if json:
        return show.as_json({"folder": str(chosen.cache), "deleted": gone, "holdings": to_data(holdings)})
    if clear:
        print(f"{gone} files deleted from {chosen.cache}")
    for holding in holdings:
        print(f"{holding.kind:10} {holding.files:8,} files {holding.bytes:15,} bytes")
    print(f"{chosen.cache}, kept under {chosen.cache_bytes:,} bytes")


@contextmanager
def _progress(*, quiet: bool) -> Iterator["Progress | None"]:
    """A bar on a terminal, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("voice", total=None)

        def show_progress(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        yield show_progress
