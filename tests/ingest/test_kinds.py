"""Which source a text is, from its root element, its shape, its media type and its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import SourceError
from pronouncer.ingest.kinds import kind_of
from pronouncer.ingest.registry import COLLECTIONS, SOURCES, collector, reader

RSS = '<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel/></rss>'


@pytest.mark.parametrize(
    ("text", "name", "media_type", "kind"),
    [
        (RSS, "-", "", "feed"),
        (RSS, "http://x/", "text/html", "feed"),
        (RSS, "http://x/", "text/plain", "feed"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "-", "", "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "a.xml", "", "feed"),
        ('<rdf:RDF xmlns:rdf="x"/>', "a.rdf", "application/rdf+xml", "feed"),
        ("<urlset/>", "-", "application/xml", "sitemap"),
        ('<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><sitemapindex/>', "-", "", "sitemap"),
        ('<?xml version="1.0"?><html><p>x', "a.xml", "application/xml", "html"),
        ("<!doctype html><p>x", "http://x/", "text/html", "html"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "-", "", "feed"),
        ('{"posts": []}', "-", "application/json", "ghost"),
        ('{"post": {"current": {}, "previous": {"id": "1"}}}', "-", "", "ghost"),
        ('[{"id": 1, "title": {}, "link": "x"}]', "-", "", "wordpress"),
        ('{"post": {"ID": 1, "post_title": "x"}}', "-", "", "wordpress"),
        ("[]", "a.json", "", "wordpress"),
        ("# T\n\nx", "a.md", "", "markdown"),
        ("# T\n\nx", "https://x.example/a.md?raw=1", "text/plain", "markdown"),
        ("# T\n\nx", "https://x.example/a", "text/markdown", "markdown"),
        ("# T\n\nx", "a.txt", "", "plain"),
        ("# T\n\nx", "-", "", "plain"),
        ('{"Yes," he said, "it left."}', "-", "", "plain"),
        ('[{"x" is how the note began.', "-", "", "plain"),
        ("[]", "notes.txt", "text/plain", "wordpress"),
    ],
)
def test_kinds(text: str, name: str, media_type: str, kind: str) -> None:
    """Root element and shape decide first, since servers name feeds wrongly; then media type and name."""
    assert kind_of(text, name, media_type) == kind


@pytest.mark.parametrize("text", ['{"a": 1}', '[{"a": 1}]', '{"post": {"x": 1}}', '{"posts": "x"}'])
def test_other_json(text: str) -> None:
    """JSON that no source understands is refused, with what is understood."""
    with pytest.raises(SourceError, match="JSON Feed, posts of WordPress"):
        kind_of(text, "a.txt", "")


@pytest.mark.parametrize("text", ["{", '{"a":' * 100_000, "null", "7", '"x"'])
def test_broken_json(text: str) -> None:
    """JSON that is broken, nested without end or only a value is refused where it says that it is JSON."""
    with pytest.raises(SourceError):
        kind_of(text, "https://x.example/a", "application/json")


def test_hostile_starts() -> None:
    """Comments and document types without an end cost no time."""
    for start in (
        "<!--" * 200_000,
        "<!DOCTYPE " * 100_000,
        "<!DOCTYPE x [" * 100_000,
        "<?" * 300_000,
        "<!---->" * 100_000,
    ):
        assert kind_of(start, "-", "") in ("plain", "html")


@given(st.text(max_size=100), st.sampled_from(["", "a.json", "a.md", "a.html"]))
def test_any_text_has_a_kind(text: str, name: str) -> None:
    """Any text has a kind that a table names, or is refused with a reason."""
    try:
        assert kind_of(text, name, "") in {**SOURCES, **COLLECTIONS}
    except SourceError as error:
        assert "JSON" in str(error) or "error message" in str(error)


def test_tables_lead_to_functions() -> None:
    """Every source can be imported, and a collection is never read as one article."""
    assert all(callable(reader(name)) for name in SOURCES)
    assert all(callable(collector(name)) for name in COLLECTIONS)
    with pytest.raises(SourceError, match="list of articles"):
        reader("feed")
    with pytest.raises(SourceError, match="one article"):
        collector("plain")
