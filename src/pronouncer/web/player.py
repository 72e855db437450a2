"""What players ask: is there audio for this page, and where. No cookies, and nothing of who asks."""

import datetime
import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ConfigDict, Field

from pronouncer.newsroom import library, listening
from pronouncer.newsroom.loop import reports
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.loop.reports import Sent
from pronouncer.publish.edition import minutes
from pronouncer.publish.oembed import answer, framed
from pronouncer.web.envelope import Envelope, Shape
from pronouncer.web.errors import Refused
from pronouncer.web.static import at
from pronouncer.web.world import World, world

router = APIRouter(tags=["player"])
Url = Annotated[str, Query(max_length=2000, description="Address of the article's page.")]
In = Annotated[World, Depends(world)]
_BRIEFLY = "public, max-age=15"
_MAKING = ("waiting", "making")
_FLOOD = "There are too many reports now. Try again later."


@router.get("/player/by-url")
def by_url(url: Url, world: In) -> Response:
    """Say how the audio of an article stands: 200 with addresses, 202 while it is made, 410 withdrawn, 404 unknown."""
    row = _known(world, url)
    base = f"{world.house.settings.server.public_url}/media/{row.path}" if row.path else ""
    data: dict[str, Any] = {"article": row.id, "headline": row.headline, "language": row.language}
    if not row.path:
        return JSONResponse({"data": data | _making(world, row)}, 202, headers={"Retry-After": "5"})
    data |= {"state": "live", "words": f"{base}words.json", "page": f"{base}index.html", "edition": row.number}
    data |= {"duration": row.duration, "minutes": minutes(row.duration)}
    data["renditions"] = [{**each, "url": base + each["file"]} for each in row.renditions]
    return JSONResponse({"data": data}, headers={"Cache-Control": _BRIEFLY})


@router.get("/player/words.json", response_class=Response)
def words(url: Url, world: In) -> Response:
    """Lead to words.json of an article's live edition: what `<listen-to-article src>` can be for good.

    202 while the audio is made: the player says so, asks again, and switches by itself.
    """
    row = _known(world, url)
    if not row.path:
        return JSONResponse({"data": _making(world, row)}, 202, headers={"Retry-After": "5"})
    address = f"{world.house.settings.server.public_url}/media/{row.path}words.json"
    return RedirectResponse(address, 302, headers={"Cache-Control": _BRIEFLY})


@router.get("/player/listen-to-article.js", response_class=Response)
def script() -> Response:
    """Lead to the player's script as it is now."""
    return RedirectResponse(at("listen-to-article.js"), 302, headers={"Cache-Control": "public, max-age=300"})


@router.get("/player/embed.js", response_class=Response)
def embed(request: Request) -> Response:
    """Return the script that puts the player into a page: one line for the publisher."""
    return RedirectResponse(at("embed.js"), 302, headers={"Cache-Control": "public, max-age=300"})


class ReportSent(Shape):
    """What a listener reports: player/README.md says where each field comes from."""

    model_config = ConfigDict(extra="ignore")  # a player of another version says more

    edition: Annotated[str, Field(max_length=64)]
    sentence: Annotated[str, Field(max_length=64)]
    word: Annotated[str, Field(max_length=200)]
    first: Annotated[int, Field(ge=0, le=10**7)]
    last: Annotated[int, Field(ge=0, le=10**7)]
    time: Annotated[float, Field(ge=0, le=10**6, allow_inf_nan=False)]
    kind: Literal["wrong", "skipped", "extra", "voice", "other"] = "wrong"
    note: Annotated[str, Field(max_length=2000)] = ""
    spelling: Annotated[str, Field(max_length=200)] = ""
    contact: Annotated[str, Field(max_length=254)] = ""


