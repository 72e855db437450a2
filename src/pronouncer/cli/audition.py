"""A voice, heard: whether it speaks at all, and what it measures."""

import dataclasses
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pronouncer.cli.usage import cpu_seconds, peak_memory
from pronouncer.errors import EngineError, NoVoice, PronouncerError
from pronouncer.master.level import loudness_blocks
from pronouncer.master.loudness import ABSOLUTE_GATE, HIGHEST, TARGET, programme_loudness
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.likeness import alike
from pronouncer.phones.pace import counted
from pronouncer.phones.segments import VOWELS, segments, unknown
from pronouncer.phones.telling import Capabilities, spelled_out, told
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.testing.contract import utterance
from pronouncer.voice.casting import solo
from pronouncer.voice.engine import Engine
from pronouncer.voice.installed import is_of

Words = Sequence[tuple[str, str]]  # each with its IPA

NEWS = Path(__file__).resolve().parent.parent / "testing" / "news"
"""News texts of our own, one a language."""
_SENTENCE = 8  # made words
_OPEN = ("a", "ɑː", "aː", "ɑ", "ɐ", "ə")  # the vowel of a made word, the first that a language has
_NEAR = 0.05  # dB
_KYIV = (("Kyiv", "kˈiːɪv"), ("Kyiv", "kiːˈɛtɛv"))  # one word, two ways


@noun
class Audition:
    """What a voice measured."""

    voice: Voice
    text: str
    """What was read: the path of a text, or `made words` where there is none in its language."""
    seconds: float
    """Of speech."""
    cpu: float
    """CPU seconds a second of speech, those of workers included."""
    real_time: float
    """Seconds that pass for a second of speech; under 1 is faster than it is heard."""
    memory: int
    """Most bytes of this process and its workers."""
    loudness: float | None
    """LUFS of running speech; None for silence."""
    gain: float | None
    """dB that bring it to the target loudness."""
    phone_seconds: float
    break_seconds: float
    told: str
    """The alphabet that it is told sounds in, or `respelling`."""
    obeys: bool
    """Whether one word, told two ways, gave two sounds."""
    phones: int
    """Phones of its language, each tried in a made word."""
    missing: tuple[tuple[str, str], ...]
    """Phones that it lacks, each with the nearest one, which was said instead."""
    refused: tuple[str, ...]
    """Made words that it could not say, in IPA."""
    otherwise: tuple[tuple[str, str], ...]
    """Made words that it said otherwise, as its own report of what it said has it."""
    times: str
    """What its engine says the times of."""
    timed: str
    """Where the times of words come from: `engine`, or how they are found."""
    deterministic: bool
    """Whether the same utterance gave the same bytes."""
    ssml: tuple[str, ...]
    longest: int
    price: float
    device: str
    """As in `Capabilities`."""


