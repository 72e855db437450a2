"""`pronouncer lexicon`: the newsroom's names, from the command line."""

import getpass
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import read_lines, settings
from pronouncer.errors import LexiconError, SettingsError, StoreError

if TYPE_CHECKING:
    from pronouncer.model.lexicon import Lexeme
    from pronouncer.pronounce.lexicons.edit import Edited
    from pronouncer.pronounce.lexicons.exchange import Outcome
    from pronouncer.pronounce.lookup import Match


@click.group()
def lexicon() -> None:
    """Names and how to say them: add, list, import, export, test, explain."""


@lexicon.command()
@click.argument("grapheme")
@click.argument("pronunciation", required=False)
@click.option("--alias", help="Words that are said instead.")
@click.option("--as-said", is_flag=True, help="It is said right now: keep it so.")
@click.option("--scope", help="house, section:NAME, article:SOURCE, occurrence:SENTENCE. Default: house")
@click.option("--match", help="any, exact or start. Default: any")
@click.option("--left", help="Words of which one must stand before it.")
@click.option("--right", help="Words of which one must stand after it.")
@click.option("--role", help="person, place, noun, verb or adjective.")
@click.option("--for-voice", "voice", help="Engine, or engine:voice, that it is for.")
@click.option("--status", help="approved, proposed or retired. Default: approved")
@click.option("--kind", help="person, place, party, company, team, thing.")
@click.option("--who", help="Who decided. Default: you.")
@click.option("--why", help="The reason.")
@click.option("--source", help="Where the pronunciation is from.")
@options.language
@options.lexicon
@options.as_json
def add(grapheme: str, pronunciation: str | None, as_said: bool, json: bool, **more: str | None) -> None:
    """Add how GRAPHEME is said: PRONUNCIATION is a respelling (KEE-ihv), IPA, or "rhymes with cone".

    An entry for the same word in the same place is retired.
    """
    from pronouncer.pronounce.lexicons.entry import made

    chosen = settings(lexicon=more.pop("lexicon"), language=more["language"])
    if bool(pronunciation) + bool(more["alias"]) + as_said != 1:
        raise SettingsError("Give a pronunciation, or --alias, or --as-said.")
    if as_said:
        pronunciation = _as_said(grapheme, chosen.language or "en")
    fields = {name: value for name, value in more.items() if value}
    fields |= {"grapheme": grapheme, "phoneme": pronunciation or "", "when": _now(), "who": more["who"] or _user()}
    fields["language"] = chosen.language or "en"
    try:
        lexeme = made(fields)
    except ValueError as error:
        raise LexiconError(f"Not added: {error}.") from error
    _show_edit(_edit(chosen.house_lexicon, [lexeme]), chosen.house_lexicon, json)


def _as_said(grapheme: str, language: str) -> str:
    """Return the IPA that a word has now, with everything that is installed."""
    (utterance,) = read_lines([grapheme], settings(language=language))
    return " ".join(ipa for _, _, ipa in utterance.words)


def _edit(path: Path, lexemes: Iterable["Lexeme"]) -> "Edited":
    """Put entries into a file: all of them or none."""
    from pronouncer.pronounce.lexicons.edit import added

    try:
        before = path.read_text("utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"The lexicon {path} cannot be read: {error}.") from error
    edited = added(before, lexemes, str(path))
    if edited.added:
        _write(path, edited.text)
    return edited


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}. It is as it was.") from error


def _show_edit(edited: "Edited", path: Path, json: bool) -> None:
    groups = {"added": edited.added, "retired": edited.retired, "same": edited.same}
    if json:
        return show.as_json({name: [each._asdict() for each in group] for name, group in groups.items()})
    for lexeme in edited.retired:
        print(f"retired  {show.lexeme(lexeme)}")
    for lexeme in edited.added:
        print(f"added    {show.lexeme(lexeme)}")
    for lexeme in edited.same:
        print(f"same     {show.lexeme(lexeme)}")
    print(f"{path}: {len(edited.added)} added, {len(edited.retired)} retired, {len(edited.same)} there already")


@lexicon.command(name="list")
@click.argument("word", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Also retired and proposed ones, and those that come with the language."
)
@options.language
@options.lexicon
@options.as_json
def list_(word: str | None, every: bool, json: bool, **chosen: str | None) -> None:
    """List entries, or those of WORD."""
    found = _base(settings(**chosen).language or "en") if every else []
    found = [each for each in [*found, *_house(settings(**chosen).house_lexicon)] if every or each.status == "approved"]
    if word:
        found = [each for each in found if word.casefold() in each.grapheme.casefold()]
    for each in found:
        show.as_json(each._asdict()) if json else print(show.lexeme(each))
    if not json and not found:
        print("No entries." if not word else f"No entry for {word!r}.")


def _house(path: Path) -> "list[Lexeme]":
    from pronouncer.pronounce.lexicons.tsv import read

    return read(path) if path.exists() else []


def _base(language: str) -> "list[Lexeme]":
    from pronouncer.pronounce.say import base_entries

    return base_entries(language)


