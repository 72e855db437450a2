"""The door: what it lets in, what it refuses, and that it is polite. Real servers, all on loopback."""

import contextlib
import datetime
import email.utils
import gzip
import http.server
import itertools
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.door.door import ANY, FEEDS, Door, Page
from pronouncer.door.unpack import body
from pronouncer.door.wire import Outside, connect, mapped
from pronouncer.errors import PronouncerError, SettingsError, SourceError, StatusError, TooLong
from pronouncer.ingest.fetch import read, read_url
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache

PUBLIC = "93.184.215.14"
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = "<html><h1>Ferry</h1><p>It left at €5.</p>".encode()

Answer = tuple[int, Mapping[str, str], bytes] | bytes


class Site:
    """A server on loopback: answers by path, and the requests that came, as path and headers."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = {"/page": (200, HTML, PAGE)}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.url = ""
        self.port = 0

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(http.server.BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.asked.append((self.path, dict(self.headers.items())))
        answer = self.site.answers.get(self.path.partition("?")[0], (404, {}, b"no"))
        if callable(answer):
            answer = answer(dict(self.headers.items()))
        if isinstance(answer, bytes):
            self.wfile.write(answer)
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # a client that hangs up is part of the test
            super().handle()


@contextlib.contextmanager
def serving(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run a site, with TLS where a context is given."""
    handler = type("OwnHandler", (Handler,), {"site": site})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # such as a client that trusts nobody
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        site.port = server.server_port
        site.url = f"{'https' if context else 'http'}://127.0.0.1:{site.port}"
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of its own for each test."""
    with serving(Site()) as running:
        yield running


Doors = Callable[..., Door]


@pytest.fixture
def door_of() -> Iterator[Doors]:
    """Return a function from settings to door: loopback is allowed and nothing waits unless the test says so."""
    with contextlib.ExitStack() as stack:

        def make(*, memory: Cache | None = None, outside: Outside | None = None, **chosen: Any) -> Door:
            settings = Settings(**{"loopback": True, "host_seconds": 0.0, **chosen})
            return stack.enter_context(Door(settings, memory=memory, outside=outside or Outside()))

        yield make


class World:
    """Names that resolve as the test says; connections to public addresses end on loopback, and are recorded."""

    def __init__(self, **names: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): itertools.chain(answers[:-1], itertools.repeat(answers[-1]))
                         for name, answers in names.items()}  # fmt: skip
        self.resolved: list[str] = []
        self.connected: list[str] = []
        self.outside = Outside(resolve=self._resolve, connect=self._connect)

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        if host not in self._answers:
            raise socket.gaierror(-2, "Name or service not known")
        return next(self._answers[host])

    def _connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        self.connected.append(address)
        return connect("127.0.0.1", port, seconds)


def moved(location: str, status: int = 302) -> Answer:
    """Return a redirect."""
    return (status, {"Location": location}, b"")


# What comes in


def test_a_page_is_fetched(site: Site, door_of: Doors) -> None:
    """A page comes with its URL, type, charset, bytes and validators."""
    headers = {**HTML, "ETag": '"1"', "Last-Modified": "Mon, 02 Mar 2026 09:30:00 GMT"}
    site.answers["/page"] = (200, headers, PAGE)
    page = door_of().get(f"{site.url}/page#part")
    modified = "Mon, 02 Mar 2026 09:30:00 GMT"
    assert page == Page(f"{site.url}/page", "text/html", "utf-8", PAGE, '"1"', modified, from_memory=False)


def test_what_is_sent(site: Site, door_of: Doors) -> None:
    """A request says who asks, what is read and how it may be packed, and sends no cookies back."""
    site.answers["/start"] = (302, {"Location": "/page", "Set-Cookie": "a=b"}, b"")
    door_of().get(f"{site.url}/start")
    headers = site.asked[-1][1]
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert headers["User-Agent"].startswith("Pronouncer/")
    assert headers["Accept"].startswith("text/html, ")
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert "Cookie" not in headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, door_of: Doors, status: int) -> None:
    """Every kind of redirect is followed, and the page tells where it ended."""
    site.answers["/start"] = moved("page", status)
    assert door_of().get(f"{site.url}/start").url == f"{site.url}/page"


def raw_deflate(data: bytes) -> bytes:
    """Return deflate data without a header, as some servers send."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
        ("gzip", lambda data: gzip.compress(data) + b"\0\0padding"),
        ("identity", bytes),
    ],
)
def test_packed_pages(site: Site, door_of: Doors, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    """Packed pages are unpacked, in each form that servers send."""
    long = PAGE + b"<p>a</p>" * 20_000 + b"\0" * 300_000
    site.answers["/page"] = (200, {**HTML, "Content-Encoding": encoding}, pack(long))
    assert door_of().get(f"{site.url}/page").data == long


@pytest.mark.parametrize("pack", [raw_deflate, zlib.compress, gzip.compress])
def test_blocks_end_anywhere(pack: Callable[[bytes], bytes]) -> None:
    """Packed data that ends just behind a block that was unpacked is whole."""
    for size in range(65_530, 65_800):
        assert body([pack(bytes(size))], "gzip", limit=70_000, name="page") == bytes(size)


def test_a_chunked_page(site: Site, door_of: Doors) -> None:
    """A page in chunks is put together."""
    site.answers["/page"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    assert door_of().get(f"{site.url}/page").data == b"abcde"


def test_an_empty_packed_page(site: Site, door_of: Doors) -> None:
    """A body of no bytes is empty, packed or not."""
    site.answers["/page"] = (200, {**HTML, "Content-Encoding": "gzip"}, b"")
    assert door_of().get(f"{site.url}/page").data == b""


# Where it may not go


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1.",
        "http://127.0.0.1%2eexample/",
        "http://127%2e0%2e0%2e1/",
        "http://127。0。0。1/",
        "http://１２７.０.０.１/",
        "http://ⓛocalhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://localhost/",
        "http://localhost./",
        "http://example.com..",
        "http://example.com\\@127.0.0.1/",
        "http://127.0.0.1\\.example.com/",
        "http://user:secret@example.com/",
        "http://user@example.com/",
        "http://example.com:22/",
        "http://example.com:6379/",
        "http://example.com:0/",
        "http://example.com:99999/",
        "http://exa mple.com/",
        "http://example.com\x00/",
        "http:///page",
        "http://",
        "https:page",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 200 + "example/",
        "http://example.com/" + "a" * 70_000,
    ],
)
def test_urls_that_hide_something(url: str, door_of: Doors) -> None:
    """Numbers, escapes, zones, credentials, odd ports and other schemes do not lead around the check."""
    world = World(localhost=[["127.0.0.1"]], example_com=[["127.0.0.1"]])
    with pytest.raises(SourceError) as caught:
        door_of(loopback=False, outside=world.outside).get(url)
    assert world.connected == []
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_this_machine_is_refused_without_the_setting(site: Site, door_of: Doors) -> None:
    """Loopback needs the setting, which the message names."""
    with pytest.raises(SourceError, match="loopback = true"):
        door_of(loopback=False).get(f"{site.url}/page")
    assert site.asked == []


