"""Captions and chapters in a real browser, whose parser is not ours."""

import functools
import http.server
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.editions import NAMES, Made

PAGE = """<!doctype html><video><track default kind="{kind}" src="{file}"></video>"""
CUES = """async () => {
  const track = document.querySelector("track");
  track.track.mode = "hidden";
  for (let tries = 0; track.readyState < 2 && tries < 500; tries++) await new Promise(f => setTimeout(f, 10));
  return [...track.track.cues].map(cue => {
    const shown = cue.getCueAsHTML();
    const stamps = document.createTreeWalker(shown, NodeFilter.SHOW_PROCESSING_INSTRUCTION);
    let count = 0;
    while (stamps.nextNode()) count++;
    return {id: cue.id, start: cue.startTime, end: cue.endTime, text: shown.textContent,
            names: [...shown.querySelectorAll("*")].map(element => element.localName), stamps: count};
  });
}"""


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page of Debian's Chromium."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    """The address of a host for a folder, since tracks are not loaded from files."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *args: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def cues(page: Page, host: str, folder: Path, made: Made, file: str) -> list[dict[str, Any]]:
    """Return the cues that the browser finds in a file."""
    (folder / file).write_bytes((made.folder / file).read_bytes())
    kind = "chapters" if file == "chapters.vtt" else "captions"
    (folder / f"{file}.html").write_text(PAGE.format(kind=kind, file=file))
    page.goto(f"{host}/{file}.html")
    found: list[dict[str, Any]] = page.evaluate(CUES)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_browser_finds_what_we_wrote(
    browser_page: Page, host: str, tmp_path: Path, editions: Mapping[str, Made], name: str
) -> None:
    """Sentences, chapters, times and timestamps are those that were written, and no other markup is found."""
    made = editions[name]
    texts = {sentence.id: sentence.text for sentence in made.edition.script.sentences}
    for file in ("words.vtt", "sentences.vtt"):
        found = cues(browser_page, host, tmp_path, made, file)
        assert [(cue["id"], cue["text"]) for cue in found] == [
            (cue.sentence_id, texts[cue.sentence_id].replace("\n", " ")) for cue in made.edition.cues
        ]
        for cue, wanted in zip(found, made.edition.cues, strict=True):
            assert (cue["start"], cue["end"]) == pytest.approx((wanted.start, wanted.end), abs=0.0006)
            assert set(cue["names"]) <= {"span"}  # how a voice or a language is shown
        written = (made.folder / file).read_text("utf-8").split("\n\n")[1:]
        assert [cue["stamps"] for cue in found] == [len(re.findall(r"<\d", block)) for block in written]
    if made.edition.chapters:
        found = cues(browser_page, host, tmp_path, made, "chapters.vtt")
        assert [cue["text"] for cue in found] == [chapter.title for chapter in made.edition.chapters]
        assert not any(cue["names"] for cue in found)
