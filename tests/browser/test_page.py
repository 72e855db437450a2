"""The page in a real browser: it plays from a folder, follows word by word, and asks nobody for anything."""

import functools
import http.server
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Said
from pronouncer.publish.outlets.folder.write import published
from pronouncer.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
Harbour = tuple[Path, Said, Settings]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page's console said."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A new page that records its errors."""
    page = browser.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()


def wait(page: Page, condition: str, argument: object = None) -> None:
    """Wait until an expression is true. The page's own policy forbids what `wait_for_function` does."""
    deadline = time.monotonic() + 15
    while not page.evaluate(f"argument => !!({condition})", argument):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(20)


def marked(page: Page, name: str) -> list[str]:
    """Return the text that a highlight covers."""
    found: list[str] = page.evaluate("name => [...CSS.highlights.get(name)].map(range => range.toString())", name)
    return found


def test_follows_word_by_word(page: Page, complaints: list[str], harbour: Harbour) -> None:
    """From file://: the spoken word and its sentence are marked, without a request outside."""
    folder = harbour[0]
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"file://{folder}/index.html")
    wait(page, "document.querySelector('audio').readyState >= 1")
    edition = from_data(Edition, published(folder))
    duration = page.evaluate("document.querySelector('audio').duration")
    assert abs(duration - edition.duration) < 0.05
    assert page.inner_text("#minutes") == f"{edition.minutes} min"
    sentences = {sentence.id: sentence.text for sentence in edition.script.sentences}
    for word in edition.words[3::40]:
        page.evaluate(
            "at => { const a = document.querySelector('audio'); a.pause(); a.currentTime = at; }",
            (word.at + word.until) / 2,
        )
        written = edition.article.text[word.start : word.end]
        wait(page, "[...CSS.highlights.get('word')].map(String).join() === argument", written)
        assert marked(page, "sentence") == [sentences[word.sentence_id]]
    assert complaints == []
    assert {url.rpartition("/")[0] for url in requests} == {f"file://{folder}"}


def test_plays_and_moves_on(page: Page, harbour: Harbour) -> None:
    """While it plays, the mark moves with the sound; at the end it is gone."""
    page.goto(f"file://{harbour[0]}/index.html")
    page.evaluate("document.querySelector('audio').currentTime = 5; document.querySelector('audio').play()")
    wait(page, "document.querySelector('audio').currentTime > 5.4")
    wait(page, "CSS.highlights.get('word').size > 0")
    first = marked(page, "word")
    wait(page, "[...CSS.highlights.get('word')].map(String).join() !== argument", first[0])
    page.evaluate("const a = document.querySelector('audio'); a.currentTime = a.duration - 0.2;")
    wait(page, "document.querySelector('audio').ended")
    wait(page, "CSS.highlights.get('word').size === 0")


def test_a_click_on_a_word_plays_from_there(page: Page, harbour: Harbour) -> None:
    """A click on a sentence starts it; the audio stands at the clicked word."""
    edition = from_data(Edition, published(harbour[0]))
    page.goto(f"file://{harbour[0]}/index.html")
    wait(page, "document.querySelector('audio').readyState >= 1")
    cue = edition.cues[4]
    page.locator(f"#{cue.sentence_id}").click(position={"x": 4, "y": 8})
    wait(page, "!document.querySelector('audio').paused")
    assert abs(page.evaluate("document.querySelector('audio').currentTime") - cue.start) < 1.0


def test_headline_disclosure_and_caption_are_shown(page: Page, harbour: Harbour) -> None:
    """The page shows the headline, the AI disclosure, and the caption as not read; no player boilerplate."""
    page.goto(f"file://{harbour[0]}/index.html")
    assert page.inner_text("h1").startswith("Harbour town wins $1.4 billion")
    assert "AI-based technology" in page.inner_text(".disclosure")
    assert "Workers measure the old quay" in page.inner_text(".unread")
    assert page.inner_text("body").count("Listen to this article") == 1


def test_any_static_host(page: Page, complaints: list[str], harbour: Harbour) -> None:
    """The same folder works behind a plain HTTP server, under its own content security policy."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(harbour[0]))
    handler.log_message = lambda *args: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        wait(page, "document.querySelector('audio').readyState >= 1")
        server.shutdown()
        thread.join()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


def test_missing_audio_says_so(page: Page, harbour: Harbour, tmp_path: Path) -> None:
    """Where the audio file is gone, the page says it in a plain sentence."""
    shutil.copy(harbour[0] / "index.html", tmp_path / "index.html")
    page.goto(f"file://{tmp_path}/index.html")
    wait(page, "document.getElementById('status').textContent !== ''")
    assert page.inner_text("#status") == "The audio could not be loaded."


@pytest.mark.parametrize("name", ["m4a", "mp3", "opus"])
def test_each_format_plays(page: Page, harbour: Harbour, name: str) -> None:
    """Chromium plays each rendition, for as long as the record says."""
    page.goto(f"file://{harbour[0]}/article.{name}")
    wait(page, "document.querySelector('video, audio')?.readyState >= 1")
    edition = from_data(Edition, published(harbour[0]))
    rendition = next(r for r in edition.renditions if r.format == name)
    assert abs(page.evaluate("document.querySelector('video, audio').duration") - rendition.duration) < 0.1


def test_narrow_and_dark(page: Page, harbour: Harbour) -> None:
    """At 320 pixels nothing is wider than the screen; in the dark scheme the paper is dark."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    page.goto(f"file://{harbour[0]}/index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