@pytest.mark.parametrize("found", [["10.0.0.7"], [PUBLIC, "10.0.0.7"], ["::ffff:10.0.0.7"]])
def test_a_name_with_a_private_address(site: Site, door_of: Doors, found: list[str]) -> None:
    """A name is refused if any of its addresses is private."""
    world = World(news_example=[found])
    with pytest.raises(SourceError, match=r"news\.example has a private address"):
        door_of(outside=world.outside).get(f"http://news.example:{site.port}/page")
    assert world.connected == [] and site.asked == []


def test_rebinding(site: Site, door_of: Doors) -> None:
    """The connection goes to the address that was checked: a second answer of the name server is never asked for."""
    world = World(news_example=[[PUBLIC], ["127.0.0.1"]])
    page = door_of(loopback=False, outside=world.outside).get(f"http://news.example:{site.port}/page")
    assert page.data == PAGE
    assert (world.resolved, world.connected) == (["news.example"], [PUBLIC])
    assert site.asked[0][1]["Host"] == f"news.example:{site.port}"


def test_rebinding_for_the_next_connection(site: Site, door_of: Doors) -> None:
    """A name that turns to this machine between two connections is refused at the second."""
    site.answers["/page"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na"
    world = World(news_example=[[PUBLIC], ["127.0.0.1"]])
    door = door_of(loopback=False, outside=world.outside)
    door.get(f"http://news.example:{site.port}/page")
    with pytest.raises(SourceError, match="loopback address"):
        door.get(f"http://news.example:{site.port}/page")
    assert world.connected == [PUBLIC]


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{}/page", "http://[::1]:{}/page", "//10.0.0.1:{}/", "http://inner.example:{}/"]
)
def test_a_redirect_into_the_network(site: Site, door_of: Doors, location: str) -> None:
    """A public page cannot redirect to an inner address, by number or by name."""
    site.answers["/start"] = moved(location.format(site.port))
    world = World(news_example=[[PUBLIC]], inner_example=[["192.168.0.1"]])
    with pytest.raises(SourceError, match=r"/start .*not fetched"):
        door_of(loopback=False, outside=world.outside).get(f"http://news.example:{site.port}/start")
    assert site.paths == ["/start"] and world.connected == [PUBLIC]


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("file:///etc/passwd", "not an http or https URL"),
        ("http://user:secret@example.com/", "name or password"),
        ("http://2130706433/", "no host name"),
        ("http://[::1/", "not a URL"),
        ("http://a:b/", "not a URL"),
        ("http://example.com:25/", "port 25"),
        ("/start", "in a circle"),
    ],
)
def test_redirects_that_are_refused(site: Site, door_of: Doors, location: str, message: str) -> None:
    """A redirect is judged as a URL that was given."""
    site.answers["/start"] = moved(location)
    with pytest.raises(SourceError, match=message) as caught:
        door_of().get(f"{site.url}/start")
    assert "secret" not in str(caught.value)
    assert "/start" in str(caught.value)


def test_redirect_loop(site: Site, door_of: Doors) -> None:
    """A circle of redirects is named after one round."""
    site.answers |= {"/a": moved("/b"), "/b": moved("/a")}
    with pytest.raises(SourceError, match="in a circle"):
        door_of().get(f"{site.url}/a")
    assert site.paths == ["/a", "/b"]


