"""Sites and their feeds."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from pronouncer.newsroom import audit, library, sites
from pronouncer.newsroom.backfill import ask_for
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.api.once import once
from pronouncer.web.envelope import PROBLEMS, Envelope, Number, Shape
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["sites"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("sites.read"))]
Writer = Annotated[Person, Depends(allowed("sites.write"))]
Editor = Annotated[Person, Depends(allowed("articles.write"))]
SiteName = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,62}$")]
Host = Annotated[str, Field(max_length=255)]


class SiteSent(Shape):
    """What to change of a site; what is not given stays."""

    title: Annotated[str, Field(max_length=200)] | None = None
    hosts: Annotated[list[Host], Field(max_length=100)] | None = None
    rules: dict[str, Any] | None = None
    hold: Literal["publish", "hold", "fallback"] | None = None
    automatic: bool | None = None


class SiteShown(Shape):
    """A site."""

    name: str
    title: str
    hosts: list[str]
    rules: dict[str, Any]
    hold: str
    automatic: bool


class FeedSent(Shape):
    """A feed to follow."""

    url: Annotated[str, Field(max_length=2000)]
    every: Annotated[int, Field(ge=30, le=86_400, description="Seconds between two looks.")] = 300


class FeedShown(Shape):
    """A feed that is followed."""

    id: int
    site: str
    url: str
    every: int
    due: float
    read: float | None
    problem: str
    paused: bool


class FeedChange(Shape):
    """Whether to look at a feed."""

    paused: bool


class Urls(Shape):
    """Pages of an archive."""

    urls: Annotated[list[Annotated[str, Field(max_length=2000)]], Field(min_length=1, max_length=10_000)]


@router.get("/sites", response_model=Envelope[list[SiteShown]])
def list_sites(world: In, person: Reader) -> Envelope[list[SiteShown]]:
    """List the sites."""
    with world.house.database.reading() as connection:
        found = sites.listed(connection)
    return Envelope(data=[_shown(row) for row in found if person.site in ("", row.name)])


@router.put("/sites/{site}", response_model=Envelope[SiteShown])
def put_site(site: SiteName, body: SiteSent, response: Response, world: In, person: Writer) -> Envelope[SiteShown]:
    """Make a site, or change it."""
    values = body.model_dump(exclude_none=True)
    with world.house.database.writing() as connection:
        new = sites.save(connection, site, now=world.house.now(), **values)
        audit.note(connection, person.name, "site.save", site, values, now=world.house.now())
        row = library.site(connection, site)
    response.status_code = 201 if new else 200
    return Envelope(data=_shown(row))


@router.post("/sites/{site}/secret", response_model=Envelope[dict[str, str]])
def renew_secret(site: SiteName, world: In, person: Writer) -> Envelope[dict[str, str]]:
    """Give the site a new secret, that its CMS signs messages with. It is shown once."""
    with world.house.database.writing() as connection:
        fresh = sites.renew(connection, site)
        audit.note(connection, person.name, "site.secret", site, now=world.house.now())
    return Envelope(data={"secret": fresh})


@router.get("/sites/{site}/feeds", response_model=Envelope[list[FeedShown]])
def list_feeds(site: SiteName, world: In, person: Reader) -> Envelope[list[FeedShown]]:
    """List the feeds of a site."""
    with world.house.database.reading() as connection:
        library.site(connection, site)
        found = sites.feeds_of(connection, site)
    return Envelope(data=[FeedShown(**row._mapping) for row in found])


@router.post("/sites/{site}/feeds", response_model=Envelope[dict[str, int]], status_code=201)
def add_feed(site: SiteName, body: FeedSent, request: Request, world: In, person: Writer) -> Response:
    """Follow a feed, a sitemap, or the API of a CMS."""

    def add() -> Envelope[dict[str, int]]:
        with world.house.database.writing() as connection:
            id = sites.add_feed(connection, site, body.url, every=body.every, now=world.house.now())
            audit.note(connection, person.name, "feed.add", site, {"url": body.url}, now=world.house.now())
        return Envelope(data={"feed": id})

    return once(request, world, person, body, add, status=201)


@router.patch("/feeds/{feed}", response_model=Envelope[dict[str, int]])
def change_feed(feed: Number, body: FeedChange, world: In, person: Writer) -> Envelope[dict[str, int]]:
    """Pause a feed, or go on with it."""
    with world.house.database.writing() as connection:
        sites.change_feed(connection, feed, {"paused": body.paused})
        audit.note(connection, person.name, "feed.change", str(feed), body.model_dump(), now=world.house.now())
    return Envelope(data={"feed": feed})


@router.delete("/feeds/{feed}", response_model=Envelope[dict[str, int]])
def remove_feed(feed: Number, world: In, person: Writer) -> Envelope[dict[str, int]]:
    """Follow a feed no more."""
    with world.house.database.writing() as connection:
        sites.remove_feed(connection, feed)
        audit.note(connection, person.name, "feed.remove", str(feed), now=world.house.now())
    return Envelope(data={"feed": feed})


@router.post("/sites/{site}/urls", response_model=Envelope[dict[str, int]], status_code=202)
def add_urls(site: SiteName, body: Urls, request: Request, world: In, person: Editor) -> Response:
    """Voice pages of an archive, behind everything that is new."""

    def add() -> Envelope[dict[str, int]]:
        with world.house.database.writing() as connection:
            library.site(connection, site)
            count = ask_for(connection, site, body.urls, now=world.house.now())
        return Envelope(data={"added": count})

    return once(request, world, person, body, add, status=202)


def _shown(row: Any) -> SiteShown:  # noqa: ANN401 - a row of sites
    fields = {name: getattr(row, name) for name in SiteShown.model_fields}
    return SiteShown(**fields | {"hosts": row.hosts or [], "rules": row.rules or {}})
