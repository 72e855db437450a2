"""An engine of another package, from its entry point to an edition."""

import json
import os
import shutil
import tomllib
from pathlib import Path

import pytest
from tests.cli.test_say import run
from tests.voice.third_party.other_voice import OtherEngine

from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import EngineContract
from pronouncer.voice.engine import Engine

PACKAGE = Path(__file__).parent / "third_party"


def install_package(folder: Path) -> str:
    """Install the package into a folder, as pip does from its pyproject.toml; return a PYTHONPATH that has it."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = [f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in those.items())
              for group, those in project["entry-points"].items()]  # fmt: skip
    (info / "entry_points.txt").write_text("".join(points))
    shutil.copy(PACKAGE / "other_voice.py", folder)
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


class TestOther(EngineContract):
    @pytest.fixture
    def engine(self, settings: Settings) -> Engine:
        return OtherEngine(settings)

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return engine.voices()[0]


def test_it_is_listed_and_speaks(short: Path, tmp_path: Path) -> None:
    """With the package installed, `voices` lists its voice and `say` speaks with it; without, there is none."""
    path = install_package(tmp_path / "site")
    listed = json.loads(run("voices", "--json", PYTHONPATH=path).stdout)
    assert [voice["name"] for voice in listed if voice["engine"] == "other"] == ["hum"]
    done = run("say", short, "--voice", "other:hum", "--out", tmp_path / "e", PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "e/edition.json").read_text("utf-8"))
    assert record["voices"][0]["attribution"] == "Other" and len(record["words"]) > 30
    heard = json.loads(run("review", tmp_path / "e", "--json", PYTHONPATH=path).stdout)
    files = {"sentences", "spans", "times", "duration", "loudness", "peak", "joins"}
    assert files.isdisjoint(report["check"] for report in heard["reports"])  # it hums, which is no speech
    assert b"There is no engine 'other'" in run("say", short, "--voice", "other:hum", "--out", tmp_path / "f").stderr