def test_too_many_redirects(site: Site, door_of: Doors) -> None:
    """At most five redirects are followed."""
    site.answers |= {f"/{number}": moved(f"/{number + 1}") for number in range(9)}
    with pytest.raises(SourceError, match="more than 5"):
        door_of().get(f"{site.url}/0")
    assert len(site.asked) == 6


def test_the_next_address_is_tried(site: Site, door_of: Doors) -> None:
    """Where the first address of a name does not answer, the next one is tried."""

    def unsure(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        if address == PUBLIC:
            raise httpcore.ConnectError("no route")
        return connect("127.0.0.1", port, seconds)

    outside = Outside(resolve=lambda host, port: [PUBLIC, "8.8.8.8"], connect=unsure)
    assert door_of(outside=outside).get(f"http://news.example:{site.port}/page").data == PAGE


# https


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.example with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    path = tmp_path_factory.mktemp("tls") / "news.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {path} -out {path}.crt "
        "-days 2 -subj /CN=news.example -addext subjectAltName=DNS:news.example"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    with path.open("a") as file:
        file.write(Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def secure(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server with TLS, whose certificate the door trusts. It records the names that clients ask for."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    site = Site()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: site.asked.append((f"sni {name}", {}))
    with serving(site, context) as running:
        yield running


def test_https_keeps_the_name(secure: Site, door_of: Doors) -> None:
    """A connection to a checked address still asks for the name, and its certificate is the name's."""
    world = World(news_example=[[PUBLIC]])
    page = door_of(outside=world.outside).get(f"https://news.example:{secure.port}/page")
    assert page.data == PAGE and world.connected == [PUBLIC]
    assert secure.asked[0][0] == "sni news.example"
    assert secure.asked[1][1]["Host"] == f"news.example:{secure.port}"


def test_a_certificate_of_another_name(secure: Site, door_of: Doors) -> None:
    """A certificate that is not the name's is refused, and said to be."""
    world = World(other_example=[[PUBLIC]])
    with pytest.raises(SourceError, match="certificate is not valid"):
        door_of(outside=world.outside).get(f"https://other.example:{secure.port}/page")
    assert "/page" not in secure.paths


def test_a_certificate_of_nobody(secure: Site, door_of: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody trusted has signed is refused."""
    monkeypatch.delenv("SSL_CERT_FILE")
    world = World(news_example=[[PUBLIC]])
    with pytest.raises(SourceError, match="certificate is not valid"):
        door_of(outside=world.outside).get(f"https://news.example:{secure.port}/page")


def test_https_does_not_lead_to_http(secure: Site, site: Site, door_of: Doors) -> None:
    """A redirect from https to http is refused."""
    secure.answers["/start"] = moved(f"http://news.example:{site.port}/page")
    world = World(news_example=[[PUBLIC]])
    with pytest.raises(SourceError, match="redirects from https"):
        door_of(outside=world.outside).get(f"https://news.example:{secure.port}/start")
    assert site.asked == []


def test_http_where_https_is_spoken(secure: Site, site: Site, door_of: Doors) -> None:
    """The wrong protocol on a port is an error that names the page."""
    for url in (f"http://127.0.0.1:{secure.port}/page", f"https://127.0.0.1:{site.port}/page"):
        with pytest.raises(SourceError, match="cannot be fetched"):
            door_of().get(url)


# How much, how long


@pytest.mark.parametrize("path", ["/long", "/endless", "/said", "/bomb", "/bombs", "/deflated"])
def test_too_large(site: Site, door_of: Doors, path: str) -> None:
    """A body over the limit, as received or as unpacked, stops there."""
    zeros = bytes(50_000_000)
    site.answers |= {
        "/long": (200, HTML, bytes(200_000)),
        "/endless": b"HTTP/1.1 200 OK\r\n\r\n" + bytes(200_000),
        "/said": b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
        "/bomb": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(zeros)),
        "/bombs": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(bytes(60_000)) * 9),
        "/deflated": (200, {**HTML, "Content-Encoding": "deflate"}, raw_deflate(zeros)),
    }
    with pytest.raises(TooLong, match="100,000 bytes.*max_bytes"):
        door_of(max_bytes=100_000).get(site.url + path)


def test_a_bomb_is_not_unpacked() -> None:
    """A bomb is unpacked in blocks, and no block after the one that passes the limit."""
    import tracemalloc

    bomb = gzip.compress(bytes(100_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLong):
            body([bomb], "gzip", limit=1_000_000, name="bomb")
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc", "was cut off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE, mtime=0)[:-9], "was cut off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bnonsense", "is damaged"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n<html>", "is damaged"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc", "packed as 'br'"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nabc", "packed as 'gzip, gzip'"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 400_000 + b"\r\n\r\n", "does not keep to HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "does not keep to HTTP"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "does not keep to HTTP"),
        (b"\xff\x00" * 500, "without an answer"),
        (b"HTTP/1.1 200 OK\r\n", "cannot be fetched"),
        (b"", "without an answer"),
    ],
)
def test_broken_answers(site: Site, door_of: Doors, answer: bytes, message: str) -> None:
    """A body that was cut off or damaged, and a server that speaks something else, are said to be so."""
    site.answers["/page"] = answer
    with pytest.raises(SourceError, match=message):
        door_of().get(f"{site.url}/page")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nA: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_slow_drip(door_of: Doors, start: bytes) -> None:
    """Bytes that drip, in the headers or the body, end when the time is up, however many have come."""
    stop = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(start)
            for _ in range(100):  # not for ever, should nobody hang up
                connection.sendall(b"a" if start else b"H")
                if stop.wait(0.02):
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=(listening,))
        thread.start()
        try:
            with pytest.raises(SourceError, match="fetch_seconds|keep to HTTP"):
                door_of(fetch_seconds=0.3).get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        finally:
            stop.set()
            thread.join()


def test_a_silent_server_and_a_silent_name_server(door_of: Doors) -> None:
    """A server that accepts and says nothing, and a name server that does not answer, end when the time is up."""
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(SourceError, match="0.2 seconds"):
        door_of(fetch_seconds=0.2).get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    answer = threading.Event()
    outside = Outside(resolve=lambda host, port: ["127.0.0.1"] if answer.wait(60) else [])
    with pytest.raises(SourceError, match="0.2 seconds"):
        door_of(fetch_seconds=0.2, outside=outside).get("http://news.example/")
    answer.set()


def test_the_time_is_for_all_redirects(site: Site, door_of: Doors) -> None:
    """Redirects share the time of one page."""
    watch = Watch()

    def slowly(headers: Mapping[str, str]) -> Answer:
        watch.now += 4
        return moved(f"/{len(site.asked)}")

    site.answers |= {f"/{number}": slowly for number in range(6)}
    with pytest.raises(SourceError, match="was not done after 9 seconds"):
        door_of(fetch_seconds=9.0, outside=watch.outside).get(f"{site.url}/0")
    assert len(site.asked) == 3


# What kind


@pytest.mark.parametrize(
    ("media_type", "what"),
    [
        ("application/pdf", "a PDF file"),
        ("image/png", "an image"),
        ("application/zip", "a zip archive"),
        ("audio/mpeg", "a sound file"),
        ("video/mp4", "a video"),
        ("application/rss+xml", "a feed"),
        ("application/json", "JSON data"),
        ("application/octet-stream", "unknown kind"),
        ("text/html\u00e9", "something else"),
    ],
)
def test_other_kinds_are_named(site: Site, door_of: Doors, media_type: str, what: str) -> None:
    """What is no page is refused by what it is, before its body is read."""
    site.answers["/page"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: " + media_type.encode() + b"\r\nContent-Length: 9\r\n\r\n"
    )
    with pytest.raises(SourceError, match=what):
        door_of().get(f"{site.url}/page")


@pytest.mark.parametrize(
    "media_type", ["Text/HTML;charset=x", "application/xhtml+xml", "text/plain", "text/markdown", ""]
)
def test_kinds_of_pages(site: Site, door_of: Doors, media_type: str) -> None:
    """Pages are HTML, XHTML, plain text, Markdown, or what the server does not say."""
    site.answers["/page"] = (200, {"Content-Type": media_type} if media_type else {}, PAGE)
    page = door_of().get(f"{site.url}/page")
    assert page.media_type == media_type.lower().partition(";")[0]


def test_the_caller_says_what_is_read(site: Site, door_of: Doors) -> None:
    """Feeds are let in where the caller asks for them, and pages then are not."""
    site.answers["/feed"] = (200, {"Content-Type": "application/rss+xml"}, b"<rss/>")
    assert door_of().get(f"{site.url}/feed", accept=FEEDS).data == b"<rss/>"
    assert door_of().get(f"{site.url}/page", accept=ANY).data == PAGE
    with pytest.raises(SourceError, match=r"a web page \(text/html\), not what was asked for"):
        door_of().get(f"{site.url}/page", accept=FEEDS)


def test_a_kind_that_nobody_declares_is_found_by_its_first_bytes(site: Site, settings: Settings) -> None:
    """Without a type, or with a wrong one, the first bytes tell."""
    site.answers |= {
        "/pdf": (200, {}, b"%PDF-1.7 ..."),
        "/lie": (200, HTML, b"\x89PNG\r\n\x1a\n"),
        "/html": (200, {}, PAGE),
    }
    near = Settings(cache=settings.cache, loopback=True)
    assert read(f"{site.url}/html", near).kind == "html"
    for path, what in (("/pdf", "PDF"), ("/lie", "PNG")):
        with pytest.raises(SourceError, match=what):
            read(site.url + path, near)


# What the server says


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (401, {}, "needs a login.*headers"),
        (402, {}, "needs a login"),
        (403, {}, "needs a login"),
        (404, {}, "is not there"),
        (410, {}, r"is not there \(410 Gone\)"),
        (429, {}, "host_seconds"),
        (429, {"Retry-After": "120"}, "try again in 120 seconds"),
        (503, {"Retry-After": "Mon, 02 Mar 2026 09:30:00 GMT"}, "after Mon, 02 Mar 2026 09:30:00 GMT"),
        (503, {}, "Try again later"),
        (500, {}, "server has a problem"),
        (999, {}, "999"),
        (204, {}, "no page"),
        (206, {}, "no page"),
        (300, {}, "no page"),
        (302, {}, "no page"),
        (304, {}, "no page"),
        (418, {}, "no page"),
        (407, {}, "setting proxy"),
    ],
)
def test_answers_without_a_page(site: Site, door_of: Doors, status: int, headers: dict[str, str], message: str) -> None:
    """Each answer without a page says what to do next, and carries its status."""
    site.answers["/page"] = (status, headers, b"")
    with pytest.raises(StatusError, match=message) as caught:
        door_of().get(f"{site.url}/page")
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (b'{"code": "rest_forbidden", "data": {"status": 401}}', "application/json; charset=UTF-8", "rest_forbidden"),
        (b'{"code": "rest_forbidden"}', "text/html", ""),
        (b'{"code": 7}', "application/json", "7"),
        (b'["rest_forbidden"]', "application/json", ""),
        (b"[" * 5000, "application/json", ""),
        (b'{"code": "rest_forbidden"}' + b" " * 20_000, "application/json", ""),
        (b"", "application/json", ""),
    ],
)
def test_what_an_api_calls_its_refusal(site: Site, door_of: Doors, body: bytes, media_type: str, code: str) -> None:
    """The code of an API's refusal is kept; a page, nonsense and endless answers have none."""
    site.answers["/post"] = (401, {"Content-Type": media_type}, body)
    with pytest.raises(StatusError, match="needs a login") as caught:
        door_of().get(f"{site.url}/post")
    assert (caught.value.status, caught.value.code) == (401, code)


def test_the_way_is_in_the_message(site: Site, door_of: Doors) -> None:
    """An error after a redirect names both URLs."""
    site.answers["/start"] = moved("/gone")
    with pytest.raises(StatusError, match=r"/start leads to .*/gone, which is not there"):
        door_of().get(f"{site.url}/start")


def test_a_server_that_is_not_there(door_of: Doors) -> None:
    """A port that nobody listens on, and a name that nobody has, are named."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(SourceError, match="Connection refused"):
        door_of().get(f"http://127.0.0.1:{port}/")
    with pytest.raises(SourceError, match=r"There is no host news\.example"):
        door_of(outside=World().outside).get("http://news.example/")
    with pytest.raises(SourceError, match="has no address"):
        door_of(outside=World(news_example=[[]]).outside).get("http://news.example/")


# Memory


def conditional(headers: Mapping[str, str]) -> Answer:
    """Answer 304 to who knows the version."""
    same = headers.get("If-None-Match") == '"1"'
    return (304, {"ETag": '"1"'}, b"") if same else (200, {**HTML, "ETag": '"1"'}, PAGE)


def test_an_unchanged_page_comes_from_memory(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """A page with an ETag is asked for again with it, and a 304 gives the page that was remembered."""
    site.answers |= {"/page": conditional, "/start": moved("/page")}
    memory = Cache(tmp_path, limit=1_000_000)
    first = door_of(memory=memory).get(f"{site.url}/page")
    second = door_of(memory=memory).get(f"{site.url}/start")
    assert not first.from_memory
    assert second == first._replace(from_memory=True)


def test_a_page_with_a_date(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """Last-Modified is asked for as the server wrote it."""
    date = email.utils.format_datetime(datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC), usegmt=True)
    site.answers["/page"] = (200, {**HTML, "Last-Modified": date}, PAGE)
    door = door_of(memory=Cache(tmp_path, limit=1_000_000))
    door.get(f"{site.url}/page")
    site.answers["/page"] = (304, {}, b"")
    assert door.get(f"{site.url}/page").data == PAGE
    assert site.asked[1][1]["If-Modified-Since"] == date


def test_a_version_that_cannot_be_sent_back(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """An ETag with characters that no header may have is not sent back."""
    site.answers["/page"] = b'HTTP/1.1 200 OK\r\nETag: "\xe4"\r\nContent-Length: 1\r\n\r\na'
    door = door_of(memory=Cache(tmp_path, limit=1_000_000))
    assert [door.get(f"{site.url}/page").data for _ in range(2)] == [b"a", b"a"]
    assert "If-None-Match" not in site.asked[1][1]


def test_a_changed_page_replaces_the_remembered_one(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """A new version is fetched and remembered."""
    door = door_of(memory=Cache(tmp_path, limit=1_000_000))
    for version in ("1", "2"):
        site.answers["/page"] = (200, {**HTML, "ETag": f'"{version}"'}, version.encode())
        assert door.get(f"{site.url}/page").data == version.encode()
    door.get(f"{site.url}/page")
    assert site.asked[2][1]["If-None-Match"] == '"2"'


@pytest.mark.parametrize(
    "header", [{}, {"ETag": '"1"', "Cache-Control": "private, No-Store"}, {"ETag": '"1"', "Vary": "*"}]
)
def test_pages_that_are_not_remembered(site: Site, door_of: Doors, tmp_path: Path, header: dict[str, str]) -> None:
    """A page without a validator, or that asks not to be stored, is not remembered."""
    site.answers["/page"] = (200, {**HTML, **header}, PAGE)
    memory = Cache(tmp_path, limit=1_000_000)
    door_of(memory=memory).get(f"{site.url}/page")
    assert memory.holdings() == []


def test_a_damaged_memory_is_forgotten(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """Bytes in the memory that are no page count as absent."""
    site.answers["/page"] = conditional
    memory = Cache(tmp_path, limit=1_000_000)
    door_of(memory=memory).get(f"{site.url}/page")
    (path,) = tmp_path.glob("*/*")
    for wrong in (b"", b"[1]\nx", b"{}\nx", b"7\nx", b"null", b"\xff\n"):
        memory.put("page", path.name, wrong)
        assert not door_of(memory=memory).get(f"{site.url}/page").from_memory


def test_limits_hold_for_the_remembered_page(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """A remembered page is still refused where it is over the limit or of another kind."""
    site.answers["/page"] = conditional
    memory = Cache(tmp_path, limit=1_000_000)
    door_of(memory=memory).get(f"{site.url}/page")
    with pytest.raises(TooLong):
        door_of(memory=memory, max_bytes=10).get(f"{site.url}/page")
    with pytest.raises(SourceError, match="a web page"):
        door_of(memory=memory).get(f"{site.url}/page", accept=FEEDS)


def test_reading_many_urls_through_one_door(site: Site, door_of: Doors) -> None:
    """`read_url` reads through an open door, feeds too where they are asked for."""
    site.answers["/feed"] = (200, {"Content-Type": "application/rss+xml"}, b"<rss><channel/></rss>")
    door = door_of()
    assert read_url(f"{site.url}/page", door).kind == "html"
    assert read_url(f"{site.url}/feed", door, accept=FEEDS).text == "<rss><channel/></rss>"
    with pytest.raises(SourceError, match="a feed"):
        read_url(f"{site.url}/feed", door)


def test_reading_a_url_can_remember(site: Site, tmp_path: Path) -> None:
    """`read` takes a memory for pages of the web."""
    site.answers["/page"] = conditional
    memory = Cache(tmp_path, limit=1_000_000)
    near = Settings(loopback=True)
    texts = [read(f"{site.url}/page", near, memory=memory).text for _ in range(2)]
    assert texts == [PAGE.decode()] * 2
    assert "If-None-Match" in site.asked[1][1]


# robots.txt


def robots(text: str) -> Answer:
    """Return a robots.txt."""
    return (200, {"Content-Type": "text/plain"}, text.encode())


def test_robots_are_not_asked_by_default(site: Site, door_of: Doors) -> None:
    """A newsroom fetches its own pages: robots.txt is not asked for without the setting."""
    site.answers["/robots.txt"] = robots("User-agent: *\nDisallow: /")
    door_of().get(f"{site.url}/page")
    assert site.paths == ["/page"]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /page", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: Pronouncer\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: Pronouncer\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Otherbot\nDisallow: /", True),
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("<html>not found</html>", True),
        ("", True),
    ],
)
def test_robots(site: Site, door_of: Doors, text: str, allowed: bool) -> None:
    """Rules for Pronouncer come before those for everyone."""
    site.answers["/robots.txt"] = robots(text)
    door = door_of(robots=True)
    if allowed:
        assert door.get(f"{site.url}/page").data == PAGE
    else:
        with pytest.raises(SourceError, match=r"robots\.txt asks Pronouncer not to"):
            door.get(f"{site.url}/page")
    assert ("/page" in site.paths) == allowed


def test_robots_are_asked_once(site: Site, door_of: Doors) -> None:
    """The rules of a host are kept for the life of the door, and hold after a redirect too."""
    site.answers |= {"/robots.txt": robots("User-agent: *\nDisallow: /private"), "/start": moved("/private")}
    door = door_of(robots=True)
    door.get(f"{site.url}/page")
    with pytest.raises(SourceError, match="robots"):
        door.get(f"{site.url}/start")
    assert site.paths == ["/robots.txt", "/page", "/start"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (429, False), (500, False), (503, False)])
def test_robots_that_cannot_be_had(site: Site, door_of: Doors, status: int, allowed: bool) -> None:
    """No robots.txt allows; a server that cannot say now is left alone for now, and asked again."""
    site.answers["/robots.txt"] = (status, {}, b"")
    door = door_of(robots=True)
    if allowed:
        assert door.get(f"{site.url}/page").data == PAGE
        return
    with pytest.raises(SourceError, match=r"/robots\.txt answered"):
        door.get(f"{site.url}/page")
    site.answers["/robots.txt"] = robots("")
    assert door.get(f"{site.url}/page").data == PAGE


# Polite


class Watch:
    """A clock that moves when somebody sleeps, and a second for each page that is asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def outside(self) -> Outside:
        return Outside(resolve=lambda host, port: ["127.0.0.1"], clock=lambda: self.now, sleep=self.sleep)


def test_a_pause_between_two_pages(site: Site, door_of: Doors) -> None:
    """Two pages of a host have a pause between them, less the time that passed; another host and a redirect do not."""
    watch = Watch()
    site.answers["/start"] = moved("/page")
    door = door_of(host_seconds=2.0, outside=watch.outside)
    door.get(f"http://a.example:{site.port}/start")
    assert watch.slept == []
    door.get(f"http://b.example:{site.port}/page")
    assert watch.slept == []
    watch.now += 0.5
    door.get(f"http://a.example:{site.port}/page")
    assert watch.slept == [1.5]
    watch.now += 5
    door.get(f"http://a.example:{site.port}/page")
    assert watch.slept == [1.5]


def test_waiting_for_our_turn_is_not_their_time(site: Site, door_of: Doors) -> None:
    """The pause does not count towards `fetch_seconds`."""
    watch = Watch()
    door = door_of(host_seconds=60.0, fetch_seconds=5.0, outside=watch.outside)
    for _ in range(2):
        door.get(f"{site.url}/page")
    assert watch.slept == [60.0]


def test_one_request_at_a_time(site: Site, door_of: Doors) -> None:
    """Threads that share a door ask a host one after the other."""
    busy, most = [0], [0]
    lock = threading.Lock()

    def slow(headers: Mapping[str, str]) -> Answer:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        threading.Event().wait(0.02)
        with lock:
            busy[0] -= 1
        return (200, HTML, PAGE)

    site.answers["/page"] = slow
    door = door_of()
    threads = [threading.Thread(target=door.get, args=(f"{site.url}/page",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(site.asked), most[0]) == (5, 1)


# Headers of the newsroom, proxy


def test_headers_go_to_their_host_only(site: Site, door_of: Doors) -> None:
    """A token goes to the host it is for, and is gone after a redirect to another."""
    with serving(Site()) as other:
        site.answers["/start"] = moved(f"{other.url}/page")
        door = door_of(headers=(f"127.0.0.1:{site.port} X-Token: s3cret",))
        door.get(f"{site.url}/start")
        assert site.asked[0][1]["X-Token"] == "s3cret"
        assert "X-Token" not in other.asked[0][1]


def test_headers_of_a_name(secure: Site, door_of: Doors) -> None:
    """A header for one name is not sent to another name of the same server."""
    world = World(news_example=[[PUBLIC]])
    place = f"news.example:{secure.port}"
    door = door_of(outside=world.outside, headers=(f"{place} Cookie: a=b; c=d", "other.example X-Token: t"))
    door.get(f"https://{place}/page")
    assert secure.asked[-1][1]["Cookie"] == "a=b; c=d"
    assert "X-Token" not in secure.asked[-1][1]


def test_headers_are_sent_over_https_only(site: Site, door_of: Doors) -> None:
    """A token is not sent where anyone on the way could read it, and no message shows it."""
    world = World(news_example=[[PUBLIC]])
    place = f"news.example:{site.port}"
    with pytest.raises(SourceError, match="https only") as caught:
        door_of(outside=world.outside, headers=(f"{place} X-Token: s3cret",)).get(f"http://{place}/page")
    assert site.asked == [] and "s3cret" not in str(caught.value)


@pytest.mark.parametrize("answer", [(401, {}, b""), (500, {}, b""), b"", b"nonsense\r\n\r\n"])
def test_headers_stay_out_of_messages(
    site: Site, door_of: Doors, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong, the token is in no message, no chained error, no log and no repr of the settings."""
    caplog.set_level("DEBUG")
    site.answers["/page"] = answer
    chosen = (f"127.0.0.1:{site.port} X-Token: s3cret",)
    with pytest.raises(SourceError) as caught:
        door_of(headers=chosen).get(f"{site.url}/page")
    error: BaseException | None = caught.value
    while error is not None:
        assert "s3cret" not in str(error)
        error = error.__cause__ or error.__context__
    assert "s3cret" not in caplog.text + repr(Settings(headers=chosen, proxy="http://u:s3cret@proxy"))
    assert site.asked[0][1]["X-Token"] == "s3cret"


def test_pages_with_a_token_are_not_remembered(site: Site, door_of: Doors, tmp_path: Path) -> None:
    """What only subscribers see is not kept, and a public teaser in the memory does not stand in for it."""
    site.answers["/page"] = conditional
    memory = Cache(tmp_path, limit=1_000_000)
    door_of(memory=memory).get(f"{site.url}/page")
    own = door_of(memory=memory, headers=(f"127.0.0.1:{site.port} X-Token: s3cret",))
    assert not own.get(f"{site.url}/page").from_memory
    assert "If-None-Match" not in site.asked[1][1]
    empty = Cache(tmp_path / "empty", limit=1_000_000)
    door_of(memory=empty, headers=(f"127.0.0.1:{site.port} X-Token: s3cret",)).get(f"{site.url}/page")
    assert empty.holdings() == []


@pytest.mark.parametrize("entry", ["a.example Host: s3cret", "a.example Content-Length: s3cret", "a..b X-Key: s3cret"])
def test_headers_that_cannot_be_sent(door_of: Doors, entry: str) -> None:
    """Headers that say where a request goes or how long it is, and those for no host, cannot be set."""
    with pytest.raises(SettingsError, match="setting headers") as caught:
        door_of(headers=(entry,))
    assert "s3cret" not in str(caught.value)


def test_headers_in_place_of_ours(site: Site, door_of: Doors) -> None:
    """A newsroom's header replaces the one that would have been sent."""
    door_of(headers=(f"127.0.0.1:{site.port} user-agent: Newsroom/1",)).get(f"{site.url}/page")
    assert site.asked[0][1]["user-agent"] == "Newsroom/1" and "User-Agent" not in site.asked[0][1]


def test_proxy(site: Site, door_of: Doors) -> None:
    """With a proxy, names are left to it and its password goes to it only."""
    site.answers["http://news.example/page"] = (200, HTML, PAGE)
    world = World()
    door = door_of(loopback=False, outside=world.outside, proxy=f"http://user:s3cret@127.0.0.1:{site.port}")
    assert door.get("http://news.example/page").data == PAGE
    path, headers = site.asked[0]
    assert (path, headers["Host"]) == ("http://news.example/page", "news.example")
    assert headers["Proxy-Authorization"].startswith("Basic ")
    assert (world.resolved, world.connected) == ([], ["127.0.0.1"])


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://127.0.0.1/", "http://localhost/", "http://cms/", "http://cms.internal/"]
)
def test_inner_names_do_not_go_through_the_proxy(site: Site, door_of: Doors, url: str) -> None:
    """A proxy is not asked for inner addresses and names."""
    with pytest.raises(SourceError, match="not fetched"):
        door_of(proxy=site.url).get(url)
    assert site.asked == []


def relay(source: socket.socket, target: socket.socket) -> None:
    """Send on what comes, to the end."""
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def tunnel(listening: socket.socket, port: int, asked: list[bytes]) -> None:
    """Be a proxy for one https connection, which ends on loopback."""
    near, _ = listening.accept()
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += near.recv(1)
        asked.append(request)
        near.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        back = threading.Thread(target=relay, args=(far, near))
        back.start()
        relay(near, far)
        back.join()


def test_https_through_a_proxy(secure: Site) -> None:
    """The proxy opens a tunnel, in which the certificate is still that of the name; it sees no path and no token."""
    place = f"news.example:{secure.port}"
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=tunnel, args=(listening, secure.port, asked))
        thread.start()
        proxy = f"http://user:s3cret@127.0.0.1:{listening.getsockname()[1]}"
        with Door(Settings(proxy=proxy, headers=(f"{place} X-Token: t0ken",)), outside=World().outside) as door:
            assert door.get(f"https://{place}/page").data == PAGE
        thread.join()
    assert asked[0].startswith(f"CONNECT {place} ".encode()) and b"Proxy-Authorization" in asked[0]
    assert b"page" not in asked[0] and b"t0ken" not in asked[0]
    sent = secure.asked[-1][1]
    assert (sent["X-Token"], sent.get("Proxy-Authorization")) == ("t0ken", None)


def test_a_proxy_that_refuses(site: Site, door_of: Doors) -> None:
    """A proxy that opens no tunnel is named as the proxy, without its password."""
    door = door_of(proxy=f"http://user:s3cret@127.0.0.1:{site.port}")
    with pytest.raises(SourceError, match="the proxy answered 501") as caught:
        door.get("https://news.example/page")
    assert "s3cret" not in str(caught.value)


def test_a_proxy_that_is_no_url(door_of: Doors) -> None:
    """A proxy that cannot be a URL is refused without its password."""
    with pytest.raises(SettingsError, match="setting proxy") as caught:
        door_of(proxy="http://user:s3cret@proxy:port")
    assert "s3cret" not in str(caught.value)


# Nothing leaks


def every_error() -> list[Exception]:
    """Every exception of httpcore, and those of the layers below."""
    kinds = [kind for kind in vars(httpcore).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    below = [
        ssl.SSLError(1, "reason"),
        OSError(5, "reason"),
        ValueError("reason"),
        UnicodeError("reason"),
        TimeoutError(),
    ]
    return [*(kind("reason") for kind in kinds), httpx.InvalidURL("reason"), *below]


@pytest.mark.parametrize("error", every_error(), ids=lambda error: type(error).__name__)
def test_no_foreign_error_leaks(error: Exception, door_of: Doors) -> None:
    """Whatever the layers below raise becomes a SourceError that names the page."""

    def fail(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        raise error

    door = door_of(outside=Outside(resolve=lambda host, port: [PUBLIC], connect=fail))
    if not isinstance(error, httpcore.ConnectionNotAvailable):  # which the pool takes as a reason to try again
        with pytest.raises(SourceError, match=r"http://news\.example/"):
            door.get("http://news.example/")
    with pytest.raises(SourceError, match="page"), mapped("page", 1):
        raise error


def nowhere(host: str, port: int) -> list[str]:
    """Return no address of any name, as without a network."""
    raise socket.gaierror(-2, "Name or service not known")


@given(st.text() | st.text(alphabet="http://[]@:%.0x1fae?#\\é。 -_"))
def test_any_url_is_judged(text: str) -> None:
    """No text, as URL, host, port or path, raises anything but our own errors."""
    for url in (text, "http://" + text, "https://example.com/" + text, "http://example.com:" + text):
        with pytest.raises(PronouncerError):
            NOWHERE.get(url)


NOWHERE = Door(Settings(host_seconds=0), outside=Outside(resolve=nowhere))
SENT = [b""]
ANYTHING = Door(
    Settings(host_seconds=0),
    outside=Outside(resolve=lambda host, port: [PUBLIC], connect=lambda *_: httpcore.MockStream(SENT[:])),
)


@given(st.binary(max_size=200))
def test_any_location_is_judged(data: bytes) -> None:
    """No redirect, whatever bytes it has, raises anything but our own errors."""
    SENT[:] = [b"HTTP/1.1 302 Found\r\nLocation: " + data.replace(b"\n", b"") + b"\r\n\r\n"]
    with pytest.raises(PronouncerError):
        ANYTHING.get("http://news.example/")


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", ""]))
def test_any_body_is_unpacked_or_refused(data: bytes, encoding: str) -> None:
    """No bytes, packed in whatever way, raise anything but our own errors."""
    with contextlib.suppress(PronouncerError):
        body([data[:1], data[1:]] if data else [], encoding, limit=1000, name="page")
