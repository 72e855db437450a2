"""Patterns that are kept: the very ones that `re.compile` makes, or that one itself."""

import re
from pathlib import Path

import pytest

from pronouncer import kept
from pronouncer.ingest.boilerplate import _LINES
from pronouncer.patterns import compiled
from pronouncer.pronounce.language import language


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where patterns are kept in these tests."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return tmp_path


@pytest.mark.parametrize("tag", ["en-US", "fr"])
def test_rules_are_kept_as_they_are(folder: Path, tag: str) -> None:
    """Each rule of a language comes back from the disk equal to what `re.compile` makes of it, in code and names."""
    rules = language(tag).rules
    for rule in rules:
        compiled(rule.pattern, re.DOTALL)
    assert len(list(folder.iterdir())) == len({rule.pattern for rule in rules})
    for rule in rules:
        wanted, found = re.compile(rule.pattern, re.DOTALL), compiled(rule.pattern, re.DOTALL)
        assert found is not wanted
        assert (found, found.groups, found.groupindex) == (wanted, wanted.groups, wanted.groupindex)


def test_patterns_of_bytes_are_kept_too(folder: Path) -> None:
    """A pattern of bytes is told from one of the text that Python writes for it."""
    for _ in range(2):
        assert compiled(rb"[^\0]") == re.compile(rb"[^\0]")
        assert compiled(repr(rb"[^\0]")) == re.compile(repr(rb"[^\0]"))


def test_flags_are_part_of_a_pattern(folder: Path) -> None:
    """The lines of a page's machinery, in either case, are told from the same letters in one case."""
    for lines in _LINES.values():
        pattern = "|".join(lines)
        for flags in (re.IGNORECASE | re.DOTALL, re.DOTALL) * 2:
            assert compiled(pattern, flags) == re.compile(pattern, flags)


@pytest.mark.parametrize("damage", [b"", b"\xff", b"\xe9\x05\x00\x00\x00", None])
def test_a_damaged_file_is_compiled_again(folder: Path, damage: bytes | None) -> None:
    """What cannot be loaded, or is no code of a pattern, is not used."""
    compiled("a+(?P<rest>b?)")
    (path,) = folder.iterdir()
    data = path.read_bytes()
    path.write_bytes(data.replace((1).to_bytes(4, "little"), (99).to_bytes(4, "little")) if damage is None else damage)
    found = compiled("a+(?P<rest>b?)").fullmatch("aab")
    assert found and found["rest"] == "b"


def test_a_folder_that_cannot_be_written_costs_time_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns are compiled where they cannot be kept."""
    monkeypatch.setattr(kept, "FOLDER", folder / "missing")
    assert compiled("x{2}").fullmatch("xx")
    assert not (folder / "missing").exists()
