"""What happens, as it happens: server-sent events (WHATWG HTML, 9.2)."""

import asyncio
import datetime
import json
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, NamedTuple

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from pronouncer.newsroom import events
from pronouncer.newsroom.progress import EVENT, Far
from pronouncer.store.database.tables.library import articles
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import PROBLEMS, Envelope, Page
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["events"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("articles.read"))]
After = Annotated[int, Query(ge=0, le=2**53, description="Number of the last event that is known.")]
_LOOK = 0.5  # seconds between two looks
_ALIVE = 30  # looks after which a comment keeps the connection open


_ENDS = ("article.live", "article.held", "article.failed", "article.withdrawn")


@router.get("/events", response_model=Envelope[list[dict[str, Any]]])
def list_events(world: In, person: Reader, after: After = 0) -> Envelope[list[dict[str, Any]]]:
    """Return the events after a number, the oldest first. A key of one site gets those of its articles."""
    with world.house.database.reading() as connection:
        rows = events.after(connection, after, site=person.site)
    return Envelope(data=[_shown(row) for row in rows], page=Page(next=str(rows[-1].id) if rows else ""))


@router.get("/events/stream", response_class=StreamingResponse)
def stream_events(
    request: Request,
    world: In,
    person: Reader,
    article: Annotated[str, Query(max_length=32, description="Only of this article.")] = "",
) -> StreamingResponse:
    """Stream what happens from now on, or after `Last-Event-ID`; and how far articles are, without ids."""
    known = request.headers.get("last-event-id", "")
    start = int(known) if known.isdecimal() and len(known) < 16 else None
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    stream = _stream(request, world, start, _Whose(person.site, article))
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


class _Whose(NamedTuple):
    """Whose events are streamed; empty for all."""

    site: str
    article: str


async def _stream(request: Request, world: World, start: int | None, whose: _Whose) -> AsyncIterator[str]:
    last = await run_in_threadpool(_newest, world) if start is None else start
    yield "retry: 3000\n\n"
    quiet, told = 0, _Told()
    while not await request.is_disconnected():
        far, rows = await run_in_threadpool(_look, world, last, whose.site)
        fresh = told.fresh(far)
        for each in fresh:
            if whose.article in ("", each.article):
                yield _sent(EVENT, {**_when(world.house.now(), EVENT, each.article), **_share(each)})
        for row in rows:
            last = row.id
            told.end(row, far)
            if whose.article in ("", row.article):
                yield f"id: {row.id}\n{_sent(row.kind, _shown(row))}"
        quiet = 0 if rows or fresh else quiet + 1
        if quiet == _ALIVE:
            quiet = 0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK)


class _Told:
    """What a stream has told of the progress of jobs: the same is not told again, nor anything after the end."""

    def __init__(self) -> None:
        self._last: dict[str, Far] = {}
        self._over: set[str] = set()

    def fresh(self, far: Sequence[Far]) -> list[Far]:
        """Return what has changed; jobs that are not at work any more are forgotten."""
        new = [each for each in far if each.job not in self._over and self._last.get(each.job) != each]
        self._last = {each.job: each for each in far}
        self._over &= self._last.keys()
        return new

    def end(self, row: sa.Row[Any], far: Sequence[Far]) -> None:
        """Tell nothing more of jobs whose article was said to be done; they end a moment later."""
        if row.kind in _ENDS:
            self._over |= {each.job for each in far if each.article == row.article}


def _look(world: World, last: int, site: str) -> tuple[Sequence[Far], list[sa.Row[Any]]]:
    """Return how far articles are, and then what happened: nothing is said to be on its way after its end."""
    far = world.watch.now()
    with world.house.database.reading() as connection:
        if site and far:
            own = sa.select(articles.c.id).where(articles.c.site == site)
            known = {*connection.execute(own.where(articles.c.id.in_([each.article for each in far]))).scalars()}
            far = [each for each in far if each.article in known]
        return far, list(events.after(connection, last, site=site))


def _newest(world: World) -> int:
    with world.house.database.reading() as connection:
        return events.newest(connection)


def _shown(row: sa.Row[Any]) -> dict[str, Any]:
    return {"id": row.id, **_when(row.at, row.kind, row.article), **(row.detail or {})}


def _when(at: float, kind: str, article: str) -> dict[str, Any]:
    moment = datetime.datetime.fromtimestamp(at, datetime.UTC).isoformat()
    return {"at": moment, "type": kind, "article": article}


def _share(far: Far) -> dict[str, int]:
    return {"done": far.done, "total": far.total}


def _sent(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
