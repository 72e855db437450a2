"""Voices in the format of Piper: what they are told, what comes back, and files that are broken."""

import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.voice.conftest import Make, heard_hertz

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import told
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.testing.tones import PIPER, Flaw, write_piper
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.piper.config import read_config
from pronouncer.voice.engines.piper.engine import PiperEngine
from pronouncer.voice.engines.piper.voices import sentence_ids
from pronouncer.voice.onnx.engine import NeuralEngine
from pronouncer.voice.onnx.model import read_model

HOP = PIPER.hop / PIPER.rate
KYIV = [("Kyiv", "kˈiːɪv"), ("fell", "fˈɛl")]


def change(model: Path, **entries: object) -> None:
    """Change entries of a voice's configuration."""
    path = model.with_name(f"{model.name}.json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | entries, ensure_ascii=False), "utf-8")


def tones(take: Take, words: list[str]) -> list[str]:
    """Return the phones that are heard in each word of a take, by their tones at the places where they should be."""
    letters = {symbol: PIPER.hertz(symbol) for symbol, number in PIPER.ids.items() if number >= PIPER.silent}
    found: list[str] = []
    for timing, symbols in zip(take.words, words, strict=True):
        place, heard = timing.start, ""
        for symbol in symbols:
            end = place + PIPER.frames(symbol) * HOP
            if symbol in letters:
                hertz = heard_hertz(take, place, end)
                heard += min(letters, key=lambda each: abs(letters[each] - hertz))
            place = end + HOP  # a pad follows each
        found.append(heard)
    return found


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    """The folder of Piper's voices."""
    return tmp_path / "voices/piper"


def only(engine: NeuralEngine) -> Voice:
    """Return the only voice of an engine."""
    (voice,) = engine.voices()
    return voice


class TestPiper(EngineContract):
    @pytest.fixture
    def engine(self, engine_of: Make, voices: Path) -> NeuralEngine:
        write_piper(voices / "tones")
        return engine_of(PiperEngine)

    @pytest.fixture
    def voice(self, engine: NeuralEngine) -> Voice:
        return choose_voice(engine, "", "en")


def test_phones_are_heard_in_order_and_as_long_as_they_are(engine_of: Make, voices: Path) -> None:
    """Each phone of each word is its own tone, at the place and for the time that the model's durations say."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    take = engine.synthesize(utterance(KYIV), only(engine))
    assert tones(take, ["kˈiːɪv", "fˈɛl"]) == ["kiɪv", "fɛl"]
    lasting = [sum(PIPER.frames(symbol) + 1 for symbol in word) * HOP for word in ("kˈiːɪv", "fˈɛl")]
    assert [timing.end - timing.start for timing in take.words] == pytest.approx(lasting, abs=1 / take.rate)


def test_a_forced_phone_changes_its_own_tone_alone(engine_of: Make, voices: Path) -> None:
    """Another vowel in one word leaves every other phone of the sentence as it was."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    one = engine.synthesize(utterance([("the", "ðə"), ("lead", "lˈɛd"), ("pipe", "pˈaɪp")]), only(engine))
    other = engine.synthesize(utterance([("the", "ðə"), ("lead", "lˈɪd"), ("pipe", "pˈaɪp")]), only(engine))
    assert tones(one, ["ðə", "lˈɛd", "pˈaɪp"]) == ["ðə", "lɛd", "paɪp"]
    assert tones(other, ["ðə", "lˈɪd", "pˈaɪp"]) == ["ðə", "lɪd", "paɪp"]


def test_durations_add_up_to_the_samples(engine_of: Make, voices: Path) -> None:
    """The sound has as many samples as the frames of all that was said, silence at its ends apart."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    take = engine.synthesize(utterance(KYIV), only(engine))
    silent = ("^", "_", "ˈ")  # ahead of the first tone of fell stands a stress too, inside of the sound
    assert {PIPER.frames(symbol) for symbol in silent} == {1}
    said = sum(PIPER.frames(symbol) + 1 for symbol in "kˈiːɪv fˈɛl") - 1
    margins = take.seconds - said * HOP
    assert 0.035 < margins < 0.045  # `trimmed` keeps 20 ms on either side


def test_ids_are_in_pipers_order(voices: Path) -> None:
    """Start and end stand around, a pad after all but the end, spaces between words, a break right after its word."""
    config = read_config(write_piper(voices / "tones").with_name("voice.onnx.json"))
    ids, spans = sentence_ids([("ab", ","), ("k", "?")], config)
    names = {number: symbol for symbol, number in PIPER.ids.items()}
    assert "".join(names[number] for number in ids) == "^_a_b_,_ _k_?_$"
    assert spans == [(2, 6), (10, 12)]


def test_letters_are_decomposed_as_in_training(tmp_path: Path) -> None:
    """A letter with a mark is two ids where the voice has both, as Piper's own text is; else the one it has."""
    path = write_piper(tmp_path).with_name("voice.onnx.json")
    config = read_config(path)
    both = config._replace(ids={**config.ids, "ç": [90], "c": [92], "\u0327": [91]})
    assert sentence_ids([("ç", "")], both)[0][2:-1] == [92, 0, 91, 0]
    whole = config._replace(ids={**config.ids, "ç": [90]})
    assert sentence_ids([("ç", "")], whole)[0][2:-1] == [90, 0]


def test_vowels_of_two_letters_are_one_where_the_voice_says_so(voices: Path, engine_of: Make) -> None:
    """`vowel_clusters` of the configuration get the id of the cluster; without it, two letters are two."""
    model = write_piper(voices / "tones")
    ids = {letter: [number] for letter, number in PIPER.ids.items()} | {"aɪ": [PIPER.ids["z"]]}
    change(model, phoneme_id_map=ids)
    engine = engine_of(PiperEngine)
    apart = engine.synthesize(utterance([("pie", "pˈaɪ")]), only(engine))
    change(model, vowel_clusters=[["a", "ɪ"]])
    together = engine.synthesize(utterance([("pie", "pˈaɪ")]), only(engine))
    assert tones(apart, ["pˈaɪ"]) == ["paɪ"] and tones(together, ["pˈz"]) == ["pz"]


def test_speakers_are_voices(engine_of: Make, voices: Path) -> None:
    """Each speaker of a model is a voice of its own, and is heard as that one."""
    write_piper(voices / "three", speakers=["ada", "ben", "cy"])
    engine = engine_of(PiperEngine)
    assert [voice.name for voice in engine.voices()] == ["three/ada", "three/ben", "three/cy"]
    for number, voice in enumerate(engine.voices()):
        take = engine.synthesize(utterance([("a", "a")]), voice)
        (timing,) = take.words
        assert heard_hertz(take, timing.start, timing.end) == pytest.approx(PIPER.hertz("a", number), rel=0.01)


def test_faster_speech_is_shorter(engine_of: Make, voices: Path) -> None:
    """The speed of a voice shortens the phones."""
    import dataclasses

    write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    slow = dataclasses.replace(only(engine), speed=0.5)
    plain, twice = (engine.synthesize(utterance(KYIV), voice).seconds for voice in (only(engine), slow))
    assert twice == pytest.approx(2 * plain, rel=0.05)


def test_chance_is_the_same_each_time(engine_of: Make, voices: Path) -> None:
    """A voice that draws noise gives the same bytes again, in the same worker and in a new one."""
    write_piper(voices / "noisy", flaw="noisy")
    engine, other = engine_of(PiperEngine), engine_of(PiperEngine)
    voice = only(engine)
    assert engine.capabilities(voice).deterministic
    first = engine.synthesize(PLAIN, voice)
    assert engine.synthesize(PLAIN, voice) == first == other.synthesize(PLAIN, voice)
    flat = engine_of(PiperEngine, noise=0)
    still = flat.synthesize(PLAIN, only(flat))
    assert only(flat).version != voice.version and still.samples != first.samples


def test_noise_is_normal(engine_of: Make, voices: Path) -> None:
    """The table that stands for chance gives noise of the right strength, and no frame the noise of another."""
    write_piper(voices / "noisy", flaw="noisy")
    engine = engine_of(PiperEngine)
    take = engine.synthesize(utterance([("a", "a"), ("b", "b")], boundary=","), only(engine))
    gap = np.frombuffer(take.samples, "<i2")[round(take.words[0].end * take.rate) :][: 2 * PIPER.hop] / 32_767
    one, two = gap.reshape(2, PIPER.hop)
    assert gap.std() == pytest.approx(0.667 * 0.02, rel=0.15)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.3


def test_chance_that_stays_is_told(engine_of: Make, voices: Path) -> None:
    """A voice with chance that no table can stand for is not called deterministic; without noise it is."""
    write_piper(voices / "dice", flaw="dice")
    engine, flat = engine_of(PiperEngine), engine_of(PiperEngine, noise=0)
    assert not engine.capabilities(only(engine)).deterministic
    assert flat.capabilities(only(flat)).deterministic
    assert flat.synthesize(PLAIN, only(flat)) == flat.synthesize(PLAIN, only(flat))


@pytest.mark.parametrize("flaw", ["two-ceilings", "no-ceiling"])
def test_durations_that_are_not_sure_are_none(engine_of: Make, voices: Path, flaw: Flaw) -> None:
    """Where no node or more than one rounds up, the sheet says that there are no times, and there are none."""
    write_piper(voices / "tones", flaw=flaw)
    engine = engine_of(PiperEngine)
    assert engine.capabilities(only(engine)).times == "none"
    take = engine.synthesize(PLAIN, only(engine))
    assert take.words == () and take.seconds > 1


@pytest.mark.parametrize(
    ("flaw", "message", "permanent"),
    [
        ("nan", "not numbers. Its model file is broken: install the voice again", True),
        ("silent", "it made no sound that can be heard", False),
        ("clipped", r"it made sound that is clipped in \d+%", False),
    ],
)
def test_what_is_no_speech_is_refused(engine_of: Make, voices: Path, flaw: Flaw, message: str, permanent: bool) -> None:
    """Samples that are no numbers, silence and clipped sound are errors that name voice and sentence."""
    write_piper(voices / "bad", flaw=flaw)
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match=f"piper:bad cannot say 'the leaders met in Paris': .*{message}") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert caught.value.permanent is permanent


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
    "it takes no IPA": lambda path: change(path, phoneme_type="text"),
    "its sample_rate is 5": lambda path: change(path, audio={"sample_rate": 5}),
    "where sid is missing": lambda path: change(path, num_speakers=2),
    "has 2 files": lambda path: path.with_name("other.onnx").write_bytes(b""),
    "cannot be read as TOML": lambda path: path.with_name("voice.toml").write_text("licence ="),
    "gain in .* must be a number": lambda path: path.with_name("voice.toml").write_text('gain = "loud"'),
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


