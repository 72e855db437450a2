"""All that the house knows, put away and brought back: its database and the editions in its folder.

A backup is of neither make of database, so that it also moves a house from SQLite to PostgreSQL. Jobs are not in it:
what waits in the database is asked for again. Nor are takes, which are made anew, and files of settings.
"""

import contextlib
import datetime
import hashlib
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pronouncer import __version__
from pronouncer.errors import StoreError
from pronouncer.publish.outlets.versions.places import LocalPlace, Place, place_of
from pronouncer.publish.outlets.versions.release import kind_of
from pronouncer.settings import Settings
from pronouncer.store.chest import Packing, Unpacking, packing, unpacking
from pronouncer.store.database import dump, history
from pronouncer.store.database.database import Database

_FORMAT = 1
_LEFT = ("jobs.db", "lexicons", "making")  # in the data folder, of the database that was there


class Kept(NamedTuple):
    """What a backup holds."""

    rows: int
    editions: int
    """Files of editions."""
    bytes: int
    elsewhere: str
    """URL of a bucket whose editions are not in it; empty for none."""


def backup(settings: Settings, target: Path, *, now: float) -> Kept:
    """Write a backup to a folder, or to a file where the name ends in `.tar`, while the server runs or not.

    It is of one moment. Raises StoreError.
    """
    bucket = "" if settings.server.blobs_url.startswith("file:") else settings.server.blobs_url
    with _opened(settings) as database:
        with database.reading() as connection:
            revision = history.current(connection)
        _fits(revision)
        with packing(target) as chest:
            rows, counters = _rows(database, chest)
            before = len(chest.files)
            if not bucket:  # after the rows: what they name is there before them, and never changes
                _editions(place_of(settings.server.blobs_url), chest)
            told = {"format": _FORMAT, "pronouncer": __version__, "revision": revision, "bucket": bucket}
            when = datetime.datetime.fromtimestamp(now, datetime.UTC)
            chest.close({**told, "made": f"{when:%Y-%m-%dT%H:%M:%SZ}", "rows": rows, "counters": counters})
            return Kept(rows, len(chest.files) - before, sum(filed.bytes for filed in chest.files.values()), bucket)


def restore(settings: Settings, source: Path) -> Kept:
    """Bring a backup back, into a database without a row: all of it, or none. Raises StoreError."""
    with unpacking(source) as chest:
        if chest.told.get("format") != _FORMAT:
            raise StoreError(f"{source} was made by another version of Pronouncer. Restore it with that one.")
        _fits(str(chest.told["revision"]), str(chest.told["pronouncer"]))
        chest.check()
        left = [name for name in _LEFT if (settings.server.data / name).exists()]
        if left:
            raise StoreError(
                f"There is {left[0]} of another server in {settings.server.data}. Stop that server, and move the "
                "folder away or name another one with server.data."
            )
        with _opened(settings, new=True) as database:
            return _restored(database, chest, place_of(settings.server.blobs_url))


def _restored(database: Database, chest: Unpacking, place: Place) -> Kept:
    database.upgrade()
    rows = 0
    with database.writing() as connection:
        if not dump.is_empty(connection):
            raise StoreError("The database is not empty. Name an empty one with server.database or server.data.")
        for name in dump.names():
            with chest.open(f"tables/{name}.jsonl") as lines:
                rows += dump.load(connection, name, lines)
        dump.count_on(connection, chest.told["counters"])
        names = [name for name in chest.files if name.startswith("editions/")]
        for name in names:  # files of editions never change: where it stops, it can be begun again
            _put(place, name.removeprefix("editions/"), chest, name)
    return Kept(rows, len(names), sum(filed.bytes for filed in chest.files.values()), chest.told["bucket"])


def _put(place: Place, to: str, chest: Unpacking, name: str) -> None:
    with chest.open(name) as file:
        data = file.read()
    if place.create(to, data, kind_of(to)):
        return
    there = place.read(to)
    if there is None or hashlib.sha256(there).hexdigest() != chest.files[name].sum:
        raise StoreError(f"There is another {to} among the editions already. Name an empty place with server.blobs.")


def _rows(database: Database, chest: Packing) -> tuple[int, dict[str, int]]:
    """Put the rows of one moment away; return how many there are, and the counters."""
    numbers = itertools.count()
    with database.reading() as connection:
        counters = dump.counters(connection)
        for name in dump.names():
            lines = zip(dump.lines(connection, name), numbers, strict=False)
            chest.put(f"tables/{name}.jsonl", (line for line, _ in lines))
    return next(numbers) - len(dump.names()), counters  # the first line of each names the columns


def _editions(place: Place, chest: Packing) -> None:
    assert isinstance(place, LocalPlace)
    base = place.path("")
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            chest.copy(f"editions/{name.as_posix()}", path)


@contextlib.contextmanager
def _opened(settings: Settings, *, new: bool = False) -> Iterator[Database]:
    url = settings.server.database_url
    if not new and url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).exists():
        raise StoreError(f"There is no server's data in {settings.server.data}. Name its folder with server.data.")
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _fits(revision: str, version: str = "") -> None:
    if revision != history.newest():
        made = f"The backup is of Pronouncer {version}" if version else "The database is of another version"
        raise StoreError(
            f"{made}: its tables are {revision or 'none'}, and here they are {history.newest()}. Use the version that "
            "fits, then start the server of this one, which brings its tables up to date."
        )
