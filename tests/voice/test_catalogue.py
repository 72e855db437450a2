"""Catalogues of voices and the files that they declare: what comes is what was declared, or nothing."""

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.door.test_door import Site, serving

from pronouncer.errors import InstallError, NoVoice, PronouncerError, SourceError
from pronouncer.settings import Settings
from pronouncer.voice.catalogue.catalogue import SHIPPED, Catalogue, read_catalogue
from pronouncer.voice.catalogue.fetch import fetch
from pronouncer.voice.installed import read_card

MODEL, CONFIG = bytes(range(256)) * 200, b'{"audio": {}}'
FILES = {"ada.onnx": MODEL, "more/ada.onnx.json": CONFIG}
Members = Callable[[tarfile.TarFile], None]


def declared(name: str, data: bytes, **more: object) -> dict[str, object]:
    """Return a file as a catalogue declares it."""
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), **more}


def offered(**more: object) -> dict[str, object]:
    """Return a voice as a catalogue offers it: two files."""
    files = [declared(name, data, url=name) for name, data in FILES.items()]
    card = {"licence": "CC-BY-4.0", "attribution": "Ada Whitfield", "language": "en-GB", "gain": 3.5}
    return {"name": "ada", "engine": "piper", "files": files, **card, **more}


def packed(data: bytes, name: str = "ada.tar.gz", **more: object) -> dict[str, object]:
    """Return a voice that comes in an archive."""
    archive = {"url": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return offered(files=[declared(*each) for each in FILES.items()], archive=archive | more)


def text(*voices: dict[str, object], version: object = 1) -> bytes:
    """Return a catalogue."""
    return json.dumps({"version": version, "voices": voices}).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with a catalogue and the files of a voice."""
    with serving(Site()) as running:
        running.answers = {f"/{name}": (200, {}, data) for name, data in FILES.items()}
        running.answers["/voices.json"] = (200, {}, text(offered()))
        yield running


def house(site: Site, **more: Any) -> Settings:
    """Return the settings of a newsroom whose catalogue is on the site."""
    return Settings(catalogue=f"{site.url}/voices.json", **{"loopback": True, "host_seconds": 0.0, **more})


def bring(settings: Settings, folder: Path) -> None:
    """Fetch the only voice of a catalogue."""
    catalogue = read_catalogue(settings)
    folder.mkdir(exist_ok=True)
    fetch(catalogue.voices[0], catalogue, folder, settings)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder without its card."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != "voice.toml"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_files_of_a_voice_come_whole(site: Site, tmp_path: Path) -> None:
    """Each file is where the catalogue says, with a card that says whose voice it is."""
    bring(house(site), tmp_path / "ada")
    assert contents(tmp_path / "ada") == FILES
    card = read_card(tmp_path / "ada")
    assert (card.licence, card.attribution, card.language, card.gain) == ("CC-BY-4.0", "Ada Whitfield", "en-GB", 3.5)


def test_a_catalogue_on_the_disk_names_files_beside_it(tmp_path: Path) -> None:
    """A newsroom without a way out installs from a folder, with the same checks."""
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "voices.json").write_bytes(text(offered()))
    settings = Settings(catalogue=str(tmp_path / "voices.json"))
    bring(settings, tmp_path / "new")
    assert contents(tmp_path / "new") == FILES
    (tmp_path / "ada.onnx").write_bytes(MODEL + b"!")
    with pytest.raises(InstallError, match="more than the 51,200 bytes"):
        bring(settings, tmp_path / "again")
    (tmp_path / "ada.onnx").unlink()
    with pytest.raises(InstallError, match=r"ada\.onnx cannot be read"):
        bring(settings, tmp_path / "third")


def test_a_catalogue_of_the_web_names_no_file_of_this_machine(site: Site, tmp_path: Path) -> None:
    """What a stranger's catalogue names is fetched through the door, never read from the disk."""
    (tmp_path / "secret").write_bytes(MODEL)
    for url in (f"file://{tmp_path}/secret", f"ftp://localhost{tmp_path}/secret"):
        site.answers["/voices.json"] = (200, {}, text(offered(files=[declared("ada.onnx", MODEL, url=url)])))
        with pytest.raises(SourceError, match="not an http or https URL"):
            bring(house(site), tmp_path / url[:3])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {}, MODEL[:-1] + b"?"), "SHA-256 differs"),
        ((200, {}, MODEL + b"?"), "more than the 51,200 bytes"),
        ((200, {}, MODEL[:-1]), "is 51,199 bytes, not the 51,200"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 51200\r\n\r\n" + MODEL[:1000], "cut off before its end"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + MODEL + MODEL, "more than the 51,200 bytes"),
        ((404, {}, b""), "is not there"),
        ((302, {"Location": "http://example.com/ada.onnx"}, b""), "not fetched over http,"),
        ((302, {"Location": "https://192.168.1.1/ada.onnx"}, b""), "private address"),
    ],
)
def test_another_file_is_refused(site: Site, tmp_path: Path, answer: Any, message: str) -> None:
    """A file that is changed, longer, shorter, cut off, missing or elsewhere is an error that names it."""
    site.answers["/ada.onnx"] = answer
    with pytest.raises(PronouncerError, match=message) as caught:
        bring(house(site), tmp_path / "ada")
    assert "/ada.onnx" in str(caught.value)
    assert not (tmp_path / "ada/voice.toml").exists()


