"""What every request passes, and every answer gets: limits, the same-origin rule, and headers that browsers obey."""

import re
import secrets
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pronouncer.web.access.sessions import COOKIE
from pronouncer.web.envelope import Fault, Problem
from pronouncer.web.errors import CODES, Refused
from pronouncer.web.metrics import asked

LARGEST = 25_000_000  # bytes of a body
_TOO_LARGE = f"A request has {LARGEST:,} bytes at most."
_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = re.compile(r"/(?:player|media|oembed)(?:/|$)")
"""What the pages of publishers may fetch and embed; none of it looks at cookies."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; media-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content Security Policy Level 3, for pages of the desk."""


class Guard:
    """ASGI middleware, the outermost one."""

    def __init__(self, app: ASGIApp, *, proxies: Iterable[str] = (), https: bool = False) -> None:
        self._app, self._proxies, self._https = app, frozenset(proxies), https
        self._log = structlog.get_logger("pronouncer.web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        self._believe(scope, headers)
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        request = headers.get("x-request-id", "")
        request = request if re.fullmatch(r"[\w.-]{8,64}", request, re.ASCII) else secrets.token_hex(8)
        began, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._head(MutableHeaders(scope=message), scope, nonce, request)
            await send(message)

        refusal = _refusal(scope, headers)
        try:
            if refusal:
                await _refuse(*refusal, scope, receive, answer)
            else:
                await self._app(scope, _bounded(receive), answer)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "none")
            asked(scope["method"], route, status, seconds)
            told: dict[str, Any] = {"request": request, "status": status, "seconds": round(seconds, 4)}
            path = route if "{token}" in route else scope["path"]  # what opens a door is not written down
            self._log.info("request", method=scope["method"], path=path, client=_client(scope), **told)

    def _believe(self, scope: Scope, headers: Headers) -> None:
        """Take client and scheme from a proxy that is ours."""
        if _client(scope) not in self._proxies:
            return
        forwarded = [each.strip() for each in headers.get("x-forwarded-for", "").split(",") if each.strip()]
        others = [each for each in forwarded if each not in self._proxies]
        if others:
            scope["client"] = (others[-1], 0)  # the nearest one that is not ours: what is before it, anybody may write
        if headers.get("x-forwarded-proto") in ("http", "https"):
            scope["scheme"] = headers["x-forwarded-proto"]

    def _head(self, headers: MutableHeaders, scope: Scope, nonce: str, request: str) -> None:
        headers["X-Request-ID"] = request
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if _OPEN.match(scope["path"]):
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Access-Control-Expose-Headers"] = "Retry-After, ETag"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            del headers["X-Frame-Options"]
        if headers.get("content-type", "").startswith("text/html") and "content-security-policy" not in headers:
            headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        if self._https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def _refusal(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """Return why a request is not let in at all; None where it is."""
    length = headers.get("content-length", "")
    if length and not re.fullmatch(r"[0-9]{1,18}", length, re.ASCII):
        return 400, "Content-Length is no number."
    if length and int(length) > LARGEST:
        return 413, _TOO_LARGE
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        return 400, "An address holds no NUL."
    if scope["method"] not in _SAFE and COOKIE in headers.get("cookie", "") and not _same_origin(headers):
        return 403, "This came from another site. Go back to the desk, and try it there."
    return None


def _same_origin(headers: Headers) -> bool:
    """Tell whether a request comes from a page of ours: Fetch Metadata, or in older browsers Origin (RFC 6454)."""
    site = headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == headers.get("host", "")


def _bounded(receive: Receive) -> Receive:
    """Refuse a body that grows too large and did not say how large it is."""
    taken = 0

    async def read() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise Refused(413, _TOO_LARGE)
        return message

    return read


async def _refuse(status: int, text: str, scope: Scope, receive: Receive, send: Send) -> None:
    body = Problem(error=Fault(code=CODES[status], message=text)).model_dump_json().encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""
