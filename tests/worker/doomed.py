"""A worker that is killed once at a place of its work: `python doomed.py FOLDER`, with settings in the environment.

The next article to come to a place in the list below dies there, once; what is said is written into the folder.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pronouncer import pipeline
from pronouncer.cli.main import run
from pronouncer.ensemble import Ensemble
from pronouncer.newsroom import make
from pronouncer.newsroom.loop import proof, waves
from pronouncer.publish.outlets.versions.places import LocalPlace
from pronouncer.studio import Studio

FOLDER = Path(sys.argv[1])
PLACES: dict[str, tuple[Any, str, int]] = {
    "ingest": (make, "take_in", 1),
    "script": (pipeline.Pipeline, "script", 1),
    "pronounce": (pipeline.Pipeline, "pronounce", 1),
    "voice": (Ensemble, "say", 3),
    "master": (Studio, "master", 1),
    "publish": (pipeline.Pipeline, "publish", 1),
    "copying": (LocalPlace, "create", 4),
    "going live": (make, "put_live", 1),
    "beginning": (waves, "_begun", 1),
    "looking": (proof, "prove", 1),
    "noting": (waves, "_note", 1),
}
"""Name to the function that is not returned from, and the call that it is."""


def doomed(name: str, act: Callable[..., Any], number: int) -> Callable[..., Any]:
    """Return a function that ends the process at its nth call, if no process was ended there before."""
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        found = act(*arguments, **named)
        if calls == number and not (FOLDER / name).exists():
            (FOLDER / name).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return wrapped


def told(say: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that writes down that it was called."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        found = say(*arguments, **named)
        with (FOLDER / "said").open("a") as file:
            file.write("said\n")
        return found

    return wrapped


setattr(Ensemble, "say", told(Ensemble.say))  # noqa: B010 - mypy refuses a plain one
for name in filter(None, os.environ["DOOMED"].split(",")):
    owner, attribute, number = PLACES[name]
    setattr(owner, attribute, doomed(name, getattr(owner, attribute), number))
sys.argv = ["pronouncer", "worker"]
run()
