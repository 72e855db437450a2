"""`pronouncer review`: listening to an edition, and to what was ruled before a voice is changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import pipeline, settings
from pronouncer.errors import SettingsError

if TYPE_CHECKING:
    from pronouncer.newsroom.loop.regress import Checked, Ruled
    from pronouncer.pipeline import Pipeline
    from pronouncer.settings import Settings


class _Folder(click.Group):
    """A group whose first argument may be a folder, for the command that takes one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Name the command where only its arguments are given."""
        known = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if args and args[0] in known else ["edition", *args])


@click.group(cls=_Folder, options_metavar="[FOLDER] [--json]", subcommand_metavar="| COMMAND [ARGS]...")
def review() -> None:
    """Listen to an edition, report what is wrong.

    FOLDER is that of the edition. Exit code 1 if anything is. `regress` tries a voice before it is changed to.
    """


@review.command(hidden=True)
@click.argument("folder", type=click.Path(path_type=Path))
@options.as_json
def edition(folder: Path, json: bool) -> None:
    """Listen to the edition in FOLDER."""
    from pronouncer.listening import hear_edition

    with pipeline(settings()) as made:
        heard = hear_edition(folder, made.ensemble)
    wrong = [report for report in heard.reports if report.severity == "wrong"]
    if json:
        show.as_json(heard)
    for report in heard.reports if not json else ():
        place = f" ({report.sentence_id})" if report.sentence_id else ""
        print(f"{report.check}{' (doubt)' if report.severity == 'doubt' else ''}: {report.message}{place}")
    for unchecked in heard.not_checked if not json else ():
        print(f"Not checked in {unchecked.sentences} sentences: {unchecked.check}; {unchecked.reason}.")
    if not json and not heard.reports:
        print("Nothing wrong was heard.")
    sys.exit(1 if wrong else 0)


@review.command()
@click.option("--voice", required=True, help="A name from `pronouncer voices`: the one that you think of.")
@options.language
@options.lexicon
@options.as_json
def regress(voice: str, language: str | None, lexicon: str | None, json: bool) -> None:
    """Say which ruled words a voice would say wrong.

    Words are the rulings of the server of these settings; without one, or with --lexicon, the entries of the lexicon.
    Exit code 1 if any would go wrong.
    """
    chosen = settings(lexicon=lexicon, language=language)
    checked = _checked(chosen, voice, from_file=bool(lexicon))
    if not checked.words:
        raise SettingsError(f"Nothing that was ruled is for {voice}. Is it of another language than the lexicon?")
    if json:
        show.as_json({**checked._asdict(), "relapses": [each._asdict() for each in checked.relapses]})
    else:
        for each in checked.relapses:
            print(f"{each.grapheme}: /{each.wanted}/ is wanted; {each.why} ({each.text})")
        untold = f"; {checked.untold} cannot be heard here" if checked.untold else ""
        print(f"{checked.words} ruled words, {len(checked.relapses)} would go wrong{untold}.")
    sys.exit(1 if checked.relapses else 0)


def _checked(chosen: "Settings", voice: str, *, from_file: bool) -> "Checked":
    from pronouncer.newsroom.loop import regress
    from pronouncer.review.hear import which

    language = chosen.language or "en"
    server = chosen.server
    if from_file or not (server.database or (server.data / "pronouncer.db").is_file()):
        with pipeline(chosen) as made:
            found = made.ensemble.find(voice, language)
            return regress.check(made, found, regress.of_lexicon(made.house()), ask=which)
    return _of_house(chosen, voice, language)


def _of_house(chosen: "Settings", voice: str, language: str) -> "Checked":
    from pronouncer.newsroom.house import opened
    from pronouncer.newsroom.loop import regress
    from pronouncer.newsroom.press import Press
    from pronouncer.review.hear import which

    with opened(chosen) as house, Press(house) as press:
        made: Pipeline = press.pipeline()
        with house.database.reading() as connection:
            words: list[Ruled] = regress.of_rulings(connection)
        return regress.check(made, made.ensemble.find(voice, language), words, ask=which)
