"""Wyoming: the contract over a server that keeps to the protocol, and errors over one that does not."""

import dataclasses
import socket
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.voice.fakes.contract import MIXED
from tests.voice.fakes.wyoming import RATE, FakeWyoming

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.voice.engine import Engine, choose_voice
from pronouncer.voice.engines.wyoming import connection
from pronouncer.voice.engines.wyoming.engine import WyomingEngine


@pytest.fixture
def server() -> Iterator[FakeWyoming]:
    """A server on loopback, which must have been asked by the rules."""
    with FakeWyoming() as fake:
        yield fake
        assert fake.broken == []


def made(server: FakeWyoming, *, seconds: float = 10.0, **options: object) -> WyomingEngine:
    """Return an engine that asks the fake."""
    table = {"host": "127.0.0.1", "port": server.port, **options}
    return WyomingEngine(Settings(engine_seconds=seconds, engines={"wyoming": table}))


@pytest.fixture
def engine(server: FakeWyoming) -> Engine:
    """An engine that asks the fake."""
    return made(server)


@pytest.fixture
def voice(engine: Engine) -> Voice:
    """Its first voice."""
    return engine.voices()[0]


class TestWyoming(EngineContract):
    @pytest.fixture
    def engine(self, server: FakeWyoming) -> Engine:
        return made(server)

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return choose_voice(engine, "", "en")


def test_voices_are_those_that_the_server_tells(engine: Engine) -> None:
    """Each voice, and each speaker of a voice, is one, with language, version, licence and maker as told."""
    found = {voice.name: voice for voice in engine.voices()}
    assert list(found) == ["en_US-tone-low", "fr_FR-tone-low", "en_GB-many-low#ada", "en_GB-many-low#bob"]
    assert found["fr_FR-tone-low"] == Voice(
        engine="wyoming",
        name="fr_FR-tone-low",
        language="fr-FR",
        version="tones/2.1/1.0+1",
        licence="https://example.com/tones",
        attribution="Ada Lovelace",
        description="Tones",
        source_type="trainedAlgorithmicMedia",
    )


def test_a_licence_can_be_given(server: FakeWyoming) -> None:
    """The protocol has no licence, so that the newsroom can say it."""
    assert {voice.licence for voice in made(server, licence="CC-BY-4.0").voices()} == {"CC-BY-4.0"}


def test_a_voice_may_lack_all_but_its_name(server: FakeWyoming) -> None:
    """What a server does not tell has a value all the same, and voices that are not installed are none."""
    server.fault = "bare"
    (voice,) = made(server).voices()
    assert (voice.name, voice.language, voice.licence) == ("bare", "und", "127.0.0.1")


def test_a_server_without_voices_is_said_so(server: FakeWyoming) -> None:
    """A server that has no voice is told apart from one that cannot be reached."""
    server.fault = "none"
    with pytest.raises(NoVoice, match=f"127.0.0.1:{server.port} has no installed voice"):
        made(server).voices()


def test_what_is_sent(server: FakeWyoming, engine: Engine, voice: Voice) -> None:
    """Words go as text, decided ones as respellings; a speaker goes beside its voice."""
    take = engine.synthesize(MIXED, voice)
    engine.synthesize(PLAIN, choose_voice(engine, "en_GB-many-low#bob", ""))
    assert server.said == [
        ("Señora zuh-len-skuh flew to kee-iv.", {"name": "en_US-tone-low"}),
        ("the leaders met in Paris.", {"name": "en_GB-many-low", "speaker": "bob"}),
    ]
    assert take.rate == RATE and take.words == ()


@pytest.mark.parametrize(
    ("fault", "permanent", "message"),
    [
        ("truncated", False, "ended its answer before its end"),
        ("unstopped", False, "ended its answer before its end"),
        ("odd_rate", True, "sound of 0 Hz.* Set its server to 16 bits"),
        ("text_rate", True, "sound of many Hz"),
        ("stereo", True, "2 channels"),
        ("changing_rate", False, "rate changes in the middle"),
        ("endless", False, "over 1,000,000 bytes"),
        ("line", False, "over 1,000,000 bytes"),
        ("claim", False, "over 1,000,000 bytes"),
        ("drip", False, "not done after 0.5 seconds"),
        ("mute", False, "not done after 0.5 seconds"),
        ("silent", False, "no sound that can be heard"),
        ("http", False, "does not speak Wyoming"),
        ("list", False, "does not speak Wyoming"),
        ("deep", False, "does not speak Wyoming"),
    ],
)
def test_a_fault_says_what_happened(
    server: FakeWyoming, monkeypatch: pytest.MonkeyPatch, voice: Voice, fault: str, permanent: bool, message: str
) -> None:
    """Whatever a server does wrong is an EngineError that says what, and none of the sentence; then it goes on."""
    monkeypatch.setattr(connection, "LARGEST", 1_000_000)
    server.fault = fault
    engine = made(server, seconds=0.5)
    with pytest.raises(EngineError, match=message) as caught:
        engine.synthesize(PLAIN, voice)
    assert caught.value.permanent is permanent
    assert PLAIN.spoken not in "".join(traceback.format_exception(caught.value))
    server.fault = ""
    assert made(server).synthesize(PLAIN, voice).seconds > 1


def test_a_refusal_is_not_repeated(engine: Engine, voice: Voice) -> None:
    """A server's error is an error, and its text, which has the sentence in it, is not shown."""
    with pytest.raises(EngineError, match="log of its server") as caught:
        engine.synthesize(PLAIN, dataclasses.replace(voice, name="nobody"))
    assert PLAIN.spoken not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid", "a" * 70, "\udcff"])
def test_nobody_there(host: str) -> None:
    """A server that does not run, or a host that is none, is named; trying again may help."""
    with socket.socket() as taken:  # bound, and not listening: connections are refused
        taken.bind(("127.0.0.1", 0))
        table = {"host": host, "port": taken.getsockname()[1]}
        engine = WyomingEngine(Settings(engines={"wyoming": table}))
        with pytest.raises(EngineError, match=r"cannot be reached.* host and port in \[engines.wyoming\]") as caught:
            engine.voices()
    assert not caught.value.permanent


def test_it_needs_a_host() -> None:
    """Without a host there is no engine, and the message says how to set one."""
    with pytest.raises(SettingsError, match="PRONOUNCER_ENGINE_WYOMING_HOST"):
        WyomingEngine(Settings())


def test_a_port_is_a_number_of_a_port() -> None:
    """A number that is no port is an error of the settings."""
    with pytest.raises(SettingsError, match="port"):
        WyomingEngine(Settings(engines={"wyoming": {"host": "127.0.0.1", "port": 70_000}}))


def test_threads_may_share_it(engine: Engine, voice: Voice) -> None:
    """Several sentences at a time come back each as itself."""
    said = [utterance([("one", "wˈʌn")] * count) for count in range(1, 9)]
    with ThreadPoolExecutor(8) as pool:
        takes = list(pool.map(lambda each: engine.synthesize(each, voice), said))
    assert takes == [engine.synthesize(each, voice) for each in said]
