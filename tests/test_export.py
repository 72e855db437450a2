"""More files from an edition that is there: all of them at once, nothing said anew, and nothing from elsewhere."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_say import run
from tests.editions import EXPORTS, Made

from pronouncer import export as module
from pronouncer.errors import PublishError, SettingsError, SourceError
from pronouncer.export import export
from pronouncer.publish.outlets.folder.write import published


@pytest.fixture
def folder(harbour: tuple[Path, object, object], tmp_path: Path) -> Path:
    """The bundled article as an edition without optional exports, to be changed."""
    return Path(shutil.copytree(harbour[0], tmp_path / "edition"))


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_exports_are_added(folder: Path) -> None:
    """Files appear beside the others, those made earlier stay, the audio is the same file, the record says all."""
    before, audio = files(folder), (folder / "article.m4a").stat().st_ino
    export(folder, ["ssml"])
    edition = export(folder, ["epub"])
    assert files(folder).keys() - before.keys() == {"said.ssml", "article.epub"}
    assert (folder / "article.m4a").stat().st_ino == audio
    record = published(folder, edition.fingerprint)
    assert record and [entry["name"] for entry in record["exports"]][-2:] == ["ssml", "epub"]
    unchanged = before.keys() - {"edition.json"}
    assert {name: files(folder)[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert [path.name for path in folder.parent.iterdir() if path.name != "cache"] == ["edition"]


def test_what_is_exported_later_is_the_same(editions: Mapping[str, Made], tmp_path: Path) -> None:
    """Files made later are those that `say` makes, byte for byte, whatever the article holds."""
    for name, made in editions.items():
        folder = Path(shutil.copytree(made.folder, tmp_path / name))
        record = json.loads((folder / "edition.json").read_text("utf-8"))
        for entry in record["exports"]:
            (folder / entry["file"]).unlink()
        del record["exports"]  # as an earlier version wrote it
        (folder / "edition.json").write_text(json.dumps(record, separators=(",", ":")), "utf-8")
        export(folder, EXPORTS)
        assert files(folder) == files(made.folder)


def test_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no links, the audio is copied."""

    def refuse(source: Path, target: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    before = files(folder)
    assert module.export(folder, ["pls"]).exports[-1].file == "said.pls"
    assert files(folder)["article.opus"] == before["article.opus"]


def test_audio_that_is_not_whole(folder: Path) -> None:
    """Where audio is missing or cut, nothing is made and the message says what to do."""
    (folder / "article.mp3").write_bytes(b"x")
    before = files(folder)
    with pytest.raises(PublishError, match=r"article\.mp3 is missing or not whole. Say the article again"):
        export(folder, ["epub"])
    assert files(folder) == before


def test_other_peoples_folders(folder: Path, tmp_path: Path) -> None:
    """A folder with something else in it is left alone, and one without an edition is none."""
    (folder / "photo.jpg").write_text("")
    with pytest.raises(PublishError, match=r"holds 'photo\.jpg'"):
        export(folder, ["epub"])
    with pytest.raises(SourceError, match="holds no edition that can be read"):
        export(tmp_path / "nowhere", ["epub"])
    with pytest.raises(SettingsError, match="no export 'odf'"):
        export(folder, ["odf"])
    assert not (folder / "article.epub").exists()


def set_in(record: Any, path: str, value: Any) -> None:
    """Change one value of a record."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        record = record[step]
    record[last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("renditions.0.file", "../secret.m4a", "names no audio of its own"),
        ("renditions.0.file", "/etc/passwd", "names no audio of its own"),
        ("renditions", [], "names no audio of its own"),
        ("cues", [], "no sentence of it"),
        ("cues.0.sentence_id", "s0", "no sentence of it"),
        ("utterances.0.sentence_id", "s0", "no sentence of it"),
        ("script.sentences.0.block", 99, "in no block"),
        ("script.sentences.0.block", -1, "in no block"),
        ("cues.0.start", float("nan"), "not within the audio"),
        ("words.0.until", 1e9, "not within the audio"),
        ("chapters.0.end", -1.0, "not within the audio"),
        ("duration", float("inf"), "not within the audio"),
        ("article.blocks.0.kind", ["h1"], "can be read: not the data of Edition"),
        ("article.text", 7, "can be read: not the data of Edition"),
        ("more", 7, "can be read: not the data of Edition"),
    ],
)
def test_a_record_that_does_not_hold_together(folder: Path, path: str, value: Any, message: str) -> None:
    """A record that names what is not there, or not its own, is refused, and nothing is written."""
    (folder.parent / "secret.m4a").write_text("secret")
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    set_in(record, path, value)
    (folder / "edition.json").write_text(json.dumps(record), "utf-8")
    before = files(folder)
    with pytest.raises(SourceError, match=message):
        export(folder, EXPORTS)
    assert files(folder) == before


def test_half_a_character_in_a_record(folder: Path) -> None:
    """What is no text in a record of somebody else's is a mark in every file."""
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    record["headline"] = record["chapters"][0]["title"] = "Ferry \ud800"
    (folder / "edition.json").write_text(json.dumps(record), "utf-8")
    export(folder, EXPORTS)
    assert json.loads((folder / "words.json").read_text("utf-8"))["headline"] == "Ferry ?"
    assert "Ferry \ufffd" in (folder / "transcript.html").read_text("utf-8")
    assert "\nFerry ?\n" in (folder / "chapters.vtt").read_text("utf-8")


def test_the_command(folder: Path) -> None:
    """`export` prints the files for people and for machines, and takes its default from the settings."""
    shown = run("export", folder, "--to", "epub,transcript").stdout.decode().splitlines()
    assert shown[-1].startswith(f"{folder}/article.epub  ") and shown[-1].endswith(" bytes")
    told = json.loads(run("export", folder, "--json", PRONOUNCER_EXPORTS="ssml").stdout)
    assert {"name": "ssml", "file": "said.ssml", "media_type": "application/ssml+xml"}.items() <= told[-2].items()
    assert run("export", folder, "--to", "odf").returncode == 2
    assert run("export", folder / "nowhere").returncode == 3


def test_say_makes_them_too(short: Path, tmp_path: Path) -> None:
    """`say --export` makes them with the edition; an unknown name ends the run before any work."""
    assert run("say", short, "--out", tmp_path / "e", "--export", "pls,epub").returncode == 0
    assert {"said.pls", "article.epub"} <= files(tmp_path / "e").keys()
    done = run("say", short, "--out", tmp_path / "f", "--export", "odf")
    assert done.returncode == 2 and b"Exports are: transcript, ssml, pls, epub" in done.stderr
    assert not (tmp_path / "f").exists()
