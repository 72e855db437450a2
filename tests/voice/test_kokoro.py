"""Voices in the format of Kokoro: what they are told, what comes back, and files that are broken."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.voice.conftest import Make, heard_hertz

from pronouncer.errors import EngineError, NoVoice
from pronouncer.model.take import Take
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import told
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.testing.tones import KOKORO_TONES, Flaw, write_kokoro
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.kokoro.engine import KokoroEngine
from pronouncer.voice.engines.kokoro.voices import LONGEST, sentence_ids
from pronouncer.voice.onnx.engine import NeuralEngine

FRAME = KOKORO_TONES.hop / KOKORO_TONES.rate


def tones(take: Take, words: list[str], *, higher: float = 1.0) -> list[str]:
    """Return the letters that are heard in each word of a take, by their tones at the places where they should be."""
    ids = KOKORO_TONES.ids
    letters = {letter: KOKORO_TONES.hertz(letter) for letter in ids if ids[letter] >= KOKORO_TONES.silent}
    found: list[str] = []
    for timing, symbols in zip(take.words, words, strict=True):
        place, heard = timing.start, ""
        for symbol in symbols:
            end = place + KOKORO_TONES.frames(symbol) * FRAME
            if symbol in letters:
                hertz = heard_hertz(take, place, end) / higher
                heard += min(letters, key=lambda each: abs(letters[each] - hertz))
            place = end
        found.append(heard)
    return found


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    """The folder of Kokoro's voices."""
    return tmp_path / "voices/kokoro"


@pytest.mark.parametrize("durations", [True, False], ids=["with durations", "without"])
class TestKokoro(EngineContract):
    @pytest.fixture
    def engine(self, engine_of: Make, voices: Path, durations: bool) -> NeuralEngine:
        write_kokoro(voices / "tones", durations=durations)
        return engine_of(KokoroEngine)

    @pytest.fixture
    def voice(self, engine: NeuralEngine) -> Voice:
        return choose_voice(engine, "", "en")


def test_letters_are_heard_in_order_and_as_long_as_they_are(engine_of: Make, voices: Path) -> None:
    """Each letter of Kokoro's alphabet is its own tone, for the time that the durations say, diphthongs being one."""
    write_kokoro(voices / "tones")
    engine = engine_of(KokoroEngine)
    take = engine.synthesize(utterance([("joke", "dʒˈoʊk"), ("day", "ˈdeɪ")]), engine.voices()[0])
    assert tones(take, ["ʤˈOk", "dˈA"]) == ["ʤOk", "dA"]
    lasting = [sum(map(KOKORO_TONES.frames, word)) * FRAME for word in ("ʤˈOk", "dˈA")]
    assert [timing.end - timing.start for timing in take.words] == pytest.approx(lasting, abs=1 / take.rate)
    said = sum(map(KOKORO_TONES.frames, "ʤˈOk dˈA"))
    assert take.seconds == pytest.approx(said * FRAME + 0.04, abs=0.005)  # and 20 ms that `trimmed` keeps at each end


def test_a_forced_phone_changes_its_own_tone_alone(engine_of: Make, voices: Path) -> None:
    """Another vowel in one word leaves every other letter of the sentence as it was."""
    write_kokoro(voices / "tones")
    engine = engine_of(KokoroEngine)
    voice = engine.voices()[0]
    one = engine.synthesize(utterance([("the", "ðə"), ("lead", "lˈɛd"), ("pipe", "pˈaɪp")]), voice)
    other = engine.synthesize(utterance([("the", "ðə"), ("lead", "lˈɪd"), ("pipe", "pˈaɪp")]), voice)
    assert tones(one, ["ðə", "lˈɛd", "pˈIp"]) == ["ðə", "lɛd", "pIp"]
    assert tones(other, ["ðə", "lˈɪd", "pˈIp"]) == ["ðə", "lɪd", "pIp"]


