"""Sessions: a signed cookie that says who, until when, and in which of their sessions."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

import sqlalchemy as sa

from pronouncer.newsroom.house import House
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.events import kept
from pronouncer.web.access.roles import Person

COOKIE = "pronouncer_session"
_SECRET = "secret"


def secret(house: House) -> bytes:
    """Return the key that signs, made once for all processes. Raises StoreError."""
    if house.settings.server.secret:
        return house.settings.server.secret.encode()
    with house.database.writing() as connection:
        found = connection.execute(sa.select(kept.c.value).where(kept.c.name == _SECRET)).scalar()
        if found is None:
            found = secrets.token_urlsafe(48)
            connection.execute(sa.insert(kept).values(name=_SECRET, value=found))
    return found.encode()


def sign(key: bytes, purpose: str, data: Any) -> str:  # noqa: ANN401 - JSON data
    """Return data as text that cannot be changed, nor used for another purpose."""
    body = base64.urlsafe_b64encode(json.dumps(data, separators=(",", ":")).encode()).rstrip(b"=")
    return f"{body.decode()}.{_mark(key, purpose, body)}"


def verify(key: bytes, purpose: str, text: str) -> Any | None:  # noqa: ANN401 - JSON data
    """Return data that was signed; None for what was not."""
    body, _, mark = text.partition(".")
    if not body.isascii() or not hmac.compare_digest(
        mark.encode("utf-8", "replace"), _mark(key, purpose, body.encode()).encode()
    ):
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except ValueError:
        return None


def begin(house: House, key: bytes, row: sa.Row[Any]) -> tuple[str, int]:
    """Return the cookie of a new session, and for how many seconds it holds."""
    seconds = int(house.settings.server.session_hours * 3600)
    data = {"person": row.id, "session": row.session, "until": house.now() + seconds}
    return sign(key, "session", data), seconds


def person(house: House, key: bytes, cookie: str) -> Person | None:
    """Return whose session a cookie is; None for one that does not hold any more."""
    data = verify(key, "session", cookie)
    if not isinstance(data, dict) or data.get("until", 0) < house.now():
        return None
    chosen = sa.select(people).where(people.c.id == data.get("person"), people.c.session == data.get("session"))
    with house.database.reading() as connection:
        row = connection.execute(chosen.where(people.c.active)).one_or_none()
    return Person(row.id, row.name, row.role) if row else None


def _mark(key: bytes, purpose: str, body: bytes) -> str:
    return (
        base64.urlsafe_b64encode(hmac.digest(key, purpose.encode() + b"." + body, hashlib.sha256)).decode().rstrip("=")
    )
