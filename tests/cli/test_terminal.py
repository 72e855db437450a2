"""On a terminal there is a progress bar; in a pipe there is none."""

import os
import pty
import sys
from pathlib import Path


def test_progress_bar_on_a_terminal(short: Path, tmp_path: Path) -> None:
    """`say` on a terminal draws a bar while it speaks, and still ends with its line."""
    shown = bytearray()

    def keep(descriptor: int) -> bytes:
        data = os.read(descriptor, 65_536)
        shown.extend(data)
        return data

    command = [sys.executable, "-m", "pronouncer", "say", str(short), "--out", str(tmp_path / "e")]
    silent = os.open(os.devnull, os.O_WRONLY)
    kept = os.dup(1)
    os.dup2(silent, 1)
    try:
        status = pty.spawn(command, keep, lambda descriptor: b"")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(silent)
    text = shown.decode("utf-8", "replace")
    assert os.waitstatus_to_exitcode(status) == 0
    assert "voice" in text and "index.html" in text
