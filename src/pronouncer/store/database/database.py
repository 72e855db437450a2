"""One database, SQLite or PostgreSQL: connections, transactions, and its history of changes."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from pronouncer.errors import InputError, StoreError

_PATIENCE = 30.0  # seconds that a writer waits for another one
_IMMEDIATE = "pronouncer_immediate"


class Database:
    """A pool of connections. Close it, so that nothing of it stays open."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        with _failing(self.url):
            if self.is_sqlite and self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        self._writer = self.engine.execution_options(**{_IMMEDIATE: True})
        steady = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**steady)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the database. Raises StoreError."""
        with _failing(self.url), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give a transaction that is kept when the block ends well, and undone when not. Raises StoreError.

        In SQLite it is the only one that writes, from its beginning: nobody can change what it has read.
        """
        with _failing(self.url), self._writer.begin() as connection:
            yield connection

    def upgrade(self) -> None:
        """Make the tables, or bring those of an older version up to date. Raises StoreError."""
        from pronouncer.store.database import history

        with self.writing() as connection:
            if not self.is_sqlite:  # two servers that start at once
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(7067)"))
            history.upgrade(connection)

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _PATIENCE}, pool_size=16, max_overflow=16)

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing: we do
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "begin")
    def began(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get(_IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgresql(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url, pool_size=8, max_overflow=16, pool_pre_ping=True, isolation_level="READ COMMITTED")


@contextlib.contextmanager
def _failing(url: sa.URL) -> Iterator[None]:
    try:
        yield
    except OverflowError as error:  # of SQLite's driver
        raise InputError("There is a number in it that no database keeps.") from error
    except (sa.exc.SQLAlchemyError, OSError) as error:
        if isinstance(error, sa.exc.IntegrityError):
            raise
        if isinstance(error, sa.exc.DataError):
            raise InputError("There is a number or a character in it that no database keeps.") from error
        reason = " ".join(str(getattr(error, "orig", None) or error).split())[:300]
        name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        raise StoreError(f"The database {name} cannot be used: {reason}. Is it there, with room and rights?") from error
