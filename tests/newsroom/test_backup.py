"""A backup is of one moment, and comes back as it was: into either make of database, or not at all."""

import json
import stat
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from tests.rows import everything, fill

from pronouncer.cli.backup import backup as command
from pronouncer.errors import StoreError
from pronouncer.newsroom.backup import backup, restore
from pronouncer.settings import Settings
from pronouncer.store.database import words
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.events import events

MAKES = ["sqlite", "postgresql"]
House = Callable[[str], Settings]


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """Return a function that gives settings of a new, empty house with a make of database."""
    numbers = iter(range(9))

    def make(of: str) -> Settings:
        url = request.getfixturevalue("postgres")() if of == "postgresql" else ""
        made = Settings()
        return replace(made, server=replace(made.server, data=tmp_path / f"house{next(numbers)}", database=url))

    return make


def opened(settings: Settings) -> Database:
    """Return the database of a house, its tables made."""
    database = Database(settings.server.database_url)
    database.upgrade()
    return database


def furnished(settings: Settings) -> Settings:
    """Put rows in every table, and files among the editions."""
    database = opened(settings)
    with database.writing() as connection:
        fill(connection)
        connection.execute(sa.insert(events), [{"at": 1.0, "kind": "x"}] * 3)
        connection.execute(sa.delete(events).where(events.c.id > 2))
    database.close()
    for name, data in (("a1/v1/article.m4a", bytes(range(256)) * 9), ("a1/v1/words.json", b"{}")):
        path = settings.server.data / "editions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return settings


def held(settings: Settings) -> object:
    """Return all that a house holds."""
    database = opened(settings)
    with database.reading() as connection:
        found = everything(connection)
    database.close()
    base = settings.server.data / "editions"
    files = {str(path.relative_to(base)): path.read_bytes() for path in base.rglob("*") if path.is_file()}
    return found, files


@pytest.mark.parametrize(
    ("of", "to", "target"),
    [
        ("sqlite", "sqlite", "kept.tar"),
        ("sqlite", "postgresql", "kept"),
        ("postgresql", "sqlite", "kept.tar"),
        ("postgresql", "postgresql", "kept"),
    ],
)
def test_a_backup_comes_back_as_it_was(house: House, tmp_path: Path, of: str, to: str, target: str) -> None:
    """Every row, key and file is there again, in the other make of database too, and ids count on from the last."""
    old, new = furnished(house(of)), house(to)
    kept = backup(old, tmp_path / target, now=1.0)
    assert restore(new, tmp_path / target) == kept and kept.editions == 2
    assert held(new) == held(old)
    database = opened(new)
    with database.writing() as connection:
        added = connection.execute(sa.insert(events).values(at=2.0, kind="y"))
        assert added.inserted_primary_key == (6,)  # 1 and 2, three that are forgotten, and this
        assert words.containing(connection, "zelenskyy") == [1]
    database.close()


