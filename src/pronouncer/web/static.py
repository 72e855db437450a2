"""Files that never change at their address: it holds a hash of what is in them."""

import functools
import mimetypes
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from pronouncer import publish
from pronouncer.model.digest import digest
from pronouncer.publish.outlets.versions.places import FOREVER
from pronouncer.web.errors import Refused

router = APIRouter(include_in_schema=False)
_HERE = Path(__file__).parent / "static"
_PLAYER = "listen-to-article.js"


@functools.cache
def files() -> dict[str, tuple[str, Path]]:
    """Return each file by its name: hash and path."""
    paths = [*_HERE.iterdir(), Path(publish.__file__).parent / _PLAYER]
    return {path.name: (digest(path.read_bytes(), size=6), path) for path in paths}


def at(name: str) -> str:
    """Return the address of a file."""
    return f"/static/{files()[name][0]}/{name}"


@router.get("/static/{hash}/{name}", response_class=Response)
def static(hash: str, name: str) -> Response:
    """Return a file. One that has changed since is not there any more."""
    known = files().get(name)
    if known is None or known[0] != hash:
        raise Refused(404, "There is no such file.")
    headers = {
        "Cache-Control": FOREVER,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return FileResponse(known[1], media_type=kind, headers=headers)
