"""Read the bytes of a source: a path, `-`, or a URL."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pronouncer.errors import SourceError, TooLong
from pronouncer.ingest.raw import Raw, decode
from pronouncer.settings import Settings

if TYPE_CHECKING:  # the door brings the HTTP client, which is loaded for URLs only
    from pronouncer.door.door import Door, Memory


def read(source: str, settings: Settings, *, memory: "Memory | None" = None) -> Raw:
    """Return the raw text of a path, a URL or `-` for standard input.

    `memory` keeps pages of the web between two calls, as the door says. Raises SourceError where it cannot be
    read, TooLong where it is over `max_bytes`.
    """
    if is_url(source):
        from pronouncer.door.door import Door

        with Door(settings, memory=memory) as door:
            return read_url(source, door)
    if source == "-":
        data = sys.stdin.buffer.read(settings.max_bytes + 1)
    else:
        data = _from_file(Path(source), settings)
    if len(data) > settings.max_bytes:
        raise TooLong(
            f"{source} is larger than {settings.max_bytes:,} bytes. Is it one article? If so, raise max_bytes."
        )
    return decode(data, source)


def is_url(source: str) -> bool:
    """Tell whether a source is fetched from the web."""
    return source.lower().startswith(("http://", "https://"))


def read_url(url: str, door: "Door", *, accept: tuple[str, ...] = ()) -> Raw:
    """Return the raw text of a page that an open door fetches, for callers that fetch many.

    `accept` has media types beside those of pages, such as `door.FEEDS`. Raises SourceError and TooLong.
    """
    from pronouncer.door.door import PAGES

    page = door.get(url, accept=(*PAGES, *accept))
    return decode(page.data, url, media_type=page.media_type, charset=page.charset)


def _from_file(path: Path, settings: Settings) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(settings.max_bytes + 1)
    except FileNotFoundError as error:
        raise SourceError(f"There is no file {path}. Check the name, or give a URL or - instead.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path} cannot be read: {reason}.") from error
