"""The `pronouncer` command. Modules that cost time are imported where they are used."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pronouncer import __version__
from pronouncer.cli.options import Formats, Json, Language, LexiconFile, Out, Source, VoiceName
from pronouncer.errors import PronouncerError, SettingsError

if TYPE_CHECKING:
    from pronouncer.model.article import Article
    from pronouncer.model.script import Script
    from pronouncer.model.utterance import Utterance
    from pronouncer.model.voice import Voice
    from pronouncer.pipeline import Pipeline, Progress
    from pronouncer.settings import Settings

app = typer.Typer(
    name="pronouncer",
    help="Give every article an audio version that says the names right.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def run() -> NoReturn:
    """Run the command; an error becomes one clear line and its exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        app()
    except PronouncerError as error:
        from pronouncer.cli import show

        show.error(str(error), type(error).__name__, machine="--json" in sys.argv)
        sys.exit(error.exit_code)
    sys.exit(0)


def settings(**options: object) -> "Settings":
    """Return the settings of this call. Raises SettingsError."""
    from pronouncer.settings import load

    try:
        return load(options, environ=os.environ, folder=Path())
    except ValueError as error:
        raise SettingsError(str(error)) from error


@contextmanager
def _pipeline(chosen: "Settings", progress: "Progress | None" = None) -> Iterator["Pipeline"]:
    from pronouncer.pipeline import Pipeline

    with Pipeline(chosen, **({"progress": progress} if progress else {})) as pipeline:
        yield pipeline


def _as_far_as_pronounce(pipeline: "Pipeline", source: str) -> "tuple[Article, Script, Voice, tuple[Utterance, ...]]":
    article = pipeline.ingest(source)
    script = pipeline.script(article)
    voice = pipeline.voice_for(article.language)
    return article, script, voice, pipeline.pronounce(script, voice)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(f"pronouncer {__version__}")
        raise typer.Exit


@app.command()
def say(
    source: Source,
    out: Out = None,
    formats: Formats = None,
    voice: VoiceName = None,
    language: Language = None,
    lexicon: LexiconFile = None,
    json: Json = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Only print the listening time.")] = False,
) -> None:
    """Say an article: write its edition, with page, audio, captions and record."""
    from pronouncer.cli import show

    chosen = settings(formats=formats, voice=voice, language=language, lexicon=lexicon)
    if estimate:
        return _estimate(source, chosen, json)
    with _progress(quiet=json) as progress, _pipeline(chosen, progress) as pipeline:
        said = pipeline.say(source, out)
    if json:
        data = {name: getattr(said, name) for name in said.__dataclass_fields__}
        return show.as_json({**data, "folder": str(said.folder)})
    unit = "flag" if said.flags == 1 else "flags"
    print(
        f"{said.folder}/index.html · {said.minutes} min ({show.clock(said.duration)}) · {said.words} words · "
        f"{said.flags} {unit} · took {said.seconds:.1f} s"
        + (" · unchanged" if said.unchanged else "")
    )


def _estimate(source: str, chosen: "Settings", json: bool) -> None:
    from pronouncer.cli import show
    from pronouncer.pipeline import estimate
    from pronouncer.publish.edition import minutes

    with _pipeline(chosen) as pipeline:
        _, script, voice, utterances = _as_far_as_pronounce(pipeline, source)
    seconds = estimate(script, utterances, voice)
    if json:
        return show.as_json({"minutes": minutes(seconds), "seconds": round(seconds, 1)})
    print(f"{minutes(seconds)} min")


@app.command()
def ingest(source: Source, language: Language = None, json: Json = False) -> None:
    """Take a source in and print the article: its blocks and their kinds."""
    from pronouncer.cli import show

    with _pipeline(settings(language=language)) as pipeline:
        article = pipeline.ingest(source)
    show.as_json(article) if json else show.article(article)


@app.command()
def script(source: Source, language: Language = None, json: Json = False) -> None:
    """Print what is read of a source, sentence by sentence, and what is not."""
    from pronouncer.cli import show

    with _pipeline(settings(language=language)) as pipeline:
        article = pipeline.ingest(source)
        found = pipeline.script(article)
    show.as_json(found) if json else show.script(found, article)


@app.command()
def pronounce(
    source: Annotated[str | None, typer.Argument(help="A text or HTML file, a URL, or -.", show_default=False)] = None,
    lines: Annotated[
        str | None, typer.Option("--lines", help="Read one sentence a line from a file or -; write one JSON object a line.")
    ] = None,
    voice: VoiceName = None,
    language: Language = None,
    lexicon: LexiconFile = None,
    json: Json = False,
) -> None:
    """Print the words that are said, with IPA and flags."""
    from pronouncer.cli import show

    chosen = settings(voice=voice, language=language, lexicon=lexicon)
    if (source is None) == (lines is None):
        raise SettingsError("Give a source, or --lines with a file or -.")
    if lines is not None:
        return _pronounce_lines(lines, chosen)
    with _pipeline(chosen) as pipeline:
        found = _as_far_as_pronounce(pipeline, source or "")[3]
    if json:
        from pronouncer.model.codec import to_data

        return show.as_json(to_data(found))
    show.utterances(found)


