"""The house: what every part of the server shares, opened once in each process."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pronouncer.noun import noun
from pronouncer.publish.outlets.versions.places import Place, place_of
from pronouncer.settings import Settings
from pronouncer.store.database.database import Database


@noun
class House:
    """Database, blobs, and the settings of this process."""

    settings: Settings
    database: Database
    blobs: Place
    """Where editions are, as `article/version/file`."""
    now: Callable[[], float] = time.time
    """Seconds since 1970, UTC."""

    @property
    def data(self) -> Path:
        """Folder for what is made and not yet whole, and for snapshots."""
        return self.settings.server.data


@contextlib.contextmanager
def opened(settings: Settings, *, now: Callable[[], float] = time.time) -> Iterator[House]:
    """Open the house of some settings, its database up to date. Raises StoreError and SettingsError."""
    server = settings.server
    database = Database(server.database_url)
    try:
        database.upgrade()
        yield House(settings, database, place_of(server.blobs_url), now)
    finally:
        database.close()
