"""The one door to the web: every page, feed and file that Pronouncer fetches comes through it.

docs/door.md says what it lets in, and why.
"""

import contextlib
import http
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import TracebackType
from typing import BinaryIO, NamedTuple, Protocol, Self

import httpcore
import httpx

from pronouncer import __version__
from pronouncer.door.addresses import check, inner, literal, parse, shown
from pronouncer.door.robots import AGENT, Robots
from pronouncer.door.timed import Timer
from pronouncer.door.turns import Turns
from pronouncer.door.unpack import ENCODINGS, body, check_size, unpacked
from pronouncer.door.wire import Guard, Outside, mapped
from pronouncer.errors import InputError, SettingsError, SourceError, StatusError
from pronouncer.settings import HEADER, Settings

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown")
FEEDS = tuple(
    "application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml application/feed+json "
    "application/json application/gzip application/x-gzip".split()
)
"""Media types of feeds, sitemaps and lists of posts."""
ANY = ("*/*",)

_REDIRECTS = 5
_SLOWEST = 50_000  # bytes a second of a file
_CODE_BYTES = 10_000  # of an API's refusal
_KIND = "page"  # of the memory
_OUTSIDE = Outside()
_NAMES = {
    "application/pdf": "a PDF file",
    "application/zip": "a zip archive",
    "application/gzip": "a gzip archive",
    "application/rss+xml": "a feed",
    "application/atom+xml": "a feed",
    "application/feed+json": "a feed",
    "application/json": "JSON data",
    "application/xml": "XML data",
    "text/xml": "XML data",
    "text/html": "a web page",
    "application/octet-stream": "a file of unknown kind",
    "image": "an image",
    "audio": "a sound file",
    "video": "a video",
    "font": "a font",
}
_OWN = ("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "if-none-match")


class Page(NamedTuple):
    """What was fetched."""

    url: str
    """Where it was in the end, after redirects."""
    media_type: str
    """As the server says, in small letters, without parameters; empty where it says nothing."""
    charset: str
    """As the server says; empty where it says nothing."""
    data: bytes
    """Unpacked; empty for a file that was written."""
    etag: str
    """The server's name for this version, empty without one."""
    modified: str
    """Last-Modified, as the server writes it, empty without one."""
    from_memory: bool
    """The server said that it has not changed since it was remembered."""


class Memory(Protocol):
    """Where pages are kept between two visits; store.cache.Cache is one."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, or None."""

    def put(self, kind: str, key: str, *parts: bytes) -> None:
        """Keep bytes."""


@dataclass(slots=True)
class _Visit:
    """One page on its way: where it was asked for, where it was led, and how much time is left."""

    asked: str
    accept: tuple[str, ...]
    seconds: float
    most: int  # bytes
    file: BinaryIO | None = None  # for the body, which is then not kept in memory
    left: float = 0.0
    urls: list[httpx.URL] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = self.seconds

    @property
    def name(self) -> str:
        """The page as messages name it."""
        return self.asked if len(self.urls) == 1 else f"{self.asked} leads to {shown(str(self.urls[-1]))}, which"


class Door:
    """Fetches pages, safely for the newsroom's network and politely for others. Threads may share one."""

    def __init__(self, settings: Settings, *, memory: Memory | None = None, outside: Outside = _OUTSIDE) -> None:
        self._settings = settings
        self._memory = memory
        self._outside = outside
        self._timer = Timer(outside.clock)
        self._turns = Turns(settings.host_seconds, clock=outside.clock, sleep=outside.sleep)
        self._robots = Robots(self._robots_text)
        self._headers = _headers(settings.headers)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            proxy=_proxy(settings.proxy) if settings.proxy else None,
            max_connections=100,
            max_keepalive_connections=10,
            keepalive_expiry=5,
            network_backend=Guard(outside, self._timer, loopback=settings.loopback, proxy=bool(settings.proxy)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(self, url: str, *, accept: tuple[str, ...] = PAGES) -> Page:
        """Return the page at a URL whose media type is one of `accept`.

        Raises SourceError where it cannot be fetched or is something else (StatusError where the server says so),
        TooLong where it is over `max_bytes`.
        """
        return self._get(url, self._visit(url, accept), robots=self._settings.robots)

    def download(self, url: str, file: BinaryIO, *, most: int) -> Page:
        """Write what is at a URL into an open file, over https only (or from this machine), and return the rest.

        `most` are bytes; it may take `fetch_seconds` and a second for each 50,000 of them. Raises SourceError, TooLong.
        """
        seconds = self._settings.fetch_seconds + most / _SLOWEST
        return self._get(url, _Visit(shown(url), ANY, seconds, most, file), robots=False)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a message to a URL and return the status that it is answered with. No redirect is followed.

        Raises SourceError where nobody answers, and for an address that is not fetched from.
        """
        target, visit = parse(url), self._visit(url, ANY)
        visit.urls.append(target)
        self._check(target, visit, robots=False)
        told = {"Host": target.netloc.decode("ascii"), "User-Agent": f"{AGENT}/{__version__}", **headers}
        told["Content-Length"] = str(len(body))
        with self._answer(target, list(told.items()), visit, body=body) as answer:
            return answer.status

    def _visit(self, url: str, accept: tuple[str, ...]) -> _Visit:
        return _Visit(shown(url), accept, self._settings.fetch_seconds, self._settings.max_bytes)

    def _get(self, url: str, visit: _Visit, *, robots: bool) -> Page:
        target = parse(url)
        for _ in range(_REDIRECTS + 1):
            visit.urls.append(target)
            try:
                self._check(target, visit, robots=robots)
                answer = self._ask(target, visit)
            except SourceError as error:
                if visit.asked in str(error) or len(visit.urls) == 1:
                    raise
                raise SourceError(f"{visit.asked} leads to {shown(str(target))}: {error}") from error
            if isinstance(answer, Page):
                return answer
            target = _redirected(target, answer, visit)
        raise SourceError(f"{visit.asked} redirects more than {_REDIRECTS} times. Give the URL where it ends.")

    def _check(self, target: httpx.URL, visit: _Visit, *, robots: bool) -> None:
        """Refuse what can be refused before anything is sent. Names are resolved and checked by the Guard."""
        host = target.raw_host.decode("ascii")
        address = literal(host)
        if address is not None:
            # Through a proxy, loopback would be the proxy's own machine.
            check(host, address, loopback=self._settings.loopback and not self._settings.proxy)
        elif self._settings.proxy and inner(host):
            raise SourceError(
                f"{host} is a name of an inner network, which is not fetched. Give a public URL or a file."
            )
        if visit.file and target.scheme != "https" and not _is_here(target):
            raise SourceError(
                f"{visit.name} is not fetched over http, where anyone on the way could change it. Give an https URL."
            )
        if robots and not self._robots.allow(target):
            raise SourceError(
                f"{visit.name} may not be fetched: {host}/robots.txt asks {AGENT} not to. Ask those who run it, or, if "
                "it is your own, set robots = false."
            )

    def _robots_text(self, place: str) -> str:
        """Return a robots.txt. A 4xx means that there is none; a server that cannot answer now is left alone."""
        try:
            return self._get(place, self._visit(place, ANY), robots=False).data.decode("utf-8-sig", "replace")
        except StatusError as error:
            if 400 <= error.status < 500 and error.status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return ""
            raise

    def _ask(self, target: httpx.URL, visit: _Visit) -> Page | str:
        """Return the page, or where the server says that it is."""
        own = self._own_headers(target)
        remembered = None if own or visit.file else self._remembered(target)
        headers = [
            ("Host", target.netloc.decode("ascii")),
            ("User-Agent", f"{AGENT}/{__version__}"),
            ("Accept", ", ".join((*visit.accept, "*/*;q=0.1"))),
            ("Accept-Encoding", "identity" if visit.file else ", ".join(ENCODINGS)),
            *_conditions(remembered),
        ]
        names = {name.lower() for name, _ in own}
        headers = [*(pair for pair in headers if pair[0].lower() not in names), *own]
        with self._answer(target, headers, visit) as answer:
            page = self._read(answer, target, visit, remembered)
        if isinstance(page, Page) and not page.from_memory and not own and not visit.file:
            self._remember(target, page, httpx.Headers(answer.headers))
        return page

    @contextlib.contextmanager
    def _answer(
        self, target: httpx.URL, headers: list[tuple[str, str]], visit: _Visit, *, body: bytes | None = None
    ) -> Iterator[httpcore.Response]:
        """Ask, in our turn and in the time that the visit has left."""
        host = target.raw_host
        wire_url = httpcore.URL(scheme=target.raw_scheme, host=host, port=target.port, target=target.raw_path)
        known = any(url.raw_host == host for url in visit.urls[:-1])
        with mapped(visit.name, visit.seconds), self._turns.turn(host.decode("ascii"), pause=not known):
            self._timer.set(visit.left)
            method = "GET" if body is None else "POST"
            with self._pool.stream(method, wire_url, headers=headers, content=body) as answer:
                yield answer
                visit.left = self._timer.left()

    def _read(self, answer: httpcore.Response, target: httpx.URL, visit: _Visit, remembered: Page | None) -> Page | str:
        headers = httpx.Headers(answer.headers)
        if answer.status in (301, 302, 303, 307, 308) and "location" in headers:
            return headers["location"]
        if answer.status == http.HTTPStatus.NOT_MODIFIED and remembered is not None:
            page = remembered._replace(from_memory=True)
            _check_kind(page.media_type, visit)
            check_size(len(page.data), visit.most, visit.name)
            return page
        if answer.status not in (http.HTTPStatus.OK, http.HTTPStatus.NON_AUTHORITATIVE_INFORMATION):
            raise StatusError(_refusal(answer.status, headers, visit.name), answer.status, _code(answer, headers))
        media_type, charset = _media(headers.get("content-type", ""))
        _check_kind(media_type, visit)
        size = headers.get("content-length", "")
        check_size(int(size) if size.isdecimal() else 0, visit.most, visit.name)
        encoding = headers.get("content-encoding", "")
        pieces = unpacked(answer.iter_stream(), encoding, limit=visit.most, name=visit.name)
        data = b"".join(pieces) if visit.file is None else b""
        if visit.file:
            visit.file.writelines(pieces)
        etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        return Page(str(target), media_type, charset, data, etag, modified, from_memory=False)

    def _own_headers(self, target: httpx.URL) -> list[tuple[str, str]]:
        """Return the newsroom's headers for a host. Raises SourceError where they would go unprotected."""
        own = self._headers.get(target.netloc.decode("ascii"), [])
        if own and target.scheme != "https" and not _is_here(target):
            host = target.raw_host.decode("ascii")
            raise SourceError(f"The headers for {host} are sent over https only. Give the URL with https.")
        return own

    def _remembered(self, target: httpx.URL) -> Page | None:
        kept = self._memory.get(_KIND, _key(target)) if self._memory is not None else None
        if kept is None:
            return None
        head, _, data = kept.partition(b"\n")
        try:
            media_type, charset, etag, modified = (str(each) for each in json.loads(head))
        except (ValueError, TypeError):
            return None  # damaged, or written by another version
        return Page(str(target), media_type, charset, data, etag, modified, from_memory=True)

    def _remember(self, target: httpx.URL, page: Page, headers: httpx.Headers) -> None:
        never = "no-store" in headers.get("cache-control", "").lower() or headers.get("vary", "").strip() == "*"
        if self._memory is not None and (page.etag or page.modified) and not never:
            head = json.dumps([page.media_type, page.charset, page.etag, page.modified]).encode()
            self._memory.put(_KIND, _key(target), head, b"\n", page.data)


def _is_here(target: httpx.URL) -> bool:
    """Tell whether a URL is of this machine, so that nobody is on the way."""
    host = target.raw_host.decode("ascii")
    address = literal(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _headers(entries: tuple[str, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return the headers of each host. Raises SettingsError, without the values, which may be secret."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in entries:
        match = HEADER.fullmatch(entry)
        if match is None or match[2].lower() in _OWN:
            raise SettingsError("The setting headers has an entry that cannot be sent. Write 'host Name: value'.")
        try:
            place = parse(f"https://{match[1]}").netloc.decode("ascii")
        except SourceError as error:
            raise SettingsError(
                f"The setting headers names {match[1]}, which is no host. Write 'host Name: value'."
            ) from error
        found.setdefault(place, []).append((match[2], match[3]))
    return found


def _proxy(url: str) -> httpcore.Proxy:
    try:
        found = httpx.Proxy(url)
        place = httpcore.URL(scheme=found.url.raw_scheme, host=found.url.raw_host, port=found.url.port, target=b"/")
        return httpcore.Proxy(place, auth=found.raw_auth)
    except (httpx.InvalidURL, ValueError):
        # Without the cause, which shows the URL and so its password.
        raise SettingsError("The setting proxy is not a URL that can be used. Write http://proxy:3128.") from None


def _conditions(remembered: Page | None) -> list[tuple[str, str]]:
    found = [("If-None-Match", remembered.etag), ("If-Modified-Since", remembered.modified)] if remembered else []
    return [(name, value) for name, value in found if value and value.isascii() and value.isprintable()]


def _key(target: httpx.URL) -> str:
    return sha256(str(target).encode()).hexdigest()


def _redirected(target: httpx.URL, location: str, visit: _Visit) -> httpx.URL:
    """Return where a redirect leads. Raises SourceError where it leads in a circle or out of https."""
    try:
        following = parse(str(target.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(
            f"{visit.asked} redirects to {shown(location)!r}, which is not a URL. Give another."
        ) from error
    except SourceError as error:
        raise SourceError(f"{visit.asked} redirects to a URL that is not fetched: {error}") from error
    if target.scheme == "https" and following.scheme != "https":
        raise SourceError(
            f"{visit.asked} redirects from https to {shown(str(following))}, which anyone on the way could change. "
            "Give a URL that stays on https."
        )
    if following in visit.urls:
        raise SourceError(
            f"{visit.asked} redirects in a circle, to {shown(str(following))} again. It may need cookies or a login; "
            "give a URL that needs none."
        )
    return following


def _media(value: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type."""
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:+-]{1,40})", value, re.ASCII | re.IGNORECASE)
    return re.split("[;,]", value)[0].strip().lower(), charset[1].lower() if charset else ""


def _check_kind(media_type: str, visit: _Visit) -> None:
    if not media_type or media_type in visit.accept or visit.accept == ANY:
        return
    what = _NAMES.get(media_type) or _NAMES.get(media_type.split("/")[0]) or "something else"
    wanted = "an article. Give the URL of a page" if "text/html" in visit.accept else "what was asked for"
    raise SourceError(f"{visit.name} is {what} ({shown(media_type[:80])}), not {wanted}.")


def _code(answer: httpcore.Response, headers: httpx.Headers) -> str:
    """Return what an API calls its refusal; empty for a page."""
    if _media(headers.get("content-type", ""))[0] != "application/json":
        return ""
    try:
        encoding = headers.get("content-encoding", "")
        said = json.loads(body(answer.iter_stream(), encoding, limit=_CODE_BYTES, name=""))
    except (InputError, ValueError, RecursionError):
        return ""
    code = said.get("code") if isinstance(said, dict) else None
    return str(code) if isinstance(code, (str, int)) else ""


def _refusal(status: int, headers: httpx.Headers, name: str) -> str:
    """Return the message for an answer without a page."""
    try:
        what = f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        what = str(status)
    later = headers.get("retry-after", "")[:40].strip()
    if status in (429, 503) and later:
        when = f"in {later} seconds" if later.isdecimal() else f"after {shown(later)}"
        return f"{name} answered {what}: it asks to try again {when}."
    if status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return f"{name} answered {what}. Try again later, or raise host_seconds."
    if status in (401, 402, 403):
        return f"{name} needs a login ({what}). Give a public page, or a token for this host in the setting headers."
    if status == http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return f"{name} cannot be fetched: the proxy needs a login ({what}). Put it into the setting proxy."
    if status in (404, 410):
        return f"{name} is not there ({what}). Check the URL."
    if status >= 500:
        return f"{name} answered {what}: the server has a problem. Try again later."
    return f"{name} answered {what}, which is no page. Check the URL."
