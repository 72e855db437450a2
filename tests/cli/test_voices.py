"""`pronouncer voices`: installing, adding, removing."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from tests.cli.test_say import run
from tests.door.test_door import Site, serving
from tests.voice.test_catalogue import declared, text
from tests.voice.test_third_party import install_package

from pronouncer.voice.installed import read_card

CARD = {"licence": "CC-BY-4.0", "attribution": "Ada Whitfield", "language": "en-GB"}


class Newsroom:
    """The commands with a folder of voices of their own, an engine of another package, and a site."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.site, self.voices = site, folder / "voices"
        self._environ = {
            "PYTHONPATH": install_package(folder / "site"),
            "PRONOUNCER_VOICES": str(self.voices),
            "PRONOUNCER_LOOPBACK": "true",
            "PRONOUNCER_HOST_SECONDS": "0",
            "PRONOUNCER_CATALOGUE": f"{site.url}/voices.json",
        }

    def run(self, *arguments: object) -> CompletedProcess[bytes]:
        """Run `pronouncer voices`."""
        return run("voices", *arguments, stdin=b"", **self._environ)

    def offer(self, data: bytes, **more: object) -> None:
        """Put a voice on the site, and a catalogue that declares it."""
        files = [declared("pitch.txt", data, url="pitch.txt")]
        self.site.answers["/pitch.txt"] = (200, {}, data)
        offer: dict[str, Any] = {"name": "ada", "engine": "other", "files": files, **CARD, **more}
        self.site.answers["/voices.json"] = (200, {}, text(offer))

    def here(self) -> dict[str, bytes]:
        """Return every file in the folder of voices, hidden ones too, without the cards."""
        paths = [path for path in self.voices.rglob("*") if path.is_file() and path.name != "voice.toml"]
        return {str(path.relative_to(self.voices)): path.read_bytes() for path in paths}


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose catalogue offers one voice, of 180 Hz."""
    with serving(Site()) as site:
        made = Newsroom(tmp_path, site)
        made.offer(b"180")
        yield made


def test_install(newsroom: Newsroom) -> None:
    """Name, size, licence and attribution are shown; the voice is whole, is listed, and speaks."""
    assert newsroom.run("catalogue").stdout.decode().split() == ["other:ada", "en-GB", "0.0", "MB", "CC-BY-4.0"]
    done = newsroom.run("install", "ada")
    assert done.returncode == 0, done.stderr
    first, last = done.stdout.decode().splitlines()
    assert first == "other:ada · 0.0 MB · licence: CC-BY-4.0 · by: Ada Whitfield"
    assert last == "Installed: --voice other:ada"
    assert newsroom.here() == {"other/ada/pitch.txt": b"180"}
    listed = json.loads(newsroom.run("--json").stdout)
    (voice,) = [each for each in listed if each["name"] == "ada"]
    assert (voice["licence"], voice["attribution"], voice["language"]) == tuple(CARD.values())


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {}, b"99x"), b"SHA-256 differs"),
        ((200, {}, b"2"), b"is 1 bytes, not the 3"),
        ((200, {}, b"2222"), b"more than the 3 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n22", b"cut off"),
        ((302, {"Location": "http://example.com/pitch.txt"}, b""), b"not fetched over http,"),
        ((302, {"Location": "https://10.0.0.1/pitch.txt"}, b""), b"private address"),
        ((500, {}, b""), b"the server has a problem"),
    ],
)
def test_a_failed_install_changes_nothing(newsroom: Newsroom, answer: Any, message: bytes) -> None:
    """An older version stays, a new voice leaves nothing, and no staging is left over."""
    newsroom.offer(b"220")
    newsroom.site.answers["/pitch.txt"] = answer
    done = newsroom.run("install", "ada")
    assert done.returncode in (3, 4) and message in done.stderr
    assert newsroom.here() == {} and list(newsroom.voices.glob("*/*")) == []
    newsroom.offer(b"180")
    assert newsroom.run("install", "ada").returncode == 0
    newsroom.offer(b"220")
    newsroom.site.answers["/pitch.txt"] = answer
    assert newsroom.run("install", "ada").returncode in (3, 4)
    assert newsroom.here() == {"other/ada/pitch.txt": b"180"}
    assert [path.name for path in (newsroom.voices / "other").iterdir()] == ["ada"]


def test_a_new_version_takes_the_place_of_the_old(newsroom: Newsroom) -> None:
    """Installing again brings what the catalogue has now."""
    newsroom.run("install", "ada")
    newsroom.offer(b"220", description="Higher")
    assert newsroom.run("install", "other:ada").returncode == 0
    assert newsroom.here() == {"other/ada/pitch.txt": b"220"}
    assert read_card(newsroom.voices / "other/ada").description == "Higher"


def test_a_voice_that_does_not_speak_is_not_installed(newsroom: Newsroom) -> None:
    """Files that are what was declared, and no voice, are refused."""
    newsroom.offer(b"high")
    done = newsroom.run("install", "ada")
    assert done.returncode == 4 and b"is no pitch" in done.stderr
    assert newsroom.here() == {}


@pytest.mark.parametrize("licence", ["", "unknown", "NOASSERTION", None])
def test_an_unknown_licence_is_refused(newsroom: Newsroom, licence: str | None) -> None:
    """Nothing is fetched, unless the newsroom says that it knows."""
    newsroom.offer(b"180", licence=licence)
    if licence is None:
        newsroom.site.answers["/voices.json"] = (200, {}, text_without_licence(newsroom))
    done = newsroom.run("install", "ada")
    assert done.returncode == 4 and b"--accept-licence" in done.stderr
    assert "/pitch.txt" not in newsroom.site.paths
    assert newsroom.run("install", "ada", "--accept-licence").returncode == 0


def text_without_licence(newsroom: Newsroom) -> bytes:
    """Return the catalogue without any word on the licence."""
    newsroom.offer(b"180")
    answer = newsroom.site.answers["/voices.json"]
    assert isinstance(answer, tuple)
    return re.sub(rb'"licence": "[^"]*", ', b"", answer[2])


def test_an_engine_that_is_not_here(newsroom: Newsroom) -> None:
    """Nothing is fetched for an engine that no package brings."""
    newsroom.offer(b"180", engine="nobody")
    done = newsroom.run("install", "ada")
    assert done.returncode == 2 and b"There is no engine 'nobody'" in done.stderr
    assert "/pitch.txt" not in newsroom.site.paths


def test_another_catalogue(newsroom: Newsroom, tmp_path: Path) -> None:
    """`--catalogue` beats the setting; what is no catalogue is an error that names it; one without voices says so."""
    (tmp_path / "c.json").write_bytes(text())
    shown = newsroom.run("catalogue", "--catalogue", tmp_path / "c.json").stdout.decode()
    assert "c.json offers no voice" in shown
    (tmp_path / "c.json").write_text("{")
    done = newsroom.run("install", "ada", "--catalogue", tmp_path / "c.json")
    assert done.returncode == 4 and b"c.json is not a catalogue of voices" in done.stderr
    assert b"has no voice 'bob'" in newsroom.run("install", "bob").stderr
    assert json.loads(newsroom.run("catalogue", "--json").stdout)[0]["name"] == "ada"


def test_add_a_folder(newsroom: Newsroom, tmp_path: Path) -> None:
    """A folder that somebody has is copied, with what the options say; what it lacks is asked for."""
    (tmp_path / "bass").mkdir()
    (tmp_path / "bass/pitch.txt").write_text("90")
    (tmp_path / "bass/.git").mkdir()
    done = newsroom.run("add", tmp_path / "bass", "--engine", "other", "--licence", "MIT", "--attribution", "Bo")
    assert done.stdout.decode() == "Installed: --voice other:bass · licence: MIT · by: Bo\n"
    assert (read_card(newsroom.voices / "other/bass").licence, newsroom.here()) == (
        "MIT",
        {"other/bass/pitch.txt": b"90"},
    )
    done = newsroom.run("add", tmp_path / "bass", "--engine", "other", "--name", "low")
    assert done.returncode == 0 and b"Find out its licence before you publish" in done.stdout


def test_add_what_is_no_voice(newsroom: Newsroom, tmp_path: Path) -> None:
    """A folder that does not speak, an engine that has no such voices, a name that leads elsewhere: nothing is left."""
    (tmp_path / "bass").mkdir()
    (tmp_path / "bass/pitch.txt").write_text("low")
    assert b"is no pitch" in newsroom.run("add", tmp_path / "bass", "--engine", "other").stderr
    done = newsroom.run("add", tmp_path / "bass", "--engine", "silence")
    assert b"silence finds no voice in these files" in done.stderr
    for name in ("../x", ".x", "a/b"):
        done = newsroom.run("add", tmp_path / "bass", "--engine", "other", "--name", name)
        assert done.returncode == 4 and b"cannot be named" in done.stderr
    assert newsroom.here() == {}


def test_add_a_model_without_its_config(newsroom: Newsroom, tmp_path: Path) -> None:
    """An .onnx file needs its .json beside it."""
    (tmp_path / "ada.onnx").write_bytes(b"x")
    done = newsroom.run("add", tmp_path / "ada.onnx", "--engine", "other")
    assert done.returncode == 4 and b"ada.onnx.json" in done.stderr
    assert newsroom.here() == {}


def test_remove(newsroom: Newsroom) -> None:
    """A voice goes with all its files; one that is not there is named."""
    newsroom.run("install", "ada")
    assert newsroom.run("remove", "other:ada").stdout == b"Removed: other:ada\n"
    assert list((newsroom.voices / "other").iterdir()) == []
    for name in ("ada", "..", "other:../other"):
        done = newsroom.run("remove", name)
        assert done.returncode == 4 and b"is installed in" in done.stderr


def test_a_name_that_two_engines_have(newsroom: Newsroom) -> None:
    """The engine must be said."""
    newsroom.run("install", "ada")
    shutil.copytree(newsroom.voices / "other", newsroom.voices / "second")
    done = newsroom.run("remove", "ada")
    assert done.returncode == 4 and b"Say which: other:ada, second:ada" in done.stderr


def test_an_engine_that_fails_hides_no_other(newsroom: Newsroom) -> None:
    """The list has all other voices, and the reason stands on standard error."""
    newsroom.run("install", "ada")
    (newsroom.voices / "other/ada/voice.toml").write_text("licence = ")
    done = newsroom.run()
    assert done.returncode == 0 and b"espeak:en-us" in done.stdout and b"other:hum" not in done.stdout
    assert done.stderr.startswith(b"other: ") and b"cannot be read as TOML" in done.stderr
