"""The engine `google`, against a server on loopback."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from tests.voice.fakes.contract import MIXED, SENTENCE, HostedContract
from tests.voice.fakes.google import TOKEN, FakeGoogle
from tests.voice.fakes.server import KEY, FakeServer

from pronouncer.errors import SettingsError
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.engine import Engine, choose_voice, make_engine
from pronouncer.voice.engines.google import engine as module


class Google(HostedContract):
    name = "google"
    secrets = (KEY, TOKEN)
    speaks = ""

    def options(self, server: FakeServer) -> dict[str, Any]:
        return {"url": server.url, "key": KEY}

    @pytest.fixture
    def server(self) -> Iterator[FakeGoogle]:
        with FakeGoogle() as server:
            yield server

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return choose_voice(engine, self.speaks, "")


class TestChirp(Google):
    speaks = "en-US-Chirp3-HD-Kore"

    def test_it_gets_words_alone(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A voice that takes no SSML gets text with respellings, and is asked for no times."""
        engine.synthesize(SENTENCE, voice)
        asked = server.requests[-1].json
        assert "kee-iv." in asked["input"]["text"] and "enableTimePointing" not in asked


class TestStudio(Google):
    speaks = "en-US-Studio-O"

    def test_it_gets_phones_without_marks(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A voice that refuses marks gets SSML without them."""
        engine.synthesize(SENTENCE, voice)
        assert 'ph="kˈiɪv">Kyiv</phoneme>.</speak>' in server.requests[-1].json["input"]["ssml"]


class TestNeural(Google):
    speaks = "en-US-Neural2-A"

    def test_words_stand_between_marks(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """There is a mark before each word, phones for those that were decided here, and what is no tag is escaped."""
        said = utterance([("Marks", "mˈɑːɹks"), ("&", "ænd"), ("Zelenska", "zəˈlɛnskə")])
        tokens = [dataclasses.replace(t, rule="lexicon" if "Z" in t.written else "") for t in said.tokens]
        engine.synthesize(dataclasses.replace(said, tokens=tuple(tokens)), voice)
        assert server.requests[-1].json["input"]["ssml"] == (
            '<speak><mark name="0"/>Marks <mark name="1"/>&amp; <mark name="2"/>'
            '<phoneme alphabet="ipa" ph="zəˈlɛnskə">Zelenska</phoneme>.</speak>'
        )

    def test_a_mark_without_a_time_is_filled(self, server: FakeGoogle, engine: Engine, voice: Voice) -> None:
        """A word whose mark is forgotten shares the time up to the next one; with many, there are no times at all."""
        server.forgets = frozenset("2")
        starts = [word.start for word in engine.synthesize(PLAIN, voice).words]
        assert len(starts) == 5 and starts == sorted(starts) and len(set(starts)) == 5
        server.forgets = frozenset("123")
        assert engine.synthesize(PLAIN, voice).words == ()

    def test_marks_go_when_there_is_no_room(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A sentence that is too long with its marks is said without, and has no times."""
        said = utterance([("leaders", "lˈiːdɚz")] * 150)
        assert len(engine.synthesize(said, voice).words) == 150
        longer = utterance([("leaders", "lˈiːdɚz")] * 300)
        assert engine.synthesize(longer, voice).words == ()
        assert "mark" not in server.requests[-1].json["input"]["ssml"]

    def test_the_limit_is_in_bytes(
        self, server: FakeServer, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """5,000 bytes are said, more are refused before they are sent, and by the server if they came."""

        def of(size: int) -> Utterance:
            pairs = (size - len("<speak></speak>")) // 3
            words = [("é", "e")] * pairs  # two bytes and a space or the full stop
            rest = (size - len("<speak></speak>")) % 3
            return utterance([*words[:-1], ("é" + "a" * rest, "e")])

        assert engine.synthesize(of(5000), voice).seconds > 60
        assert len(server.requests[-1].json["input"]["ssml"].encode()) == 5000
        sent = len(server.requests)
        assert "5,000 bytes" in str(self.fails(engine, voice, of(5001))) and len(server.requests) == sent
        monkeypatch.setattr(module, "LONGEST", 10_000)
        monkeypatch.setattr(module, "_ssml", lambda wording, marks: f"<speak>{wording.text}</speak>")
        error = self.fails(engine, voice, of(5001))
        assert error.permanent and "limit of 5000 bytes" in str(error)

    def test_foreign_phones_become_english_ones(self, engine: Engine, voice: Voice) -> None:
        """A phone that English lacks is told as the nearest one, so that the server takes it."""
        said = utterance([("Xi", "ɕi"), ("Bruyère", "bʁɥijɛʁ"), ("Llanelli", "ɬaˈnɛɬi")], rule="lexicon")
        assert len(engine.synthesize(said, voice).words) == 3

    def test_a_phone_that_is_refused(self, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
        """A phone that the server does not know is an error for good that names it; so is one that is no IPA."""
        monkeypatch.setattr(module, "native", lambda language: IPA)
        error = self.fails(engine, voice, utterance([("Xi", "ɕi")], rule="lexicon"))
        assert error.permanent and "Unsupported phoneme ɕ" in str(error)
        assert self.fails(engine, voice, utterance([("snow", "s☃")], rule="lexicon")).permanent

    def test_voices_are_listed(self, server: FakeServer, engine: Engine) -> None:
        """The first voice of a language obeys phones and gives times; those that name no language are left out."""
        assert choose_voice(engine, "", "en").name == "en-US-Neural2-A"
        assert choose_voice(engine, "", "en-GB").name == "en-GB-Neural2-A"
        assert choose_voice(engine, "", "zh").language == "zh-CN"
        assert len(engine.voices()) == 6 and len(server.requests) == 1

    def test_voices_by_option(self, server: FakeServer) -> None:
        """Voices that are named need no list, and their language is in their name."""
        engine = self.make(server, voices="fr-FR-Neural2-B, en-GB-Studio-C")
        assert [(voice.name, voice.language) for voice in engine.voices()] == [
            ("fr-FR-Neural2-B", "fr-FR"),
            ("en-GB-Studio-C", "en-GB"),
        ]
        assert server.requests == []

    def test_price_and_sheet_by_kind(self, engine: Engine) -> None:
        """Each kind of voice has its own price and sheet, by its name."""
        sheets = {voice.name: engine.capabilities(voice) for voice in engine.voices()}
        assert sheets["en-US-Studio-O"].price == 160 and sheets["en-US-Standard-A"].price == 4
        assert sheets["en-US-Chirp3-HD-Kore"].alphabet is None and not sheets["en-US-Chirp3-HD-Kore"].ssml

    def test_a_token_instead_of_a_key(self, server: FakeServer) -> None:
        """An access token speaks as well; one that ran out is refused for good, and not shown."""
        engine = self.make(server, key="", token=TOKEN)
        assert engine.synthesize(MIXED, engine.voices()[0]).words
        late = self.make(server, key="", token="ya29.late-0123456789", voices=self.speaks)
        error = self.fails(late, late.voices()[0])
        assert error.permanent and "Check the key in [engines.google]" in str(error)

    def test_a_wrong_key_is_permanent(self, server: FakeServer, voice: Voice) -> None:
        """Google answers a wrong key with status 400; its own words say what is wrong."""
        error = self.fails(self.make(server, key="wrong-0123456789"), voice)
        assert error.permanent and "API key not valid" in str(error)

    def test_neither_key_nor_token(self) -> None:
        """Without either, the message says how to set one."""
        with pytest.raises(SettingsError, match="PRONOUNCER_ENGINE_GOOGLE_KEY"):
            make_engine("google", Settings())