def test_styles_are_voices(engine_of: Make, voices: Path) -> None:
    """Each style is a voice with the language that its name tells, and is heard as that one."""
    write_kokoro(voices / "tones", voices=("af_one", "bm_two", "ff_three", "jf_four"))
    engine = engine_of(KokoroEngine)
    found = engine.voices()
    assert [(voice.name, voice.language) for voice in found] == [
        ("tones/af_one", "en-US"),
        ("tones/bm_two", "en-GB"),
        ("tones/ff_three", "fr"),
    ]
    assert len({voice.version for voice in found}) == 3
    for number, voice in enumerate(found):
        take = engine.synthesize(utterance([("a", "a")]), voice)
        assert tones(take, ["a"], higher=(4 / 3) ** number) == ["a"]


def test_the_row_of_a_style_is_that_of_the_length(engine_of: Make, voices: Path) -> None:
    """A sentence of n phones, spaces and breaks takes row n - 1 of its style."""
    write_kokoro(voices / "tones")
    styles = np.zeros((510, 1, 256), np.float32)
    styles[3] = 0.5  # a, space, b, break
    np.savez(voices / "tones/voices.npz", af_tone=styles)
    engine = engine_of(KokoroEngine)
    take = engine.synthesize(utterance([("a", "a"), ("b", "b")]), engine.voices()[0])
    assert tones(take, ["a", "b"], higher=1.5) == ["a", "b"]


def test_speed_is_told(engine_of: Make, voices: Path) -> None:
    """Half the speed is twice the time."""
    import dataclasses

    write_kokoro(voices / "tones")
    engine = engine_of(KokoroEngine)
    voice = engine.voices()[0]
    plain, slow = (engine.synthesize(PLAIN, dataclasses.replace(voice, speed=speed)).seconds for speed in (1.0, 0.5))
    assert slow == pytest.approx(2 * plain, rel=0.05)


def test_a_long_sentence_is_said_in_parts(engine_of: Make, voices: Path) -> None:
    """Over 510 phones the sentence is cut at its last break that fits, and every word keeps its time."""
    write_kokoro(voices / "tones")
    engine = engine_of(KokoroEngine)
    voice = engine.voices()[0]
    first, second = utterance([("so", "sˈoʊ")] * 90, boundary=","), utterance([("day", "dˈeɪ")] * 60)
    whole = type(first)("s0", "en", (*first.tokens, *second.tokens))
    take = engine.synthesize(whole, voice)
    assert len(take.words) == 150 and [word.start for word in take.words] == sorted(word.start for word in take.words)
    assert tones(take, ["sˈO"] * 90 + ["dˈA"] * 60) == ["sO"] * 90 + ["dA"] * 60
    gap = take.words[90].start - take.words[89].end
    assert gap == pytest.approx(voice.break_seconds + 0.04, abs=0.005)  # with what `trimmed` keeps at each end


def test_parts_end_at_breaks_or_words() -> None:
    """No part is over the limit, and words without any break are cut between two words."""
    ids = {"$": 0, " ": 1, ",": 2, "a": 3}
    parts = sentence_ids([("a" * 99, "," if place == 1 else "") for place in range(12)], ids)
    assert [len(spans) for _, spans in parts] == [2, 5, 5]
    assert all(len(found) <= LONGEST + 2 and found[0] == found[-1] == 0 for found, _ in parts)
    assert parts[0][1] == [(1, 100), (101, 200)] and parts[0][0][200] == 2


def test_chance_is_the_same_each_time(engine_of: Make, voices: Path) -> None:
    """A model that draws noise gives the same bytes again."""
    write_kokoro(voices / "noisy", flaw="noisy")
    engine = engine_of(KokoroEngine)
    voice = engine.voices()[0]
    assert engine.capabilities(voice).deterministic
    assert engine.synthesize(PLAIN, voice) == engine.synthesize(PLAIN, voice)


@pytest.mark.parametrize(
    ("flaw", "message"), [("nan", "not numbers"), ("silent", "no sound"), ("clipped", "is clipped")]
)
def test_what_is_no_speech_is_refused(engine_of: Make, voices: Path, flaw: Flaw, message: str) -> None:
    """Samples that are no numbers, silence and clipped sound are errors that name voice and sentence."""
    write_kokoro(voices / "bad", flaw=flaw)
    engine = engine_of(KokoroEngine)
    with pytest.raises(EngineError, match=f"kokoro:bad/af_tone cannot say 'the leaders.*{message}"):
        engine.synthesize(PLAIN, engine.voices()[0])


