"""`pronouncer flags` as an editor uses it: the list before publishing, the snippet, the verdict."""

import json
import wave
from pathlib import Path

import pytest
from tests.cli.test_say import run, said
from tests.conftest import HARBOUR, SHARED

ARTICLE = """Ferry returns

Mayor Ruth Oduyemi met Oduyemi’s brother on the ferry. It was a great successss.

The ferry left at nine.
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article with a name that nobody knows and a slip, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "ferry.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_flags_for_machines(article: Path) -> None:
    """One object a flag: its sentence, what is heard, a playable snippet, candidates; slips come last."""
    name, slip = (json.loads(line) for line in run("flags", article, "--json").stdout.splitlines())
    assert (name["written"], name["reason"], name["times"]) == ("Oduyemi", "unknown-name", 2)
    assert name["sentence"][name["start"] : name["end"]] == "Oduyemi" and name["heard"] in name["message"]
    assert name["candidates"] and not name["text_problem"]
    with wave.open(name["audio"]) as sound:
        assert 0.5 < sound.getnframes() / sound.getframerate() < 3
        assert any(sound.readframes(sound.getnframes()))
    assert (slip["written"], slip["reason"], slip["audio"]) == ("successss", "stretched-letters", None)
    assert slip["candidates"][0]["respelling"] == "success"


def test_flags_for_people(article: Path) -> None:
    """Two lists that an editor can read, with what to listen to."""
    out = run("flags", article).stdout.decode()
    assert out.startswith("May be said wrong: 1\n 1. Oduyemi  (unknown-name, risk 0.")
    assert "listen: " in out and "    a) " in out
    assert "Slips in the text: 1\n  - 'successss' has a letter too often. Is it 'success'?" in out
    assert "listen: " not in run("flags", article, "--silent").stdout.decode()
    assert run("flags", article, "--most", "0").stdout.decode().startswith("May be said wrong: 0\nSlips in the text: 1")


def test_a_verdict_ends_the_question(article: Path) -> None:
    """After a verdict the name is not asked about again, here or elsewhere, and it is said so."""
    assert run("lexicon", "add", "Oduyemi", "oh-doo-YEM-ee").returncode == 0
    assert "May be said wrong: 0" in run("flags", article).stdout.decode()
    other = article.with_name("other.txt")
    other.write_text("Title\n\nThe talks of Oduyemi were long.\n", "utf-8")
    assert "May be said wrong: 0" in run("flags", other).stdout.decode()


def test_say_counts_and_records_them(article: Path, tmp_path: Path) -> None:
    """`say` prints the number of flags, and the edition carries them; what was published is no longer new."""
    assert said(article, "--out", tmp_path / "e")["flags"] == 2
    record = json.loads((tmp_path / "e/edition.json").read_text("utf-8"))
    reasons = [flag["reason"] for each in record["utterances"] for flag in each["flags"]]
    assert sorted(reasons) == ["stretched-letters", "unknown-name"]
    assert "new to the archive" in run("flags", article).stdout.decode()  # in no other article so far
    other = tmp_path / "other.txt"
    other.write_text("Title\n\nThe talks of Oduyemi were long.\n", "utf-8")
    assert "new to the archive" not in run("flags", other).stdout.decode()


def test_the_bundled_article() -> None:
    """Of the bundled article, the mayor's name is asked about first."""
    first = json.loads(run("flags", HARBOUR, "--json", "--silent").stdout.splitlines()[0])
    assert first["written"] == "Adeyemi" and first["times"] == 2


@pytest.mark.skipif(not (SHARED / "articles/carney-paris.txt").is_file(), reason="the shared article is not here")
def test_the_shared_article() -> None:
    """The real article: its names are in the lexicon, its slips are found, at most two flags are false."""
    found = [
        json.loads(line) for line in run("flags", SHARED / "articles/carney-paris.txt", "--json").stdout.splitlines()
    ]
    slips = {row["written"]: row["reason"] for row in found if row["text_problem"]}
    assert slips["successss"] == "stretched-letters" and slips["chancethe"] == "joined-words"
    assert slips["reluctance and reluctance"] == "doubled-word"
    assert len([row for row in found if not row["text_problem"]]) + len(slips) - 4 <= 2
