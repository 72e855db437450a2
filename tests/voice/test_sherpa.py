"""sherpa-onnx: the contract on a tiny VITS voice, its phones in the sound, and voices that cannot speak."""

import dataclasses
import importlib.util
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from tests.voice.fakes.sherpa import KINDS, write_kitten, write_vits

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.testing.tones import PIPER, Flaw, write_piper
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.sherpa.engine import SherpaEngine, parts
from pronouncer.voice.engines.sherpa.files import files_in, symbols

Make = Callable[..., SherpaEngine]

SAID = utterance([("sea", "siː"), ("air", "ɛɹ")])


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    """The folder with one installed voice, and its card."""
    folder = tmp_path / "voices/sherpa"
    write_vits(folder / "tones")
    card = 'licence = "CC0-1.0"\nattribution = "Ada Lovelace"\nlanguage = "en-GB"\n'
    (folder / "tones/voice.toml").write_text(card, "utf-8")
    return folder


@pytest.fixture
def engine_of(tmp_path: Path) -> Iterator[Make]:
    """Return a function from options to an engine."""
    made: list[SherpaEngine] = []

    def make(*, seconds: float = 30.0, **given: object) -> SherpaEngine:
        place = Settings(cache=tmp_path / "cache", voices=tmp_path / "voices", engine_seconds=seconds)
        made.append(SherpaEngine(dataclasses.replace(place, engines={"sherpa": given})))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(engine_of: Make, voices: Path) -> SherpaEngine:
    """An engine with one voice."""
    return engine_of()


@pytest.fixture
def voice(engine: SherpaEngine) -> Voice:
    """That voice."""
    return engine.voices()[0]


class TestSherpa(EngineContract):
    @pytest.fixture(params=KINDS)
    def engine(self, engine_of: Make, tmp_path: Path, request: pytest.FixtureRequest) -> SherpaEngine:
        KINDS[request.param](tmp_path / "voices/sherpa/own")
        return engine_of(noise=0)

    @pytest.fixture
    def voice(self, engine: SherpaEngine) -> Voice:
        return engine.voices()[0]

    def test_a_long_sentence_is_said_to_its_end(self, engine: SherpaEngine, voice: Voice) -> None:
        """A sentence of 500 letters of IPA takes as long as its words, whatever the model takes at once."""
        short, long = (engine.synthesize(utterance([("see", "siːm")] * count), voice).seconds for count in (10, 100))
        assert long == pytest.approx(10 * short, rel=0.03)


def test_long_sentences_are_cut_where_words_end() -> None:
    """A part ends after the last mark that fits, else after the last word; nothing is lost, and nothing cut short."""
    said = ["one,", " two", " three", " four", " five."]
    assert parts(said, 100) == ["one, two three four five."]
    assert parts(said, 14) == ["one,", " two three", " four five."]
    assert parts(["abcdef", "ghi"], 2) == ["abcdef", "ghi"]


def tones(take: Take, tenths: Sequence[int]) -> list[float]:
    """Return the loudest tones at some tenths of a take, in hertz."""
    samples = np.frombuffer(take.samples, "<i2")
    found = []
    for tenth in tenths:
        middle = samples.size * tenth // 10
        piece = samples[middle - 500 : middle + 500]
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(piece.size), 1 << 16))
        found.append(float(np.argmax(spectrum)) * take.rate / (1 << 16))
    return found


def test_each_phone_is_heard(engine: SherpaEngine, voice: Voice) -> None:
    """The tones are those of the phones that were told, in their order."""
    take = engine.synthesize(utterance([("sea", "siːm")]), voice)
    assert take.rate == PIPER.rate
    assert tones(take, [1])[0] == pytest.approx(PIPER.hertz("s"), abs=30)
    assert tones(take, [9])[0] == pytest.approx(PIPER.hertz("m"), abs=30)


def test_a_voice_is_what_its_card_says(voice: Voice) -> None:
    """Licence, maker and language come from the card."""
    assert (voice.id, voice.licence, voice.attribution) == ("sherpa:tones", "CC0-1.0", "Ada Lovelace")
    assert voice.language == "en-GB" and voice.source_type == "trainedAlgorithmicMedia"


