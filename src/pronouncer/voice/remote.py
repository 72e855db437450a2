"""Servers of speech: one way to ask them, bounded in time and size, whose errors say what a newsroom can do next.

The statuses that trying again can help with are those of RFC 9110 and RFC 6585: 408, 409, 425, 429 and 5xx.
"""

import base64
import contextlib
import email.utils
import json
import re
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import httpcore
import httpx

from pronouncer import __version__
from pronouncer.errors import EngineError, SettingsError
from pronouncer.timed import TimedStream, Timer

LARGEST = 30_000_000  # bytes of an answer; a minute of speech is 8 MB as base64
JSON = ("application/json",)

_CONNECT = 10.0  # seconds
_QUOTED = 200  # characters of what a server says, in a message
_ECHO = 24  # characters in a row that a server repeats from a sentence: its words are then not quoted
_PASSING = (408, 409, 425, 429)
_THROTTLED = re.compile("throttl|too.?many.?requests|rate.?exceeded", re.IGNORECASE)  # some say so with status 400
_MESSAGES = ("error", "detail", "message", "Message", "msg", "error_description")
_ADVICE = {
    401: "Check the key in [engines.{0}].",
    402: "Check what is left of your plan.",
    403: "Check the key in [engines.{0}] and what it may do.",
    404: "Check the voice, the model and the url in [engines.{0}].",
    413: "Cut the sentence in two.",
    429: "It has too much to do, or your plan is used up: try again later.",
}


