"""Signing in at the newsroom's OpenID Connect provider: there and back."""

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from pronouncer.newsroom import audit
from pronouncer.store.database.tables.access import invitations
from pronouncer.store.database.tables.access import people as rows
from pronouncer.web.access import people, sessions
from pronouncer.web.access.oidc import Identity, Provider, provider_of
from pronouncer.web.access.pages import entered
from pronouncer.web.errors import Refused
from pronouncer.web.pages import local
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
_COOKIE = "pronouncer_leaving"
_SECONDS = 600  # in which people have to come back
"""The cookie holds state, nonce and PKCE verifier, signed, in the browser that left."""


@router.get("/sign-in/oidc", response_class=Response)
async def leave(
    request: Request,
    world: In,
    next: Annotated[str, Query(max_length=1000)] = "/",
    invitation: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Send somebody to the provider."""
    memory: dict[str, Any] = {"next": local(next), "invitation": invitation}
    request.scope["session"] = memory
    answer = await _provider(world).leave(request)
    sealed = sessions.sign(world.secret, "leaving", memory | {"until": world.house.now() + _SECONDS})
    secure = request.url.scheme == "https"
    answer.set_cookie(_COOKIE, sealed, max_age=_SECONDS, httponly=True, samesite="lax", secure=secure, path="/")
    return answer


@router.get("/sign-in/oidc/back", response_class=Response)
async def back(request: Request, world: In) -> Response:
    """Let in who comes back."""
    provider = _provider(world)
    memory = sessions.verify(world.secret, "leaving", request.cookies.get(_COOKIE, ""))
    if not isinstance(memory, dict) or memory.pop("until", 0) < world.house.now():
        raise Refused(400, "This sign-in took too long or began in another browser. Begin again.")
    request.scope["session"] = memory
    identity = await provider.back(request)
    id = await run_in_threadpool(_come_in, world, identity, str(memory["invitation"]))
    answer = await run_in_threadpool(entered, request, world, id, str(memory["next"]))
    answer.delete_cookie(_COOKIE, path="/")
    return answer


def _provider(world: World) -> Provider:
    provider = provider_of(world.house.settings.server)
    if provider is None:
        raise Refused(404, "People sign in with a password here.")
    return provider


def _come_in(world: World, identity: Identity, token: str) -> int:
    """Return the id of whoever came back: known by the provider's own number, else by an address that was invited."""
    now = world.house.now()
    email = people.checked_email(identity.email)
    with world.house.database.writing() as connection:
        row = connection.execute(sa.select(rows).where(rows.c.subject == identity.subject)).one_or_none()
        row = row or connection.execute(sa.select(rows).where(rows.c.email == email)).one_or_none()
        if row is None:
            return _invited(connection, identity, email, token, now)
        if not row.active or row.subject not in (None, identity.subject):
            raise Refused(403, "You have no access any more. Ask an admin of your newsroom.")
        connection.execute(sa.update(rows).where(rows.c.id == row.id).values(subject=identity.subject))
        audit.note(connection, row.name, "sign-in.oidc", str(row.id), {"subject": identity.subject}, now=now)
        return int(row.id)


def _invited(connection: sa.Connection, identity: Identity, email: str, token: str, now: float) -> int:
    i = invitations.c
    own = i.hash == people.token_hash(token) if token else i.email == email
    open_ = sa.select(invitations).where(own, i.used.is_(None), i.expires > now).order_by(i.id.desc()).limit(1)
    row = connection.execute(open_).one_or_none()
    if row is None or row.email not in ("", email):
        raise Refused(403, f"{email} was not invited. Ask an admin of your newsroom for an invitation.")
    added = people.add(connection, email=email, name=identity.name, role=row.role, subject=identity.subject, now=now)
    connection.execute(sa.update(invitations).where(i.id == row.id).values(used=now))
    audit.note(connection, identity.name or email, "invitation.accept", str(added), now=now)
    return added
