"""Keys of programs: `pk_<prefix>_<secret>`, of which only a hash is kept."""

import hashlib
import hmac
import re
import secrets
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import NotFound
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.access import keys, people
from pronouncer.web.access.roles import ROLES, Person

_KEY = re.compile(r"pk_([0-9a-z]{8})_([0-9A-Za-z_-]{32,64})")
_SEEN = 60.0  # seconds between two notes that a key was used


class Made(NamedTuple):
    """A new key, which is shown once."""

    id: int
    key: str


def make(
    connection: sa.Connection,
    *,
    title: str,
    role: str,
    site: str | None,
    person: int | None,
    expires: float | None,
    now: float,
) -> Made:
    """Make a key."""
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    key = f"pk_{prefix}_{secret}"
    row = {"prefix": prefix, "hash": _hash(key), "title": title, "role": role, "site": site, "person": person}
    added = connection.execute(sa.insert(keys).values(**row, created=now, expires=expires))
    return Made(int(added.inserted_primary_key[0]), key)  # type: ignore[index]


def owner(database: Database, key: str, *, now: float) -> Person | None:
    """Return whoever a key stands for; None for one that is not valid."""
    match = _KEY.fullmatch(key)
    if not match:
        return None
    with database.reading() as connection:
        chosen = sa.select(keys, people.c.active, people.c.role.label("may")).outerjoin(
            people, people.c.id == keys.c.person
        )
        rows = connection.execute(chosen.where(keys.c.prefix == match[1])).all()
    for row in rows:
        good = hmac.compare_digest(row.hash, _hash(key)) and row.revoked is None and row.active is not False
        if good and (row.expires is None or row.expires > now):
            _note(database, row, now)
            role = min(row.role, row.may or row.role, key=ROLES.index)  # whoever may less now has keys that may less
            return Person(row.person or 0, f"key {row.title}", role, row.site or "", "key")
    return None


def revoke(connection: sa.Connection, id: int, *, now: float) -> None:
    """End a key. Raises NotFound."""
    own = sa.and_(keys.c.id == id, keys.c.revoked.is_(None))
    if not connection.execute(sa.update(keys).where(own).values(revoked=now)).rowcount:
        raise NotFound("There is no such key, or it was revoked already.")


def listed(connection: sa.Connection) -> "list[sa.Row[Any]]":
    """Return all keys, without what could be used."""
    chosen = [column for column in keys.c if column.name != "hash"]
    return list(connection.execute(sa.select(*chosen).order_by(keys.c.id.desc())))


def _note(database: Database, row: sa.Row[Any], now: float) -> None:
    if row.used is None or now - row.used > _SEEN:
        with database.writing() as connection:
            connection.execute(sa.update(keys).where(keys.c.id == row.id).values(used=now))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()  # random, so that a slow hash would add nothing
