"""The gate of every route: who asks, and whether they may. Each route says what it needs.

A key for one site is refused where a route names another one, or reaches all; what is left to a route is to look whose
an article is (`within`).
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from pronouncer.web.access import keys, sessions
from pronouncer.web.access.roles import OF_A_SITE, PERMISSIONS, Person
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world


def asking(request: Request, world: Annotated[World, Depends(world)]) -> Person | None:
    """Return who asks; None for somebody who did not say. Raises Refused for a key that is not valid."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        person = keys.owner(world.house.database, key.strip(), now=world.house.now())
        if person is None:
            raise Refused(401, "This key is not valid. Make another on the desk, under Keys.", headers=_ASK)
        return person
    cookie = request.cookies.get(sessions.COOKIE, "")
    return sessions.person(world.house, world.secret, cookie) if cookie else None


def allowed(permission: str) -> Callable[..., Person]:
    """Return a dependency that lets only those in who may do something."""
    assert permission in PERMISSIONS, permission

    def gate(request: Request, person: Annotated[Person | None, Depends(asking)]) -> Person:
        if person is None:
            raise Refused(401, "Sign in, or send a key as `Authorization: Bearer pk_...`.", headers=_ASK)
        if not person.may(permission):
            raise Refused(403, f"This takes the role {PERMISSIONS[permission]}; yours is {person.role}.")
        if person.site and permission not in OF_A_SITE:
            raise Refused(403, f"This reaches all sites, and this key is for the site {person.site} only.")
        within(person, request.path_params.get("site", person.site))
        return person

    gate.__dict__["permission"] = permission  # for the test that walks all routes
    return gate


def within(person: Person, site: str) -> None:
    """Refuse a key that is for another site. Raises Refused."""
    if person.site and person.site != site:
        raise Refused(403, f"This key is for the site {person.site} only.")


_ASK = {"WWW-Authenticate": "Bearer"}  # RFC 6750
