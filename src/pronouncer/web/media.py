"""The files of editions: immutable at their version, gone at once when their article is withdrawn."""

import re
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from pronouncer.publish.outlets.versions.places import BRIEFLY, FOREVER, LocalPlace
from pronouncer.publish.outlets.versions.release import kind_of
from pronouncer.store.database.tables.library import editions
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world

router = APIRouter(tags=["media"])
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,80}", re.ASCII)
_SMALL = (".json", ".vtt", ".html", ".js", ".jsonld", ".txt", ".ssml", ".pls", ".m3u8")
_SIGNED = 3600  # seconds for which an address of a bucket holds


@router.head("/media/{article}/{version}/{file}", response_class=Response, include_in_schema=False)
@router.get("/media/{article}/{version}/{file}", response_class=Response)
def media(article: str, version: str, file: str, request: Request, world: Annotated[World, Depends(world)]) -> Response:
    """Return a file of an edition; byte ranges are answered (RFC 9110)."""
    if not (re.fullmatch("[0-9a-f]{32}", article) and re.fullmatch("[0-9a-f]{16}", version) and _FILE.fullmatch(file)):
        raise Refused(404, "There is no such file.")
    state = _state(world, f"{article}/{version}/")
    if state in (None, "made", "held"):
        raise Refused(404, "There is no such edition.")
    if state == "withdrawn":
        raise Refused(410, "This audio was withdrawn.", headers={"Cache-Control": "no-store"})
    return served(world, f"{article}/{version}/{file}")


def served(world: World, name: str) -> Response:
    """Return a file among the blobs: from the disk, or from the bucket."""
    headers = {"Cache-Control": FOREVER}
    place = world.house.blobs
    if isinstance(place, LocalPlace):
        path = place.path(name)
        if not path.is_file():
            raise Refused(404, "There is no such file.")
        headers |= _policy(name)
        return FileResponse(path, media_type=kind_of(name), headers=headers)
    if name.endswith(_SMALL):  # without a redirect, so that a bucket needs no CORS rules
        data = place.read(name)
        if data is None:
            raise Refused(404, "There is no such file.")
        return Response(data, media_type=kind_of(name), headers=headers | _policy(name))
    return RedirectResponse(place.address(name, _SIGNED), headers={"Cache-Control": BRIEFLY})


def _policy(name: str) -> dict[str, str]:
    """Return the policy of a page; an edition's own says the rest."""
    return {"Content-Security-Policy": "frame-ancestors *"} if name.endswith(".html") else {}


def _state(world: World, path: str) -> Any | None:  # noqa: ANN401 - a text
    with world.house.database.reading() as connection:
        return connection.execute(sa.select(editions.c.state).where(editions.c.path == path)).scalar()
