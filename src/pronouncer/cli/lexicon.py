"""`pronouncer lexicon`: the newsroom's names, from the command line."""

import fcntl
import getpass
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import pipeline, read_lines, settings
from pronouncer.errors import LexiconError, SettingsError, StoreError

if TYPE_CHECKING:
    from pronouncer.model.lexicon import Lexeme
    from pronouncer.pronounce.lexicons.edit import Edited
    from pronouncer.pronounce.lexicons.exchange import Outcome
    from pronouncer.pronounce.lookup import Match
    from pronouncer.settings import Settings

_TYPED = re.compile(r"[A-Za-z' -]+")  # what an editor types: IPA has other letters, or a stress mark


@click.group()
def lexicon() -> None:
    """Names and how to say them: add, approve, retire, list, import, export, test, explain."""


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

    chosen = settings(lexicon=more.pop("lexicon"))
    if bool(pronunciation) + bool(more["alias"]) + as_said != 1:
        raise SettingsError("Give a pronunciation, or --alias, or --as-said.")
    fields = {name: value for name, value in more.items() if value}
    fields |= {"grapheme": grapheme, "when": _now(), "who": more["who"] or _user()}
    if as_said:
        fields["phoneme"] = _as_said(grapheme, chosen, more)
    elif pronunciation:
        fields["respelling" if _TYPED.fullmatch(pronunciation) else "phoneme"] = pronunciation
    try:
        lexeme = made(fields)
    except ValueError as error:
        raise LexiconError(f"Not added: {error}.") from error
    path = chosen.house_lexicon
    _show_edit(_edit(path, _adding([lexeme], path)), path, json)


def _as_said(grapheme: str, chosen: "Settings", more: Mapping[str, str | None]) -> str:
    """Return the IPA that a word has now, with the newsroom's lexicon, in the language and voice of the entry."""
    voice = more["voice"] if more["voice"] and ":" in more["voice"] else chosen.voice
    told = settings(lexicon=chosen.lexicon or None, language=more["language"], voice=voice or None)
    (utterance,) = read_lines([grapheme], told)
    return " ".join(ipa for _, _, ipa in utterance.words)


def _edit(path: Path, change: "Callable[[str], Edited]") -> "Edited":
    """Change a file under a lock: all of it or nothing. A link stays one."""
    path = path.resolve()
    try:
        with path.with_name(f".{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            edited = change(path.read_text("utf-8-sig") if path.exists() else "")
            if edited.added or edited.retired:
                _write(path, edited.text)
            return edited
    except UnicodeDecodeError as error:
        raise LexiconError(f"The lexicon {path} is not in UTF-8. Save it as UTF-8, or import it.") from error
    except OSError as error:
        raise StoreError(f"{path} cannot be changed: {error.strerror}. It is as it was.") from error


def _write(path: Path, text: str) -> None:
    """Replace a file, keeping who may read it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from error


def _adding(lexemes: Iterable["Lexeme"], path: Path) -> "Callable[[str], Edited]":
    from pronouncer.pronounce.lexicons.edit import added

    return lambda text: added(text, lexemes, str(path))


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
    with pipeline(settings(**chosen)) as made:
        base = base_of(made.settings.language) if every else []
        found = [each for each in [*base, *made.house()] if every or each.status == "approved"]
    if word:
        found = [each for each in found if word.casefold() in each.grapheme.casefold()]
    for each in found:
        show.as_json(each._asdict()) if json else print(show.lexeme(each))
    if not json and not found:
        print("No entries." if not word else f"No entry for {word!r}.")


def base_of(language: str) -> "list[Lexeme]":
    """Return the entries that come with a language, or with English."""
    from pronouncer.pronounce.say import base_entries

    return base_entries(language or "en")


def _marked(word: str, status: str, path: Path, json: bool) -> None:
    from pronouncer.pronounce.lexicons.edit import marked

    if not path.exists():
        raise LexiconError(f"There is no lexicon {path}. `pronouncer lexicon add` makes one.")
    _show_edit(_edit(path, lambda text: marked(text, word, status, str(path))), path, json)


@lexicon.command()
@click.argument("word")
@options.lexicon
@options.as_json
def approve(word: str, json: bool, **chosen: str | None) -> None:
    """Approve what was proposed for WORD; what stood for it is retired."""
    _marked(word, "approved", settings(**chosen).house_lexicon, json)


@lexicon.command()
@click.argument("word")
@options.lexicon
@options.as_json
def retire(word: str, json: bool, **chosen: str | None) -> None:
    """Stop saying WORD as the lexicon has it; its entries stay as history."""
    _marked(word, "retired", settings(**chosen).house_lexicon, json)


@lexicon.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--form", default="", help="tsv, csv, pls, polly, azure, elevenlabs, beyondwords. Default: by its text.")
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
        _show_edit(_edit(path, _adding(entries, path)), path, json)


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
    from pronouncer.pronounce.lexicons.entry import claim
    from pronouncer.pronounce.lexicons.exchange import exported

    with pipeline(settings(**chosen)) as running:
        own = running.house()
    base = [each._replace(scope="house", language="en") for each in base_of(chosen["language"] or "")] if every else []
    decided = {claim(each)[0] for each in own if each.status == "approved" and each.scope == "house"}
    made = exported(
        [*(each for each in base if claim(each)[0] not in decided), *own], form, language=chosen["language"] or ""
    )
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

    with pipeline(settings(**chosen)) as made:
        found = list(tried_out(made.house(), made))
    wrong = [each for each in found if each.problem]
    for each in found if json else wrong:
        show.as_json(each._asdict() | {"lexeme": each.lexeme._asdict()}) if json else print(
            f"{each.lexeme.grapheme}: {each.problem}"
        )
    if not json:
        tried = sum(each.tried for each in found)
        left = f", {len(found) - tried} not: they are for one sentence, or another voice" if tried < len(found) else ""
        print(f"{tried} entries tried, {len(wrong)} wrong{left}")
    sys.exit(1 if wrong else 0)


@lexicon.command()
@click.argument("text")
@click.option("--article", default="", help="As if TEXT stood in this article.")
@options.reading
@options.as_json
def explain(text: str, article: str, json: bool, **chosen: str | None) -> None:
    """Say which entries match TEXT, which of them wins, and why the others lose."""
    from pronouncer.pronounce.lookup import explained
    from pronouncer.pronounce.say import reader_of
    from pronouncer.script.order import of_lines

    with pipeline(settings(**chosen)) as made:
        tag = made.settings.language or "en"
        (sentence,) = of_lines([" ".join(text.split())], tag).sentences
        reader = reader_of(tag)
        where = reader.where(tag)._replace(
            article=article, section=made.settings.section, voice=made.voice_for(tag).id, sentence=sentence.id
        )
        found = list(explained(made.lexicon(tag), sentence.text, where, reader.tokenise(sentence.text)))
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
