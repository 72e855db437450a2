"""Whoever sends mail, killed at places of that: `python doomed.py FOLDER`, with settings in the environment.

At each place it dies once, before or after what happens there; that it did is written into the folder.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pronouncer.newsroom.house import opened
from pronouncer.newsroom.loop import thanks
from pronouncer.newsroom.mail.box import Box
from pronouncer.settings import load

FOLDER = Path(sys.argv[1])
PLACES: dict[str, tuple[Any, str]] = {
    "connecting": (thanks, "opened"),
    "marking": (thanks, "_taken"),
    "sending": (Box, "put"),
    "noting": (thanks, "_ended"),
}


def doomed(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that ends the process, if no process was ended there before."""

    def die(when: str) -> None:
        path = FOLDER / f"{when} {name}"
        if not path.exists():
            path.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        die("before")
        found = act(*arguments, **named)
        die("after")
        return found

    return wrapped


for name, (owner, attribute) in PLACES.items():
    setattr(owner, attribute, doomed(name, getattr(owner, attribute)))
with opened(load({}, environ=os.environ, folder=FOLDER)) as house:
    thanks.send(house)
