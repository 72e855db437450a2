"""How often, and how many at a time, an engine is asked."""

import threading
import time
from collections.abc import Sequence

import pytest

from pronouncer.ensemble import Ensemble
from pronouncer.errors import EngineError, SettingsError
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.testing.contract import utterance
from pronouncer.testing.silence import SilenceEngine
from pronouncer.voice.engine import make_engine
from pronouncer.voice.turns import Limit, OwnTurns, limit


class Far(SilenceEngine):
    """A vendor who counts how many ask at the same time, and refuses first as often as told."""

    def __init__(self, refusals: Sequence[float] = ()) -> None:
        super().__init__(Settings())
        self.refusals = list(refusals)
        self.now = self.most = 0
        self._lock = threading.Lock()

    def capabilities(self, voice: Voice) -> Capabilities:
        """Be far away."""
        return Capabilities(IPA, times="word", deterministic=True, device="network")

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Take a moment."""
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            wait = self.refusals.pop(0) if self.refusals else None
        time.sleep(0.02)
        with self._lock:
            self.now -= 1
        if wait is not None:
            raise EngineError("Too much.", permanent=False, wait=wait)
        return super().synthesize(utterance, voice)


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(round(seconds, 3))
        self.now += seconds


def far(engine: Far, turns: OwnTurns, **options: object) -> tuple[Ensemble, Voice]:
    """Return an ensemble with a far engine, and its voice."""
    ensemble = Ensemble(Settings(engines={"silence": options}), turns=turns)
    ensemble.engines["silence"] = engine
    return ensemble, engine.voices()[0]


def test_turns_are_spaced_evenly() -> None:
    """Thirty sentences a minute begin two seconds apart; who comes later does not wait for what is over."""
    clock = Time()
    turns = OwnTurns(clock=clock, sleep=clock.sleep)
    for _ in range(3):
        with turns.turn("far", Limit(per_minute=30)):
            pass
    assert clock.slept == [2, 2]
    clock.now += 60
    with turns.turn("far", Limit(per_minute=30)), turns.turn("other", Limit(per_minute=30)):
        assert clock.slept == [2, 2]


def test_a_pause_holds_all() -> None:
    """Where an engine asks for a pause, no sentence is begun before it ends, not even without a limit."""
    clock = Time()
    turns = OwnTurns(clock=clock, sleep=clock.sleep)
    ensemble, voice = far(Far(), turns)
    ensemble.say(utterance([("One", "wʌn")]), voice)
    turns.hold("silence", 7)
    turns.hold("silence", 3)
    ensemble.say(utterance([("Two", "wʌn")]), voice)
    assert clock.slept == [7]


def test_what_an_engine_asks_for_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal with a wait, as of Retry-After, holds the engine for as long."""
    held: list[tuple[str, float]] = []
    monkeypatch.setattr(OwnTurns, "hold", lambda self, engine, seconds: held.append((engine, seconds)))
    ensemble, voice = far(Far([0.01]), OwnTurns())
    assert ensemble.say(utterance([("One", "wʌn")]), voice).words
    assert held == [("silence", 0.01)]


@pytest.mark.parametrize(("at_once", "most"), [("2", 2), (1, 1)])
def test_no_more_than_so_many_at_once(at_once: object, most: int) -> None:
    """Eight threads ask an engine that takes two sentences at a time: it never has more, and all are said."""
    engine = Far()
    ensemble, voice = far(engine, OwnTurns(), at_once=at_once)
    threads = [threading.Thread(target=ensemble.say, args=(utterance([(f"N{n}", "wʌn")]), voice)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (engine.most, engine.takes) == (most, 8)


@pytest.mark.parametrize("options", [{"per_minute": "x"}, {"per_minute": 0.5}, {"at_once": -1}, {"at_once": 1.5}])
def test_a_limit_that_is_none(options: dict[str, object]) -> None:
    """A limit that cannot be kept is an error that names the table, before anything is said."""
    with pytest.raises(SettingsError, match=r"\[engines.espeak\]"):
        make_engine("espeak", Settings(engines={"espeak": options}))


def test_limits_are_options_of_every_engine() -> None:
    """An engine with options of its own takes them beside those."""
    table = {"key": "k", "per_minute": "600", "at_once": 4}
    settings = Settings(engines={"openai": table})
    make_engine("openai", settings).close()
    assert limit("openai", settings) == Limit(600, 4)
    assert limit("espeak", settings) == Limit()
