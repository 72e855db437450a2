"""Settings: an option beats the environment, which beats the file, and nonsense is refused by name."""

from pathlib import Path

import pytest

from pronouncer.settings import Settings, load


def test_precedence(tmp_path: Path) -> None:
    """Option over environment over pronouncer.toml over default."""
    (tmp_path / "pronouncer.toml").write_text('voice = "a"\nlanguage = "fr"\nthreads = 3\n')
    environ = {"PRONOUNCER_VOICE": "b", "PRONOUNCER_THREADS": "2", "OTHER": "x"}
    found = load({"voice": "c", "language": None}, environ=environ, folder=tmp_path)
    assert (found.voice, found.threads, found.language, found.max_bytes) == ("c", 2, "fr", Settings().max_bytes)


def test_kinds_are_converted() -> None:
    """Text from the environment becomes numbers, paths and lists."""
    environ = {"PRONOUNCER_FORMATS": "mp3, opus", "PRONOUNCER_CACHE": "/x", "PRONOUNCER_FETCH_SECONDS": "1.5"}
    found = load({}, environ=environ, folder=Path("/nowhere"))
    assert (found.formats, found.cache, found.fetch_seconds) == (("mp3", "opus"), Path("/x"), 1.5)


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"PRONOUNCER_COLOUR": "red"}, "no setting 'colour'"),
        ({"PRONOUNCER_THREADS": "many"}, "threads cannot be 'many'"),
        ({"PRONOUNCER_THREADS": "0"}, "threads must be more than 0"),
        ({"PRONOUNCER_FORMATS": " , "}, "names no format"),
    ],
)
def test_nonsense_is_refused(environ: dict[str, str], message: str) -> None:
    """An unknown name or an impossible value names the setting."""
    with pytest.raises(ValueError, match=message):
        load({}, environ=environ, folder=Path("/nowhere"))


def test_broken_file_is_refused(tmp_path: Path) -> None:
    """A file that is not TOML, or holds a wrong kind, is named."""
    (tmp_path / "pronouncer.toml").write_text("voice = ")
    with pytest.raises(ValueError, match="cannot be read as TOML"):
        load({}, environ={}, folder=tmp_path)
    (tmp_path / "pronouncer.toml").write_text("voice = 3")
    with pytest.raises(ValueError, match="voice cannot be 3"):
        load({}, environ={}, folder=tmp_path)
