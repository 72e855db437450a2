"""A house with one site, on either database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pronouncer.newsroom.house import House, opened
from pronouncer.newsroom.press import Press
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.library import sites


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for the disk: what is written is read by the same machine."""
    monkeypatch.setattr(os, "fsync", lambda number: None)


@pytest.fixture
def clock() -> Clock:
    """The clock of the house."""
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A house whose site `ferry` has the pages of example.org."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres")()
    settings = Settings(cache=tmp_path / "cache", server=Server(data=tmp_path / "data", database=url))
    with opened(settings, now=clock) as found:
        with found.database.writing() as connection:
            row = {"name": "ferry", "title": "The Ferry", "hosts": ["example.org"], "created": clock()}
            connection.execute(sa.insert(sites).values(**row))
        yield found


@pytest.fixture
def press(house: House) -> Iterator[Press]:
    """The press of the house."""
    with Press(house) as found:
        yield found