def test_a_model_that_does_not_load(engine_of: Make, voices: Path) -> None:
    """A file that reads as ONNX and that the runtime refuses is a permanent error which says to install it again."""
    model = write_piper(voices / "bad")
    model.write_bytes(model.read_bytes().replace(b"CumSum", b"CumSam"))
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match="does not load: .*CumSam.*Install it again") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert caught.value.permanent


def test_an_id_that_the_model_lacks(engine_of: Make, voices: Path) -> None:
    """A configuration of another model is found out when it speaks, as a permanent error."""
    change(write_piper(voices / "bad"), phoneme_id_map={letter: [number * 99] for letter, number in PIPER.ids.items()})
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match="refuses what it was given") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert caught.value.permanent


def test_phones_that_a_voice_lacks_are_replaced_and_told(engine_of: Make, voices: Path) -> None:
    """A phone that is not in the map of a voice is said as the nearest one, and the sheet tells which."""
    lacking = {letter: [number] for letter, number in PIPER.ids.items() if letter not in "ðɪ"}
    change(write_piper(voices / "few"), phoneme_id_map=lacking)
    engine = engine_of(PiperEngine)
    sheet = engine.capabilities(only(engine))
    answer = told("this", "ðˈɪs", sheet)
    assert dict(answer.replaced).keys() == {"ð", "ɪ"} and answer.exact
    take = engine.synthesize(utterance([("this", "ðˈɪs")]), only(engine))
    assert tones(take, [answer.text]) == [answer.text.replace("ˈ", "")]


