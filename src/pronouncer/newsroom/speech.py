"""Any text as a sound, with the house's voices and lexicon: for programs that know no articles."""

import functools
import io
import re
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pronouncer.errors import InputError, NothingToRead
from pronouncer.ingest.language import guess
from pronouncer.ingest.raw import clean
from pronouncer.ingest.take_in import DEFAULT_LANGUAGE
from pronouncer.master.formats import formats
from pronouncer.model.lexicon import Lexeme
from pronouncer.model.take import Take
from pronouncer.model.voice import Voice
from pronouncer.newsroom.press import Press
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.say import pronounce
from pronouncer.script.order import of_lines
from pronouncer.script.split import split
from pronouncer.studio import Studio
from pronouncer.voice.casting import solo

FORMATS = {"mp3": "mp3", "opus": "opus", "aac": "m4a", "m4a": "m4a", "wav": "", "pcm": ""}
"""Formats that can be asked for, and renditions that they are; empty for the samples as they are."""
LONGEST = 50_000  # characters


class Sound(NamedTuple):
    """A text, said."""

    data: bytes
    media_type: str


def speech(press: Press, text: str, *, voice: str = "", speed: float = 1.0, form: str = "mp3") -> Sound:
    """Return the sound of a text. Raises InputError, SettingsError and VoiceError."""
    if form not in FORMATS:
        raise InputError(f"There is no format {form!r}. The formats are: {', '.join(FORMATS)}.")
    if len(text) > LONGEST:
        raise InputError(f"The text has {len(text):,} characters; {LONGEST:,} are the most at once.")
    lines = [line for part in re.split(r"\n+", clean(text)) for line in _sentences(part)]
    if not any(character.isalnum() for line in lines for character in line):
        raise NothingToRead("The text holds no words to read.")
    language = guess(" ".join(lines), DEFAULT_LANGUAGE)
    pipeline = press.pipeline()
    script = of_lines(lines, language)
    chosen = pipeline.ensemble.find(voice, language) if voice else pipeline.voice_for(language)
    cast = solo(replace(chosen, speed=chosen.speed * speed) if speed != 1.0 else chosen, script)
    utterances = pipeline.words(script, cast)
    said = [(utterance, speaker) for utterance, speaker in zip(utterances, cast, strict=True) if utterance.words]
    if not FORMATS[form]:
        studio = pipeline.studio()
        return samples([studio.take(*each) for each in said], form)
    wanted = formats([FORMATS[form]])[0]
    own = replace(pipeline.settings, formats=(wanted.name,))
    studio = Studio(own, ensemble=pipeline.ensemble, store=pipeline.store, progress=pipeline.progress)
    with tempfile.TemporaryDirectory() as folder:
        master = studio.master(script, utterances, cast, folder=Path(folder), tags={"title": lines[0][:100]})
        (rendition,) = master.renditions
        return Sound((Path(folder) / rendition.file).read_bytes(), rendition.media_type.partition(";")[0])


def sample(pipeline: Pipeline, text: str, voice: Voice, language: str) -> bytes:
    """Return one sentence in a voice, with the lexicon, as a WAV file."""
    script = of_lines([text], language)
    cast = solo(voice, script)
    studio = pipeline.studio()
    takes = [studio.take(each, voice) for each in pipeline.words(script, cast) if each.words]
    return samples(takes, "wav").data


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, DEFAULT_LANGUAGE)]


def samples(takes: Sequence[Take], form: str) -> Sound:
    """Return takes one after the other as a WAV file, or as they are."""
    if not takes:
        raise NothingToRead("The voice has no sound for any word of this text.")
    rate = takes[0].rate
    pause = b"\0\0" * round(0.4 * rate)
    samples = pause.join(take.samples for take in takes)
    if form == "pcm":
        return Sound(samples, f"audio/L16; rate={rate}; channels=1")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(samples)
    return Sound(file.getvalue(), "audio/wav")


def with_entry(press: Press, text: str, language: str, lexeme: Lexeme) -> bytes:
    """Return how a sentence would sound in the house's voice with an entry of the lexicon, as a WAV file."""
    pipeline = press.pipeline()
    voice = pipeline.voice_for(language)
    lexicon = pipeline.lexicon(language).with_more([lexeme])
    said = functools.partial(pipeline.ensemble.phonemize, voice=voice)
    utterances = pronounce(of_lines([text], language), lexicon=lexicon, phonemize=said, voice=voice.id)
    return samples([pipeline.studio().take(each, voice) for each in utterances if each.words], "wav").data
