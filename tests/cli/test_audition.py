"""`pronouncer voices test` and `table`: what voices measure."""

import json
import re
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.cli.test_say import run
from tests.cli.test_voices import Newsroom, newsroom
from tests.conftest import HARBOUR, ROOT

from pronouncer.cli.audition import NEWS
from pronouncer.voice.engine import ENGINES
from pronouncer.voice.installed import read_card

__all__ = ["newsroom"]


def measured(done: CompletedProcess[bytes]) -> dict[str, Any]:
    """Return what a voice measures, as `--json` prints it."""
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_espeak_is_measured() -> None:
    """The embedded voice: its gain and speed are near those it ships with, every phone is said, twice the same."""
    found = measured(run("voices", "test", "espeak:en-us", "--json"))
    assert found["voice"]["name"] == "en-us" and found["text"] == "en.txt" and found["seconds"] > 50
    assert found["gain"] == pytest.approx(found["voice"]["gain"], abs=0.6)
    assert found["loudness"] + found["gain"] == pytest.approx(-16, abs=1)
    assert found["phone_seconds"] == pytest.approx(found["voice"]["phone_seconds"], rel=0.1)
    assert 0 < found["cpu"] < found["seconds"] and found["memory"] > 10_000_000
    assert found["phones"] > 55 and found["missing"] == found["refused"] == []
    assert (found["timed"], found["told"], found["obeys"], found["deterministic"]) == ("engine", "espeak", True, True)


def test_a_phone_that_is_not_heard_is_reported() -> None:
    """A sound that the library takes and does not say comes out, since its own report of what it said is read."""
    found = measured(run("voices", "test", "espeak:en-us", "--json", "--sentences", "2"))
    assert ["ˈtææt", "tˈæt"] in found["otherwise"]
    shown = run("voices", "test", "espeak:en-us", "--sentences", "2").stdout.decode()
    assert "/ˈtææt/ is said /tˈæt/" in shown and "dB to the target" in shown


def test_silence_has_no_loudness() -> None:
    """A voice without sound is measured all the same, with nothing made up; no news text, and made words are read."""
    found = measured(run("voices", "test", "silence:silence-ar", "--language", "ar", "--json"))
    assert found["loudness"] is None and found["gain"] is None and found["text"] == "made words"
    assert "silence\n" in run("voices", "test", "silence:silence-ar", "--language", "ar").stdout.decode()


def test_an_article_can_be_read(short: Path) -> None:
    """`--text` names another text, `--sentences` how much of it."""
    found = measured(run("voices", "test", "espeak:en", "--text", short, "--sentences", "3", "--json"))
    assert found["text"] == "ferry.txt" and found["seconds"] < 15


def test_what_is_measured_is_kept(newsroom: Newsroom) -> None:
    """`--save` writes gain and lengths into the card, and the engine's voice has them; the rest of the card stays."""
    newsroom.run("install", "ada")
    found = measured(newsroom.run("test", "ada", "--save", "--json"))
    assert found["phone_seconds"] == pytest.approx(0.07, rel=0.15)
    assert found["break_seconds"] == pytest.approx(0.2, abs=0.05)
    card = read_card(newsroom.voices / "other/ada")
    assert card.gain == pytest.approx(found["gain"], abs=1e-3) and card.licence == "CC-BY-4.0"
    again = measured(newsroom.run("test", "other:ada", "--json"))
    assert again["voice"]["gain"] == card.gain != 0 and again["gain"] == pytest.approx(found["gain"])
    done = newsroom.run("test", "espeak:en", "--save")
    assert done.returncode == 2 and b"not an installed voice" in done.stderr


def test_all_voices(newsroom: Newsroom) -> None:
    """`--all` tells what fails and goes on; either a name or `--all` is needed."""
    newsroom.run("install", "ada")
    (newsroom.voices / "other/ada/pitch.txt").write_text("low")
    done = newsroom.run("test", "--all", "--language", "uk", "--json")
    assert [json.loads(line)["voice"]["engine"] for line in done.stdout.splitlines()] == ["espeak", "silence"]
    done = newsroom.run("test", "--all", "--language", "en", "--sentences", "1", "--json")
    assert done.returncode == 4 and b"other:ada: " in done.stderr
    assert "other" in [json.loads(line)["voice"]["engine"] for line in done.stdout.splitlines()]
    for arguments in ((), ("ada", "--all")):
        assert newsroom.run("test", *arguments).returncode == 2


def test_the_table_of_engines(newsroom: Newsroom, tmp_path: Path) -> None:
    """Every engine has a row or a reason; the page between whose marks it goes keeps the rest."""
    (newsroom.voices / "other/ada").mkdir(parents=True)
    (newsroom.voices / "other/ada/voice.toml").write_text("licence = ")
    page = tmp_path / "page.md"
    page.write_text("# Voices\n<!-- table -->\nbefore\n<!-- /table -->\nend\n")
    assert newsroom.run("table", HARBOUR, "--sentences", "2", "--write", page).returncode == 0
    shown = page.read_text("utf-8")
    assert shown.startswith("# Voices\n<!-- table -->\n| engine |") and shown.endswith("<!-- /table -->\nend\n")
    assert "| espeak | en-us | GPL-3.0-or-later | 0.0" in shown and "before" not in shown
    assert re.search(r"^- other: the folder of voices/other/ada/voice\.toml cannot be read", shown, re.MULTILINE)
    page.write_text("no marks")
    assert b"has no lines <!-- table -->" in newsroom.run("table", "--sentences", "1", "--write", page).stderr


def test_every_engine_is_in_the_table_of_the_docs() -> None:
    """docs/voices.md names each engine, with its figures or the reason why there are none."""
    text = (ROOT / "docs/voices.md").read_text("utf-8")
    named = set(re.findall(r"^(?:\| |- )([a-z]+)(?: \||: )", text, re.MULTILINE))
    assert set(ENGINES) <= named


@pytest.mark.parametrize("path", sorted(NEWS.glob("*.txt")), ids=lambda path: path.name)
def test_a_news_text_is_long_enough(path: Path) -> None:
    """Each has ten sentences and breaks inside them, so that lengths can be told apart."""
    found = measured(run("voices", "test", "espeak:" + {"en": "en-us"}.get(path.stem, path.stem), "--json"))
    assert found["text"] == path.name and found["seconds"] > 30 and found["break_seconds"] > 0.05