@pytest.mark.parametrize(("ipa", "message"), [("s☃", "no phone for /s☃/"), ("ʔ", "no phone at all for 'word'")])
def test_what_cannot_be_told_is_refused(engine_of: Make, voices: Path, ipa: str, message: str) -> None:
    """A character that is no IPA, and a word that would be silent, are permanent errors."""
    lacking = {letter: [number] for letter, number in PIPER.ids.items() if letter != "ʔ"}
    change(write_piper(voices / "tones"), phoneme_id_map=lacking)
    engine = engine_of(PiperEngine)
    with pytest.raises(EngineError, match=message) as caught:
        engine.synthesize(utterance([("word", ipa)]), only(engine))
    assert caught.value.permanent


def test_the_card_of_a_voice(engine_of: Make, voices: Path) -> None:
    """Licence, attribution and what was measured come from voice.toml; without it the licence is shown as unknown."""
    model = write_piper(voices / "tones")
    engine = engine_of(PiperEngine)
    assert (only(engine).licence, only(engine).gain) == ("unknown", 0.0)
    card = 'licence = "CC-BY-4.0"\nattribution = "A. Speaker"\ngain = 2\nlanguage = "en-GB"\nmeasured = 2026-01-01\n'
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


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_hanging_worker_is_replaced(engine_of: Make, voices: Path, number: signal.Signals) -> None:
    """After kill -9, or a stop without end, the same sentence is said by a new worker with the same bytes."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, seconds=5.0, workers=1)
    first = engine.synthesize(PLAIN, only(engine))
    (pid,) = engine.worker_pids
    os.kill(pid, number)
    assert engine.synthesize(PLAIN, only(engine)) == first
    assert engine.worker_pids and pid not in engine.worker_pids


def test_a_voice_that_never_answers(engine_of: Make, voices: Path) -> None:
    """A sentence that two workers in turn do not answer is an error that names it, and may pass."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, seconds=0.01)
    with pytest.raises(EngineError, match="failed 2 times on 'the leaders.*no answer within 0.01 s") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert not caught.value.permanent and not engine.worker_pids