def test_a_backup_is_for_its_owner_only(house: House, tmp_path: Path) -> None:
    """Nobody else can read its files: they hold what signs and opens."""
    settings = furnished(house("sqlite"))
    backup(settings, tmp_path / "kept", now=1.0)
    backup(settings, tmp_path / "kept.tar", now=1.0)
    files = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    paths = [tmp_path / "kept", tmp_path / "kept.tar", *files]
    assert not [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    with tarfile.open(tmp_path / "kept.tar") as tar:
        assert {member.mode for member in tar} == {0o600}


def damaged(folder: Path) -> None:
    """Change one row."""
    path = folder / "tables/sites.jsonl"
    path.write_bytes(path.read_bytes().replace(b"u00fc1", b"u00fc7"))


def cut(folder: Path) -> None:
    """Lose a file."""
    (folder / "tables/articles.jsonl").unlink()


def other(folder: Path) -> None:
    """Be of a version with other tables."""
    told = json.loads((folder / "backup.json").read_text())
    (folder / "backup.json").write_text(json.dumps({**told, "revision": "9999"}))


def strange(folder: Path) -> None:
    """Name a file outside."""
    told = json.loads((folder / "backup.json").read_text())
    told["files"]["editions/../../../x"] = [0, ""]
    (folder / "backup.json").write_text(json.dumps(told))


def listless(folder: Path) -> None:
    """Lose the list."""
    (folder / "backup.json").write_text("{}")


@pytest.mark.parametrize("harm", [damaged, cut, other, strange, listless])
def test_a_backup_that_is_not_as_it_was_changes_nothing(
    house: House, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """It is refused before anything is written."""
    backup(furnished(house("sqlite")), tmp_path / "kept", now=1.0)
    harm(tmp_path / "kept")
    new = house("sqlite")
    with pytest.raises(StoreError, match=r"[Uu]se (another backup|the version)|no backup"):
        restore(new, tmp_path / "kept")
    assert not new.server.data.exists()


@pytest.mark.parametrize("of", MAKES)
def test_what_fails_on_the_way_leaves_the_database_empty(house: House, tmp_path: Path, of: str) -> None:
    """Where an edition cannot be put in its place, no row is left, and the next try succeeds."""
    old, new = furnished(house("sqlite")), house(of)
    backup(old, tmp_path / "kept", now=1.0)
    blocked = new.server.data / "editions/a1/v1/words.json"
    blocked.parent.mkdir(parents=True)
    blocked.write_bytes(b"other")
    with pytest.raises(StoreError, match="another a1/v1/words.json"):
        restore(new, tmp_path / "kept")
    database = opened(new)
    with database.reading() as connection:
        assert not any(everything(connection).values())
    database.close()
    blocked.unlink()
    restore(new, tmp_path / "kept")
    assert held(new) == held(old)


def test_a_house_in_use_is_not_written_over(house: House, tmp_path: Path) -> None:
    """A database with rows, a folder with another server's jobs, and a backup that is there are all left alone."""
    old = furnished(house("sqlite"))
    backup(old, tmp_path / "kept", now=1.0)
    with pytest.raises(StoreError, match="not empty"):
        restore(old, tmp_path / "kept")
    with pytest.raises(StoreError, match="already"):
        backup(old, tmp_path / "kept", now=1.0)
    new = house("sqlite")
    new.server.data.mkdir()
    (new.server.data / "jobs.db").touch()
    with pytest.raises(StoreError, match=r"jobs\.db"):
        restore(new, tmp_path / "kept")


def test_there_has_to_be_something_to_back_up(house: House, tmp_path: Path) -> None:
    """A folder without a database is an error, and no empty database is made there."""
    settings = house("sqlite")
    with pytest.raises(StoreError, match="no server's data"):
        backup(settings, tmp_path / "kept", now=1.0)
    assert not settings.server.data.exists()


@pytest.mark.parametrize("of", MAKES)
def test_a_backup_is_of_one_moment(house: House, tmp_path: Path, of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written while it is made is not in it, in any table."""
    from pronouncer.store.database import dump

    settings = furnished(house(of))
    before = held(settings)
    lines = dump.lines

    def disturbed(connection: sa.Connection, name: str) -> object:
        database = Database(settings.server.database_url)
        with database.writing() as other:
            other.execute(sa.insert(events).values(at=3.0, kind=name))
        database.close()
        return lines(connection, name)

    monkeypatch.setattr(dump, "lines", disturbed)
    backup(settings, tmp_path / "kept", now=1.0)
    monkeypatch.undo()
    new = house("sqlite")
    restore(new, tmp_path / "kept")
    assert held(new) == before


def test_the_command_says_what_was_kept(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line has rows, files and size; with --json they are numbers."""
    settings = furnished(house("sqlite"))
    monkeypatch.setenv("PRONOUNCER_SERVER_DATA", str(settings.server.data))
    said = CliRunner().invoke(command, [str(tmp_path / "one.tar")])
    assert "2 files of editions" in said.output
    told = json.loads(CliRunner().invoke(command, [str(tmp_path / "two"), "--json"]).output)
    assert told["editions"] == 2 and told["rows"] > 40
