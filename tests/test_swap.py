"""Folders that are replaced whole."""

from pathlib import Path

import pytest

from pronouncer.swap import beside


def test_a_folder_is_replaced_with_all_that_was_in_it(tmp_path: Path) -> None:
    """Folders inside go too, and nothing is left beside."""
    target = tmp_path / "voice"
    (target / "old").mkdir(parents=True)
    (target / "old/file").write_text("old")
    with beside(target) as new:
        (new / "file").write_text("new")
        assert (target / "old/file").is_file()
    assert [path.name for path in target.iterdir()] == ["file"]
    assert [path.name for path in tmp_path.iterdir()] == ["voice"]


def test_what_fails_changes_nothing(tmp_path: Path) -> None:
    """An error in the middle leaves the old folder, or none."""
    for name in ("there", "missing"):
        target = tmp_path / name
        if name == "there":
            target.mkdir()
            (target / "file").write_text("old")
        with pytest.raises(RuntimeError), beside(target) as new:
            (new / "file").write_text("new")
            raise RuntimeError
    assert (tmp_path / "there/file").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_leftovers_of_a_killed_process_go(tmp_path: Path) -> None:
    """What a process that is no more left beside the target is removed; that of a living one stays."""
    for pid in ("4194305", "1"):
        (tmp_path / f".voice.{pid}.new/deep").mkdir(parents=True)
    with beside(tmp_path / "voice"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".voice.1.new", "voice"]


def test_two_processes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that another process puts in place meanwhile is replaced as any other."""
    target = tmp_path / "voice"
    with beside(target) as new:
        (new / "file").write_text("mine")
        target.mkdir()
        (target / "file").write_text("theirs")
        monkeypatch.setattr(Path, "exists", lambda path: False)  # as it was a moment ago
    monkeypatch.undo()
    assert (target / "file").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["voice"]
