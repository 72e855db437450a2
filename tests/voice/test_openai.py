"""The engine `openai`, against a server on loopback."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.voice.fakes.contract import SENTENCE, HostedContract
from tests.voice.fakes.openai import FakeOpenai
from tests.voice.fakes.server import KEY, FakeServer

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.engine import Engine, choose_voice, make_engine
from pronouncer.voice.engines.openai import engine as module


class TestOpenai(HostedContract):
    name = "openai"

    def options(self, server: FakeServer) -> dict[str, Any]:
        return {"url": f"{server.url}/v1", "key": KEY}

    @pytest.fixture
    def server(self) -> Iterator[FakeServer]:
        with FakeOpenai() as server:
            yield server

    def test_a_wrong_key_is_permanent(self, server: FakeServer) -> None:
        """A key that is refused is named by its place in the settings, never shown, not even in part."""
        engine = self.make(server, key="sk-wrong-0123456789abcdef")
        error = self.fails(engine, engine.voices()[0])
        assert error.permanent and "Check the key in [engines.openai]" in str(error)
        assert "sk-wro" not in str(error) and "cdef" not in str(error)

    def test_a_decided_word_is_respelled(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Words whose sound was decided here go out as a respelling, all others as they are."""
        engine.synthesize(SENTENCE, voice)
        assert "kee-iv." in server.requests[-1].json["input"] and "Kyiv" not in server.requests[-1].json["input"]
        engine.synthesize(PLAIN, voice)
        assert server.requests[-1].json["input"] == "the leaders met in Paris."

    def test_the_4096th_character_is_the_last(
        self, server: FakeServer, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The longest sentence is said, a longer one refused before it is sent, and by the server if it came."""
        assert engine.synthesize(utterance([("a", "ə")] * 2048), voice).seconds > 60
        sent = len(server.requests)
        longer = utterance([("a", "ə")] * 2048 + [("b", "bˈiː")])
        assert "4,096" in str(self.fails(engine, voice, longer)) and len(server.requests) == sent
        monkeypatch.setattr(module, "LONGEST", 10_000)
        error = self.fails(engine, voice, longer)
        assert error.permanent and "status 400" in str(error)

    @pytest.mark.parametrize("form", ["wav", "pcm"])
    def test_both_formats_are_the_same_sound(self, server: FakeServer, form: str) -> None:
        """WAV and raw samples give the same take, but for its key."""
        engine = self.make(server, format=form)
        take = engine.synthesize(PLAIN, engine.voices()[0])
        assert take.samples in server.said[-1].samples and take.rate == 24_000

    def test_a_file_that_ends_early_is_refused(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A WAV file that is shorter than it says is not taken for the whole."""
        server.fault = "short_file"
        assert "it was cut off" in str(self.fails(engine, voice))

    def test_a_server_lists_its_voices(self, server: FakeServer) -> None:
        """With `list`, the voices are the server's, a Kokoro voice's language is in its name, and it is asked once."""
        engine = self.make(server, list="true", language="de", licence="Apache-2.0", attribution="hexgrad")
        assert [(v.name, v.language) for v in engine.voices()] == [
            ("af_heart", "en-US"),
            ("bf_emma", "en-GB"),
            ("ff_siwis", "fr"),
            ("narrator", "de"),
        ]
        assert engine.voices()[0].licence == "Apache-2.0" and engine.voices()[0].attribution == "hexgrad"
        assert len(server.requests) == 1

    def test_voices_have_the_languages_that_are_named(self, server: FakeServer) -> None:
        """Each voice speaks the language that the option says, and the first of a language is its default."""
        engine = self.make(server, voices="alloy, ash=fr,nova=fr", language="en-GB")
        assert choose_voice(engine, "", "fr").name == "ash" and choose_voice(engine, "", "en").name == "alloy"

    def test_no_voices_at_all(self, server: FakeServer) -> None:
        """An empty list is refused with where to name some."""
        with pytest.raises(NoVoice, match="option voices"):
            self.make(server, voices=" , ").voices()

    def test_what_changes_the_sound_changes_the_version(self, server: FakeServer) -> None:
        """Another model, server or instruction makes other takes; another price does not."""
        choices: list[dict[str, Any]] = [
            {},
            {"model": "tts-1-hd"},
            {"url": server.url},
            {"format": "pcm"},
            {"price": "3"},
        ]
        made = [self.make(server, **options).voices()[0].version for options in choices]
        assert len(set(made)) == 4 and made[0] == made[4]
        assert made[0].startswith("tts-1+1.")

    def test_instructions_go_along(self, server: FakeServer) -> None:
        """Instructions are sent to a model that takes them, and refused for one that ignores them."""
        engine = self.make(server, model="gpt-4o-mini-tts", instructions="Calm, as a newsreader.")
        engine.synthesize(PLAIN, engine.voices()[0])
        assert server.requests[-1].json["instructions"] == "Calm, as a newsreader."
        with pytest.raises(SettingsError, match="ignores instructions"):
            self.make(server, instructions="Calm.")

    def test_price(self, server: FakeServer, voice: Voice) -> None:
        """The list price holds for OpenAI, an own server costs nothing, and an option overrules both."""
        hosted = make_engine("openai", Settings(engines={"openai": {"key": KEY, "model": "tts-1-hd"}}))
        assert hosted.capabilities(voice).price == 30.0
        assert self.make(server).capabilities(voice).price == 0.0
        assert self.make(server, price=2.5).capabilities(voice).price == 2.5

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({}, "needs key: set PRONOUNCER_ENGINE_OPENAI_KEY"),
            ({"key": "two\nlines"}, "characters that no key has"),
            ({"key": KEY, "format": "mp3"}, "wav or pcm"),
            ({"key": KEY, "modell": "x"}, "no option 'modell'"),
        ],
    )
    def test_wrong_options(self, options: dict[str, str], message: str) -> None:
        """An option that is missing or wrong is refused before anything is sent."""
        with pytest.raises(SettingsError, match=message):
            make_engine("openai", Settings(engines={"openai": options}))

    def test_a_model_that_is_not_there(self, server: FakeServer) -> None:
        """A model that the server does not know is refused for good, with its own words."""
        engine = self.make(server, model="tts-9")
        with pytest.raises(EngineError, match="status 404: The model does not exist") as caught:
            engine.synthesize(PLAIN, engine.voices()[0])
        assert caught.value.permanent