def test_styles_are_voices(engine_of: Make, tmp_path: Path) -> None:
    """Each style of a Kitten model is a voice of its own."""
    write_kitten(tmp_path / "voices/sherpa/cat")
    engine = engine_of()
    low, high = (tones(engine.synthesize(SAID, voice), [1])[0] for voice in engine.voices())
    assert high == pytest.approx(low * 4 / 3, rel=0.02)


def test_speakers_are_voices(engine_of: Make, voices: Path) -> None:
    """Each speaker of a model is a voice, whose language the model says, and who sounds like nobody else."""
    write_vits(voices / "two", speakers=["ada", "bob"])
    engine = engine_of()
    first, second = (choose_voice(engine, name, "") for name in ("two#0", "two#1"))
    assert first.language == "en-us"
    low, high = (tones(engine.synthesize(SAID, voice), [1])[0] for voice in (first, second))
    assert high == pytest.approx(low * 4 / 3, rel=0.02)


def test_marks_are_pauses_and_unknown_ones_are_others(engine: SherpaEngine, voice: Voice) -> None:
    """A break makes the take longer, and pauses are not shortened."""
    comma = dataclasses.replace(SAID, tokens=(dataclasses.replace(SAID.tokens[0], boundary=","), *SAID.tokens[1:]))
    longer = engine.synthesize(comma, voice).seconds - engine.synthesize(SAID, voice).seconds
    assert longer == pytest.approx((PIPER.frames(",") + 1) * 256 / PIPER.rate, abs=0.05)


def test_a_phone_that_it_lacks_is_not_left_out(engine: SherpaEngine, voice: Voice) -> None:
    """What sherpa-onnx would pass over is another phone, or a permanent error that names the word."""
    assert engine.synthesize(utterance([("Bach", "bɑːx")]), voice).seconds > 0.1
    with pytest.raises(EngineError, match="snow") as caught:
        engine.synthesize(utterance([("snow", "s☃")]), voice)
    assert caught.value.permanent


def test_faster_speech_is_shorter(engine: SherpaEngine, voice: Voice) -> None:
    """Speed shortens the take."""
    fast = engine.synthesize(PLAIN, dataclasses.replace(voice, speed=2.0))
    assert fast.seconds < 0.7 * engine.synthesize(PLAIN, voice).seconds


def test_noise_is_told(engine_of: Make, voices: Path) -> None:
    """Only without noise are the same samples promised, and noise is in the version."""
    lively, flat = engine_of(), engine_of(noise=0)
    one, other = lively.voices()[0], flat.voices()[0]
    assert not lively.capabilities(one).deterministic and flat.capabilities(other).deterministic
    assert one.version != other.version


def test_the_version_is_that_of_the_files(engine: SherpaEngine, voice: Voice, voices: Path) -> None:
    """Another model is another version, and what is said is said by it."""
    before = engine.synthesize(SAID, voice)
    write_vits(voices / "tones", flaw="noisy")
    assert engine.voices()[0].version != voice.version
    assert engine.synthesize(SAID, engine.voices()[0]).samples != before.samples


