"""Voices in the format of Piper: what they are told, and what comes back."""

from pathlib import Path

import numpy as np
import pytest
from tests.voice.conftest import Make, change, heard_hertz, only

from pronouncer.errors import EngineError
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

HOP = PIPER.hop / PIPER.rate
KYIV = [("Kyiv", "kˈiːɪv"), ("fell", "fˈɛl")]


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
