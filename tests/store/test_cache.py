"""The cache: whole or absent, bounded, safe between processes."""

import multiprocessing
import os
from pathlib import Path

import pytest

from pronouncer.errors import StoreError
from pronouncer.model.master import Passage
from pronouncer.model.take import Take, WordTiming
from pronouncer.store.cache import Cache
from pronouncer.store.fingerprint import fingerprint
from pronouncer.store.records import get_levels, get_passage, get_take, put_levels, put_passage, put_take
from pronouncer.testing.silence import SilenceEngine

WORDS = (WordTiming(0, "the", 0.0, 0.5), WordTiming(2, "end", 0.5, 1.0))


def test_records_round_trip(tmp_path: Path) -> None:
    """Takes and passages come back as they were put."""
    cache = Cache(tmp_path, limit=10**6)
    take = Take("k" * 40, 22_050, bytes(range(200)), WORDS)
    passage = Passage("p" * 40, 22_050, 1.5, WORDS, b"first", (b"a", b"", b"bcd"), "forced")
    assert get_take(cache, take.key) is None and get_passage(cache, passage.key) is None
    put_take(cache, take)
    put_passage(cache, passage)
    assert get_take(cache, take.key) == take
    assert get_passage(cache, passage.key) == passage
    assert get_levels(cache, "l" * 40) is None
    put_levels(cache, "l" * 40, (-16.5, -20.0))
    assert get_levels(cache, "l" * 40) == (-16.5, -20.0)
    assert [(h.kind, h.files) for h in cache.holdings()] == [("levels", 1), ("passages", 1), ("takes", 1)]


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "folder"])
def test_damage_counts_as_absent(tmp_path: Path, damage: str) -> None:
    """A file that was cut, changed or replaced is not used, and can be put again."""
    cache = Cache(tmp_path, limit=10**6)
    cache.put("takes", "k", b"sound" * 99)
    path = tmp_path / "takes/k"
    data = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
        assert cache.get("takes", "k") is None
        return
    path.write_bytes({"flip": data[:50] + b"?" + data[51:], "cut": data[:60], "empty": b""}[damage])
    assert cache.get("takes", "k") is None
    cache.put("takes", "k", b"new")
    assert cache.get("takes", "k") == b"new"


def test_another_records_version_counts_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of an older or newer program is made again."""
    cache = Cache(tmp_path, limit=10**6)
    take = Take("k" * 40, 22_050, b"ab", WORDS)
    monkeypatch.setattr("pronouncer.store.records._RECORD", 1)
    put_take(cache, take)
    monkeypatch.undo()
    assert get_take(cache, take.key) is None


def test_takes_go_before_what_was_made_of_them(tmp_path: Path) -> None:
    """But not those that somebody works with: then the oldest of all goes."""
    cache = Cache(tmp_path, limit=350)
    for kind, key, age in (("passages", "old", 9000), ("takes", "idle", 1000), ("takes", "at work", 10)):
        cache.put(kind, key, b"x" * 100)
        os.utime(tmp_path / kind / key, (10**9 - age, 10**9 - age))
    cache.put("levels", "new", b"x" * 100)
    os.utime(tmp_path / "levels/new", (10**9, 10**9))
    assert cache.prune() == 1
    left = {f"{path.parent.name}/{path.name}" for path in tmp_path.glob("*/*")}
    assert left == {"passages/old", "takes/at work", "levels/new"}
    cache.put("levels", "newer", b"x" * 100)
    os.utime(tmp_path / "levels/newer", (10**9, 10**9))
    assert cache.prune() == 1
    assert not (tmp_path / "passages/old").exists() and (tmp_path / "takes/at work").exists()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    """Over the limit, what was not used for longest is deleted; a hit counts as use."""
    cache = Cache(tmp_path, limit=3500)
    for number in range(5):
        cache.put("takes", str(number), bytes(1000))
        os.utime(tmp_path / "takes" / str(number), (number, number))
    assert cache.get("takes", "0") is not None
    assert cache.prune() == 2
    assert sorted(path.name for path in (tmp_path / "takes").iterdir()) == ["0", "3", "4"]
    assert cache.prune() == 0
    assert cache.clear() == 3 and cache.holdings() == []


def test_a_run_that_wrote_nothing_deletes_nothing(tmp_path: Path) -> None:
    """Reading alone never prunes."""
    Cache(tmp_path, limit=10).put("takes", "a", bytes(1000))
    assert Cache(tmp_path, limit=10).prune() == 0


def test_what_there_is_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are walked through when nobody counted yet, and again when all that was written reaches the limit."""
    walks: list[int] = []
    walk = Cache._entries

    def counted(cache: Cache) -> object:
        walks.append(1)
        return walk(cache)

    monkeypatch.setattr(Cache, "_entries", counted)

    def run(number: int) -> int:
        cache = Cache(tmp_path, limit=10_000)
        cache.put("takes", str(number), bytes(990))
        os.utime(tmp_path / "takes" / str(number), (number, number))
        return cache.prune()

    assert [run(number) for number in range(10)] == [0] * 10
    assert len(walks) == 1
    assert [run(number) for number in range(10, 14)] == [2, 0, 2, 0]
    assert len(list((tmp_path / "takes").iterdir())) == 10
    assert len(walks) == 3


