"""Pages for a new password: a link that an admin makes, and what is behind it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from pronouncer.errors import InputError, PronouncerError
from pronouncer.newsroom import audit
from pronouncer.web.access import mailed, people, resets, tries
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.pages import entered, people_page, with_passwords
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Admin = Annotated[Person, Depends(allowed("people"))]
Text = Annotated[str, Form(max_length=2000)]


@router.post("/people/{id}/reset", response_class=Response)
def make_reset(id: Number, request: Request, world: In, person: Admin) -> Response:
    """Make a link with which somebody chooses a new password."""
    with_passwords(world)
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            token = resets.make(connection, id, who=person.name, now=now)
            email = people.person(connection, id).email
            audit.note(connection, person.name, "password.link", str(id), now=now)
    except PronouncerError as error:
        return people_page(request, world, person, problem=str(error), status=refused(error).status)
    return people_page(request, world, person, link=mailed.new_password(world, email, token, who=person.name))


@router.get("/reset/{token}", response_class=Response)
def show_reset(token: str, request: Request, world: In) -> Response:
    """Show the form for a new password. The link is not used up by looking at it: scanners of mail do."""
    return _reset(request, world, token)


@router.post("/reset/{token}", response_class=Response)
def use_reset(token: str, request: Request, world: In, password: Text) -> Response:
    """Set the new password, end all sessions, and let the person in."""
    with_passwords(world)
    now = world.house.now()
    try:
        with world.house.database.writing() as connection:
            row = resets.use(connection, token, password, now=now)
            tries.forgive(connection, row.email)
            audit.note(connection, row.name, "password.reset", str(row.id), now=now)
    except InputError as error:
        return _reset(request, world, token, problem=str(error))
    return entered(request, world, row.id, "/")


def _reset(request: Request, world: World, token: str, *, problem: str = "") -> Response:
    with_passwords(world)
    with world.house.database.reading() as connection:
        row = resets.whose(connection, token, now=world.house.now())
    status = 422 if problem else 200
    return render(request, "reset.html", status=status, name=row.name, email=row.email, problem=problem)
