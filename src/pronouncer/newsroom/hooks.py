"""Webhooks out: what happens is told to the URLs that asked for it, signed as Standard Webhooks 1.0 says."""

import datetime
import json
from typing import Any

import sqlalchemy as sa

from pronouncer.door.door import Door
from pronouncer.errors import PronouncerError
from pronouncer.newsroom.events import settled
from pronouncer.newsroom.house import House
from pronouncer.store.database.tables.events import deliveries, events, hooks, kept

WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each new try, as Standard Webhooks recommends; after the last the delivery has failed."""
_CURSOR = "hooks.cursor"


def spread(connection: sa.Connection, *, now: float) -> int:
    """Make a delivery of each new event for each hook that wants it; return how many. In a writing transaction."""
    cursor = connection.execute(sa.select(kept.c.value).where(kept.c.name == _CURSOR).with_for_update()).scalar()
    last = int(cursor or 0)
    chosen = sa.select(events).where(events.c.id > last, settled(connection)).order_by(events.c.id)
    fresh = connection.execute(chosen).all()
    if not fresh:
        return 0
    wanting = connection.execute(sa.select(hooks).where(hooks.c.active)).all()
    rows = [
        {"hook": hook.id, "event": event.id, "state": "waiting", "due": now}
        for event in fresh
        for hook in wanting
        if not hook.kinds or event.kind in hook.kinds
    ]
    if rows:
        connection.execute(sa.insert(deliveries), rows)
    if cursor is None:
        connection.execute(sa.insert(kept).values(name=_CURSOR, value=str(fresh[-1].id)))
    else:
        connection.execute(sa.update(kept).where(kept.c.name == _CURSOR).values(value=str(fresh[-1].id)))
    return len(rows)


def deliver(house: House, door: Door, *, most: int = 100) -> int:
    """Send what is due, each once; return how many were accepted."""
    due = (
        sa.select(deliveries, hooks.c.url, hooks.c.secret, events.c.kind, events.c.article, events.c.detail)
        .add_columns(events.c.at)
        .join(hooks, hooks.c.id == deliveries.c.hook)
        .join(events, events.c.id == deliveries.c.event)
        .where(deliveries.c.state == "waiting", deliveries.c.due <= house.now(), hooks.c.active)
        .order_by(deliveries.c.due)
        .limit(most)
    )
    with house.database.reading() as connection:
        rows = connection.execute(due).all()
    return sum(_sent(house, door, row) for row in rows)


def _sent(house: House, door: Door, row: sa.Row[Any]) -> bool:
    problem = ""
    try:
        status = door.post(row.url, *_message(row, house.now()))
        problem = "" if 200 <= status < 300 else f"{row.url} answered {status}."
    except PronouncerError as error:
        status, problem = 0, str(error)
    values: dict[str, Any] = {"state": "sent", "problem": "", "attempts": row.attempts + 1}
    if problem:
        last = row.attempts >= len(WAITS) or status == 410
        wait = WAITS[min(row.attempts, len(WAITS) - 1)]
        values |= {"state": "failed" if last else "waiting", "problem": problem, "due": house.now() + wait}
    with house.database.writing() as connection:
        connection.execute(sa.update(deliveries).where(deliveries.c.id == row.id).values(**values))
        if status == 410:  # Standard Webhooks: the receiver is gone for good
            connection.execute(sa.update(hooks).where(hooks.c.id == row.hook).values(active=False, problem=problem))
    return not problem


def _message(row: sa.Row[Any], now: float) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of a delivery; its id stays the same through all tries."""
    from standardwebhooks import Webhook

    at = datetime.datetime.fromtimestamp(row.at, datetime.UTC)
    data = {"article": row.article, **(row.detail or {})}
    body = json.dumps({"type": row.kind, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False)
    moment = datetime.datetime.fromtimestamp(int(now), datetime.UTC)
    id = f"event_{row.event}_{row.hook}"
    signature = Webhook(row.secret).sign(id, moment, body)
    headers = {"webhook-id": id, "webhook-timestamp": str(int(now)), "webhook-signature": signature}
    return body.encode(), headers | {"Content-Type": "application/json"}
