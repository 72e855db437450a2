"""Sites on the desk: their rules, and their feeds."""

import json
from collections.abc import Callable
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import Response

from pronouncer.errors import InputError, PronouncerError
from pronouncer.newsroom import audit, sites
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import Number
from pronouncer.web.errors import refused
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("sites.read"))]
Writer = Annotated[Person, Depends(allowed("sites.write"))]
Text = Annotated[str, Form(max_length=2000)]
SiteName = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,62}$")]


@router.get("/sites", response_class=Response)
def show_sites(request: Request, world: In, person: Reader) -> Response:
    """Show the sites."""
    return _page(request, world, person)


@router.post("/sites", response_class=Response)
def make_site(request: Request, world: In, person: Writer, name: Text, title: Text = "", hosts: Text = "") -> Response:
    """Make a site."""

    def make(connection: sa.Connection) -> None:
        values = {"title": title or name, "hosts": hosts.split()}
        if not sites.save(connection, name, now=world.house.now(), **values):
            raise InputError(f"There is a site {name} already; it is changed now.")
        audit.note(connection, person.name, "site.save", name, values, now=world.house.now())

    return _done(request, world, person, make)


@router.post("/sites/{site}", response_class=Response)
def change_site(
    site: SiteName,
    request: Request,
    world: In,
    person: Writer,
    title: Text = "",
    hosts: Text = "",
    hold: Text = "publish",
    automatic: Text = "",
    rules: Annotated[str, Form(max_length=100_000)] = "{}",
) -> Response:
    """Change a site."""

    def change(connection: sa.Connection) -> None:
        values = {"title": title, "hosts": hosts.split(), "hold": hold, "automatic": bool(automatic)}
        sites.save(connection, site, now=world.house.now(), rules=_rules(rules), **values)
        audit.note(connection, person.name, "site.save", site, values, now=world.house.now())

    return _done(request, world, person, change)


@router.post("/sites/{site}/secret", response_class=Response)
def renew_secret(site: SiteName, request: Request, world: In, person: Writer) -> Response:
    """Make a new secret for the CMS of a site, and show it once."""
    with world.house.database.writing() as connection:
        secret = sites.renew(connection, site)
        audit.note(connection, person.name, "site.secret", site, now=world.house.now())
    return _page(request, world, person, secret=secret, site=site)


@router.post("/sites/{site}/feeds", response_class=Response)
def add_feed(
    site: SiteName,
    request: Request,
    world: In,
    person: Writer,
    url: Text,
    every: Annotated[int, Form(ge=30, le=86_400)] = 300,
) -> Response:
    """Follow a feed."""

    def add(connection: sa.Connection) -> None:
        sites.add_feed(connection, site, url, every=every, now=world.house.now())
        audit.note(connection, person.name, "feed.add", site, {"url": url}, now=world.house.now())

    return _done(request, world, person, add)


@router.post("/feeds/{feed}/{act}", response_class=Response)
def change_feed(feed: Number, act: str, request: Request, world: In, person: Writer) -> Response:
    """Pause a feed, go on with it, or remove it."""

    def change(connection: sa.Connection) -> None:
        if act == "remove":
            sites.remove_feed(connection, feed)
        elif act in ("pause", "go"):
            sites.change_feed(connection, feed, {"paused": act == "pause"})
        else:
            raise InputError("A feed can be paused, go on, or be removed.")
        audit.note(connection, person.name, f"feed.{act}", str(feed), now=world.house.now())

    return _done(request, world, person, change)


def _rules(text: str) -> dict[str, object]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise InputError(f"The rules are no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise InputError('The rules are an object, such as {"exclude": [".promo"]}.')
    return found


def _done(request: Request, world: World, person: Person, act: Callable[[sa.Connection], None]) -> Response:
    try:
        with world.house.database.writing() as connection:
            act(connection)
    except PronouncerError as error:
        return _page(request, world, person, problem=str(error), status=refused(error).status)
    return back("/sites")


def _page(
    request: Request,
    world: World,
    person: Person,
    *,
    problem: str = "",
    secret: str = "",
    site: str = "",
    status: int = 200,
) -> Response:
    with world.house.database.reading() as connection:
        rows, feeds = sites.listed(connection), sites.feeds_of(connection)
    return render(
        request,
        "sites.html",
        person,
        status=status,
        rows=[row for row in rows if person.site in ("", row.name)],
        feeds=feeds,
        may=person.may("sites.write"),
        holds=sites.HOLDS,
        problem=problem,
        secret=secret,
        site=site,
    )