def test_redirects_are_bounded(site: Site, tmp_path: Path) -> None:
    """Five redirects are followed and no more."""
    for step in range(7):
        site.answers[f"/{step}"] = (302, {"Location": f"/{step + 1}"}, b"")
    site.answers["/ada.onnx"] = (302, {"Location": "/0"}, b"")
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        bring(house(site), tmp_path / "ada")


def test_this_machine_is_let_in_by_a_setting_only(site: Site) -> None:
    """Without it, a catalogue on loopback is not fetched."""
    with pytest.raises(SourceError, match="loopback"):
        read_catalogue(house(site, loopback=False))


def test_http_is_for_this_machine_only() -> None:
    """A catalogue that anyone on the way could change is not read."""
    with pytest.raises(SourceError, match="Give an https URL"):
        read_catalogue(Settings(catalogue="http://example.com/voices.json"))


def with_file(**more: object) -> dict[str, object]:
    """Return a voice whose only file is odd."""
    return offered(files=[{**declared("a.onnx", b"x", url="a"), **more}])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a catalogue"),
        (b"[]", "is not a catalogue"),
        (b"{}", "'version'"),
        (b"[" * 100_000, "is not a catalogue"),
        (b"\xff", "is not a catalogue"),
        (text(version=2), "version is 2, and 1 is known"),
        (text(offered(), offered()), "the voice piper:ada is there twice"),
        (text(offered(name="../ada")), "names have letters"),
        (text(offered(name=".ada")), "names have letters"),
        (text(offered(engine="a/b")), "names have letters"),
        (text(offered(colour="red")), "no field 'colour'"),
        (text(offered(licence=3)), "licence must be a text"),
        (text(offered(files=[])), "0 files"),
        (text(offered(files={})), "0 files"),
        (text(offered(files=[1])), "cannot be used"),
        (text(offered(archive={"url": "x"})), "cannot be used"),
        (text(with_file(name="../a")), "cannot be named '../a'"),
        (text(with_file(name="/a")), "cannot be named '/a'"),
        (text(with_file(name="a/")), "cannot be named 'a/'"),
        (text(with_file(name="voice.toml")), "cannot be named 'voice.toml'"),
        (text(with_file(name=".hidden")), "cannot be named"),
        (text(with_file(url="")), "must have a url"),
        (text(with_file(bytes=-1)), "bytes must be a size"),
        (text(with_file(bytes="1")), "cannot be used"),
        (text(with_file(sha256="x")), "sha256 64 digits"),
        (text(with_file(md5="x")), "cannot be used"),
        (text(offered(gain=1)).replace(b'"gain": 1', b'"gain": NaN'), "NaN is no number"),
        (text(offered(gain=1)).replace(b'"gain": 1', b'"gain": 1e999'), "gain must be a number"),
    ],
)
def test_a_catalogue_that_is_none(tmp_path: Path, data: bytes, message: str) -> None:
    """What cannot be used is refused with its place and the reason, before anything is fetched."""
    path = tmp_path / "voices.json"
    path.write_bytes(data)
    with pytest.raises(InstallError, match=message) as caught:
        read_catalogue(Settings(catalogue=str(path)))
    assert str(path) in str(caught.value)


def test_a_catalogue_that_is_not_there(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(InstallError, match=r"missing\.json cannot be read: No such file"):
        read_catalogue(Settings(catalogue=str(tmp_path / "missing.json")))


def test_a_catalogue_that_has_no_end(site: Site) -> None:
    """No more than five megabytes are read."""
    site.answers["/voices.json"] = (200, {}, b" " * 5_000_001)
    with pytest.raises(InstallError, match="larger than any catalogue"):
        read_catalogue(house(site))


def test_the_catalogue_that_ships(tmp_path: Path) -> None:
    """Without a catalogue of the newsroom's, the one that ships is read."""
    assert read_catalogue(Settings()).place == str(SHIPPED)


def test_a_voice_is_found_by_name(tmp_path: Path) -> None:
    """Its name, or engine and name; one that several engines have must be said in full."""
    path = tmp_path / "voices.json"
    path.write_bytes(text(offered(), offered(engine="other"), offered(name="zoe")))
    catalogue: Catalogue = read_catalogue(Settings(catalogue=str(path)))
    assert catalogue.find("zoe").id == catalogue.find("piper:zoe").id == "piper:zoe"
    assert catalogue.find("other:ada").bytes == len(MODEL) + len(CONFIG)
    with pytest.raises(NoVoice, match="Say which: piper:ada, other:ada"):
        catalogue.find("ada")
    with pytest.raises(NoVoice, match=r"no voice 'bob'.*voices catalogue"):
        catalogue.find("bob")