def test_threads_share_the_workers(engine_of: Make, voices: Path) -> None:
    """Calls from many threads give what one call gives, by no more workers than were asked for."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, workers=2)
    voice = only(engine)
    expected = engine.synthesize(PLAIN, voice)
    found: list[Take] = []
    threads = [threading.Thread(target=lambda: found.append(engine.synthesize(PLAIN, voice))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8 and 1 <= len(engine.worker_pids) <= 2


def test_models_go_when_there_is_no_room(tmp_path: Path) -> None:
    """Models stay loaded within the budget; over it, the one that was not used for longest goes."""
    from pronouncer.voice.onnx.worker import Models

    one, two, three = (
        read_model(write_piper(tmp_path / str(count), speakers=["x"] * count), tmp_path) for count in range(3)
    )
    models = Models("cpu", one.size + two.size + three.size - 1)
    first, second = models.ready(one, ""), models.ready(two, "")
    assert models.ready(one, "") is first
    models.ready(three, "")
    assert models.ready(one, "") is first and models.ready(two, "") is not second
    assert Models("cpu", 1).ready(one, "").size == one.size


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"device": "tpu"}, "device must be cpu or cuda, not 'tpu'"),
        ({"workers": 1000}, "workers must be 0 to"),
        ({"noise": -1}, "noise must be 0 to 3"),
        ({"memory": "much"}, "memory must be a whole number"),
    ],
)
def test_options_that_cannot_be(engine_of: Make, given: dict[str, object], message: str) -> None:
    """An option with a value that makes no sense is refused with what it may be."""
    with pytest.raises(SettingsError, match=message):
        engine_of(PiperEngine, **given)


def test_a_device_that_is_not_there(engine_of: Make, voices: Path) -> None:
    """CUDA without a runtime for it is refused with what to install; it never falls back to the CPU in silence."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, device="cuda")
    with pytest.raises(SettingsError, match=r"engines.piper.device is 'cuda'.*Install onnxruntime-gpu in place of"):
        engine.synthesize(PLAIN, only(engine))


def test_without_the_runtime(engine_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without onnxruntime there is no engine, and the message says how to get it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NoVoice, match=r"pip install 'pronouncer\[neural\]'"):
        engine_of(PiperEngine)
