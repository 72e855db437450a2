"""Connections that go to a checked address only, and that end when the time is up.

A name is resolved once for a connection, all its addresses are checked, and the connection goes to one of those:
a second answer of the name server cannot lead it elsewhere. Host header, SNI and certificate stay the name's.
"""

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import ip_address

import httpcore
import httpx

from pronouncer.door.addresses import check, literal
from pronouncer.door.timed import TimedStream, Timer
from pronouncer.errors import SourceError
from pronouncer.noun import noun

_WIRE = (httpcore.NetworkError, httpcore.UnsupportedProtocol, httpcore.ConnectionNotAvailable)
_TRIED = 4  # addresses of one name


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Return a TCP connection to an address. Raises httpcore's ConnectError and ConnectTimeout."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


@noun
class Outside:
    """What a door needs of the world; tests give their own."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    """From name and port to addresses."""
    connect: Callable[[str, int, float], httpcore.NetworkStream] = connect
    """From address, port and longest wait in seconds to a connection."""
    clock: Callable[[], float] = time.monotonic
    """Seconds since some moment."""
    sleep: Callable[[float], None] = time.sleep
    """Wait for some seconds."""


class Guard(httpcore.NetworkBackend):
    """Opens connections to checked addresses; to any address where `proxy` says that the newsroom named it."""

    def __init__(self, outside: Outside, timer: Timer, *, loopback: bool, proxy: bool) -> None:
        self._outside = outside
        self._timer = timer
        self._loopback = loopback
        self._proxy = proxy

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of a host that answers. Raises SourceError for an inner one."""
        addresses = self._addresses(host, port)[:_TRIED]
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for waiting, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                return TimedStream(self._outside.connect(address, port, self._timer.left() / waiting), self._timer)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        written = literal(host)
        found = [str(written)] if written else self._resolved(host, port)
        if not self._proxy:
            for address in found:
                check(host, ip_address(address), loopback=self._loopback)
        return found

    def _resolved(self, host: str, port: int) -> list[str]:
        """Ask the name server in a thread: the system's resolver takes no time limit."""
        answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(list(self._outside.resolve(host, port)))
            except (OSError, ValueError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self._timer.left())
        except queue.Empty:
            raise httpcore.ConnectTimeout("the name server did not answer") from None
        if isinstance(found, Exception):
            raise SourceError(f"There is no host {host}, or it cannot be looked up now. Check the URL.") from found
        return found


@contextlib.contextmanager
def mapped(name: str, seconds: float) -> Iterator[None]:
    """Turn whatever the wire raises into a SourceError that names the page."""
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise SourceError(
            f"{name} was not done after {seconds:g} seconds. Try again, or raise fetch_seconds."
        ) from error
    except httpcore.ProxyError as error:
        raise SourceError(f"{name} cannot be fetched: the proxy answered {error}. Check the setting proxy.") from error
    except httpcore.ProtocolError as error:
        raise SourceError(f"{name} {_broken(error)}.") from error
    except (*_WIRE, httpx.InvalidURL, OSError, ValueError) as error:
        raise SourceError(f"{name} {_unreachable(error)}.") from error


def _broken(error: Exception) -> str:
    reason = str(error)
    if "complete message body" in reason or "incomplete chunked" in reason:
        return f"was cut off before its end ({reason}). Try again"
    if "without sending a response" in reason:
        return "cannot be fetched: the server closed the connection without an answer. Try again later"
    return f"cannot be fetched: the server does not keep to HTTP ({reason}). Tell those who run it"


def _unreachable(error: Exception) -> str:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = cause.verify_message.rstrip(".")
        return f"cannot be fetched: its certificate is not valid ({reason}). Check the URL, or mend the certificate"
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return f"cannot be fetched: {reason.rstrip('.')}. Check the URL and the network"
