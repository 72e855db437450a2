"""`pronouncer flags`: what an editor should look at before publishing."""

from typing import TYPE_CHECKING, Any

import click

from pronouncer.cli import options, show
from pronouncer.cli.run import as_far_as_pronounce, pipeline, settings
from pronouncer.model.codec import to_data

if TYPE_CHECKING:
    from pronouncer.model.utterance import Flag
    from pronouncer.studio import Line, Studio


@click.command()
@options.source
@click.option("--most", "flags", help="Most flags for what may be said wrong. Default: 8")
@click.option("--silent", is_flag=True, help="Without sound snippets.")
@options.reading
@options.as_json
def flags(source: str, silent: bool, json: bool, **chosen: str | None) -> None:
    """List what may be said wrong, gravest first, and slips in the text.

    Each with its sentence, what will be heard, a sound snippet and other ways to say it. A verdict is an entry of the
    lexicon: `pronouncer lexicon add`.
    """
    from pronouncer.studio import Line

    with pipeline(settings(**chosen)) as made:
        _, script, cast, utterances = as_far_as_pronounce(made, source)
        studio = None if silent else made.studio()
        found = [
            _row(flag, Line(sentence, utterance, voice), studio)
            for sentence, utterance, voice in zip(script.sentences, utterances, cast, strict=True)
            for flag in utterance.flags
        ]
    found.sort(key=lambda row: (row["text_problem"], -row["risk"]))
    if json:
        for row in found:
            show.as_json(row)
    else:
        show.flags(found)


def _row(flag: "Flag", line: "Line", studio: "Studio | None") -> dict[str, Any]:
    """Return a flag as `--json` prints it."""
    sentence, utterance, voice = line
    audio = studio.snippet(utterance, voice, flag.start, flag.end) if studio and not flag.is_text else None
    return {
        "sentence_id": sentence.id,
        "sentence": sentence.text,
        "written": sentence.text[flag.start : flag.end],
        **to_data(flag),
        "text_problem": flag.is_text,
        "audio": str(audio) if audio else None,
    }
