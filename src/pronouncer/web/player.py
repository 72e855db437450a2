"""What players ask: is there audio for this page, and where. No cookies, and nothing of who asks."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from pronouncer.newsroom import library
from pronouncer.publish.edition import minutes
from pronouncer.web.errors import Refused
from pronouncer.web.static import at
from pronouncer.web.world import World, world

router = APIRouter(tags=["player"])
Url = Annotated[str, Query(max_length=2000, description="Address of the article's page.")]
In = Annotated[World, Depends(world)]
_BRIEFLY = "public, max-age=15"
_MAKING = ("waiting", "making")


@router.get("/player/by-url")
def by_url(url: Url, world: In) -> Response:
    """Say how the audio of an article stands: 200 with addresses, 202 while it is made, 410 withdrawn, 404 unknown."""
    row = _known(world, url)
    base = f"{world.house.settings.server.public_url}/media/{row.path}" if row.path else ""
    data: dict[str, Any] = {"article": row.id, "headline": row.headline, "language": row.language}
    if not row.path:
        return JSONResponse({"data": data | {"state": "making"}}, 202, headers={"Retry-After": "5"})
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
        return JSONResponse({"data": {"state": "making"}}, 202, headers={"Retry-After": "5"})
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
