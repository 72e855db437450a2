"""Idempotency keys: the same request with the same key is done once, and answered the same each time.

As in the IETF draft "The Idempotency-Key HTTP Header Field".
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from fastapi import Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

from pronouncer.model.digest import text_digest
from pronouncer.store.database.tables.access import answers
from pronouncer.web.access.roles import Person
from pronouncer.web.errors import Refused
from pronouncer.web.world import World


def once(
    request: Request, world: World, person: Person, body: object, act: Callable[[], Any], *, status: int = 200
) -> JSONResponse:
    """Return the answer to a request, which is done now unless its key was seen. Raises Refused."""
    key = request.headers.get("idempotency-key", "")[:200]
    if not key:
        return JSONResponse(jsonable_encoder(act()), status)
    who = f"{person.via} {person.id} {person.name}"
    asked = text_digest(f"{request.method} {request.url.path} {jsonable_encoder(body)!r}")
    own = sa.and_(answers.c.who == who, answers.c.key == key)
    with world.house.database.writing() as connection:
        known = connection.execute(sa.select(answers).where(own)).one_or_none()
        if known is None:
            row = {"who": who, "key": key, "request": asked, "status": 0, "at": world.house.now()}
            connection.execute(sa.insert(answers).values(**row))
    if known is not None:
        return _known(known, asked)
    try:
        made = jsonable_encoder(act())
    except BaseException:
        with world.house.database.writing() as connection:
            connection.execute(sa.delete(answers).where(own))  # it may be tried again
        raise
    with world.house.database.writing() as connection:
        connection.execute(sa.update(answers).where(own).values(status=status, body=made))
    return JSONResponse(made, status)


def _known(known: sa.Row[Any], asked: str) -> JSONResponse:
    if known.request != asked:
        raise Refused(422, "This Idempotency-Key was used for another request.")
    if not known.status:
        raise Refused(
            409, "The first request with this Idempotency-Key is still at work.", headers={"Retry-After": "1"}
        )
    return JSONResponse(known.body, known.status, headers={"Idempotent-Replayed": "true"})
