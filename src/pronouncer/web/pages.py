"""Pages for people: Jinja2 templates that escape all there is to escape, and what they need."""

import datetime
import functools
from urllib.parse import quote, urlsplit

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pronouncer.web.access.roles import Person
from pronouncer.web.static import at

_UNITS = ((86_400 * 365, "year"), (86_400 * 30, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"))


def render(
    request: Request, template: str, person: Person | None = None, *, status: int = 200, **context: object
) -> Response:
    """Return a page. `person` sees the menu of what they may do."""
    now = request.app.state.world.house.now()
    shared = {"person": person, "nonce": request.state.nonce, "path": request.url.path, "now": now, "at": at}
    text = _environment().get_template(template).render(**shared, **context)
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})


def fault(request: Request, status: int, message: str) -> Response:
    """Return the page for what went wrong; who has to sign in first is led there."""
    if status == 401:
        place = request.url.path if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(place)}", 303)
    return render(request, "fault.html", status=status, code=status, message=message)


def back(place: str) -> Response:
    """Lead to a page of the desk after a form was sent."""
    return RedirectResponse(local(place), 303)


def local(place: str) -> str:
    """Return an address of the desk; its first page for one that leads elsewhere."""
    parts = urlsplit(place.replace("\\", "/"))
    good = place.startswith("/") and not place.startswith("//") and not parts.netloc and not parts.scheme
    return place if good and place.isprintable() else "/"


def clock(seconds: float | None) -> str:
    """Return a length as `4:07`."""
    whole = round(seconds or 0)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def ago(seconds: float | None, now: float) -> str:
    """Return how long ago a moment was, in words."""
    if seconds is None:
        return "never"
    long = lasting(now - seconds)
    return f"{long} ago" if long else "just now"


def lasting(seconds: float) -> str:
    """Return a stretch of time in words, as `3 days`; empty for less than a minute."""
    for size, unit in _UNITS:
        count = int(seconds / size)
        if count >= 1:
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return ""


def moment(seconds: float | None) -> str:
    """Return a moment as `2026-03-01 14:05` in UTC."""
    if seconds is None:
        return ""
    return f"{datetime.datetime.fromtimestamp(seconds, datetime.UTC):%Y-%m-%d %H:%M}"


@functools.cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pronouncer.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"clock": clock, "ago": ago, "lasting": lasting, "moment": moment}
    return made
