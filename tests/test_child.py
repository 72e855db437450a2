"""Workers behind pipes, whatever they do: a small program that does as it is told."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pronouncer.child import WorkerDied, WorkerRefused, Workers

PROGRAM = """
import os, time
from pronouncer.child import serve
from pronouncer.errors import EngineError, SettingsError

def answer(request):
    if request["do"] == "sleep":
        time.sleep(request["seconds"])
    if request["do"] == "die":
        os._exit(7)
    if request["do"] == "refuse":
        raise EngineError("not now", permanent=False)
    if request["do"] == "object":
        raise SettingsError("not so")
    print("a library prints")
    return {"pid": os.getpid(), "said": request["do"]}, b"sound" * 100_000

serve(answer)
"""


@pytest.fixture
def workers_of(tmp_path: Path) -> Iterator[Callable[..., Workers]]:
    """Return a function that makes workers of the program."""
    script = tmp_path / "worker.py"
    script.write_text(PROGRAM)
    made: list[Workers] = []

    def make(count: int = 1, tries: int = 2, seconds: float = 10.0) -> Workers:
        made.append(Workers((str(script),), seconds=seconds, count=count, tries=tries))
        return made[-1]

    yield make
    for workers in made:
        workers.close()


def test_a_worker_is_kept(workers_of: Callable[..., Workers]) -> None:
    """One process answers one request after another, data and bytes, whatever its libraries print."""
    workers = workers_of(count=3)
    (one, sound), (other, _) = workers.ask({"do": "this"}), workers.ask({"do": "that"})
    assert (one["said"], other["said"], one["pid"]) == ("this", "that", other["pid"])
    assert sound == b"sound" * 100_000 and workers.pids == {one["pid"]}


def test_a_refusal_says_which_error_it_was(workers_of: Callable[..., Workers]) -> None:
    """Errors of ours come back by name, with whether trying again can help; the worker lives on."""
    workers = workers_of()
    with pytest.raises(WorkerRefused, match="not now") as caught:
        workers.ask({"do": "refuse"})
    assert (caught.value.error, caught.value.permanent) == ("EngineError", False)
    pids = set(workers.pids)
    with pytest.raises(WorkerRefused, match="not so") as caught:
        workers.ask({"do": "object"})
    assert (caught.value.error, caught.value.permanent) == ("SettingsError", True)
    assert workers.pids == pids


def test_as_many_workers_as_threads_need(workers_of: Callable[..., Workers]) -> None:
    """Two requests at once go to two workers; a third thread waits for one of them."""
    workers = workers_of(count=2)
    pids: list[int] = []
    threads = [
        threading.Thread(target=lambda: pids.append(workers.ask({"do": "sleep", "seconds": 0.3})[0]["pid"]))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pids) == 3 and set(pids) == workers.pids and len(workers.pids) == 2


def test_a_request_that_kills_is_tried_as_often_as_asked(workers_of: Callable[..., Workers]) -> None:
    """A worker that dies of its request each time is an error in the end, which leaves the place free."""
    for tries in (1, 2):
        workers = workers_of(tries=tries)
        with pytest.raises(WorkerDied, match="ended with status 7"):
            workers.ask({"do": "die"})
        assert workers.pids == set() and workers.ask({"do": "this"})[0]["said"] == "this"


def test_a_worker_that_died_at_rest_is_replaced(workers_of: Callable[..., Workers]) -> None:
    """A worker that was killed between two requests costs nobody an answer, unless there is one try alone."""
    workers = workers_of()
    (pid,) = {workers.ask({"do": "this"})[0]["pid"]}
    os.kill(pid, signal.SIGKILL)
    assert workers.ask({"do": "that"})[0]["pid"] != pid


def test_a_place_is_free_again_after_any_error(workers_of: Callable[..., Workers]) -> None:
    """A program that cannot be started, and a request that cannot be sent, leave the workers as they were."""
    broken = Workers(("/nonexistent/worker.py",), seconds=5, tries=1)
    for _ in range(2):
        with pytest.raises(WorkerDied, match="ended with status 2|broke off"):
            broken.ask({"do": "this"})
    broken.close()
    workers = workers_of()
    with pytest.raises(ValueError, match="unmarshallable"):
        workers.ask({"do": object()})
    assert workers.ask({"do": "this"})[0]["said"] == "this"


def test_closing_waits_and_may_be_repeated(workers_of: Callable[..., Workers]) -> None:
    """Closing ends every process after its answer; who asks later gets a new one."""
    workers = workers_of(count=2)
    answers: list[object] = []
    thread = threading.Thread(target=lambda: answers.append(workers.ask({"do": "sleep", "seconds": 0.3})))
    thread.start()
    while not workers.pids:
        time.sleep(0.01)
    workers.close()
    workers.close()
    thread.join()
    assert len(answers) == 1 and workers.pids == set()
    assert workers.ask({"do": "this"})[0]["said"] == "this"
