"""One database, two makes: transactions, and errors that a newsroom can read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from pronouncer.errors import StoreError
from pronouncer.store.database import history
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.events import kept


def test_a_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    """What a block wrote before it failed is not there."""
    with database.writing() as connection:
        connection.execute(sa.insert(kept).values(name="a", value="1"))
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(sa.insert(kept).values(name="b", value="2"))
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(sa.select(kept.c.name)).scalars().all() == ["a"]


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    """A server that starts on a database that is up to date leaves it as it is."""
    with database.writing() as connection:
        connection.execute(sa.insert(kept).values(name="a", value="1"))
    database.upgrade()
    with database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(kept)).scalar() == 1


def test_servers_that_start_at_once_make_the_tables_once(database: Database, tmp_path: Path) -> None:
    """Six that upgrade an empty database at the same time all find it as it should be."""
    url = database.url.render_as_string(hide_password=False)
    if database.is_sqlite:
        url = f"sqlite:///{tmp_path}/new.db"
    else:
        with database.writing() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))

    def start(place: int) -> list[str]:
        one = Database(url)
        one.upgrade()
        with one.reading() as connection:
            found = [history.current(connection), *sa.inspect(connection).get_table_names()]
        one.close()
        return found

    with ThreadPoolExecutor(6) as pool:
        first, *others = pool.map(start, range(6))
    assert first[0] == history.newest() and others == [first] * 5


def test_reading_sees_one_state(database: Database) -> None:
    """What others write meanwhile is not seen until the next time, and nothing is written while reading."""
    with database.reading() as connection:
        count = sa.select(sa.func.count()).select_from(kept)
        assert connection.execute(count).scalar() == 0
        with database.writing() as other:
            other.execute(sa.insert(kept).values(name="a", value="1"))
        assert connection.execute(count).scalar() == 0
    with database.reading() as connection:
        assert connection.execute(count).scalar() == 1


def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    """The error says which database, and shows no password."""
    database = Database("postgresql+psycopg://user:s3cret@127.0.0.1:9/none")
    with pytest.raises(StoreError, match="cannot be used") as caught, database.reading():
        pass
    database.close()
    assert "s3cret" not in str(caught.value) and "127.0.0.1:9" in str(caught.value)
