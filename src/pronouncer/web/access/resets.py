"""Links with which somebody who lost their password chooses a new one: each works once, for a day."""

import secrets
from typing import Any

import sqlalchemy as sa

from pronouncer.errors import Conflict, NotFound
from pronouncer.store.database.tables.access import people as rows
from pronouncer.store.database.tables.access import resets
from pronouncer.web.access import people

HOURS = 24
"""For which a link works."""


def make(connection: sa.Connection, id: int, *, who: str, now: float) -> str:
    """Make a link for somebody, instead of an older one; return its token, which is not kept.

    Raises NotFound, and Conflict for somebody who is shut out.
    """
    if not people.person(connection, id).active:
        raise Conflict("This person is shut out. Let them in again first.")
    token = secrets.token_urlsafe(24)
    connection.execute(sa.delete(resets).where(resets.c.person == id))
    row = {"hash": people.token_hash(token), "person": id, "who": who, "created": now, "expires": now + HOURS * 3600}
    connection.execute(sa.insert(resets).values(**row))
    return token


def whose(connection: sa.Connection, token: str, *, now: float, lock: bool = False) -> sa.Row[Any]:
    """Return the person whose link this is, while it works; with a lock, nobody else uses it. Raises NotFound."""
    good = sa.and_(resets.c.hash == people.token_hash(token), resets.c.used.is_(None), resets.c.expires > now)
    chosen = sa.select(rows).join(resets, resets.c.person == rows.c.id).where(good, rows.c.active)
    row = connection.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        raise NotFound("This link was used, or is too old. Ask an admin for a new one.")
    return row


def use(connection: sa.Connection, token: str, password: str, *, now: float) -> sa.Row[Any]:
    """Give the owner of a link a new password, which ends their sessions; return the person.

    In a writing transaction. Raises NotFound, and InputError for a password that is too short.
    """
    row = whose(connection, token, now=now, lock=True)
    connection.execute(sa.update(resets).where(resets.c.person == row.id).values(used=now))
    people.change(connection, row.id, password=people.hashed(password))
    return row