def test_a_damaged_tally_is_counted_anew(tmp_path: Path) -> None:
    """A tally that cannot be read, or has grown long, is made again from the files."""
    for damage in ("x\n", "0\n" * 1000, ""):
        (tmp_path / "tally").write_text(damage)
        cache = Cache(tmp_path, limit=1500)
        for number in range(2):
            cache.put("takes", str(number), bytes(1000))
        assert cache.prune() == 1


def _write_many(folder: str) -> None:
    cache = Cache(Path(folder), limit=10**9)
    for number in range(200):
        body = cache.get("takes", str(number % 10))
        assert body in (None, bytes([number % 10]) * 5000)
        cache.put("takes", str(number % 10), bytes([number % 10]) * 5000)


def test_processes_share_a_cache(tmp_path: Path) -> None:
    """Four processes that write and read the same keys never see half a file."""
    context = multiprocessing.get_context("fork")
    jobs = [context.Process(target=_write_many, args=(str(tmp_path),)) for _ in range(4)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert [job.exitcode for job in jobs] == [0] * 4
    assert len(list((tmp_path / "takes").iterdir())) == 10


def test_an_impossible_folder(tmp_path: Path) -> None:
    """A folder that cannot be written is an error that names the setting."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="PRONOUNCER_CACHE"):
        Cache(tmp_path / "file", limit=10**6).put("takes", "k", b"x")


def test_a_full_disk_leaves_nothing_half_written() -> None:
    """Where the device is full, the error says so and no file stays."""
    folder = Path("/dev/full/cache")
    with pytest.raises(StoreError, match="cannot be written"):
        Cache(folder, limit=10**6).put("takes", "k", b"x")


def test_fingerprint_changes_with_all_that_goes_in(article_of: object, settings: object) -> None:
    """Text, voice, formats and lexicon each change the fingerprint; nothing else does."""
    import dataclasses

    make = article_of
    assert callable(make)
    voice = SilenceEngine(settings).voices()[0]  # type: ignore[arg-type]
    one, two = make("It left. It came."), make("It left. It ended.")
    prints = {
        fingerprint(one, voice, ("m4a",), b""),
        fingerprint(two, voice, ("m4a",), b""),
        fingerprint(one, dataclasses.replace(voice, version="2"), ("m4a",), b""),
        fingerprint(one, voice, ("m4a", "mp3"), b""),
        fingerprint(one, voice, ("m4a",), b"Kyiv"),
    }
    assert len(prints) == 5
    assert fingerprint(make("It left. It came."), voice, ("m4a",), b"") in prints
