"""Workers of neural voices: they die, hang, are shared and run out of room; options that cannot be."""

import os
import signal
import threading
from pathlib import Path

import pytest
from tests.voice.conftest import Make, only

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.take import Take
from pronouncer.testing.contract import PLAIN
from pronouncer.testing.tones import PIPER, write_piper
from pronouncer.voice.engines.piper.engine import PiperEngine
from pronouncer.voice.onnx.model import read_model

HOP = PIPER.hop / PIPER.rate


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_hanging_worker_is_replaced(engine_of: Make, voices: Path, number: signal.Signals) -> None:
    """After kill -9, or a stop without end, the same sentence is said by a new worker with the same bytes."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, seconds=5.0, workers=1)
    first = engine.synthesize(PLAIN, only(engine))
    (pid,) = engine.worker_pids
    os.kill(pid, number)
    assert engine.synthesize(PLAIN, only(engine)) == first
    assert engine.worker_pids and pid not in engine.worker_pids


def test_a_voice_that_never_answers(engine_of: Make, voices: Path) -> None:
    """A sentence that two workers in turn do not answer is an error that names it, and may pass."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, seconds=0.01)
    with pytest.raises(EngineError, match="failed 2 times on 'the leaders.*no answer within 0.01 s") as caught:
        engine.synthesize(PLAIN, only(engine))
    assert not caught.value.permanent and not engine.worker_pids


def test_threads_share_the_workers(engine_of: Make, voices: Path) -> None:
    """Calls from many threads give what one call gives, by no more workers than were asked for."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, workers=2)
    voice = only(engine)
    expected = engine.synthesize(PLAIN, voice)
    found: list[Take] = []
    threads = [threading.Thread(target=lambda: found.append(engine.synthesize(PLAIN, voice))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8 and 1 <= len(engine.worker_pids) <= 2


def test_models_go_when_there_is_no_room(tmp_path: Path) -> None:
    """Models stay loaded within the budget; over it, the one that was not used for longest goes."""
    from pronouncer.voice.onnx.worker import Models

    one, two, three = (
        read_model(write_piper(tmp_path / str(count), speakers=["x"] * count), tmp_path) for count in range(3)
    )
    models = Models("cpu", one.size + two.size + three.size - 1)
    first, second = models.ready(one, ""), models.ready(two, "")
    assert models.ready(one, "") is first
    models.ready(three, "")
    assert models.ready(one, "") is first and models.ready(two, "") is not second
    assert Models("cpu", 1).ready(one, "").size == one.size


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"device": "tpu"}, "device must be cpu or cuda, not 'tpu'"),
        ({"workers": 1000}, "workers must be 0 to"),
        ({"noise": -1}, "noise must be 0 to 3"),
        ({"memory": "much"}, "memory must be a whole number"),
    ],
)
def test_options_that_cannot_be(engine_of: Make, given: dict[str, object], message: str) -> None:
    """An option with a value that makes no sense is refused with what it may be."""
    with pytest.raises(SettingsError, match=message):
        engine_of(PiperEngine, **given)


def test_a_device_that_is_not_there(engine_of: Make, voices: Path) -> None:
    """CUDA without a runtime for it is refused with what to install; it never falls back to the CPU in silence."""
    write_piper(voices / "tones")
    engine = engine_of(PiperEngine, device="cuda")
    with pytest.raises(SettingsError, match=r"engines.piper.device is 'cuda'.*Install onnxruntime-gpu in place of"):
        engine.synthesize(PLAIN, only(engine))


def test_without_the_runtime(engine_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without onnxruntime there is no engine, and the message says how to get it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NoVoice, match=r"pip install 'pronouncer\[neural\]'"):
        engine_of(PiperEngine)
