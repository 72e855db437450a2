"""The program `flite`: where it is, what it has, and what it prints."""

import functools
import re
import shutil
import subprocess
from collections.abc import Sequence

from pronouncer.errors import EngineError, NoVoice

_SECONDS = 10.0  # that it may take to tell about itself


def program() -> str:
    """Return the path of the program. Raises NoVoice where it is not installed."""
    found = shutil.which("flite")
    if not found:
        raise NoVoice("The program flite is not installed. Install it with: apt-get install flite")
    return found


@functools.cache
def about(path: str) -> tuple[tuple[str, ...], str]:
    """Return the names of its voices, and its version."""
    names = printed_by(path, ("-lv",), seconds=_SECONDS).partition(":")[2].split()
    version = re.search(r"version: flite-(\S+)", printed_by(path, ("--help",), seconds=_SECONDS))
    return tuple(names), version.group(1) if version else "unknown"


def printed_by(path: str, arguments: Sequence[str], *, seconds: float, text: str = "", fds: Sequence[int] = ()) -> str:
    """Return what the program prints. Raises EngineError where it fails, takes too long, or lacks a sound.

    It inherits the open files `fds`.
    """
    try:
        done = subprocess.run(
            [path, *arguments],
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            pass_fds=fds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"flite was not done after {seconds:g} seconds. Try again.", permanent=False) from error
    except OSError as error:
        raise EngineError(f"flite cannot be started: {error.strerror}. Install it again.", permanent=False) from error
    lacking = re.findall(r"failed to find entry for: (\S+)", done.stderr)
    if lacking:
        raise EngineError(
            f"This voice of flite has no sound for {', '.join(lacking)}. Take rms, slt or awb, which have all.",
            permanent=True,
        )
    if done.returncode or done.stderr:
        reason = " ".join(done.stderr.split())[:200] or f"it ended with status {done.returncode}"
        raise EngineError(f"flite failed: {reason}. Try again, or install it again.", permanent=False)
    return done.stdout
