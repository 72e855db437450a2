"""oEmbed: what other sites show of an edition, as a file and as an answer of a server."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from lxml import etree
from tests.publish.test_structured import HOSTILE

from pronouncer.ingest.raw import Raw
from pronouncer.ingest.take_in import ingest
from pronouncer.pipeline import Pipeline
from pronouncer.publish.oembed import JSON_TYPE, Framed, answer, link, oembed, relinked
from pronouncer.settings import Settings

PLACE = "https://audio.example.org/2026/ferry%20%C3%A9/"
TITLES = ["Ferry returns", HOSTILE, '"><script>alert(1)</script>', "' onload='x' \u2028 &quot; <!--", ""]


def frame(fields: dict[str, Any]) -> Any:
    """Return the one element of the HTML, read by a parser that is not ours."""
    (element,) = lxml.html.fragments_fromstring(str(fields["html"]))
    return element


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_inert(title: str) -> None:
    """Whatever the title is, the HTML is one frame of our page with that title, and nothing else."""
    element = frame(oembed(Framed(PLACE, title, "example.org")))
    assert (element.tag, len(element), element.text) == ("iframe", 0, None)
    assert element.get("src") == f"{PLACE}index.html#player"
    assert element.get("title") == title
    assert set(element.keys()) == {"src", "title", "width", "height", "style", "allow", "loading"}


def test_what_a_rich_answer_must_have() -> None:
    """Version, type, HTML, width and height are as section 2.3.4.4 wants them; no value is empty but a title."""
    fields = oembed(Framed(PLACE, "Ferry returns", "The Courier"))
    assert (fields["version"], fields["type"]) == ("1.0", "rich")
    assert (fields["width"], fields["height"]) == (600, 180)
    assert (fields["provider_name"], fields["provider_url"]) == ("The Courier", "https://audio.example.org/")


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ({}, (600, 180)),
        ({"maxwidth": "320", "maxheight": "150"}, (320, 150)),
        ({"maxwidth": "5000", "maxheight": "5000"}, (600, 180)),
        ({"maxwidth": "0", "maxheight": "-3"}, (600, 180)),
        ({"maxwidth": "1e3", "maxheight": "٣٠"}, (600, 180)),
        ({"maxwidth": '1"><script>', "maxheight": "9" * 5000}, (600, 180)),
    ],
)
def test_a_server_keeps_to_the_limits(query: dict[str, str], size: tuple[int, int]) -> None:
    """It is never larger than was asked for; what is no number is no limit."""
    given = answer(Framed(PLACE, "Ferry", "The Courier"), query)
    fields = json.loads(given.body)
    assert (given.status, given.media_type) == (200, "application/json")
    assert (fields["width"], fields["height"]) == size
    assert (frame(fields).get("width"), frame(fields).get("height")) == tuple(map(str, size))


@pytest.mark.parametrize("title", ["Ferry returns", '"><script>alert(1)</script>', "a & b ]]> <c>"])
def test_xml_says_the_same(title: str) -> None:
    """As XML it has the same fields with the same values, and parses."""
    shown = Framed(PLACE, title, "The Courier")
    as_json, as_xml = (answer(shown, {"format": form}) for form in ("json", "xml"))
    assert as_xml.media_type.startswith("text/xml")
    found = {element.tag: element.text or "" for element in etree.fromstring(as_xml.body.encode())}
    assert found == {name: str(value) for name, value in json.loads(as_json.body).items()}


def test_what_a_server_does_not_have() -> None:
    """An unknown address is 404, another format 501, as section 2.3.6 has it."""
    assert answer(None, {"format": "json"}).status == 404
    assert answer(Framed(PLACE, "Ferry", "x"), {"format": "yaml"}).status == 501


@pytest.mark.parametrize("title", TITLES)
def test_a_page_is_linked_anew(title: str) -> None:
    """The element in a page is replaced by another, whatever stands in either; a page without one stays as it is."""
    old, new = (
        link(Framed(place, title, "x"), "oembed.json") for place in ("https://a.example/e/", "https://b.example/e/")
    )
    assert relinked(f"<head>{old}</head>", new) == f"<head>{new}</head>"
    assert relinked("<head></head>", new) == "<head></head>"


@pytest.mark.parametrize("base_url", ["https://audio.example.org/2026", ""])
def test_an_edition_names_its_oembed(tmp_path: Path, base_url: str) -> None:
    """Where `base_url` is set, the page names a file beside it that frames the page; else there is neither."""
    settings = Settings(
        voice="silence:silence-en", cache=tmp_path / "c", archive=tmp_path / "words.txt", base_url=base_url
    )
    article = ingest(Raw("test", f"{HOSTILE}\n\nIt ends.", "plain"), settings)
    article = dataclasses.replace(article, site="example.org")
    with Pipeline(settings) as pipeline:
        pipeline.say_article(article, tmp_path / "a ferry")
    page = lxml.html.fromstring((tmp_path / "a ferry/index.html").read_bytes())
    links = page.xpath("//head/link[@rel='alternate']")
    file = tmp_path / "a ferry/oembed.json"
    if not base_url:
        assert links == [] and not file.exists()
        return
    (element,) = links
    assert element.get("type") == JSON_TYPE
    assert element.get("href") == f"{base_url}/a%20ferry/oembed.json"
    fields = json.loads(file.read_text("utf-8"))
    assert frame(fields).get("src") == f"{base_url}/a%20ferry/index.html#player"
    assert fields["title"] == element.get("title") == frame(fields).get("title")
    assert fields["provider_name"] == "example.org"
