"""The web application: its routers, in the order in which they are asked, and what surrounds them all."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from importlib import import_module

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from pronouncer import __version__
from pronouncer.errors import PronouncerError, StoreError
from pronouncer.jobs.port import Jobs
from pronouncer.newsroom.house import House
from pronouncer.newsroom.progress import Watch
from pronouncer.web.access import sessions
from pronouncer.web.envelope import Fault, Problem
from pronouncer.web.errors import CODES, LATER, Refused, refused
from pronouncer.web.guard import Guard
from pronouncer.web.world import World

ROUTERS = (
    "pronouncer.web.health",
    "pronouncer.web.static",
    "pronouncer.web.player",
    "pronouncer.web.media",
    "pronouncer.web.api.articles",
    "pronouncer.web.api.sites",
    "pronouncer.web.api.lexicon",
    "pronouncer.web.api.events",
    "pronouncer.web.api.queue",
    "pronouncer.web.api.speech",
    "pronouncer.web.api.hooks",
    "pronouncer.web.api.messages",
    "pronouncer.web.api.rounds",
    "pronouncer.web.access.pages",
    "pronouncer.web.access.passwords",
    "pronouncer.web.access.elsewhere",
    "pronouncer.web.desk.library",
    "pronouncer.web.desk.article",
    "pronouncer.web.desk.held",
    "pronouncer.web.desk.lexicon",
    "pronouncer.web.desk.sites",
    "pronouncer.web.desk.cases",
    "pronouncer.web.desk.shared",
    "pronouncer.web.desk.quality",
    "pronouncer.web.desk.rounds",
    "pronouncer.web.desk.health",
)
_AWAY = "The server cannot reach what it keeps. Nothing was changed; try again in a moment."
"""What anybody may read of it; the log says the rest."""
_FOR_PROGRAMS = ("/api/", "/v1/", "/player", "/media/", "/oembed", "/healthz", "/readyz", "/metrics")


def make_app(house: House, jobs: Jobs) -> FastAPI:
    """Return the application of a house."""

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.world.close()

    app = FastAPI(
        title="Pronouncer",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # the pages that show it come from a CDN
        redoc_url=None,
        max_body_size=None,  # the guard sees to it, and says so in our shape
        lifespan=life,
    )
    app.state.world = World(house, jobs, sessions.secret(house), Watch(jobs))
    for name in ROUTERS:
        app.include_router(import_module(name).router)
    app.add_exception_handler(PronouncerError, _ours)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)
    server = house.settings.server
    app.add_middleware(Guard, proxies=server.proxies, https=server.public_url.startswith("https:"))
    return app


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, PronouncerError)
    if isinstance(error, StoreError):
        structlog.get_logger("pronouncer.web").error("store", problem=str(error))
        return _answer(request, 503, _AWAY, headers={"Retry-After": str(LATER)})
    return _refused(request, refused(error))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _answer(request, error.status, error.message, headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [{"where": ".".join(map(str, each["loc"])), "what": each["msg"]} for each in error.errors()[:20]]
    unreadable = any(each["type"] == "json_invalid" for each in error.errors())
    first = f"{found[0]['where']}: {found[0]['what']}" if found else "It cannot be used."
    return _answer(request, 400 if unreadable else 422, first, detail=found)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _answer(request, 500, "Something went wrong here, and was logged. Try again, or tell whoever runs this.")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    messages = {404: "There is nothing at this address.", 405: "This address is not asked in this way."}
    headers: Mapping[str, str] = error.headers or {}
    return _answer(request, error.status_code, messages.get(error.status_code, str(error.detail)), headers=headers)


def _answer(
    request: Request,
    status: int,
    message: str,
    *,
    detail: object = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a failure: as JSON to programs, as a page to people."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        code = CODES.get(status, "bad-request" if status < 500 else "our-fault")
        body = Problem(error=Fault(code=code, message=message, detail=detail))
        return JSONResponse(body.model_dump(), status, headers=dict(headers or {}))
    from pronouncer.web.pages import fault

    answer = fault(request, status, message)
    answer.headers.update(headers or {})
    return answer
