"""Read the bytes of a source: a path, `-`, or a URL."""

import sys
import time
from pathlib import Path

from pronouncer import __version__
from pronouncer.errors import SourceError, TooLong
from pronouncer.ingest.raw import Raw, decode
from pronouncer.settings import Settings

_REDIRECTS = 5
_TEXT = ("text/html", "text/plain", "application/xhtml+xml", "text/markdown")
_BLOCK = 65_536  # bytes


def read(source: str, settings: Settings) -> Raw:
    """Return the raw text of a path, a URL or `-` for standard input.

    Raises SourceError where it cannot be read, TooLong where it is over `max_bytes`.
    """
    if source.startswith(("http://", "https://")):
        return _from_url(source, settings)
    if source == "-":
        data = sys.stdin.buffer.read(settings.max_bytes + 1)
    else:
        data = _from_file(Path(source), settings)
    _check_size(len(data), source, settings)
    return decode(data, source)


def _from_file(path: Path, settings: Settings) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceError(f"There is no file {path}. Check the name, or give a URL or - instead.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path} cannot be read: {reason}.") from error


def _check_size(size: int, source: str, settings: Settings) -> None:
    if size > settings.max_bytes:
        raise TooLong(
            f"{source} is larger than {settings.max_bytes:,} bytes. Is it one article? If so, raise max_bytes."
        )


def _from_url(url: str, settings: Settings) -> Raw:
    import httpx

    headers = {"User-Agent": f"Pronouncer/{__version__}", "Accept": ", ".join(_TEXT)}
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=_REDIRECTS, timeout=settings.fetch_seconds, headers=headers
            ) as client,
            client.stream("GET", url) as response,
        ):
            return _from_response(response, url, settings)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = (str(error) or type(error).__name__).rstrip(".")
        raise SourceError(f"{url} cannot be fetched: {reason}.") from error


def _from_response(response: "httpx.Response", url: str, settings: Settings) -> Raw:  # type: ignore[name-defined]  # noqa: F821
    if response.status_code >= 400:
        raise SourceError(f"{url} answered {response.status_code} {response.reason_phrase}. Is it public?")
    media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type and media_type not in _TEXT:
        raise SourceError(f"{url} is {media_type}, not an article. Give the URL of a page.")
    deadline = time.monotonic() + settings.fetch_seconds
    data = bytearray()
    for piece in response.iter_bytes(_BLOCK):
        data += piece
        _check_size(len(data), url, settings)
        if time.monotonic() > deadline:
            raise SourceError(f"{url} was still sending after {settings.fetch_seconds:g} seconds. Try again.")
    return decode(bytes(data), url, media_type=media_type, charset=response.charset_encoding or "")
