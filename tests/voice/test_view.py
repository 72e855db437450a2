"""Where the folder of links to espeak-ng's data is made."""

import os
from pathlib import Path

import pytest

from pronouncer import kept
from pronouncer.errors import StoreError
from pronouncer.voice.engines.espeak.data import view


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one dictionary and one voice, a folder deeper than it is looked for."""
    data = tmp_path / "data"
    (data / "lang" / "gmw").mkdir(parents=True)
    (data / "lang" / "gmw" / "en-US").write_text("name English")
    (data / "en_dict").write_text("words")
    return data


def _voice(data: Path) -> Path:
    return data / "lang" / "gmw" / "en-US"


@pytest.mark.parametrize("forbidden", [False, True])
def test_links_lie_beside_the_bytecode(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden: bool
) -> None:
    """The links are made once for all caches; where bytecode is forbidden, in each cache."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "bytecode")
    monkeypatch.setattr("sys.dont_write_bytecode", forbidden)
    made = view(data, _voice(data), tmp_path / "cache")
    assert made.is_relative_to(tmp_path / ("cache" if forbidden else "bytecode"))
    assert (made / "lang" / "en-us").read_text() == "name English"
    assert (made / "en_dict").read_text() == "words"
    assert view(data, _voice(data), tmp_path / ("cache" if forbidden else "other")) == made


def test_links_are_in_the_cache_where_they_cannot_be_elsewhere(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program whose folder cannot be written uses its cache; a cache that cannot be written either is an error."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "file")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert view(data, _voice(data), tmp_path / "cache").is_relative_to(tmp_path / "cache")
    with pytest.raises(StoreError, match="PRONOUNCER_CACHE"):
        view(data, _voice(data), tmp_path / "file")


def test_other_data_has_other_links(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder that another version was put into is linked anew."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    first = view(data, _voice(data), tmp_path / "cache")
    (data / "fr_dict").write_text("mots")
    os.utime(data, (1, 1))
    second = view(data, _voice(data), tmp_path / "cache")
    assert not (first / "fr_dict").exists() and (second / "fr_dict").read_text() == "mots"
