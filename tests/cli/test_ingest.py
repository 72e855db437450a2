"""`ingest` with many sources, and the page that shows what is read and why."""

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from lxml import html
from tests.cli.test_say import run
from tests.conftest import SHORT

PAGES = Path(__file__).resolve().parents[1] / "ingest" / "pages"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Quill</title>
<item><title>A bridge for otters</title><link>{at}/otters.html</link><guid isPermaLink="false">quill-1</guid></item>
<item><title>A page that is gone</title><link>{at}/gone.html</link><guid isPermaLink="false">quill-2</guid></item>
</channel></rss>
"""
OTTERS = """<html lang="en">
<head><title>A bridge for otters | The Quill</title></head><body>
<nav><a href="/">Home</a></nav>
<article><h1>A bridge for otters</h1><p>By Ada Quill</p>
<div class="share-bar">Share this</div>
<p>The otters of Nettle Creek have a bridge of their own since Monday, and they have begun to use it.</p>
<figure><img src="x.jpg"><figcaption>An otter, crossing.</figcaption></figure>
<p>It is forty metres long and one wide, and nobody else fits. The council paid for it with what was left.</p>
<p>The road, said the mayor, would have gone through them.</p></article></body></html>
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site on this machine with a feed, one page, and one page that is missing."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    at = f"http://127.0.0.1:{server.server_port}"
    (folder / "feed.xml").write_text(FEED.format(at=at))
    (folder / "otters.html").write_text(OTTERS)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield at
    server.shutdown()
    server.server_close()


def test_a_feed(site: str) -> None:
    """Each article of a feed is a line; one that is missing is an error on its own, and the exit code tells."""
    done = run("ingest", f"{site}/feed.xml", "--json", PRONOUNCER_LOOPBACK="true", PRONOUNCER_HOST_SECONDS="0")
    assert done.returncode == 3
    (article,) = map(json.loads, done.stdout.splitlines())
    assert article["source_id"] == "quill-1" and article["site"] == "127.0.0.1"
    kinds = [block["kind"] for block in article["blocks"]]
    assert kinds == ["headline", "byline", "contact", "paragraph", "caption", "paragraph", "paragraph"]
    assert b"404" in done.stderr


def test_loopback_is_refused(site: str) -> None:
    """Without the setting, an address inside is refused, with what to do."""
    done = run("ingest", f"{site}/feed.xml")
    assert done.returncode == 3 and b"loopback = true" in done.stderr


def test_one_wrong_source_stops_no_other(short: Path, tmp_path: Path) -> None:
    """The articles around it come; the exit code is that of the error."""
    done = run("ingest", short, tmp_path / "none.txt", PAGES / "obituary.html", "--json")
    assert done.returncode == 3
    articles = [json.loads(line) for line in done.stdout.splitlines()]
    assert [article["text"] == SHORT for article in articles] == [True, False]
    assert b"none.txt" in done.stderr


def test_report(short: Path, tmp_path: Path) -> None:
    """The report has a row for each block: whether it is read, why not, its kind and its place in the page."""
    run("ingest", short, PAGES / "wp-block.html", "--html", tmp_path / "report.html")
    page = html.fromstring((tmp_path / "report.html").read_text("utf-8"))
    assert len(page.xpath("//table")) == 2
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//table[2]/tbody/tr")]
    caption = next(row for row in rows if row[1] == "caption")
    assert caption[0] == "not read: caption" and caption[3].startswith("/html/body/")
    assert rows[0][:3] == ["read", "headline", "The choir that rehearses in a car wash"]
