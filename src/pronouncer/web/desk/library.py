"""The library: every article with its state, and a search."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from pronouncer.newsroom import library, sites
from pronouncer.newsroom.library import Wanted
from pronouncer.newsroom.status import ARTICLE_STATUSES
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=Response)
def show_library(
    request: Request,
    world: Annotated[World, Depends(world)],
    person: Annotated[Person, Depends(allowed("account"))],
    q: Annotated[str, Query(max_length=200)] = "",
    site: Annotated[str, Query(max_length=63)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show the library; partners are led to what was shared with them."""
    if not person.may("articles.read"):
        return back("/shared" if person.may("cases.shared") else "/account")
    wanted = Wanted(person.site or site, status, "", q)
    with world.house.database.reading() as connection:
        found = library.listed(connection, wanted, cursor=cursor)
        counts, known = library.counts(connection, wanted), sites.listed(connection)
    return render(
        request,
        "library.html",
        person,
        rows=found.rows,
        following=found.following,
        wanted=wanted,
        counts=counts,
        sites=known,
        statuses=ARTICLE_STATUSES,
        address=_address(q, site, status),
    )


def _address(q: str, site: str, status: str) -> Callable[..., str]:
    def address(**changed: str) -> str:
        named = {"q": q, "site": site, "status": status, **changed}
        return "/?" + urlencode({name: value for name, value in named.items() if value})

    return address