def _pronounce_lines(path: str, chosen: "Settings") -> None:
    from pronouncer.cli import show
    from pronouncer.ingest.fetch import read
    from pronouncer.ingest.take_in import DEFAULT_LANGUAGE
    from pronouncer.script.order import of_lines

    raw = read(path, chosen)
    script = of_lines(raw.text.removesuffix("\n").split("\n"), chosen.language or DEFAULT_LANGUAGE)
    with _pipeline(chosen) as pipeline:
        utterances = pipeline.pronounce(script, pipeline.voice_for(script.language))
    for sentence, utterance in zip(script.sentences, utterances, strict=True):
        show.as_json(show.line(utterance, sentence.text))


@app.command()
def voice(
    source: Source, name: VoiceName = None, language: Language = None, lexicon: LexiconFile = None, json: Json = False
) -> None:
    """Speak a source sentence by sentence and print when each word is heard."""
    from pronouncer.cli import show

    with _pipeline(settings(voice=name, language=language, lexicon=lexicon)) as pipeline:
        _, _, chosen, utterances = _as_far_as_pronounce(pipeline, source)
        for utterance in utterances:
            if utterance.words:
                take = pipeline.voice(utterance, chosen)
                show.as_json(show.take_data(take, utterance)) if json else show.take(take, utterance)


@app.command()
def master(
    source: Source,
    formats: Formats = None,
    name: VoiceName = None,
    language: Language = None,
    lexicon: LexiconFile = None,
    json: Json = False,
) -> None:
    """Make the programme of a source and print its levels, times and formats; nothing is kept."""
    import tempfile

    from pronouncer.cli import show

    chosen = settings(formats=formats, voice=name, language=language, lexicon=lexicon)
    with tempfile.TemporaryDirectory() as folder, _pipeline(chosen) as pipeline:
        article, script, speaker, utterances = _as_far_as_pronounce(pipeline, source)
        tags = {"title": article.headline}
        made, _ = pipeline.master(script, utterances, speaker, Path(folder), tags=tags)
    if json:
        return show.as_json(made)
    print(f"{show.clock(made.duration)} · {made.loudness.integrated:.1f} LUFS · gain {made.loudness.gain:+.1f} dB")
    for rendition in made.renditions:
        print(f"{rendition.format}: {rendition.bytes:,} bytes, {rendition.duration:.3f} s")
    for chapter in made.chapters:
        print(f"{show.clock(chapter.start)} {chapter.title}")


@app.command()
def publish(
    source: Source,
    out: Out = None,
    formats: Formats = None,
    voice: VoiceName = None,
    language: Language = None,
    lexicon: LexiconFile = None,
    json: Json = False,
) -> None:
    """Do what `say` does, and print the edition: its files, or with --json its whole record."""
    chosen = settings(formats=formats, voice=voice, language=language, lexicon=lexicon)
    with _progress(quiet=json) as progress, _pipeline(chosen, progress) as pipeline:
        said = pipeline.say(source, out)
    if json:
        print((said.folder / "edition.json").read_text("utf-8"))
        return
    for path in sorted(said.folder.iterdir()):
        print(f"{path}  {path.stat().st_size:,} bytes")


@app.command()
def review(
    folder: Annotated[Path, typer.Argument(help="Folder of an edition.", show_default=False)], json: Json = False
) -> None:
    """Listen to a finished edition and report what is wrong; exit code 1 if anything is."""
    from pronouncer.cli import show
    from pronouncer.model.codec import to_data
    from pronouncer.review.listen import listen

    reports = listen(folder)
    if json:
        show.as_json(to_data(tuple(reports)))
    for report in reports if not json else ():
        print(f"{report.check}: {report.message}" + (f" ({report.sentence_id})" if report.sentence_id else ""))
    if not json and not reports:
        print("Nothing wrong was heard.")
    raise typer.Exit(1 if reports else 0)


@app.command()
def voices(language: Language = None, json: Json = False) -> None:
    """List the voices that can speak now, with language, engine and licence."""
    from pronouncer.cli import show
    from pronouncer.model.codec import to_data
    from pronouncer.voice.engine import engine_names, make_engine

    found: list[Voice] = []
    for name in engine_names():
        engine = make_engine(name, settings())
        found += engine.voices()
        engine.close()
    if language:
        found = [v for v in found if v.language.lower().split("-")[0] == language.lower().split("-")[0]]
    if json:
        return show.as_json(to_data(tuple(found)))
    for each in found:
        print(f"{each.id:28} {each.language:12} {each.engine:10} {each.licence:18} {each.description}")


@app.command()
def check(json: Json = False) -> None:
    """Find problems of the configuration before anything runs; exit code 1 if there is one."""
    from pronouncer.cli import show
    from pronouncer.cli.checks import problems
    from pronouncer.model.codec import to_data

    found = problems(os.environ, Path())
    if json:
        show.as_json(to_data(tuple(found)))
    for problem in found if not json else ():
        print(f"{problem.id}: {problem.message}")
    if not json and not found:
        print("No problems found.")
    raise typer.Exit(1 if found else 0)


@app.command()
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Delete everything in it.")] = False, json: Json = False
) -> None:
    """Show the cache of takes and encoded passages, or clear it."""
    from pronouncer.cli import show
    from pronouncer.model.codec import to_data
    from pronouncer.store.cache import Cache

    chosen = settings()
    store = Cache(chosen.cache, limit=chosen.cache_bytes)
    gone = store.clear() if clear else 0
    holdings = tuple(store.holdings())
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
