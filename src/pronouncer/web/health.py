"""For those who watch over the server."""

from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST

from pronouncer.newsroom import library
from pronouncer.newsroom.numbers import stage_seconds
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.metrics import exposition
from pronouncer.web.world import World, world

router = APIRouter(tags=["health"])
In = Annotated[World, Depends(world)]


@router.get("/healthz")
def alive() -> dict[str, str]:
    """Say that this process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(world: In) -> dict[str, str]:
    """Say that the database and the queue answer too; 503 where one does not."""
    with world.house.database.reading() as connection:
        connection.execute(sa.text("SELECT 1"))
    world.jobs.depths()
    return {"status": "ok"}


@router.get("/metrics")
def metrics(world: In, person: Annotated[Person, Depends(allowed("metrics"))]) -> Response:
    """Return what is counted, for Prometheus."""
    with world.house.database.reading() as connection:
        articles = dict(library.counts(connection))
        stages = stage_seconds(connection, now=world.house.now())
    return Response(exposition(world.jobs.depths(), articles, stages), media_type=CONTENT_TYPE_LATEST)