def vocabulary(folder: Path, *letters: str) -> None:
    """Leave a model with the ids of a few letters."""
    (folder / "config.json").write_text(json.dumps({"vocab": {each: KOKORO_TONES.ids[each] for each in letters}}))


BREAKS: dict[str, Callable[[Path], object]] = {
    "has 0 files .* and 1 of styles": lambda folder: (folder / "model.onnx").unlink(),
    "has 1 files .* and 2 of styles": lambda folder: (folder / "voices.bin").write_bytes(b""),
    "no whole ONNX file": lambda folder: (folder / "model.onnx").write_bytes(b"\x08"),
    "is no ZIP file of styles": lambda folder: (folder / "voices.npz").write_bytes(b"PK"),
    "no style that speaks by IPA": lambda folder: np.savez(folder / "voices.npz", jf_one=np.zeros(1)),
    "config.json is missing or has no vocab": lambda folder: (folder / "config.json").unlink(),
    "has no vocab": lambda folder: (folder / "config.json").write_text('{"vocab": 3}'),
    "has no letter of Kokoro's": lambda folder: vocabulary(folder, "$", " "),
}


@pytest.mark.parametrize("message", BREAKS)
def test_a_broken_model_is_shown_with_its_reason(engine_of: Make, voices: Path, message: str) -> None:
    """A model whose files are broken is listed with the reason, and speaks for no language."""
    write_kokoro(voices / "broken")
    BREAKS[message](voices / "broken")
    engine = engine_of(KokoroEngine)
    (broken,) = engine.voices()
    assert broken.language == "und" and "cannot speak" in broken.description
    with pytest.raises(NoVoice, match=message):
        engine.capabilities(broken)


def test_a_model_of_another_format(engine_of: Make, voices: Path) -> None:
    """A Piper model in the folder of a Kokoro one is told by what it takes."""
    from pronouncer.testing.tones import write_piper

    model = write_kokoro(voices / "mixed")
    write_piper(voices.parent / "other").replace(model)
    engine = engine_of(KokoroEngine)
    with pytest.raises(NoVoice, match=r"is no Kokoro model: it takes input, input_lengths, scales, and not input_ids"):
        engine.capabilities(engine.voices()[0])


@pytest.mark.parametrize(
    ("style", "message"),
    [
        (np.zeros((510, 1, 128), np.float32), r"float32 of \(510, 1, 128\)"),
        (np.zeros((510, 1, 256)), "float64 of"),
        (np.full((510, 1, 256), np.nan, np.float32), "all of them numbers"),
        (np.array([None]), "cannot be read"),
    ],
    ids=["shape", "type", "nan", "pickle"],
)
def test_a_style_that_is_none(engine_of: Make, voices: Path, style: np.ndarray, message: str) -> None:
    """An array that is no style is refused by what it is; nothing in the file is run."""
    write_kokoro(voices / "tones")
    np.savez(voices / "tones/voices.npz", allow_pickle=True, af_tone=style)
    engine = engine_of(KokoroEngine)
    with pytest.raises(NoVoice, match=f"The style 'af_tone' .*{message}"):
        engine.synthesize(PLAIN, engine.voices()[0])


def test_letters_that_a_model_lacks_are_replaced_and_told(engine_of: Make, voices: Path) -> None:
    """A letter without an id is said as the nearest one that has one, and the sheet tells which."""
    write_kokoro(voices / "few")
    vocabulary(voices / "few", "$", " ", ".", "d", "ɪ", "s")
    engine = engine_of(KokoroEngine)
    voice = engine.voices()[0]
    answer = told("these", "ðiːz", engine.capabilities(voice))
    assert {phone for phone, _ in answer.replaced} >= {"ð", "z"}
    assert tones(engine.synthesize(utterance([("these", "ðiːz")]), voice), [answer.text]) == [answer.text]
