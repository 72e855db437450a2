"""The engine `elevenlabs`, against a server on loopback."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.voice.fakes.contract import MIXED, SENTENCE, HostedContract
from tests.voice.fakes.elevenlabs import FakeElevenlabs
from tests.voice.fakes.server import KEY, FakeServer

from pronouncer.errors import SettingsError
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.engine import Engine, make_engine
from pronouncer.voice.engines.elevenlabs import engine as module


class Elevenlabs(HostedContract):
    name = "elevenlabs"
    model = ""

    def options(self, server: FakeServer) -> dict[str, Any]:
        return {"url": server.url, "key": KEY, "model": self.model}

    @pytest.fixture
    def server(self) -> Iterator[FakeElevenlabs]:
        with FakeElevenlabs() as server:
            yield server

    @pytest.mark.parametrize("alignment", ["whole", "bare"])
    def test_times_with_and_without_tags(self, server: FakeElevenlabs, alignment: str) -> None:
        """Whether the characters that have times are those with the tags or without, words are found in them."""
        server.alignment = alignment
        engine = self.make(server)
        take = engine.synthesize(MIXED, engine.voices()[0])
        lead = 0.28
        assert [word.start for word in take.words] == pytest.approx(
            [s - lead for s, _ in server.said[-1].times], abs=0.06
        )
        assert [word.end for word in take.words] == pytest.approx(
            [e - lead for _, e in server.said[-1].times], abs=0.06
        )

    @pytest.mark.parametrize("alignment", ["other", "none"])
    def test_times_of_another_text_are_not_used(self, server: FakeElevenlabs, alignment: str) -> None:
        """Times of characters that were not sent lead nowhere, so that the take has none and the sound is asked."""
        server.alignment = alignment
        engine = self.make(server)
        assert engine.synthesize(MIXED, engine.voices()[0]).words == ()


class TestMultilingual(Elevenlabs):
    model = "eleven_multilingual_v2"

    def test_a_decided_word_is_respelled(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A model that would leave out a word with a phoneme tag gets none."""
        engine.synthesize(SENTENCE, voice)
        assert "<" not in server.requests[-1].json["text"] and "kee-iv." in server.requests[-1].json["text"]

    def test_voices_are_listed(self, server: FakeServer) -> None:
        """Voices are those of the account, with the language that they say, and asked for once."""
        engine = self.make(server, language="de")
        found = [(voice.name, voice.description, voice.language) for voice in engine.voices()]
        assert found == [("v-rachel", "Rachel", "en"), ("v-pierre", "Pierre", "fr"), ("v-clone", "Our own", "de")]
        assert [voice.name for voice in engine.voices() if voice.cloned] == ["v-clone"]
        assert engine.voices() and len(server.requests) == 1

    def test_the_limit_is_the_models(
        self, server: FakeServer, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A sentence over the limit of the model is refused before it is sent, and by the server if it came."""
        longer = utterance([("a", "ə")] * 2500 + [("b", "bˈiː")])
        small = self.make(server, model="eleven_v3")
        assert small.synthesize(utterance([("a", "ə")] * 2500), voice).seconds > 60
        sent = len(server.requests)
        assert "5,000" in str(self.fails(small, voice, longer)) and len(server.requests) == sent
        monkeypatch.setattr(module, "MODELS", {"eleven_v3": module.Model(10_000)})
        error = self.fails(self.make(server, model="eleven_v3"), voice, longer)
        assert error.permanent and "over 5000 characters" in str(error)

    def test_a_format_that_is_not_in_the_plan(self, server: FakeServer, voice: Voice) -> None:
        """A format that the server refuses is an error for good, in its words."""
        error = self.fails(self.make(server, output_format="pcm_44100"), voice)
        assert error.permanent and "status 422: Input should be a known format" in str(error)

    def test_coded_sound_is_decoded(self, server: FakeServer, voice: Voice) -> None:
        """With another output format, the answer is an audio file."""
        take = self.make(server, output_format="mp3_44100_128").synthesize(PLAIN, voice)
        assert take.samples in server.said[-1].samples

    def test_language_goes_to_models_that_take_it(self, server: FakeServer, voice: Voice) -> None:
        """Models of version 2.5 are told the language; others would refuse it."""
        self.make(server, model="eleven_flash_v2_5").synthesize(PLAIN, voice)
        assert server.requests[-1].json["language_code"] == "en"
        self.make(server).synthesize(PLAIN, voice)
        assert "language_code" not in server.requests[-1].json

    def test_a_wrong_key_is_permanent(self, server: FakeServer, voice: Voice) -> None:
        """A key that is refused is named by its place in the settings."""
        error = self.fails(self.make(server, key="wrong-0123456789"), voice)
        assert error.permanent and "Check the key in [engines.elevenlabs]" in str(error)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({}, "needs key: set PRONOUNCER_ENGINE_ELEVENLABS_KEY"),
            ({"key": KEY, "output_format": "ulaw_8000"}, "output_format"),
        ],
    )
    def test_wrong_options(self, options: dict[str, str], message: str) -> None:
        """An option that is missing or wrong is refused before anything is sent."""
        with pytest.raises(SettingsError, match=message):
            make_engine("elevenlabs", Settings(engines={"elevenlabs": options}))


class TestFlash(Elevenlabs):
    model = "eleven_flash_v2"

    def test_a_decided_word_is_told_in_arpabet(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Words whose sound was decided here go out with phones, all others as they are."""
        engine.synthesize(MIXED, voice)
        text = server.requests[-1].json["text"]
        assert text.startswith("Señora <phoneme") and 'ph="K IY1 IH0 V">Kyiv</phoneme>.' in text

    def test_foreign_phones_become_english_ones(self, engine: Engine, voice: Voice) -> None:
        """A phone that English lacks is told as the nearest one, so that the server takes it."""
        said = utterance([("Xi", "ɕi"), ("Bruyère", "bʁɥijɛʁ"), ("Llanelli", "ɬaˈnɛɬi")], rule="lexicon")
        assert len(engine.synthesize(said, voice).words) == 3

    def test_a_phone_that_is_refused(self, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
        """A phone that the server does not know is an error for good that names it; so is one that is no IPA."""
        monkeypatch.setattr(module, "ARPABET", IPA._replace(name="cmu-arpabet"))
        error = self.fails(engine, voice, SENTENCE)
        assert error.permanent and "Invalid phoneme" in str(error)
        assert self.fails(engine, voice, utterance([("snow", "s☃")], rule="lexicon")).permanent

    def test_it_speaks_english_only(self, engine: Engine) -> None:
        """Of the voices, those that are listed as English."""
        assert [voice.name for voice in engine.voices()] == ["v-rachel", "v-clone"]