@lexicon.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--form", default="", help="tsv, csv, pls, polly, azure, elevenlabs, beyondwords. Default: found out.")
@click.option("--skip", is_flag=True, help="Take the rest where entries are refused.")
@click.option("--propose", is_flag=True, help="As proposals, which are not said until they are approved.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@options.lexicon
@options.as_json
def import_(file: Path, form: str, skip: bool, propose: bool, dry_run: bool, json: bool, **chosen: str | None) -> None:
    """Take the entries of FILE, saying line by line what was taken, changed or refused.

    If any is refused, nothing is imported, unless --skip says so.
    """
    from pronouncer.pronounce.lexicons.exchange import imported

    found = imported(file, form)
    path = settings(**chosen).house_lexicon
    _show_outcomes(found.outcomes, json)
    refused = sum(outcome.verdict == "refused" for outcome in found.outcomes)
    if refused and not skip:
        raise LexiconError(
            f"{refused} of {len(found.outcomes)} entries of {file} were refused, so that nothing was imported. Mend "
            "them, or import the rest with --skip."
        )
    entries = [each._replace(when=each.when or _now(), who=each.who or _user()) for each in found.entries]
    entries = [each._replace(status="proposed") for each in entries] if propose else entries
    if not dry_run:
        _show_edit(_edit(path, entries), path, json)


def _show_outcomes(outcomes: "Sequence[Outcome]", json: bool) -> None:
    for outcome in outcomes:
        if json:
            show.as_json(outcome._asdict())
        else:
            print(f"line {outcome.line:<6} {outcome.verdict:8} {outcome.grapheme}  {outcome.message}".rstrip())


@lexicon.command()
@click.option(
    "--form", default="pls", help="tsv, csv, pls, pls-x-sampa, polly, azure, elevenlabs, beyondwords. Default: pls"
)
@click.option("--out", type=click.Path(path_type=Path), help="File. Default: standard output.")
@click.option("--all", "every", is_flag=True, help="Also the entries that come with the language.")
@options.language
@options.lexicon
def export(form: str, out: Path | None, every: bool, **chosen: str | None) -> None:
    """Write the lexicon for another program; what its format cannot hold is named on standard error."""
    from pronouncer.pronounce.lexicons.exchange import exported

    own = _house(settings(**chosen).house_lexicon)
    base = [each._replace(scope="house") for each in _base(chosen["language"] or "en")] if every else []
    made = exported([*base, *own], form, language=chosen["language"] or "")
    for outcome in made.left_out:
        what = "left out" if outcome.verdict == "refused" else "less"
        print(f"{what}: {outcome.grapheme} {outcome.message}".replace("  ", " "), file=sys.stderr)
    if out:
        _write(out, made.text)
    else:
        sys.stdout.write(made.text)


@lexicon.command()
@options.voice
@options.language
@options.lexicon
@options.as_json
def test(json: bool, **chosen: str | None) -> None:
    """Say each entry of the newsroom and check that it is said as it says.

    Exit code 1 if one is not: another entry wins, the voice cannot say it, or it was heard otherwise.
    """
    from pronouncer.cli.trial import tried_out
    from pronouncer.pipeline import Pipeline

    with Pipeline(settings(**chosen)) as pipeline:
        found = list(tried_out(_house(pipeline.settings.house_lexicon), pipeline))
    wrong = [each for each in found if each.problem]
    for each in found if json else wrong:
        show.as_json(each._asdict() | {"lexeme": each.lexeme._asdict()}) if json else print(
            f"{each.lexeme.grapheme}: {each.problem}"
        )
    if not json:
        print(f"{len(found)} entries tried, {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


@lexicon.command()
@click.argument("text")
@click.option("--article", default="", help="As if TEXT stood in this article.")
@options.reading
@options.as_json
def explain(text: str, article: str, json: bool, **chosen: str | None) -> None:
    """Say which entries match TEXT, which of them wins, and why the others lose."""
    from pronouncer.pipeline import Pipeline
    from pronouncer.pronounce.lookup import explained
    from pronouncer.pronounce.say import reader_of
    from pronouncer.script.order import of_lines

    found_settings = settings(**chosen)
    tag = found_settings.language or "en"
    with Pipeline(found_settings) as pipeline:
        (sentence,) = of_lines([" ".join(text.split())], tag).sentences
        where = reader_of(tag).where._replace(
            article=article, section=found_settings.section, voice=pipeline.voice_for(tag).id, sentence=sentence.id
        )
        found = list(explained(pipeline.lexicon(tag), sentence.text, where))
    if json:
        return show.as_json([_explained(*each) for each in found])
    for written, match, lost in found:
        print(f"{written}  (sentence {sentence.id})")
        if match:
            print(f"  said  {show.lexeme(match.lexeme)}")
        for lexeme, why in lost:
            print(f"  lost  {show.lexeme(lexeme)}: {why}")
    if not found:
        print("No entry matches.")


def _explained(written: str, match: "Match | None", lost: "Sequence[tuple[Lexeme, str]]") -> dict[str, Any]:
    return {
        "written": written,
        "said": match.lexeme._asdict() if match else None,
        "lost": [{"lexeme": lexeme._asdict(), "why": why} for lexeme, why in lost],
    }


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
