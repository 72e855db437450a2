"""What happens, as it happens: server-sent events (WHATWG HTML, 9.2)."""

import asyncio
import datetime
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from pronouncer.newsroom import events
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import PROBLEMS, Envelope, Page
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["events"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("articles.read"))]
After = Annotated[int, Query(ge=0, le=2**53, description="Number of the last event that is known.")]
_LOOK = 1.0  # seconds between two looks
_ALIVE = 15  # looks after which a comment keeps the connection open


@router.get("/events", response_model=Envelope[list[dict[str, Any]]])
def list_events(world: In, person: Reader, after: After = 0) -> Envelope[list[dict[str, Any]]]:
    """Return the events after a number, the oldest first."""
    with world.house.database.reading() as connection:
        rows = events.after(connection, after)
    return Envelope(data=[_shown(row) for row in rows], page=Page(next=str(rows[-1].id) if rows else ""))


@router.get("/events/stream", response_class=StreamingResponse)
def stream_events(
    request: Request,
    world: In,
    person: Reader,
    article: Annotated[str, Query(max_length=32, description="Only of this article.")] = "",
) -> StreamingResponse:
    """Stream what happens from now on, or after `Last-Event-ID`."""
    known = request.headers.get("last-event-id", "")
    start = int(known) if known.isdecimal() and len(known) < 16 else None
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(request, world, start, article), media_type="text/event-stream", headers=headers)


async def _stream(request: Request, world: World, start: int | None, article: str) -> AsyncIterator[str]:
    last = await run_in_threadpool(_newest, world) if start is None else start
    yield "retry: 3000\n\n"
    quiet = 0
    while not await request.is_disconnected():
        rows = await run_in_threadpool(_after, world, last)
        for row in rows:
            last = row.id
            if article in ("", row.article):
                yield f"id: {row.id}\nevent: {row.kind}\ndata: {json.dumps(_shown(row), ensure_ascii=False)}\n\n"
        quiet = 0 if rows else quiet + 1
        if quiet == _ALIVE:
            quiet = 0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK)


def _after(world: World, last: int) -> list[sa.Row[Any]]:
    with world.house.database.reading() as connection:
        return list(events.after(connection, last))


def _newest(world: World) -> int:
    with world.house.database.reading() as connection:
        return events.newest(connection)


def _shown(row: sa.Row[Any]) -> dict[str, Any]:
    at = datetime.datetime.fromtimestamp(row.at, datetime.UTC).isoformat()
    return {"id": row.id, "at": at, "type": row.kind, "article": row.article, **(row.detail or {})}
