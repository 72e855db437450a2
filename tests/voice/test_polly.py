"""The engine `polly`, against a server on loopback that checks its signatures."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from tests.voice.fakes.contract import MIXED, SENTENCE, HostedContract
from tests.voice.fakes.polly import ACCESS, SECRET, SESSION, FakePolly
from tests.voice.fakes.server import FakeServer

from pronouncer.errors import SettingsError
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.engine import Engine, choose_voice, make_engine
from pronouncer.voice.engines.polly import engine as module


def words(size: int) -> Utterance:
    """Return an utterance whose text has a number of characters."""
    return utterance([("a", "ə")] * (size // 2 - 1) + [("a" * (1 + size % 2), "ə")])


class Polly(HostedContract):
    name = "polly"
    secrets = (ACCESS, SECRET, SESSION)
    kind = ""

    def options(self, server: FakeServer) -> dict[str, Any]:
        return {"url": server.url, "access_key": ACCESS, "secret_key": SECRET, "engine": self.kind}

    @pytest.fixture
    def server(self) -> Iterator[FakePolly]:
        with FakePolly() as server:
            yield server


class TestGenerative(Polly):
    kind = "generative"

    def test_it_gets_respellings(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """An engine without phonemes gets the respelling as an alias, and is asked for no marks."""
        engine.synthesize(SENTENCE, voice)
        asked = server.requests[-1].json
        assert '<sub alias="kee-iv">Kyiv</sub>.' in asked["Text"] and asked["OutputFormat"] == "pcm"


class TestLongForm(Polly):
    kind = "long-form"


class TestNeural(Polly):
    kind = "neural"

    def test_british_voices_get_british_phones(self, server: FakeServer, engine: Engine) -> None:
        """The same name is told in the phones of each voice."""
        for name, phones in (("Joanna", "kˈiɪv"), ("Amy", "kˈiːɪv")):
            assert engine.synthesize(MIXED, choose_voice(engine, name, "")).words
            assert f'ph="{phones}"' in server.requests[-1].json["Text"]

    def test_offsets_are_bytes(self, engine: Engine, voice: Voice) -> None:
        """Letters of several bytes before a word do not shift it to another."""
        said = utterance([("Žižkov", "ˈʒɪʒkɔf"), ("日本", "nɪˈhɑn"), ("é", "eɪ"), ("won", "wˈʌn"), ("x", "ɛks")])
        take = engine.synthesize(said, voice)
        lengths = [round((word.end - word.start) / 0.06) for word in take.words]
        assert lengths[:4] == [6, 2, 1, 3]

    def test_both_limits(
        self, server: FakeServer, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """3,000 characters of text are said; more, or 6,000 with tags, are refused before, and by the server."""
        assert engine.synthesize(words(3000), voice).seconds > 60
        sent = len(server.requests)
        tagged = utterance([("a", "ə")] * 140, rule="lexicon")
        assert "3,000 characters without tags" in str(self.fails(engine, voice, words(3001)))
        assert "6,000 characters" in str(self.fails(engine, voice, tagged))
        assert len(server.requests) == sent
        monkeypatch.setattr(module, "BILLED", 10_000)
        monkeypatch.setattr(module, "LONGEST", 10_000)
        for longer in (words(3001), tagged):
            error = self.fails(engine, voice, longer)
            assert error.permanent and "TextLengthExceededException" in str(error)

    def test_throttling_with_status_400_may_be_tried_again(
        self, server: FakePolly, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """AWS says that it has too much to do with status 400, which is not for good."""
        refusal = server.error(400, "Rate exceeded", "ThrottlingException")
        monkeypatch.setattr(server, "answer", lambda request: refusal)
        error = self.fails(engine, voice)
        assert not error.permanent and "try again later" in str(error)

    def test_foreign_phones_become_english_ones(self, engine: Engine, voice: Voice) -> None:
        """A phone that English lacks is told as the nearest one, so that the server takes it."""
        said = utterance([("Xi", "ɕi"), ("Bruyère", "bʁɥijɛʁ"), ("Llanelli", "ɬaˈnɛɬi")], rule="lexicon")
        assert len(engine.synthesize(said, voice).words) == 3

    def test_a_phone_that_is_refused(self, engine: Engine, voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
        """A phone that the server does not know is an error for good that names it; so is one that is no IPA."""
        monkeypatch.setattr(module, "native", lambda language: IPA)
        error = self.fails(engine, voice, utterance([("Xi", "ɕi")], rule="lexicon"))
        assert error.permanent and "InvalidSsmlException Invalid SSML request: Unsupported phoneme ɕ" in str(error)
        assert self.fails(engine, voice, utterance([("snow", "s☃")], rule="lexicon")).permanent

    def test_voices_are_listed_page_by_page(self, server: FakeServer, engine: Engine) -> None:
        """All pages of the list are asked for, once, and languages are written as others write them."""
        found = [(voice.name, voice.language) for voice in engine.voices()]
        assert found == [("Amy", "en-GB"), ("Joanna", "en-US"), ("Danielle", "en-US"), ("Zhiyu", "zh-CN")]
        assert engine.voices() and len(server.requests) == 2

    def test_voices_by_option(self, server: FakeServer) -> None:
        """Voices that are named need no list."""
        engine = self.make(server, voices="Joanna, Lea=fr-FR")
        assert [(voice.name, voice.language) for voice in engine.voices()] == [("Joanna", "en-US"), ("Lea", "fr-FR")]
        assert server.requests == []

    def test_times_are_paid_for(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Speech marks cost as much as speech; without them there is one request, half the price, and no times."""
        assert engine.capabilities(voice).price == 32.0
        cheap = self.make(server, times="false")
        sent = len(server.requests)
        assert cheap.synthesize(PLAIN, voice).words == () and len(server.requests) == sent + 1
        assert cheap.capabilities(voice).price == 16.0 and cheap.capabilities(voice).times == "none"

    def test_speed(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A faster voice is asked to be faster, and its words are found all the same."""
        take = engine.synthesize(PLAIN, dataclasses.replace(voice, speed=1.1))
        assert '<prosody rate="110%">' in server.requests[-1].json["Text"] and len(take.words) == 5

    def test_temporary_credentials(self, server: FakePolly) -> None:
        """The token of temporary credentials is sent and signed."""
        server.session = SESSION
        engine = self.make(server, session_token=SESSION)
        assert engine.synthesize(PLAIN, engine.voices()[0]).words

    @pytest.mark.parametrize("wrong", [{"access_key": "AKIAWRONG0123456789"}, {"secret_key": "wrong-0123456789"}])
    def test_a_wrong_key_is_permanent(self, server: FakeServer, voice: Voice, wrong: dict[str, Any]) -> None:
        """An unknown key, and a secret that signs otherwise, are refused for good and not shown."""
        error = self.fails(self.make(server, **wrong), voice)
        assert error.permanent and "Check the key in [engines.polly]" in str(error)
        assert not any(value in str(error) for value in wrong.values())

    def test_a_base_path_is_signed_along(self, server: FakePolly, voice: Voice) -> None:
        """Behind a path of your own, the signature is over the whole path."""
        error = self.fails(self.make(server, url=f"{server.url}/aws"), voice)
        assert "UnknownOperationException" in str(error)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({}, "needs access_key: set PRONOUNCER_ENGINE_POLLY_ACCESS_KEY"),
            ({"access_key": ACCESS}, "needs secret_key"),
            ({"access_key": ACCESS, "secret_key": SECRET, "engine": "best"}, "standard, neural, long-form, generative"),
            ({"access_key": ACCESS, "secret_key": SECRET, "region": "eu/"}, "eu-west-1"),
        ],
    )
    def test_wrong_options(self, options: dict[str, str], message: str) -> None:
        """An option that is missing or wrong is refused before anything is sent."""
        with pytest.raises(SettingsError, match=message):
            make_engine("polly", Settings(engines={"polly": options}))