def speaks(settings: Settings, engine: str, name: str, folder: Path) -> None:
    """Load the voice in a folder as if it were installed, and let it say something. Raises a VoiceError."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / engine).mkdir()
        (Path(place) / engine / name).symlink_to(folder.resolve())
        with Pipeline(dataclasses.replace(settings, voices=Path(place))) as pipeline:
            maker = pipeline.ensemble.engine(engine)
            voices = [voice for voice in maker.voices() if is_of(voice, name)]
            if not voices:
                raise NoVoice(
                    f"{engine} finds no voice in these files. Is it one of {engine}'s? Name another --engine."
                )
            if voices[0].language == "und":  # an engine's way to list what it cannot load
                raise NoVoice(voices[0].description)
            maker.synthesize(_sentences(_inventory(pipeline, voices[0]), voices[0])[0], voices[0])


def audition(settings: Settings, wanted: str, *, text: str = "", sentences: int | None = None) -> Audition:
    """Return what a voice measures, on a text or on the news text of its language. Raises PronouncerError."""
    with Pipeline(dataclasses.replace(settings, voice=wanted)) as pipeline:
        voice = pipeline.voice_for(settings.language or "en")
    chosen = dataclasses.replace(settings, voice=voice.id, language=voice.language)
    with Pipeline(chosen) as pipeline:
        return _measured(pipeline, voice, text or _news(voice.language), sentences)


def _measured(pipeline: Pipeline, voice: Voice, text: str, sentences: int | None) -> Audition:
    engine = pipeline.ensemble.engine(voice.engine)
    sheet = engine.capabilities(voice)
    made = _inventory(pipeline, voice)
    refused = _refused(engine, voice, made)
    said = [(word, ipa) for word, ipa in made if ipa not in refused]
    spoken = _utterances(pipeline, voice, text, sentences) if text else _sentences(said, voice)
    if not spoken:
        raise EngineError(f"{voice.id} can say nothing of its language. Install it again.", permanent=True)
    first = engine.synthesize(spoken[0], voice)
    began, used = time.perf_counter(), cpu_seconds()
    takes = [engine.synthesize(each, voice) for each in spoken]
    took, used = time.perf_counter() - began, cpu_seconds() - used
    seconds = sum(take.seconds for take in takes)
    loudness, gain = _levels(takes)
    phone_seconds, break_seconds = _lengths(spoken, takes, voice)
    ways = [engine.synthesize(utterance([way], rule="lexicon"), voice).samples for way in _KYIV]
    return Audition(
        voice=voice,
        text=Path(text).name if text else "made words",
        seconds=seconds,
        cpu=used / seconds,
        real_time=took / seconds,
        memory=peak_memory(),
        loudness=loudness,
        gain=gain,
        phone_seconds=phone_seconds,
        break_seconds=break_seconds,
        told=sheet.alphabet.name if sheet.alphabet else "respelling",
        obeys=ways[0] != ways[1],
        phones=len(made),
        missing=_missing(said, sheet),
        refused=refused,
        otherwise=_otherwise(engine, voice, said),
        times=sheet.times,
        timed=_timed(pipeline, voice, spoken[0], first),
        deterministic=takes[0] == first,
        ssml=tuple(sorted(sheet.ssml)),
        longest=sheet.longest,
        price=sheet.price,
        device=sheet.device,
    )


def _news(language: str) -> str:
    path = NEWS / f"{language.split('-')[0].lower()}.txt"
    return str(path) if path.is_file() else ""


def _utterances(pipeline: Pipeline, voice: Voice, text: str, most: int | None) -> list[Utterance]:
    script = pipeline.script(pipeline.ingest(text))
    script = dataclasses.replace(script, sentences=script.sentences[:most])
    return [each for each in pipeline.words(script, solo(voice, script)) if each.words]


def _inventory(pipeline: Pipeline, voice: Voice) -> Words:
    """Return made words, with IPA, that have every phone of a language as the embedded voice knows it."""
    alphabet = pipeline.ensemble.capabilities(pipeline.ensemble.reference(voice.language)).alphabet
    phones = sorted(phone for phone in (alphabet.phones if alphabet else ()) if segments(phone) and not unknown(phone))
    vowel = next((phone for phone in _OPEN if phone in phones), "a")
    return [(spelled_out(ipa), ipa) for ipa in (_made(phone, vowel) for phone in phones)]


def _sentences(words: Words, voice: Voice, size: int = _SENTENCE) -> list[Utterance]:
    return [
        utterance(list(words[place : place + size]), language=voice.language, rule="lexicon")
        for place in range(0, len(words), size)
    ]


def _made(phone: str, vowel: str) -> str:
    return f"ˈt{phone}t" if segments(phone)[0].base in VOWELS else f"{vowel}ˈ{phone}{vowel}"


def _refused(engine: Engine, voice: Voice, words: Words, size: int = _SENTENCE) -> tuple[str, ...]:
    """Say every made word; return the IPA of those that cannot be said."""
    found: list[str] = []
    for place, sentence in enumerate(_sentences(words, voice, size)):
        try:
            engine.synthesize(sentence, voice)
        except EngineError as error:
            if not error.permanent:
                raise
            few = words[place * size : (place + 1) * size]
            found += [few[0][1]] if size == 1 else _refused(engine, voice, few, 1)
    return tuple(found)


def _missing(words: Words, sheet: Capabilities) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({pair for word, ipa in words for pair in told(word, ipa, sheet).replaced}))


def _otherwise(engine: Engine, voice: Voice, words: Words) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for sentence in _sentences(words, voice):
        heard = engine.heard(sentence, voice) or ()
        pairs = zip((ipa for _, _, ipa in sentence.words), heard, strict=False)
        found += [(ipa, own) for ipa, own in pairs if not alike(_bare(ipa), _bare(own))]
    return tuple(found)


def _bare(ipa: str) -> str:
    """Return IPA without marks of detail, which differ between two transcriptions of one sound."""
    return "".join(segment.base or segment.text for segment in segments(ipa))


def _timed(pipeline: Pipeline, voice: Voice, said: Utterance, take: Take) -> str:
    if take.words:
        return take.timed
    try:
        return pipeline.studio().take(said, voice).timed
    except PronouncerError:
        return "none"


def _levels(takes: Sequence[Take]) -> tuple[float | None, float | None]:
    """Return the loudness of takes, and the gain that brings them to the target through the limiter."""
    loudness = _loudness(takes, 0.0)
    if loudness <= ABSOLUTE_GATE:
        return None, None
    gain = off = TARGET - loudness
    while abs(off) > _NEAR and gain < HIGHEST:
        off = TARGET - _loudness(takes, gain)
        gain += off
    return loudness, min(gain, HIGHEST)


def _loudness(takes: Sequence[Take], gain: float) -> float:
    return programme_loudness(block for take in takes for block in loudness_blocks(take, gain))


def _lengths(spoken: Sequence[Utterance], takes: Sequence[Take], voice: Voice) -> tuple[float, float]:
    """Return the seconds of a phone and of a break, by least squares over sentences."""
    counts = np.array([counted(each) for each in spoken], float)
    seconds = np.array([take.seconds for take in takes])
    if np.linalg.matrix_rank(counts) < 2:  # no sentence has a break
        return float(seconds.sum() / counts[:, 0].sum()), voice.break_seconds
    phone, pause = np.linalg.lstsq(counts, seconds)[0]
    return float(phone), max(0.0, float(pause))
