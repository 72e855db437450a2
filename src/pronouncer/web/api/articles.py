"""Articles, by whoever connects a CMS."""

from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from pronouncer.errors import NotFound
from pronouncer.model.codec import to_data
from pronouncer.newsroom import audit, library, reception
from pronouncer.newsroom.intake import Intake, article_id
from pronouncer.newsroom.library import Wanted
from pronouncer.newsroom.live import put_live, take_down
from pronouncer.newsroom.reading import reading
from pronouncer.newsroom.sent import Sent
from pronouncer.web.access.gate import allowed, within
from pronouncer.web.access.roles import Person
from pronouncer.web.api.once import once
from pronouncer.web.envelope import (
    PROBLEMS,
    ArticleId,
    Cursor,
    Envelope,
    Most,
    Number,
    Page,
    Shape,
    expect,
    tag,
    unchanged,
)
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["articles"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("articles.read"))]
Writer = Annotated[Person, Depends(allowed("articles.write"))]
SiteName = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,62}$", description="Name of the site.")]
SourceId = Annotated[str, Path(min_length=1, max_length=1000, description="What the CMS names the article by.")]
Line = Annotated[str, Field(max_length=2000)]


class ArticleSent(Shape):
    """One state of an article. Without `html` and `text`, its page is read at `url`."""

    url: Line = ""
    headline: Line = ""
    dek: Annotated[str, Field(max_length=20_000)] = ""
    byline: Line = ""
    html: Annotated[str, Field(max_length=20_000_000)] = ""
    text: Annotated[str, Field(max_length=20_000_000)] = ""
    language: Annotated[str, Field(max_length=35, pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")] = ""
    section: Annotated[str, Field(max_length=200)] = ""
    published: Annotated[str, Field(max_length=40)] = ""
    modified: Annotated[str, Field(max_length=40)] = ""
    status: Literal["published", "draft", "withdrawn"] = "published"
    breaking: bool = False
    minor: bool = False


class ArticleTaken(Shape):
    """What became of it."""

    article: str
    revision: int
    outcome: str
    voice: bool


class Why(Shape):
    """A reason, for those who come later."""

    reason: Annotated[str, Field(max_length=1000)] = ""


class ArticleShown(Shape):
    """An article as it stands."""

    id: str
    site: str
    source_id: str
    url: str
    headline: str
    section: str
    language: str
    status: str
    revision: int
    problem: str
    breaking: bool
    minor: bool
    listens: int
    published: str
    changed: float
    updated: float
    live: int | None


class EditionShown(Shape):
    """One edition of an article."""

    id: int
    number: int
    state: str
    reason: str
    voice: str
    lexicon: int
    duration: float
    words: int
    flags: int
    takes: int
    cost: float
    created: float
    lived: float | None
    address: str
    renditions: list[dict[str, Any]]
    findings: list[dict[str, Any]]


@router.put("/sites/{site}/articles/{source_id:path}", response_model=Envelope[ArticleTaken])
def put_article(
    site: SiteName,
    source_id: SourceId,
    body: ArticleSent,
    request: Request,
    response: Response,
    world: In,
    person: Writer,
) -> Envelope[ArticleTaken]:
    """Send one state of an article. The same again changes nothing; of overlapping saves the newest wins."""
    if request.headers.get("if-match"):
        with world.house.database.reading() as connection:
            expect(request, _tag(library.article(connection, article_id(site, source_id))))
    found = reception.receive(world.house, world.jobs, site, source_id, Sent(**body.model_dump()))
    response.status_code = 201 if found.outcome == "created" else 200
    return Envelope(data=_taken(found))


@router.delete("/sites/{site}/articles/{source_id:path}", response_model=Envelope[ArticleTaken])
def delete_article(site: SiteName, source_id: SourceId, world: In, person: Writer) -> Envelope[ArticleTaken]:
    """Withdraw an article: its audio is gone at once."""
    with world.house.database.writing() as connection:
        row = library.article(connection, article_id(site, source_id))
        take_down(connection, row.id, now=world.house.now(), reason="Withdrawn by its CMS.")
        audit.note(connection, person.name, "article.withdraw", row.id, now=world.house.now())
    return Envelope(data=ArticleTaken(article=row.id, revision=row.revision, outcome="withdrawn", voice=False))


@router.get("/articles", response_model=Envelope[list[ArticleShown]])
def list_articles(
    world: In,
    person: Reader,
    site: Annotated[str, Query(max_length=63)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
    section: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=200, description="Part of the headline or the address.")] = "",
    cursor: Cursor = "",
    limit: Most = 50,
) -> Envelope[list[ArticleShown]]:
    """List articles, those that changed last first."""
    wanted = Wanted(person.site or site, status, section, q)
    with world.house.database.reading() as connection:
        found = library.listed(connection, wanted, cursor=cursor, most=limit)
    return Envelope(data=[_shown(row) for row in found.rows], page=Page(next=found.following))


@router.get("/articles/{id}", response_model=Envelope[ArticleShown])
def get_article(id: ArticleId, request: Request, response: Response, world: In, person: Reader) -> Any:  # noqa: ANN401
    """Return an article as it stands, with its ETag."""
    row = _own(world, person, id)
    if unchanged(request, response, _tag(row)):
        return Response(status_code=304, headers=dict(response.headers))
    return Envelope(data=_shown(row))


@router.get("/articles/{id}/editions", response_model=Envelope[list[EditionShown]])
def list_editions(id: ArticleId, world: In, person: Reader) -> Envelope[list[EditionShown]]:
    """List the editions of an article, the newest first, each with its reason."""
    _own(world, person, id)
    with world.house.database.reading() as connection:
        found = library.editions_of(connection, id)
    base = f"{world.house.settings.server.public_url}/media/"
    return Envelope(data=[_edition(row, base) for row in found])


@router.get("/articles/{id}/reading", response_model=Envelope[dict[str, Any]])
def get_reading(id: ArticleId, world: In, person: Reader) -> Envelope[dict[str, Any]]:
    """Return how an article would be read now: script, words with IPA, flags, and what would have to be voiced."""
    _own(world, person, id)
    with world.press() as press:
        found = reading(world.house, press, id)
    data = {"script": to_data(found.script), "utterances": to_data(found.utterances), "new": list(found.new)}
    return Envelope(data=data | {"cost": found.cost, "seconds": found.seconds, "text": found.article.text})


@router.post("/articles/{id}/make", response_model=Envelope[dict[str, str]], status_code=202)
def make_article(id: ArticleId, body: Why, request: Request, world: In, person: Writer) -> Response:
    """Have an article voiced again with what is new: lexicon, rules, voices. Only what changed is."""
    row = _own(world, person, id)
    if row.status in ("draft", "withdrawn"):
        raise Refused(409, f"The article is {row.status}. Publish it first.")

    def ask() -> Envelope[dict[str, str]]:
        found = Intake(row.id, row.revision, "changed", True, row.breaking)
        job = reception.voicing(found, reason=body.reason)
        with world.house.database.writing() as connection:
            audit.note(connection, person.name, "article.make", id, {"reason": body.reason}, now=world.house.now())
        return Envelope(data={"job": world.jobs.enqueue(job)})

    return once(request, world, person, body, ask, status=202)


@router.post("/articles/{id}/withdraw", response_model=Envelope[ArticleShown])
def withdraw_article(id: ArticleId, body: Why, world: In, person: Writer) -> Envelope[ArticleShown]:
    """Take the audio of an article down at once."""
    _own(world, person, id)
    with world.house.database.writing() as connection:
        take_down(connection, id, now=world.house.now(), reason=body.reason or "Withdrawn on the desk.")
        audit.note(connection, person.name, "article.withdraw", id, {"reason": body.reason}, now=world.house.now())
        return Envelope(data=_shown(library.article(connection, id)))


@router.post("/articles/{id}/editions/{edition}/live", response_model=Envelope[ArticleShown])
def revive_edition(id: ArticleId, edition: Number, body: Why, world: In, person: Writer) -> Envelope[ArticleShown]:
    """Put an edition live that was made before, without any synthesis."""
    _own(world, person, id)
    with world.house.database.writing() as connection:
        if library.edition(connection, edition).article != id:
            raise NotFound("There is no such edition of this article.")
        put_live(connection, edition, now=world.house.now(), reason=body.reason)
        audit.note(connection, person.name, "edition.live", id, {"edition": edition}, now=world.house.now())
        return Envelope(data=_shown(library.article(connection, id)))


def _own(world: World, person: Person, id: str) -> sa.Row[Any]:
    with world.house.database.reading() as connection:
        row = library.article(connection, id)
    within(person, row.site)
    return row


def _tag(row: sa.Row[Any]) -> str:
    return tag(row.id, row.revision, row.status, row.live, row.updated)


def _taken(found: Intake) -> ArticleTaken:
    return ArticleTaken(article=found.article, revision=found.revision, outcome=found.outcome, voice=found.voice)


def _shown(row: sa.Row[Any]) -> ArticleShown:
    return ArticleShown(**{name: getattr(row, name) for name in ArticleShown.model_fields})


def _edition(row: sa.Row[Any], base: str) -> EditionShown:
    fields = {name: getattr(row, name) for name in EditionShown.model_fields if name not in ("address", "findings")}
    return EditionShown(**fields, address=base + row.path, findings=row.findings or [])