class Remote:
    """The server of one engine. Threads may share it.

    No redirect is followed: key and text go where the newsroom said, or nowhere.
    """

    def __init__(self, engine: str, url: str, *, seconds: float, secrets: Iterable[str] = ()) -> None:
        """Take `seconds` as the longest that one answer may take; `secrets` are shown in no message.

        Raises SettingsError for what is no http or https URL, and for a key that cannot be sent.
        """
        self.engine = engine
        self.url = _base(engine, url)
        self._seconds = seconds
        self._secrets = [secret for secret in secrets if secret]
        if not all(secret.isascii() and secret.isprintable() for secret in self._secrets):
            raise SettingsError(f"A key in [engines.{engine}] has characters that no key has. Copy it again.")
        self._timer = Timer(time.monotonic)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context() if self.url.scheme == "https" else None,
            max_connections=20,
            keepalive_expiry=20,
            network_backend=_Network(self._timer),
        )

    @property
    def host(self) -> str:
        """Host as it is sent, with its port if it is not the usual one."""
        return self.url.netloc.decode("ascii")

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def ask(
        self, path: str, *, accept: Sequence[str], headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> bytes:
        """Return the answer to a GET, or to a POST where there is a body.

        `accept` has the starts of media types that will do. Raises EngineError for every other answer, and for none.
        """
        target = httpx.URL(f"{self.url}{path}")
        wire = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        own = {
            "Host": self.host,
            "User-Agent": f"Pronouncer/{__version__}",
            "Accept": ", ".join(kind + "*" * kind.endswith("/") for kind in accept),
            "Accept-Encoding": "identity",
            **({"Content-Type": "application/json"} if body is not None else {}),
            **(headers or {}),
        }
        with self._mapped():
            self._timer.set(self._seconds)
            method = "GET" if body is None else "POST"
            waits = {"timeout": {"pool": self._seconds}}
            with self._pool.stream(method, wire, headers=list(own.items()), content=body, extensions=waits) as answer:
                found = httpx.Headers(answer.headers)
                data = self._body(answer, found)
        if answer.status != 200:
            raise self._refused(answer.status, found, data, sent=body or b"")
        kind = found.get("content-type", "").partition(";")[0].strip().lower()
        if not kind.startswith(tuple(accept)):
            raise EngineError(
                f"{self.engine} answered with {kind or 'something unnamed'}, not with {accept[0]}. Check the url in "
                f"[engines.{self.engine}], and whether something between you and it answers in its place.",
                permanent=False,
            )
        return data

    def ask_json(
        self, path: str, *, headers: Mapping[str, str], send: Mapping[str, object] | None = None
    ) -> dict[str, Any]:
        """Return the object that the answer is in JSON. Raises EngineError."""
        body = None if send is None else packed(send)
        data = self.ask(path, accept=JSON, headers=headers, body=body)
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self.broken("is no JSON") from error
        if not isinstance(found, dict):
            raise self.broken("is no object of JSON")
        return found

    def unpacked(self, value: object) -> bytes:
        """Return what base64 in an answer holds. Raises EngineError."""
        try:
            return base64.b64decode(str(value or ""), validate=True)
        except ValueError as error:
            raise self.broken("has audio that is no base64") from error

    def broken(self, what: str) -> EngineError:
        """Return the error for an answer that is not what the engine's documents say."""
        return EngineError(f"{self.engine} gave an answer that {what}. Try again.", permanent=False)

    def _body(self, answer: httpcore.Response, headers: httpx.Headers) -> bytes:
        if headers.get("content-encoding", "identity").lower() != "identity":
            if answer.status != 200:
                return b""
            raise self.broken("is compressed, which it was asked not to be")
        size = headers.get("content-length", "")
        data = bytearray()
        if not (size.isdecimal() and int(size[:15]) > LARGEST):
            for piece in answer.iter_stream():
                data += piece
                if len(data) > LARGEST:
                    break
            else:
                return bytes(data)
        raise self.broken(f"is over {LARGEST:,} bytes, which no sentence takes")

    def _refused(self, status: int, headers: httpx.Headers, data: bytes, *, sent: bytes) -> EngineError:
        kind = headers.get("x-amzn-errortype", "").partition(":")[0]
        said = self._quotable(" ".join(filter(None, (kind, _reason(data)))), sent)
        throttled = status == 400 and bool(_THROTTLED.search(f"{kind} {said}"))
        passing = status >= 500 or status in _PASSING or throttled
        if 300 <= status < 400:
            advice = f"It sends elsewhere, which is not followed: set the url in [engines.{self.engine}]."
        else:
            advice = _ADVICE.get(429 if throttled else status, "Try again." if passing else "").format(self.engine)
        message = f"{self.engine} refused with status {status}{f': {said}' if said else ''}. {advice}"
        return EngineError(message.strip(), permanent=not passing, wait=_wait(headers.get("retry-after", "")))

    def _quotable(self, text: str, sent: bytes) -> str:
        """Return what a server says without keys, and nothing where it repeats the sentence."""
        plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        for secret in self._secrets:
            ends = (secret[:6], secret[-4:]) if len(secret) >= 12 else (secret,)  # some show a part of the key
            plain = re.sub("|".join(rf"\S*{re.escape(end)}\S*" for end in ends), "…", plain)
        known = sent.decode("utf-8", "replace")
        if any(plain[place : place + _ECHO] in known for place in range(len(plain) - _ECHO + 1)):
            return ""
        return (plain[:_QUOTED] + "…" * (len(plain) > _QUOTED)).rstrip(".")

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        """Turn whatever the wire raises into an EngineError."""
        try:
            yield
        except httpcore.TimeoutException as error:
            raise EngineError(
                f"{self.engine} was not done after {self._seconds:g} seconds. Try again, or raise engine_seconds.",
                permanent=False,
            ) from error
        except httpcore.ProtocolError as error:
            raise self.broken("broke off before its end") from error
        except (httpcore.NetworkError, OSError) as error:
            cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
            forged = isinstance(cause, ssl.SSLCertVerificationError)
            reason = "its certificate is not valid" if forged else getattr(cause, "strerror", "") or "connection lost"
            raise EngineError(
                f"{self.engine} cannot be reached at {self.host}: {reason}. Check the url in [engines.{self.engine}] "
                "and the network.",
                permanent=forged,
            ) from error


class _Network(httpcore.NetworkBackend):
    def __init__(self, timer: Timer) -> None:
        self._timer = timer

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = httpcore.SyncBackend().connect_tcp(host, port, min(_CONNECT, self._timer.left()))
        return TimedStream(stream, self._timer)


def packed(value: Mapping[str, object]) -> bytes:
    """Return an object as JSON."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _base(engine: str, url: str) -> httpx.URL:
    try:
        found = httpx.URL(url.rstrip("/"))
        plain = found.scheme in ("http", "https") and found.host and not (found.userinfo or found.query)
        if plain and not found.fragment:
            return found
    except (httpx.InvalidURL, ValueError):
        pass
    # The message does not show it: it may have a password.
    raise SettingsError(f"The url in [engines.{engine}] must be one such as https://example.com/v1, without a login.")


def _reason(data: bytes) -> str:
    """Return the message in an error's body, in any of the shapes that are in use; empty for a web page."""
    try:
        found: object = json.loads(data)
    except (ValueError, RecursionError):
        return "" if b"<" in data[:200] else data[:_QUOTED].decode("utf-8", "replace")
    for _ in range(4):
        if isinstance(found, list):
            found = found[0] if found else ""
        elif isinstance(found, dict):
            found = next((found[name] for name in _MESSAGES if name in found), "")
    return found if isinstance(found, str) else ""


def _wait(value: str) -> float | None:
    """Return the seconds of a Retry-After, which is a number or a date (RFC 9110, 10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
