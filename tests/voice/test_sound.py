"""What every engine shares: options, the text that goes out, the sound that comes back."""

import dataclasses
import io
import wave
from dataclasses import dataclass

import numpy as np
import pytest

from pronouncer.errors import EngineError, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.phones.pace import expected_seconds
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.length import check_length
from pronouncer.voice.options import options
from pronouncer.voice.sound import decoded, from_floats, from_pcm, trimmed
from pronouncer.voice.wording import worded

VOICE = Voice("test", "test", "en", "1", "CC0-1.0", "nobody")
RATE = 16_000


@dataclass(frozen=True)
class Mine:
    key: str = ""
    speed: float = 1.0
    tries: int = 3
    loud: bool = False


def test_options_are_converted() -> None:
    """Text from the environment and values of TOML become what the engine declares."""
    settings = Settings(engines={"mine": {"key": " k ", "speed": "1.5", "tries": 2, "loud": "true"}})
    assert options(Mine, "mine", settings) == Mine("k", 1.5, 2, True)
    assert options(Mine, "other", settings) == Mine()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"kye": "s3cret"}, "has no option 'kye'. It has: key, speed, tries, loud"),
        ({"key": 5}, "engines.mine.key must be text"),
        ({"speed": "s3cret"}, "engines.mine.speed must be a number"),
        ({"tries": 1.5}, "engines.mine.tries must be a whole number"),
        ({"loud": "s3cret"}, "engines.mine.loud must be true or false"),
    ],
)
def test_bad_options_are_named_and_not_shown(given: dict[str, object], message: str) -> None:
    """A mistake is named by its place; the value may be a key."""
    with pytest.raises(SettingsError, match=message) as caught:
        options(Mine, "mine", Settings(engines={"mine": given}))
    assert "s3cret" not in str(caught.value)


KYIV = [("Marks", "mˈɑːɹks"), ("&", "ænd"), ("Kyiv", "kˈiːɪv")]


def decided(*words: str) -> Utterance:
    """Return an utterance in which some words were decided by the lexicon."""
    made = utterance(KYIV)
    tokens = tuple(dataclasses.replace(t, rule="lexicon" if t.written in words else "") for t in made.tokens)
    return dataclasses.replace(made, tokens=tokens)


def test_only_decided_words_are_told() -> None:
    """An engine without phones gets a respelling of the decided word, and plain text for the rest."""
    wording = worded(decided("Kyiv"), Capabilities())
    assert wording.text == "Marks & kee-iv."
    assert [wording.text[start:end] for start, end in wording.spans] == ["Marks", "&", "kee-iv"]


def test_ssml_is_escaped_and_its_spans_hold() -> None:
    """In SSML the decided word is an element, an ampersand is an entity, and each span is its word's."""
    sheet = Capabilities(IPA, frozenset(("speak", "phoneme")))
    wording = worded(decided("Kyiv"), sheet)
    assert wording.text == 'Marks &amp; <phoneme alphabet="ipa" ph="kˈiːɪv">Kyiv</phoneme>.'
    assert [wording.word_at(start) for start, _ in wording.spans] == [0, 1, 2]
    assert wording.word_at(5) is None


def tone(seconds: float, level: float = 0.3) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return a tone of 200 Hz."""
    return (level * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 200 / RATE)).astype(np.float32)


def test_silence_around_is_cut() -> None:
    """A take begins and ends with speech, but for a soft margin, and says how much went from its front."""
    quiet = np.zeros(RATE // 2, np.float32)
    found = trimmed(from_floats(np.concatenate([quiet, tone(1.0), quiet]), RATE, "it"), "it")
    assert found.cut == pytest.approx(0.48, abs=0.002)
    assert len(found.samples) / 2 / RATE == pytest.approx(1.04, abs=0.004)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        (np.full(RATE, np.nan, np.float32), "not numbers"),
        (np.zeros(RATE, np.float32), "no sound"),
        (np.zeros(0, np.float32), "no sound"),
        (tone(1.0, 0.005), "no sound"),
        (tone(1.0, 8.0), "clipped in 9"),
    ],
)
def test_what_is_no_speech_is_refused(samples: np.ndarray[tuple[int], np.dtype[np.float32]], message: str) -> None:
    """NaN, silence and clipping never become a take."""
    with pytest.raises(EngineError, match=message):
        trimmed(from_floats(samples, RATE, "it"), "it")


def test_files_and_raw_samples_are_the_same_sound() -> None:
    """A WAV file and its raw samples decode to the same."""
    samples = from_floats(tone(0.5), RATE, "it").samples.astype("<i2").tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(samples)
    found = decoded(file.getvalue(), "it")
    assert found.rate == RATE and (found.samples == from_pcm(samples, RATE).samples).all()


@pytest.mark.parametrize("data", [b"", b"<html>busy</html>", b"RIFF\x00\x00\x00\x00WAVE", b"\x00" * 2000])
def test_no_audio_is_refused(data: bytes) -> None:
    """An answer that is no audio file is an error that names the engine, and may be tried again."""
    with pytest.raises(EngineError, match="^it answered") as caught:
        decoded(data, "it")
    assert not caught.value.permanent


@pytest.mark.parametrize(("seconds", "fits"), [(0.1, False), (1.2, True), (6.0, False)])
def test_a_take_is_as_long_as_its_words(seconds: float, fits: bool) -> None:
    """Sound of another sentence's length is refused."""
    take = Take("", RATE, bytes(2 * round(seconds * RATE)), ())
    assert 1.0 < expected_seconds(PLAIN, VOICE) < 1.6
    if fits:
        check_length(take, PLAIN, VOICE)
    else:
        with pytest.raises(EngineError, match="left words out"):
            check_length(take, PLAIN, VOICE)
