"""The archive of words that were published: it grows, line by line, and is asked by whole words."""

from pathlib import Path

import pytest

from pronouncer.errors import StoreError
from pronouncer.store.archive import Archive


def test_words_are_remembered(tmp_path: Path) -> None:
    """What was added is there for the next process, once; parts of words are not."""
    path = tmp_path / "deep/words.txt"
    archive = Archive(path)
    assert not archive.has("oduyemi")
    archive.add(["oduyemi", "łódź", "oduyemi"], "a.html")
    archive.add(["oduyemi", "kyiv"], "a.html")
    assert [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()] == ["oduyemi", "łódź", "kyiv"]
    assert all(Archive(path).has(word) for word in ("oduyemi", "łódź", "kyiv"))
    assert not Archive(path).has("oduye") and not Archive(path).has("")


def test_an_article_is_no_news_to_itself(tmp_path: Path) -> None:
    """A word that only one article had is new to that article still, and known to every other."""
    path = tmp_path / "words.txt"
    Archive(path).add(["oduyemi"], "a.html")
    assert not Archive(path).has("oduyemi", "a.html") and Archive(path).has("oduyemi", "b.html")
    Archive(path).add(["oduyemi"], "b.html")
    assert Archive(path).has("oduyemi", "a.html") and Archive(path).has("oduyemi", "b.html")


def test_what_others_added_meanwhile_stays(tmp_path: Path) -> None:
    """Two that had read the file before either added lose nothing of each other."""
    one, other = Archive(tmp_path / "words.txt"), Archive(tmp_path / "words.txt")
    assert not one.has("a") and not other.has("b")
    one.add(["a"], "x")
    other.add(["b"], "y")
    assert all(Archive(tmp_path / "words.txt").has(word) for word in "ab")


def test_an_archive_that_cannot_be_written(tmp_path: Path) -> None:
    """The error says which file, and what to do."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="PRONOUNCER_ARCHIVE"):
        Archive(tmp_path / "file/words.txt").add(["a"], "x")
