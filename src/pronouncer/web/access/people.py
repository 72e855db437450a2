"""People: their passwords, and how they are invited."""

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.store.database.tables.access import invitations, people, resets
from pronouncer.web.access.roles import ROLES

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST, LONGEST = 12, 200  # characters of a password
INVITED = 7 * 86_400.0  # seconds for which an invitation holds


def add(
    connection: sa.Connection,
    *,
    email: str,
    name: str,
    role: str,
    password: str = "",
    subject: str | None = None,
    now: float,
) -> int:
    """Add somebody; return their id. Raises InputError and Conflict."""
    email = checked_email(email)
    if role not in ROLES:
        raise InputError(f"There is no role {role!r}. The roles are: {', '.join(ROLES)}.")
    if connection.execute(sa.select(people.c.id).where(people.c.email == email)).scalar():
        raise Conflict(f"{email} is known here already.")
    kept = hashed(password) if password else ""
    row = {"email": email, "name": name.strip() or email, "role": role, "password": kept, "subject": subject}
    added = connection.execute(sa.insert(people).values(**row, created=now))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def change(connection: sa.Connection, id: int, **values: object) -> None:
    """Change role, name, password or whether somebody is active. Raises NotFound.

    All but a name end their sessions, and a password and `active` the links for a new one.
    """
    if {"password", "active"} & values.keys():
        connection.execute(sa.delete(resets).where(resets.c.person == id, resets.c.used.is_(None)))
    if set(values) - {"name"}:
        values["session"] = people.c.session + 1
    last = _last_admin(connection, id)
    if last and (values.get("role", "admin") != "admin" or values.get("active") is False):
        raise Conflict("This is the last admin. Make another one first.")
    if not connection.execute(sa.update(people).where(people.c.id == id).values(**values)).rowcount:
        raise NotFound("There is no such person.")


def seen(connection: sa.Connection, id: int, *, now: float) -> None:
    """Note that somebody came."""
    connection.execute(sa.update(people).where(people.c.id == id).values(seen=now))


def person(connection: sa.Connection, id: int) -> sa.Row[Any]:
    """Return the row of somebody. Raises NotFound."""
    row = connection.execute(sa.select(people).where(people.c.id == id)).one_or_none()
    if row is None:
        raise NotFound("There is no such person.")
    return row


def listed(connection: sa.Connection) -> list[sa.Row[Any]]:
    """Return everybody."""
    chosen = [column for column in people.c if column.name not in ("password", "subject")]
    return list(connection.execute(sa.select(*chosen).order_by(people.c.email)))


def signed_in(connection: sa.Connection, email: str, password: str) -> sa.Row[Any] | None:
    """Return the row of whoever has this address and password; None for nobody, after the same time."""
    row = connection.execute(sa.select(people).where(people.c.email == email.strip().lower())).one_or_none()
    known = row.password if row and row.password and row.active else _nobody()
    good = _hasher().verify(password[:LONGEST], known)
    return row if good and row and row.password and row.active else None


def hashed(password: str) -> str:
    """Return the Argon2 hash of a password. Raises InputError for one that is too short."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"A password has {SHORTEST} to {LONGEST} characters. A sentence is easy to remember.")
    return _hasher().hash(password)


def invite(connection: sa.Connection, *, email: str, role: str, who: str, now: float, batch: int | None = None) -> str:
    """Make an invitation that holds once; return its token, which is not kept."""
    token = secrets.token_urlsafe(24)
    row = {"hash": token_hash(token), "email": email.strip().lower(), "role": role, "batch": batch, "who": who}
    connection.execute(sa.insert(invitations).values(**row, created=now, expires=now + INVITED))
    return token


def invited(connection: sa.Connection, token: str, *, now: float, lock: bool = False) -> sa.Row[Any]:
    """Return an invitation that holds; with a lock, nobody else uses it meanwhile. Raises NotFound."""
    good = sa.and_(invitations.c.hash == token_hash(token), invitations.c.used.is_(None), invitations.c.expires > now)
    chosen = sa.select(invitations).where(good)
    row = connection.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        raise NotFound("This invitation was used, or is too old. Ask for a new one.")
    return row


def accept(connection: sa.Connection, token: str, *, email: str, name: str, password: str, now: float) -> int:
    """Add whoever an invitation is for. Raises NotFound, InputError and Conflict."""
    row = invited(connection, token, now=now, lock=True)
    wanted = row.email or email
    id = add(connection, email=wanted, name=name, role=row.role, password=password, now=now)
    connection.execute(sa.update(invitations).where(invitations.c.id == row.id).values(used=now))
    return id


def first_admin(connection: sa.Connection, *, now: float) -> str | None:
    """Return the token of an invitation for the first admin; None where there is one."""
    if connection.execute(sa.select(people.c.id).where(people.c.role == "admin", people.c.active)).first():
        return None
    old = sa.and_(invitations.c.who == "", invitations.c.role == "admin")
    connection.execute(sa.delete(invitations).where(old))
    return invite(connection, email="", role="admin", who="", now=now)


def token_hash(token: str) -> str:
    """Return the hash of a random token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def checked_email(email: str) -> str:
    """Return an address in lower case. Raises InputError for what is none."""
    email = email.strip().lower()
    local, at, host = email.rpartition("@")
    if (
        not at
        or not local
        or "." not in host
        or len(email) > 254
        or any(c.isspace() or not c.isprintable() for c in email)
    ):
        raise InputError("Give an e-mail address, such as ada@example.org.")
    return email


def _last_admin(connection: sa.Connection, id: int) -> bool:
    others = sa.and_(people.c.role == "admin", people.c.active, people.c.id != id)
    own = connection.execute(sa.select(people.c.role).where(people.c.id == id)).scalar()
    return own == "admin" and connection.execute(sa.select(people.c.id).where(others)).first() is None


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash

    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe())
