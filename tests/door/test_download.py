"""Files that come through the door: onto the disk, over https, as large as they may be."""

import io
import zlib

import pytest
from tests.door.test_door import Doors, Site, World, door_of, site

from pronouncer.errors import SourceError, TooLong

__all__ = ["door_of", "site"]

FILE = bytes(range(256)) * 1000


def test_a_file_is_written(site: Site, door_of: Doors) -> None:
    """The bytes go into the file, whatever their media type, and beyond `max_bytes`; no packing is asked for."""
    site.answers["/a.onnx"] = (200, {"Content-Type": "application/octet-stream"}, FILE)
    file = io.BytesIO()
    page = door_of(max_bytes=10).download(f"{site.url}/a.onnx", file, most=len(FILE))
    assert file.getvalue() == FILE and page.data == b""
    assert site.asked[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("declared", [True, False])
def test_a_file_that_is_too_large(site: Site, door_of: Doors, declared: bool) -> None:
    """No more than the most is written, whether the server says the size or not."""
    head = b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: %d\r\n\r\n" % len(FILE) if declared else b"\r\n")
    site.answers["/a"] = head + FILE
    file = io.BytesIO()
    with pytest.raises(TooLong, match="larger than 100,000 bytes"):
        door_of().download(f"{site.url}/a", file, most=100_000)
    assert len(file.getvalue()) <= 100_000


def test_a_packed_file_is_unpacked_within_bounds(site: Site, door_of: Doors) -> None:
    """A server that packs all the same is understood, and a bomb stops at the most."""
    site.answers["/a"] = (200, {"Content-Encoding": "deflate"}, zlib.compress(bytes(10_000_000)))
    with pytest.raises(TooLong, match="larger than"):
        door_of().download(f"{site.url}/a", io.BytesIO(), most=1_000_000)


def test_a_file_is_not_fetched_over_http(door_of: Doors) -> None:
    """Anyone on the way could change it; nothing is even looked up."""
    world = World(example_com=[["93.184.215.14"]])
    with pytest.raises(SourceError, match="not fetched over http,.*https URL"):
        door_of(outside=world.outside).download("http://example.com/a", io.BytesIO(), most=10)
    assert world.resolved == world.connected == []


@pytest.mark.parametrize(
    ("place", "message"),
    [("http://example.com/a", "not fetched over http,"), ("http://10.0.0.1/a", "private address")],
)
def test_a_file_is_not_fetched_over_a_redirect(site: Site, door_of: Doors, place: str, message: str) -> None:
    """A redirect leads neither to http nor into the network."""
    site.answers["/a"] = (302, {"Location": place}, b"")
    with pytest.raises(SourceError, match=message):
        door_of().download(f"{site.url}/a", io.BytesIO(), most=10)


def test_a_file_is_not_remembered(site: Site, door_of: Doors) -> None:
    """Robots are not asked and nothing is kept: a voice is fetched once, by its name."""
    site.answers["/a"] = (200, {"ETag": '"1"'}, b"x")
    door = door_of(robots=True)
    for _ in range(2):
        door.download(f"{site.url}/a", io.BytesIO(), most=10)
    assert site.paths == ["/a", "/a"]
    assert "If-None-Match" not in site.asked[1][1]
