"""The table of engines in docs/voices.md: each measured in a process of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pronouncer.cli.run import available
from pronouncer.errors import NoVoice, PronouncerError, SettingsError
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.voice.engine import choose_voice, make_engine

COLUMNS = (
    "engine", "voice", "licence", "CPU s a second", "real-time factor", "peak memory", "times", "told sounds in",
    "obeyed", "SSML", "limit", "same bytes", "price", "runs on",
)  # fmt: skip
_MARKS = re.compile("(<!-- table -->\n).*(<!-- /table -->)", re.DOTALL)
_LANGUAGE = "en"


def rows(settings: Settings, source: str, sentences: int) -> Iterator[str]:
    """Yield the lines of the table, then the engines that cannot speak here and why."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---" * len(COLUMNS) + "|"
    silent: list[str] = []
    for name, voices, reason in available(settings):
        try:
            if reason or not voices:
                raise NoVoice(reason or "no voice of it is installed.")
            voice = _default(name, settings)
            yield _row(voice, _measured(voice, source, sentences))
        except PronouncerError as error:
            silent.append(f"- {name}: {_public(str(error), settings)}")
    if silent:
        yield from ("", "Not measured here:", "", *silent)


def replaced(path: Path, table: str) -> None:
    """Put a table between the marks of a page. Raises SettingsError where it has none."""
    text = path.read_text("utf-8")
    if not _MARKS.search(text):
        raise SettingsError(f"{path} has no lines <!-- table --> and <!-- /table --> to put the table between.")
    path.write_text(_MARKS.sub(lambda marks: f"{marks[1]}{table}\n{marks[2]}", text), "utf-8")


def _default(name: str, settings: Settings) -> Voice:
    engine = make_engine(name, settings)
    try:
        return choose_voice(engine, "", _LANGUAGE)
    finally:
        engine.close()


def _measured(voice: Voice, source: str, sentences: int) -> dict[str, Any]:
    """Return what `voices test --json` prints, from a process that has no memory of other engines."""
    command = [sys.executable, "-m", "pronouncer", "voices", "test", voice.id, "--json", "--sentences", str(sentences)]
    done = subprocess.run([*command, *(["--text", source] if source else [])], capture_output=True, check=False)
    answer: dict[str, Any] = json.loads(done.stdout if done.returncode == 0 else done.stderr.splitlines()[-1])
    if done.returncode:
        raise NoVoice(answer["error"]["message"])
    return answer


def _row(voice: Voice, found: dict[str, Any]) -> str:
    cells = (
        voice.engine,
        voice.name,
        voice.licence,
        f"{found['cpu']:.4f}",
        f"{found['real_time']:.4f}",
        f"{found['memory'] / 1e6:.0f} MB",
        found["timed"],
        found["told"],
        "yes" if found["obeys"] else "no",
        ", ".join(found["ssml"]) or "none",
        f"{found['longest']:,} characters" if found["longest"] else "none",
        "yes" if found["deterministic"] else "no",
        f"${found['price']:g} a million characters" if found["price"] else "free",
        found["device"],
    )
    return f"| {' | '.join(cells)} |"


def _public(text: str, settings: Settings) -> str:
    """Return a message without the folders of this machine."""
    return text.replace(str(settings.voices), "the folder of voices").replace(str(Path.home()), "~")