@router.post("/player/reports", response_model=Envelope[dict[str, str]], status_code=202)
def report(body: ReportSent, request: Request, world: In) -> Response:
    """Take in a report of a listener: no account, no cookie. What was never said there is refused, floods are."""
    address = request.client.host if request.client else ""
    wait = world.flood.wait()
    if wait:
        raise Refused(429, _FLOOD, headers={"Retry-After": str(wait)})
    now = world.house.now()
    origin = reports.origin(world.secret, address, now)
    limit = world.house.settings.server.report_limit
    with world.house.database.reading() as connection:
        if reports.many_from(connection, origin, now=now) >= limit:
            raise Refused(
                429, f"{limit} reports in an hour are the most from one place.", headers={"Retry-After": "600"}
            )
        if reports.many_of_all(connection, now=now) >= reports.MOST:
            raise Refused(429, _FLOOD, headers={"Retry-After": "60"})
        row = reports.edition_of(connection, body.edition)
    edition = record(world.house.blobs, row.path)
    with world.house.database.writing() as connection:
        sent = Sent(**body.model_dump())
        received = reports.receive(connection, sent, row, edition, origin=origin, now=now)
    data = {"token": received.token, "state": "received", "follow": f"/report/{received.token}"}
    return JSONResponse({"data": data}, 202)


@router.options("/player/reports", include_in_schema=False)
@router.options("/player/plays", include_in_schema=False)
def may_report() -> Response:
    """Answer the question of a browser on another site (CORS preflight)."""
    headers = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Content-Type"}
    return Response(status_code=204, headers=headers | {"Access-Control-Max-Age": "86400"})


class PlaySent(Shape):
    """One thing that a player counts."""

    edition: Annotated[str, Field(max_length=64)]
    what: Literal["load", "start", "end"]


@router.post("/player/plays", status_code=204, response_class=Response)
def play(body: PlaySent, world: In) -> Response:
    """Count that an article was heard: numbers by day, and nothing of who listens."""
    with world.house.database.reading() as connection:
        row = reports.edition_of(connection, body.edition)
    day = datetime.datetime.fromtimestamp(world.house.now(), datetime.UTC).date().isoformat()
    with world.house.database.writing() as connection:
        listening.count(connection, row.article, day, body.what)
    return Response(status_code=204)


@router.get("/oembed", response_class=Response)
def oembed(
    request: Request,
    url: Url,
    world: In,
    maxwidth: Annotated[str, Query(max_length=10)] = "",
    maxheight: Annotated[str, Query(max_length=10)] = "",
    format: Literal["json", "xml"] = "json",
) -> Response:
    """Say how another site shows the player of an article (oEmbed 1.0): given the address of its page, or of ours."""
    with world.house.database.reading() as connection:
        place = re.search(r"/media/([0-9a-f]{32})/", url)
        row = library.live(connection, place[1]) if place else library.at_address(connection, url)
    shown = None
    if row is not None and row.path:
        base = f"{world.house.settings.server.public_url}/media/{row.path}"
        shown = framed(record(world.house.blobs, row.path), base)
    query = {"maxwidth": maxwidth, "maxheight": maxheight, "format": format}
    found = answer(shown, query)
    if found.status >= 400:
        raise Refused(found.status, found.body)
    return Response(found.body, found.status, media_type=found.media_type)


def _making(world: World, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `library.at_address`
    """Return that the audio is being made, and how far it is where that is known: sentences, done of total."""
    far = world.watch.of(row.id)
    return {"state": "making", **({"done": far.done, "total": far.total} if far else {})}


def _known(world: World, url: str) -> Any:  # noqa: ANN401 - a row of `library.at_address`
    with world.house.database.reading() as connection:
        row = library.at_address(connection, url)
    if row is None or row.status == "draft":
        raise Refused(404, "There is no article at this address.", headers={"Cache-Control": _BRIEFLY})
    if row.status == "withdrawn":
        raise Refused(410, "The audio of this article was withdrawn.", headers={"Cache-Control": _BRIEFLY})
    if not row.path and row.status not in _MAKING:
        raise Refused(404, "This article has no audio.", headers={"Cache-Control": _BRIEFLY})
    return row
