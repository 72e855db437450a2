"""The turns of all workers together: rows of the database say when an engine may be asked next, and by how many.

A worker that dies in its turn leaves a place that is taken until its lease ends. Machines need clocks that agree to a
second or so.
"""

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.errors import StoreError
from pronouncer.newsroom.house import House
from pronouncer.store.database.tables.engines import places, turns
from pronouncer.voice.turns import Limit, begin

_LEASE = 60.0  # seconds beyond the longest answer
_FARTHEST = 3600.0  # seconds; what is farther was written by a clock that was wrong
_LOOK = 0.2  # seconds between two looks for a place


class _Taken(NamedTuple):
    wait: float
    """Seconds until the turn begins."""
    place: int | None
    until: float


class HouseTurns:
    """Turns in the house's database. Threads may share it."""

    def __init__(self, house: House, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._house, self._sleep = house, sleep

    @contextlib.contextmanager
    def turn(self, engine: str, limit: Limit) -> Iterator[None]:
        """Wait until an engine may be asked once. Raises StoreError."""
        while (taken := self._take(engine, limit)) is None:
            self._sleep(_LOOK * random.uniform(0.5, 1.5))
        try:
            if taken.wait > 0:
                self._sleep(taken.wait)
            yield
        finally:
            self._give_back(engine, taken)

    def hold(self, engine: str, seconds: float) -> None:
        """Begin no turn before some time has passed. Raises StoreError."""
        with self._house.database.writing() as connection:
            until = max(_free(connection, engine, self._house.now()), self._house.now() + seconds)
            connection.execute(sa.update(turns).where(turns.c.engine == engine).values(free=until))

    def _take(self, engine: str, limit: Limit) -> _Taken | None:
        """Return a turn, or None where all places are taken."""
        with self._house.database.writing() as connection:
            now = self._house.now()
            free = _free(connection, engine, now)  # holds all others of this engine
            place = _place(connection, engine, limit.at_once, now) if limit.at_once else None
            if limit.at_once and place is None:
                return None
            begun, after = begin(free, now, limit)
            if after != free:
                connection.execute(sa.update(turns).where(turns.c.engine == engine).values(free=after))
            until = begun + self._house.settings.engine_seconds + _LEASE
            if place is not None:
                own = sa.and_(places.c.engine == engine, places.c.place == place)
                connection.execute(sa.update(places).where(own).values(until=until))
        return _Taken(begun - now, place, until)

    def _give_back(self, engine: str, taken: _Taken) -> None:
        if taken.place is None:
            return
        mine = sa.and_(places.c.engine == engine, places.c.place == taken.place, places.c.until == taken.until)
        with contextlib.suppress(StoreError), self._house.database.writing() as connection:  # else its lease ends
            connection.execute(sa.update(places).where(mine).values(until=0.0))


def _free(connection: sa.Connection, engine: str, now: float) -> float:
    """Return from when on an engine may be asked, and let nobody else see that until the transaction ends."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(turns).values(engine=engine, free=0.0).on_conflict_do_nothing())
    own = sa.select(turns.c.free).where(turns.c.engine == engine).with_for_update()
    free = float(connection.execute(own).scalar_one())
    return free if free < now + _FARTHEST else now


def _place(connection: sa.Connection, engine: str, count: int, now: float) -> int | None:
    """Return a place that nobody has, of so many."""
    chosen = sa.select(places.c.place, places.c.until).where(places.c.engine == engine)
    known = {row.place: row.until for row in connection.execute(chosen)}
    for place in range(count):
        if place not in known:
            connection.execute(sa.insert(places).values(engine=engine, place=place, until=0.0))
        if not now < known.get(place, 0.0) < now + _FARTHEST:
            return place
    return None
