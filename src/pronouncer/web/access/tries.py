"""Wrong passwords by address, counted in the database: for all processes together, and whatever is restarted.

A try is counted before the password is looked at, so that many at once are many.
"""

import hashlib

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.store.database.tables.access import tries

_FREE = 5  # wrong passwords for one address, before each further one has to wait
_FORGIVEN = 900.0  # seconds


def begin(connection: sa.Connection, email: str, *, now: float) -> float:
    """Count a try as a wrong one, and return 0; where it is too early, return for how many seconds nobody may try.

    In a writing transaction.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    old = sa.or_(tries.c.at < now - _FORGIVEN, tries.c.at > now + _FORGIVEN)  # or somebody's clock was wrong
    connection.execute(sa.delete(tries).where(old))
    first = insert(tries).values(hash=_hash(email), wrong=0, at=now).on_conflict_do_nothing()
    connection.execute(first)  # so that of several processes each waits for the one before
    own = tries.c.hash == _hash(email)
    row = connection.execute(sa.select(tries).where(own).with_for_update()).one()
    pause = min(_FORGIVEN, 2.0 ** min(row.wrong - _FREE, 20)) if row.wrong >= _FREE else 0.0
    wait = row.at + pause - now
    if wait > 0:
        return float(wait)
    connection.execute(sa.update(tries).where(own).values(wrong=row.wrong + 1, at=now))
    return 0.0


def forgive(connection: sa.Connection, email: str) -> None:
    """Forget the tries of somebody who came in."""
    connection.execute(sa.delete(tries).where(tries.c.hash == _hash(email)))


def _hash(email: str) -> str:
    """Return what stands for an address: what people type by mistake is not kept as they typed it."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()
