"""What several commands do: settings of a call, a pipeline, an article as far as its words."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pronouncer.errors import PronouncerError, SettingsError

if TYPE_CHECKING:
    from pronouncer.model.article import Article
    from pronouncer.model.script import Script
    from pronouncer.model.utterance import Utterance
    from pronouncer.model.voice import Voice
    from pronouncer.pipeline import Pipeline
    from pronouncer.settings import Settings
    from pronouncer.voice.casting import Cast
    from pronouncer.voice.engine import Progress


def settings(**chosen: object) -> "Settings":
    """Return the settings of this call. Raises SettingsError."""
    from pronouncer.settings import load

    try:
        return load(chosen, environ=os.environ, folder=Path())
    except ValueError as error:
        raise SettingsError(str(error)) from error


@contextmanager
def pipeline(chosen: "Settings", progress: "Progress | None" = None) -> Iterator["Pipeline"]:
    """Make the pipeline of some settings, and stop its engine afterwards."""
    from pronouncer.pipeline import Pipeline

    with Pipeline(chosen, progress=progress) if progress else Pipeline(chosen) as made:
        yield made


def as_far_as_pronounce(made: "Pipeline", source: str) -> "tuple[Article, Script, Cast, tuple[Utterance, ...]]":
    """Return what the first three stages make of a source, and who says each sentence."""
    article = made.ingest(source)
    casting = made.casting(article)
    script = made.script(article, casting)
    cast = casting.cast(script)
    return article, script, cast, made.pronounce(script, cast)


def read_lines(lines: Sequence[str], chosen: "Settings") -> "tuple[Utterance, ...]":
    """Return the utterances of lines that are sentences, each flagged for itself."""
    import dataclasses

    from pronouncer.ingest.take_in import DEFAULT_LANGUAGE
    from pronouncer.script.order import of_lines
    from pronouncer.voice.casting import solo

    script = of_lines(lines, chosen.language or DEFAULT_LANGUAGE)
    script = dataclasses.replace(script, section=chosen.section)
    with pipeline(chosen) as made:
        cast = solo(made.voice_for(script.language), script)
        said = zip(script.sentences, made.words(script, cast), cast, strict=True)
        return tuple(
            made.flag(dataclasses.replace(script, sentences=(sentence,)), (utterance,), (voice,))[0]
            for sentence, utterance, voice in said
        )


def available(chosen: "Settings") -> Iterator[tuple[str, "list[Voice]", str]]:
    """Yield each engine's name, its voices, and why it has none."""
    from pronouncer.voice.engine import engine_names, make_engine

    for name in engine_names():
        try:
            engine = make_engine(name, chosen)
            found = list(engine.voices())
            engine.close()
        except PronouncerError as error:
            yield name, [], str(error)
        else:
            yield name, found, ""
