"""The lexicon that comes with a language, by first words."""

from pathlib import Path

import pytest

from pronouncer import kept
from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.pronounce.lexicons.shipped import shelf, shipped
from pronouncer.pronounce.say import base_entries, base_shelf

HEADING = "grapheme\tphoneme\trespelling\n"


def test_a_shelf_has_what_the_table_has() -> None:
    """Every entry stands under its first word, in the order of the table."""
    found = base_shelf("en")
    wanted: dict[str, list[Lexeme]] = {}
    for lexeme in base_entries("en"):
        wanted.setdefault(first_word(lexeme.grapheme), []).append(lexeme)
    assert dict(found) == wanted
    assert found.get("no such name") is None
    assert "no such name" not in found


def test_newer_entries_come_after_those_of_a_shelf() -> None:
    """A lexicon with a shelf under it is the one of all the entries: in what starts with a word, in all, in number."""
    newer = [Lexeme("Abbas", alias="somebody"), Lexeme("Zzyzx", alias="a road")]
    entries = base_entries("en")
    one, other = Lexicon([*entries, *newer]), Lexicon(newer, under=base_shelf("en"))
    assert [other.starting(word) for word in ("abbas", "zzyzx", "aarhus", "no such name")] == [
        one.starting(word) for word in ("abbas", "zzyzx", "aarhus", "no such name")
    ]
    assert sorted(other) == sorted(one)
    assert len(other) == len(one) == len(entries) + 2
    more = other.with_more([Lexeme("Abbas", alias="somebody else")])
    assert [lexeme.alias for lexeme in more.starting("abbas")[-2:]] == ["somebody", "somebody else"]
    assert len(more) == len(one) + 1


def test_a_table_that_changes_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a table is told by the table's size and time."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    table = tmp_path / "names.tsv"
    for name in ("Aarhus", "Abu Dhabi", "Abu Dhabi"):
        table.write_text(f"{HEADING}{name}\ta b\t\n", "utf-8")
        shelf.cache_clear()
        assert [lexeme for row in shelf((table,)).values() for lexeme in row] == shipped(table)
    shelf.cache_clear()