def test_a_voice_is_loaded_once(engine_of: Make, voices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a model is, is kept: the next engine lists its voices without a worker."""
    known = engine_of().voices()
    monkeypatch.setattr("pronouncer.child.WorkerProcess", None)
    assert engine_of().voices() == known


@pytest.mark.parametrize(("flaw", "permanent", "message"), [
    ("nan", True, "samples that are not numbers"),
    ("silent", False, "no sound that can be heard"),
    ("clipped", False, "clipped"),
])  # fmt: skip
def test_what_is_no_speech_is_refused(engine_of: Make, voices: Path, flaw: Flaw, permanent: bool, message: str) -> None:
    """A model that makes no speech is an error."""
    write_vits(voices / "tones", flaw=flaw)
    engine = engine_of()
    with pytest.raises(EngineError, match=message) as caught:
        engine.synthesize(SAID, engine.voices()[0])
    assert caught.value.permanent is permanent


def spoil(folder: Path, how: str) -> None:
    """Make a voice that cannot speak."""
    model, tokens = folder / "voice.onnx", folder / "tokens.txt"
    if how == "cut":
        model.write_bytes(model.read_bytes()[:2000])
    elif how == "none":
        model.unlink()
    elif how == "two":
        (folder / "voice.int8.onnx").write_bytes(model.read_bytes())
    elif how == "letters":
        tokens.write_text("1 0\n2 1\n")
    elif how == "binary":
        tokens.write_bytes(b"\xff\xfe 3\n")
    elif how == "no tokens":
        tokens.unlink()
    else:
        write_piper(folder)  # as Piper has it, without what sherpa-onnx reads in the model


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("cut", "no vits model that sherpa-onnx takes"),
        ("metadata", "no vits model that sherpa-onnx takes"),
        ("none", "it has 0 models"),
        ("two", "it has 2 models"),
        ("letters", "no letter of IPA"),
        ("binary", "cannot be read"),
        ("no tokens", "needs tokens.txt"),
    ],
)
def test_a_broken_voice_is_shown_with_its_reason(engine_of: Make, voices: Path, how: str, message: str) -> None:
    """A voice that cannot speak hides no other, is listed with its reason, and is refused with it."""
    write_vits(voices / "whole")
    spoil(voices / "tones", how)
    engine = engine_of()
    whole, broken = engine.voices()
    assert engine.synthesize(SAID, whole).seconds > 0.2
    assert broken.language == "und" and message in broken.description
    with pytest.raises(NoVoice, match=message):
        engine.synthesize(SAID, broken)


def test_a_model_that_takes_no_phones(engine_of: Make, voices: Path) -> None:
    """A model of another origin, which would say nothing, is refused for good."""
    write_vits(voices / "tones", comment="another")
    engine = engine_of()
    with pytest.raises(EngineError, match="takes no phones") as caught:
        engine.synthesize(SAID, engine.voices()[0])
    assert caught.value.permanent


def test_kinds_are_known_by_their_files(tmp_path: Path) -> None:
    """A vocoder beside the model is Matcha, styles are Kitten, a model alone is VITS."""
    for folder, names in {
        "vits": ["en.onnx"],
        "matcha": ["model-steps-3.onnx", "vocos-22khz-univ.onnx"],
        "kitten": ["model.fp16.onnx", "voices.bin"],
    }.items():
        (tmp_path / folder).mkdir()
        for name in ["tokens.txt", *names]:
            (tmp_path / folder / name).touch()
        found = files_in(tmp_path / folder)
        assert found.kind == folder and found.model.name == names[0]
        assert [path.name for path in found.all[2:]] == names[1:]


def test_symbols_are_read_as_they_are_written(tmp_path: Path) -> None:
    """A space is a symbol, and names of more than one letter are none."""
    path = tmp_path / "tokens.txt"
    path.write_text("_ 0\n  3\na 4\n<BLNK> 5\nː 6\n", "utf-8")
    assert symbols(path) == ["_", " ", "a", "ː"]


def test_a_dead_worker_is_replaced(engine: SherpaEngine, voice: Voice) -> None:
    """After kill -9 the sentence is said by a new worker."""
    first = engine.synthesize(SAID, voice)
    for pid in list(engine.worker_pids):
        os.kill(pid, signal.SIGKILL)
    assert engine.synthesize(SAID, voice).seconds == first.seconds


def test_a_voice_that_never_answers(engine_of: Make, voices: Path) -> None:
    """A worker that takes too long is an error that may be tried again."""
    known = engine_of().voices()[0]
    with pytest.raises(EngineError, match="no answer within 0.01 seconds") as caught:
        engine_of(seconds=0.01).synthesize(SAID, known)
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("given", "message"), [({"noise": 9}, "noise must be"), ({"workers": 999}, "workers"), ({"x": 1}, "no option 'x'")]
)
def test_options_that_cannot_be(engine_of: Make, given: dict[str, object], message: str) -> None:
    """An option that is none, or out of range, is an error of the settings."""
    with pytest.raises(SettingsError, match=message):
        engine_of(**given)


def test_without_the_package(engine_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sherpa-onnx there is no engine, and the message says how to install it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoVoice, match=r"pip install 'pronouncer\[sherpa\]'"):
        engine_of()
