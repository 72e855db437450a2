"""What every engine on a server promises: the engine's contract, honest limits, and no failure that says too much."""

import dataclasses
import logging
import re
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.voice.fakes.server import KEY, FakeServer
from tests.voice.fakes.speech import LEAD

from pronouncer.errors import EngineError, SettingsError
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.voice.engine import Engine, make_engine
from pronouncer.voice.length import check_length

CLOSE = 0.06  # seconds
SENTENCE = utterance(
    [("Señora", "sɛnˈjɔːɹə"), ("Zelenska", "zəˈlɛnskə"), ("flew", "flˈuː"), ("to", "tuː"), ("Kyiv", "kˈiːɪv")],
    rule="lexicon",
)


def left_to_the_voice(said: Utterance, *places: int) -> Utterance:
    """Return an utterance in which some words are said as the voice would."""
    tokens = [dataclasses.replace(t, rule="") if i in places else t for i, t in enumerate(said.tokens)]
    return dataclasses.replace(said, tokens=tuple(tokens))


MIXED = left_to_the_voice(SENTENCE, 0, 2, 3)
"""Names that were decided here among ordinary words, and a letter of two bytes before them."""


class HostedContract(EngineContract):
    """Inherit, and give `name`, `options` and the fixture `server`."""

    name = ""
    secrets: tuple[str, ...] = (KEY,)

    def options(self, server: FakeServer) -> dict[str, Any]:
        """Return the options with which the engine finds the fake."""
        raise NotImplementedError

    def make(self, server: FakeServer, *, seconds: float = 10.0, **options: object) -> Engine:
        """Return the engine with options."""
        table = {**self.options(server), **options}
        made = make_engine(self.name, Settings(engine_seconds=seconds, engines={self.name: table}))
        self.made.append(made)
        return made

    @pytest.fixture(autouse=True)
    def _closing(self) -> Iterator[None]:
        self.made: list[Engine] = []
        yield
        for made in self.made:
            made.close()

    @pytest.fixture
    def engine(self, server: FakeServer) -> Engine:
        return self.make(server)

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return engine.voices()[0]

    def fails(self, engine: Engine, voice: Voice, said: Utterance = PLAIN) -> EngineError:
        """Return the error that it raises, and see that it tells no key and none of the sentence."""
        with pytest.raises(EngineError) as caught:
            engine.synthesize(said, voice)
        shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(engine)
        assert not any(secret in shown for secret in self.secrets)
        assert said.spoken not in shown
        return caught.value

    @pytest.mark.parametrize(
        ("fault", "permanent", "message"),
        [
            ("busy", False, "status 429: .*slow down"),
            ("down", False, "status 500: .*something broke"),
            ("page", False, "answered with text/html"),
            ("odd", False, "is no JSON|no whole audio file|are no|broke off|cut off"),
            ("elsewhere", True, "sends elsewhere"),
            ("squeezed", False, "is compressed"),
            ("reset", False, "cannot be reached|broke off"),
            ("short", False, "broke off"),
            ("huge", False, "over 30,000,000 bytes"),
            ("endless", False, "over 30,000,000 bytes"),
            ("silent", False, "no sound that can be heard"),
            ("empty", False, "no sound|no audio|cut off|no whole audio"),
        ],
    )
    def test_a_fault_says_what_happened(
        self, server: FakeServer, engine: Engine, voice: Voice, fault: str, permanent: bool, message: str
    ) -> None:
        """Every fault of the wire and of the sound is an EngineError that says whether trying again can help."""
        server.fault = fault
        error = self.fails(engine, voice)
        assert error.permanent is permanent
        assert str(error).startswith(self.name) and re.search(message, str(error))

    @pytest.mark.parametrize("fault", ["drip", "dripping_head"])
    def test_a_slow_drip_ends(self, server: FakeServer, voice: Voice, fault: str) -> None:
        """An answer that comes byte by byte ends when the time for it does."""
        engine = self.make(server, seconds=0.3)
        server.fault = fault
        error = self.fails(engine, voice)
        assert "not done after 0.3 seconds" in str(error) and not error.permanent

    def test_it_waits_as_long_as_it_is_told(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Retry-After comes with the error; other errors have none."""
        server.fault = "busy"
        assert self.fails(engine, voice).wait == 7.0
        server.fault = "down"
        assert self.fails(engine, voice).wait is None

    def test_a_failure_leaves_it_usable(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """After a fault, the next sentence is said."""
        for fault in ("short", "reset", "busy"):
            server.fault = fault
            self.fails(engine, voice)
        server.fault = ""
        assert engine.synthesize(PLAIN, voice).seconds > 1

    def test_an_unknown_voice_is_permanent(self, engine: Engine, voice: Voice) -> None:
        """A voice that the server does not know is refused for good."""
        assert self.fails(engine, dataclasses.replace(voice, name="nobody")).permanent

    def test_a_server_that_repeats_is_not_quoted(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """A message with the sentence in it, or with the key, is not shown."""
        server.fault = "echo"
        assert self.fails(engine, voice, MIXED).permanent

    def test_nothing_secret_is_logged(
        self, server: FakeServer, engine: Engine, voice: Voice, caplog: pytest.LogCaptureFixture
    ) -> None:
        """At the lowest level of logging, neither the key nor the sentence is in the log."""
        caplog.set_level(logging.DEBUG)
        engine.synthesize(MIXED, voice)
        server.fault = "busy"
        self.fails(engine, voice)
        assert not any(secret in caplog.text for secret in (*self.secrets, "Zelenska"))

    def test_another_length_is_found_out(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Sound that goes on long after its words is no take."""
        server.fault = "long"
        with pytest.raises(EngineError):
            check_length(engine.synthesize(PLAIN, voice), PLAIN, voice)

    def test_what_is_cut_off_is_refused(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Sound that ends before its words do is no take where the engine gives times."""
        server.fault = "cut"
        if engine.capabilities(voice).times != "none":
            assert "cut off" in str(self.fails(engine, voice))

    @pytest.mark.parametrize("said", [PLAIN, SENTENCE, MIXED], ids=["plain", "decided", "mixed"])
    def test_times_are_those_of_the_sound(
        self, server: FakeServer, engine: Engine, voice: Voice, said: Utterance
    ) -> None:
        """Every word starts within 60 ms of where it is heard."""
        take = engine.synthesize(said, voice)
        if engine.capabilities(voice).times == "none":
            assert take.words == ()
            return
        cut = LEAD - 0.02
        found = [word.start for word in take.words]
        truth = [start - cut for start, _ in server.said[-1].times]
        assert len(found) == len(truth)
        assert max(abs(own - true) for own, true in zip(found, truth, strict=True)) <= CLOSE

    def test_threads_may_share_it(self, server: FakeServer, engine: Engine, voice: Voice) -> None:
        """Several sentences at a time come back each as itself."""
        said = [utterance([("one", "wˈʌn")] * count) for count in range(1, 9)]
        with ThreadPoolExecutor(8) as pool:
            takes = list(pool.map(lambda each: engine.synthesize(each, voice), said))
        assert [take.key for take in takes] == [engine.synthesize(each, voice).key for each in said]
        lengths = [take.seconds for take in takes]
        assert lengths == sorted(lengths) and len(set(lengths)) == 8

    def test_voices_are_of_a_model(self, engine: Engine, voice: Voice) -> None:
        """Its voices are named as what they are: made by a trained model, on somebody's terms, over the network."""
        assert voice.source_type == "trainedAlgorithmicMedia"
        sheet = engine.capabilities(voice)
        assert sheet.device == "network" and not sheet.deterministic and sheet.longest

    @pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nowhere", "http://me:secret@127.0.0.1/", "http://a/?key=x"])
    def test_a_url_that_is_none_is_refused(self, server: FakeServer, url: str) -> None:
        """Only http and https without a login will do, and the message does not show what was given."""
        with pytest.raises(SettingsError, match=rf"url in \[engines.{self.name}\]") as caught:
            self.make(server, url=url)
        assert url not in str(caught.value)

    def test_nobody_there(self, server: FakeServer, voice: Voice) -> None:
        """A server that does not run is named with its host, and may be tried again."""
        with FakeServer() as gone:
            url = gone.url
        error = self.fails(self.make(server, url=url), voice)
        assert url.removeprefix("http://") in str(error) and not error.permanent
