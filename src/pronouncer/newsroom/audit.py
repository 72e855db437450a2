"""Who did what: written down in the same transaction as the deed."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pronouncer.store.database.tables.access import audit


def note(
    connection: sa.Connection,
    who: str,
    action: str,
    object: str,
    detail: Mapping[str, Any] | None = None,
    *,
    now: float,
) -> None:
    """Write down a deed. `detail` holds no secrets."""
    row = {"at": now, "who": who, "action": action, "object": object, "detail": dict(detail or {})}
    connection.execute(sa.insert(audit).values(**row))


def listed(connection: sa.Connection, *, object: str = "", before: int = 0, most: int = 100) -> Sequence[sa.Row[Any]]:
    """Return the newest deeds, the newest first, before a number if one is given."""
    chosen = sa.select(audit).order_by(audit.c.id.desc()).limit(most)
    chosen = chosen.where(audit.c.object == object) if object else chosen
    return connection.execute(chosen.where(audit.c.id < before) if before else chosen).all()
