"""Archives of voices: the files that a catalogue declares come out of them, and nothing else."""

import contextlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.door.test_door import Site
from tests.voice.test_catalogue import FILES, MODEL, bring, contents, house, packed, site, text

from pronouncer.errors import InstallError
from pronouncer.settings import Settings

__all__ = ["site"]


def tar(*members: tuple[str, bytes] | tarfile.TarInfo) -> bytes:
    """Return a tar.gz of files and of odd members."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for member in members:
            info, body = (
                (member, b"") if isinstance(member, tarfile.TarInfo) else (tarfile.TarInfo(member[0]), member[1])
            )
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return data.getvalue()


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip of files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return data.getvalue()


def odd(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """Return a member of a tar that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def link(name: str) -> zipfile.ZipInfo:
    """Return a symbolic link of a zip."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


GOOD = tuple(FILES.items())


@pytest.mark.parametrize("data", [tar(*GOOD), tar(odd("more", tarfile.DIRTYPE), *GOOD), zipped(("more/", b""), *GOOD)])
def test_an_archive_is_unpacked(site: Site, tmp_path: Path, data: bytes) -> None:
    """A tar.gz or a zip gives the same files, and is not kept."""
    site.answers["/ada.tar.gz"] = (200, {}, data)
    site.answers["/voices.json"] = (200, {}, text(packed(data)))
    bring(house(site), tmp_path / "ada")
    assert contents(tmp_path / "ada") == FILES


def test_the_folder_of_an_archive_is_left_out(site: Site, tmp_path: Path) -> None:
    """Archives whose files lie in one folder give the files without it."""
    data = tar(*((f"voice-ada/{name}", body) for name, body in GOOD))
    site.answers["/ada.tar.gz"] = (200, {}, data)
    site.answers["/voices.json"] = (200, {}, text(packed(data, folder="voice-ada")))
    bring(house(site), tmp_path / "ada")
    assert contents(tmp_path / "ada") == FILES


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (tar(*GOOD, ("../evil", b"x")), "'../evil', a file that the catalogue does not declare"),
        (tar(*GOOD, ("/tmp/evil", b"x")), "'/tmp/evil', a file that"),
        (tar(*GOOD, ("more/../ada.onnx", b"x")), "does not declare"),
        (tar(*GOOD, ("third.onnx", b"x")), "'third.onnx', a file that the catalogue does not declare"),
        (tar(*GOOD, GOOD[0]), "'ada.onnx', a file that"),
        (tar(odd("ada.onnx", tarfile.SYMTYPE, "/etc/passwd"), GOOD[1]), "'ada.onnx', a link or a device"),
        (tar(GOOD[1], odd("ada.onnx", tarfile.LNKTYPE, GOOD[1][0])), "a link or a device"),
        (tar(odd("more", tarfile.SYMTYPE, "/tmp"), *GOOD), "'more', a link or a device"),
        (tar(odd("ada.onnx", tarfile.CHRTYPE), GOOD[1]), "a link or a device"),
        (tar(odd("ada.onnx", tarfile.FIFOTYPE), GOOD[1]), "a link or a device"),
        (tar(("ada.onnx", MODEL + b"x"), GOOD[1]), "more than the 51,200 bytes"),
        (tar(("ada.onnx", bytes(50_000_000)), GOOD[1]), "more than"),
        (tar(("ada.onnx", MODEL[::-1]), GOOD[1]), "SHA-256 differs"),
        (tar(("ada.onnx", b""), GOOD[1]), "is 0 bytes"),
        (tar(GOOD[0]), "lacks more/ada.onnx.json"),
        (zipped(*GOOD, ("../evil", b"x")), "'../evil', a file that"),
        (zipped(*GOOD, ("/tmp/evil", b"x")), "'/tmp/evil', a file that"),
        (zipped((link("ada.onnx"), b"/etc/passwd"), GOOD[1]), "'ada.onnx', a link or a device"),
        (zipped((link("more/"), b"/tmp"), *GOOD), "'more/', a link or a device"),
        (zipped(("ada.onnx", bytes(50_000_000)), GOOD[1]), "more than the 51,200 bytes"),
        (tar(*GOOD)[:-100], "cannot be unpacked"),
        (zipped(*GOOD)[:-100], "cannot be unpacked"),
        (b"no archive", "cannot be unpacked"),
        (b"", "cannot be unpacked|lacks"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_archive_is_refused(site: Site, tmp_path: Path, data: bytes, message: str) -> None:
    """Traversal, absolute paths, links, devices, more files, more bytes, other bytes: an error, and no card."""
    site.answers["/ada.tar.gz"] = (200, {}, data)
    site.answers["/voices.json"] = (200, {}, text(packed(data)))
    with pytest.raises(InstallError, match=message):
        bring(house(site), tmp_path / "ada")
    assert not (tmp_path / "ada/voice.toml").exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_symlink() or path.name == "evil"]
    assert [path.name for path in tmp_path.iterdir()] == ["ada"]


def test_headers_that_are_a_bomb_are_refused(site: Site, tmp_path: Path) -> None:
    """A name of fifty megabytes is not read to its end."""
    data = tar(("n" * 50_000_000, b"x"))
    site.answers["/ada.tar.gz"] = (200, {}, data)
    site.answers["/voices.json"] = (200, {}, text(packed(data)))
    with pytest.raises(InstallError, match="unpacks to more than the catalogue declares"):
        bring(house(site), tmp_path / "ada")


@given(
    st.sampled_from([tar(*GOOD), zipped(*GOOD)]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9)), max_size=4),
)
def test_broken_archives_are_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, slips: list[tuple[float, bytes]]
) -> None:
    """However an archive is broken, it is unpacked whole or is an error of ours."""
    tmp_path = tmp_path_factory.mktemp("broken")
    for share, bytes_ in slips:
        place = int(share * len(data))
        data = data[:place] + bytes_ + data[place + len(bytes_) :]
    (tmp_path / "ada.tar.gz").write_bytes(data)
    (tmp_path / "voices.json").write_bytes(text(packed(data)))
    with contextlib.suppress(InstallError):
        bring(Settings(catalogue=str(tmp_path / "voices.json")), tmp_path / "ada")
        assert contents(tmp_path / "ada") == FILES
