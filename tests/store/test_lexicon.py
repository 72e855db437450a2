"""Versions of the lexicon: every change makes one, and every one can be had again."""

from concurrent.futures import ThreadPoolExecutor

from pronouncer.model.lexicon import Lexeme
from pronouncer.store.database import lexicon
from pronouncer.store.database.database import Database

KYIV, KIEV = Lexeme("Kyiv", "ˈkiːɪv", left="in", when="2026-01-01"), Lexeme("Kyiv", "ˈkiːɛf")
MACRON = Lexeme("Macron", "maˈkʁɔ̃", language="fr")


def names(found: list[Lexeme]) -> list[str]:
    """Return what is said for each entry."""
    return [lexeme.phoneme for lexeme in found]


def test_versions_stay(database: Database) -> None:
    """An entry that was replaced is in the versions before, with all its fields."""
    with database.writing() as connection:
        one = lexicon.change(connection, add=[KYIV, MACRON], who="Ada", why="first", now=1.0)
        (entry,) = lexicon.current(connection, first="kyiv")
        two = lexicon.change(connection, add=[KIEV], retire=[entry.number], who="Ben", why="better", now=2.0)
        assert lexicon.at(connection, one) == [KYIV, MACRON]
        assert names(lexicon.at(connection, two)) == [MACRON.phoneme, KIEV.phoneme]
        assert (lexicon.newest(connection), lexicon.at(connection, 0)) == (two, [])
        assert [each.who for each in lexicon.versions(connection)] == ["Ben", "Ada"]


def test_a_version_can_be_undone(database: Database) -> None:
    """What it brought goes and what it took comes back, as the next version."""
    with database.writing() as connection:
        lexicon.change(connection, add=[KYIV], who="Ada", why="", now=1.0)
        (entry,) = lexicon.current(connection)
        two = lexicon.change(connection, add=[KIEV], retire=[entry.number], who="Ben", why="", now=2.0)
        three = lexicon.undo(connection, two, who="Ada", why="a mistake", now=3.0)
        assert lexicon.at(connection, three) == [KYIV]
        history = lexicon.history(connection, grapheme="kyiv")
        assert [(each.lexeme.phoneme, each.since, each.until) for each in history] == [
            (KYIV.phoneme, 3, None),
            (KIEV.phoneme, 2, 3),
            (KYIV.phoneme, 1, 2),
        ]


def test_changes_at_the_same_time_come_one_after_the_other(database: Database) -> None:
    """Eight editors at once: eight versions, none lost, and no two entries with one number."""

    def add(place: int) -> int:
        with database.writing() as connection:
            return lexicon.change(connection, add=[Lexeme(f"Word{place}", "a")], who=str(place), why="", now=1.0)

    with ThreadPoolExecutor(8) as pool:
        made = sorted(pool.map(add, range(8)))
    with database.reading() as connection:
        found = lexicon.current(connection)
        assert len(lexicon.at(connection, made[-1])) == 8
    assert len({entry.number for entry in found}) == 8 and made == sorted(set(made))
