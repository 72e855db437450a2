"""An empty database of each make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pronouncer.store.database.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each make."""
    url = f"sqlite:///{tmp_path}/x.db" if request.param == "sqlite" else request.getfixturevalue("postgres")()
    found = Database(url)
    found.upgrade()
    yield found
    found.close()
