"""Workers that die, hang or lie: the sentence is tried again once, then there is a clear error and no stray process."""

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pronouncer.child import WorkerRefused
from pronouncer.errors import EngineError
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.espeak import engine as espeak
from pronouncer.voice.engines.espeak.engine import EspeakEngine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EspeakEngine]:
    """An engine that waits two seconds for an answer."""
    engine = EspeakEngine(Settings(cache=tmp_path, engine_seconds=2.0))
    yield engine
    engine.close()


def alive(pid: int) -> bool:
    """Say whether a process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Wait for a process to be gone."""
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_dead_or_hanging_worker_is_replaced(engine: EspeakEngine, number: signal.Signals) -> None:
    """After kill -9, or a stop without end, the same sentence is said by a new worker with the same bytes."""
    voice = choose_voice(engine, "", "en")
    first = engine.synthesize(PLAIN, voice)
    pid = engine.worker_pid
    assert pid
    os.kill(pid, number)
    assert engine.synthesize(PLAIN, voice) == first
    assert engine.worker_pid != pid and gone(pid)


@pytest.mark.parametrize(
    "program",
    [
        "import sys; sys.exit(3)",
        "import time; time.sleep(60)",
        "import sys, struct; sys.stdout.buffer.write(struct.pack('>II', 9, 9) + b'x')",
    ],
    ids=["dies", "hangs", "stops in mid-answer"],
)
def test_a_worker_that_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Two workers that fail on a sentence make an error that may pass, and leave no process behind."""
    script = tmp_path / "worker.py"
    script.write_text(program)
    monkeypatch.setattr(espeak, "_WORKER", script)
    started: list[int] = []
    original = subprocess.Popen.__init__

    def record(self: subprocess.Popen[bytes], *args: object, **options: object) -> None:
        original(self, *args, **options)  # type: ignore[call-overload]
        started.append(self.pid)

    monkeypatch.setattr(subprocess.Popen, "__init__", record)
    engine = EspeakEngine(Settings(cache=tmp_path, engine_seconds=0.5))
    with pytest.raises(EngineError, match="failed 2 times") as caught:
        engine.synthesize(PLAIN, choose_voice(engine, "", "en"))
    assert not caught.value.permanent
    assert len(started) == 2 and all(gone(pid) for pid in started)


def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    """When the program is killed with kill -9, its worker ends by itself, even while it is stopped from reading."""
    program = (
        "import sys, time\nfrom pathlib import Path\n"
        "from pronouncer.settings import Settings\nfrom pronouncer.testing.contract import PLAIN\n"
        "from pronouncer.voice.engine import choose_voice\n"
        "from pronouncer.voice.engines.espeak.engine import EspeakEngine\n"
        "e = EspeakEngine(Settings(cache=Path(sys.argv[1])))\n"
        "e.synthesize(PLAIN, choose_voice(e, '', 'en'))\nprint(e.worker_pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    assert alive(worker)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(worker)


def test_several_threads_share_an_engine(engine: EspeakEngine) -> None:
    """Calls from many threads at once give what one call gives."""
    voice = choose_voice(engine, "", "en")
    expected = engine.synthesize(PLAIN, voice)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(engine.synthesize(PLAIN, voice))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_the_frames_of_the_pipe(engine: EspeakEngine) -> None:
    """A worker answers a frame with two lengths, JSON and sound, and ends when its input closes."""
    worker = engine._workers._started()
    try:
        with pytest.raises(WorkerRefused, match="data folder"):
            worker.ask({"do": "phones", "voice": "en", "data": "/nonexistent"})
        assert struct.calcsize(">II") == 8
    finally:
        worker.close()
    assert gone(worker.pid)
