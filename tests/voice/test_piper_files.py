"""Files of voices in the format of Piper: broken ones, what is read of them, and what is kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.voice.conftest import Make, change, only

from pronouncer.errors import EngineError, NoVoice, VoiceError
from pronouncer.testing.contract import PLAIN
from pronouncer.testing.tones import PIPER, write_piper
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.piper.config import read_config
from pronouncer.voice.engines.piper.engine import PiperEngine

HOP = PIPER.hop / PIPER.rate

BREAKS: dict[str, Callable[[Path], object]] = {
    "no whole ONNX file: it breaks off": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "no whole ONNX file": lambda path: path.write_bytes(b""),
    "no whole ONNX file: it holds": lambda path: path.write_bytes(b"\x7fELF" * 1000),
    "json is no JSON": lambda path: path.with_name("voice.onnx.json").write_text("{"),
    "json is missing: install the voice with both": lambda path: path.with_name("voice.onnx.json").unlink(),
    "'phoneme_id_map' is missing": lambda path: path.with_name("voice.onnx.json").write_text('{"audio": {}}'),
    "has no '_'": lambda path: change(path, phoneme_id_map={"^": [0]}),
    "has no letter of IPA": lambda path: change(path, phoneme_id_map={"_": [0], "^": [1], "$": [2]}),
    "ids that are no numbers": lambda path: change(path, phoneme_id_map={"_": ["x"]}),
    "or none that a model has": lambda path: change(path, phoneme_id_map={"_": [0], "^": [1], "$": [2**70]}),
    "has ids that are no numbers, or none": lambda path: change(path, num_speakers=2, speaker_id_map={"a": [-1]}),
    "it takes no IPA": lambda path: change(path, phoneme_type="text"),
    "its sample_rate is 5": lambda path: change(path, audio={"sample_rate": 5}),
    "where sid is missing": lambda path: change(path, num_speakers=2),
    "has 2 files": lambda path: path.with_name("other.onnx").write_bytes(b""),
    "cannot be read as TOML": lambda path: path.with_name("voice.toml").write_text("licence ="),
    "gain must be a number": lambda path: path.with_name("voice.toml").write_text('gain = "loud"'),
}


@pytest.mark.parametrize("message", BREAKS)
def test_a_broken_voice_is_shown_with_its_reason(engine_of: Make, voices: Path, message: str) -> None:
    """A voice whose files are broken is listed with the reason, speaks for no language, and others go on."""
    BREAKS[message](write_piper(voices / "broken"))
    write_piper(voices / "sound")
    engine = engine_of(PiperEngine)
    sound, broken = engine.voices()
    assert (sound.name, broken.name, broken.language) == ("sound", "broken", "und")
    assert choose_voice(engine, "", "en") == sound
    with pytest.raises(NoVoice, match=message):
        engine.synthesize(PLAIN, broken)
    assert "cannot speak" in broken.description
    assert engine.synthesize(PLAIN, sound).words


@pytest.mark.parametrize(
    "entries",
    [
        {"num_speakers": []},
        {"num_speakers": 2, "speaker_id_map": {"a": []}},
        {"inference": 3},
        {"inference": {"noise_scale": "loud"}},
        {"audio": {"sample_rate": float("inf")}},
        {"audio": []},
        {"language": "en"},
        {"vowel_clusters": [1]},
        {"phoneme_id_map": []},
        {"phoneme_id_map": {"_": {}}},
    ],
    ids=str,
)
def test_a_configuration_of_odd_values(tmp_path: Path, entries: dict[str, object]) -> None:
    """Whatever stands in a configuration, it is refused as one, with a reason."""
    model = write_piper(tmp_path)
    change(model, **entries)
    with pytest.raises(NoVoice, match="no configuration of a Piper voice: .+ Install the voice again"):
        read_config(model.with_name("voice.onnx.json"))


def test_a_model_that_does_not_load(engine_of: Make, voices: Path) -> None:
    """A file that reads as ONNX and that the runtime refuses is a permanent error which says to install it again."""
    model = write_piper(voices / "bad")
    model.write_bytes(model.read_bytes().replace(b"CumSum", b"CumSam"))
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match="does not load: .*CumSam.*Install it again") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert caught.value.permanent


@pytest.mark.parametrize("kind", [8, 1], ids=["text", "float"])
def test_a_model_that_takes_other_numbers(engine_of: Make, voices: Path, kind: int) -> None:
    """A model whose ids would be text is not taken for a voice; one of other numbers is refused when it speaks."""
    import onnx

    path = write_piper(voices / "odd")
    model = onnx.load(path)
    model.graph.input[0].type.tensor_type.elem_type = kind
    onnx.save(model, path)
    engine = engine_of(PiperEngine)
    with pytest.raises(VoiceError, match="where input is missing|does not load"):
        engine.synthesize(PLAIN, engine.voices()[0])


def test_an_id_that_the_model_lacks(engine_of: Make, voices: Path) -> None:
    """A configuration of another model is found out when it speaks, as a permanent error."""
    change(write_piper(voices / "bad"), phoneme_id_map={letter: [number * 99] for letter, number in PIPER.ids.items()})
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match="refuses what it was given") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert caught.value.permanent


def test_the_card_of_a_voice(engine_of: Make, voices: Path) -> None:
    """Licence, attribution and what was measured come from voice.toml; without it the licence is shown as unknown."""
    model = write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    assert (only(engine).licence, only(engine).gain) == ("unknown", 0.0)
    card = 'licence = "CC-BY-4.0"\nattribution = "A. Speaker"\ngain = 2\nlanguage = "en-GB"\n'
    model.with_name("voice.toml").write_text(card)
    voice = only(engine)
    assert (voice.licence, voice.attribution, voice.gain, voice.language) == ("CC-BY-4.0", "A. Speaker", 2.0, "en-GB")
    assert voice.source_type == "trainedAlgorithmicMedia"


def test_the_version_is_that_of_model_and_configuration(engine_of: Make, voices: Path) -> None:
    """Another model or another phone map is another version; a description or the file's time is not."""
    model = write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    first = only(engine).version
    os.utime(model, (1, 1))
    change(model, dataset="renamed")
    assert only(engine).version == first
    change(model, inference={"noise_scale": 0.5})
    second = only(engine).version
    write_piper(voices / "tones", flaw="noisy")
    third = only(engine).version
    assert len({first, second, third}) == 3


def test_a_voice_is_read_once(engine_of: Make, voices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a model file holds is kept in the cache, for as long as its size and time are the same."""
    from pronouncer.voice.onnx import model as reading

    path = write_piper(voices / "tones")
    first = only(engine_of(PiperEngine))
    monkeypatch.setattr(reading, "read_graph", None)
    assert only(engine_of(PiperEngine)) == first
    monkeypatch.undo()
    os.utime(path, (1, 1))
    assert only(engine_of(PiperEngine)) == first


def test_a_model_that_is_replaced_meanwhile(engine_of: Make, voices: Path) -> None:
    """A file that is another one since the voices were listed is an error that passes: no take gets the wrong name."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    voice = only(engine)
    write_piper(voices / "tones", flaw="noisy")
    with pytest.raises(EngineError, match="was replaced in the middle of the work: try again") as caught:
        engine.synthesize(PLAIN, voice)
    assert not caught.value.permanent
    assert engine.synthesize(PLAIN, only(engine)).words
