"""The history of the tables leads to the tables of the program, on both makes of database."""

from pathlib import Path

import sqlalchemy as sa

from pronouncer.store.database import history
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.base import metadata

CHANGES = Path(history.__file__).parent / "migrations/versions"


def test_the_changes_lead_to_the_tables(database: Database) -> None:
    """A database that all changes were made to has the tables that the program reads and writes."""
    with database.reading() as connection:
        assert history.differences(connection) == []
        assert history.current(connection) == history.newest()


def test_a_table_that_was_changed_by_hand_is_told(database: Database) -> None:
    """A column, an index and a table that are not in the history are differences."""
    with database.writing() as connection:
        connection.execute(sa.text("ALTER TABLE sites ADD COLUMN more TEXT"))
        connection.execute(sa.text("DROP INDEX ix_lexemes_first"))
        connection.execute(sa.text("CREATE TABLE strange (id INTEGER PRIMARY KEY)"))
        told = {each[0] for each in history.differences(connection)}
    assert told == {"remove_column", "add_index", "remove_table"}


def test_there_is_one_newest_change() -> None:
    """Two changes that follow the same one would leave servers with different tables."""
    assert len(history.heads()) == 1


def test_changes_do_not_change() -> None:
    """No change makes tables from what they are now: a new server would get other ones than an old one has."""
    for path in CHANGES.glob("0*.py"):
        text = path.read_text("utf-8")
        assert "create_all" not in text and not any(f"import {each}" in text for each in metadata.tables)
