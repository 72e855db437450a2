"""Webhooks out."""

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field

from pronouncer.errors import InputError, NotFound
from pronouncer.newsroom import audit, sites
from pronouncer.newsroom.events import KINDS
from pronouncer.store.database.tables.events import deliveries, hooks
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.api.once import once
from pronouncer.web.envelope import PROBLEMS, Envelope, Number, Shape
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["webhooks"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Admin = Annotated[Person, Depends(allowed("hooks"))]


class HookSent(Shape):
    """Where to tell what happens."""

    url: Annotated[str, Field(max_length=2000, pattern="^https?://[^\\s]+$")]
    kinds: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    """Kinds of events; none for all."""


@router.get("/webhooks", response_model=Envelope[list[dict[str, Any]]])
def list_hooks(world: In, person: Admin) -> Envelope[list[dict[str, Any]]]:
    """List the webhooks, without their secrets."""
    shown = [column for column in hooks.c if column.name != "secret"]
    with world.house.database.reading() as connection:
        rows = connection.execute(sa.select(*shown).order_by(hooks.c.id)).all()
    return Envelope(data=[dict(row._mapping) for row in rows])


@router.post("/webhooks", response_model=Envelope[dict[str, Any]], status_code=201)
def add_hook(body: HookSent, request: Request, world: In, person: Admin) -> Response:
    """Tell a URL what happens, signed as Standard Webhooks says. The secret is shown once."""
    unknown = [kind for kind in body.kinds if kind not in KINDS]
    if unknown:
        raise InputError(f"There is no event {unknown[0]!r}. The events are: {', '.join(KINDS)}.")

    def add() -> Envelope[dict[str, Any]]:
        row = {"url": body.url, "kinds": body.kinds or None, "secret": sites.secret(), "created": world.house.now()}
        with world.house.database.writing() as connection:
            added = connection.execute(sa.insert(hooks).values(**row))
            audit.note(connection, person.name, "webhook.add", body.url, now=world.house.now())
        return Envelope(data={"webhook": added.inserted_primary_key[0], "secret": row["secret"]})  # type: ignore[index]

    return once(request, world, person, body, add, status=201)


@router.delete("/webhooks/{hook}", response_model=Envelope[dict[str, int]])
def remove_hook(hook: Number, world: In, person: Admin) -> Envelope[dict[str, int]]:
    """Tell a URL no more."""
    with world.house.database.writing() as connection:
        if not connection.execute(sa.delete(hooks).where(hooks.c.id == hook)).rowcount:
            raise NotFound("There is no such webhook.")
        audit.note(connection, person.name, "webhook.remove", str(hook), now=world.house.now())
    return Envelope(data={"webhook": hook})


@router.get("/webhooks/{hook}/deliveries", response_model=Envelope[list[dict[str, Any]]])
def list_deliveries(hook: Number, world: In, person: Admin) -> Envelope[list[dict[str, Any]]]:
    """List the newest deliveries of a webhook: sent, waiting for another try, or failed, and why."""
    chosen = sa.select(deliveries).where(deliveries.c.hook == hook).order_by(deliveries.c.id.desc()).limit(100)
    with world.house.database.reading() as connection:
        rows = connection.execute(chosen).all()
    return Envelope(data=[dict(row._mapping) for row in rows])
