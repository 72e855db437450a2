"""The page of an edition in a real browser: it plays from a folder, follows word by word, and asks nobody."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.conftest import await_player, events, marked, player, wait
from tests.browser.site import Site
from tests.browser.test_looks import violations
from tests.editions import NAMES, Made

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Said
from pronouncer.publish.outlets.folder.write import published
from pronouncer.settings import Settings

Harbour = tuple[Path, Said, Settings]
HEAR = """
window.heard = [];
const add = Highlight.prototype.add;
Highlight.prototype.add = function (range) {
  if (this === CSS.highlights.get("lta-word")) heard.push([String(range), document.querySelector("listen-to-article").currentTime]);
  return add.call(this, range);
};
"""  # noqa: E501


def edition_of(folder: Path) -> Edition:
    """Return the edition in a folder."""
    return from_data(Edition, published(folder))


def test_follows_word_by_word(page: Page, complaints: list[str], harbour: Harbour) -> None:
    """From file://: the spoken word and its sentence are marked, without a request outside."""
    folder = harbour[0]
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"file://{folder}/index.html")
    await_player(page, "it.state === 'ready'")
    edition = edition_of(folder)
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.1")
    player(page, "it.pause()")
    assert abs(player(page, "it.duration") - edition.duration) < 0.05
    sentences = {sentence.id: sentence.text for sentence in edition.script.sentences}
    for word in edition.words[3::40]:
        player(page, "it.seek(argument)", (word.at + word.until) / 2)
        written = edition.article.text[word.start : word.end]
        wait(page, "[...CSS.highlights.get('lta-word')].map(String).join().includes(argument)", written)
        assert marked(page, "sentence") == [sentences[word.sentence_id].strip()]
    assert complaints == []
    assert {url.rpartition("/")[0] for url in requests} == {f"file://{folder}"}


def test_each_word_within_50_ms(page: Page, another: Page, editions: Mapping[str, Made]) -> None:
    """Over a whole edition each word is marked within 50 ms of its beginning by the audio's own clock, at 1x and 2x."""
    made = editions["voices"]
    pages = {1: page, 2: another}
    for rate, one in pages.items():  # both at the same time: they take as long as they take
        one.add_init_script(HEAR)
        one.goto(f"file://{made.folder}/index.html")
        await_player(one, "it.state === 'ready'")
        player(one, "it.rate = argument", rate)
        player(one, "it.play()")
    for rate, one in pages.items():
        wait(one, "events.some(e => e[0] === 'end')", seconds=made.edition.duration + 10)
        heard = one.evaluate("heard")
        assert len(heard) == len(made.edition.words), rate
        for (text, clock), word in zip(heard, made.edition.words, strict=True):
            assert made.edition.article.text[word.start : word.end] in text
            assert -0.006 <= clock - word.at <= 0.05, rate


def test_a_click_on_a_word_plays_from_there(page: Page, harbour: Harbour) -> None:
    """A click on a sentence starts it; the audio stands at the clicked word."""
    edition = edition_of(harbour[0])
    page.goto(f"file://{harbour[0]}/index.html")
    await_player(page, "it.state === 'ready'")
    cue = edition.cues[4]
    page.locator(f"#{cue.sentence_id}").click(position={"x": 4, "y": 8})
    await_player(page, "!it.paused && it.currentTime > 0")
    assert abs(player(page, "it.currentTime") - cue.start) < 1.0


def test_headline_disclosure_and_caption_are_shown(page: Page, harbour: Harbour) -> None:
    """The page shows the headline, the AI disclosure, and the caption as not read; no player boilerplate."""
    page.goto(f"file://{harbour[0]}/index.html")
    await_player(page, "it.state === 'ready'")
    assert page.inner_text("h1").startswith("Harbour town wins $1.4 billion")
    assert page.locator("listen-to-article .note").get_by_text("AI-based technology").is_visible()
    assert "Workers measure the old quay" in page.inner_text(".unread")
    assert page.get_by_role(
        "button", name=f"Listen to this article · {edition_of(harbour[0]).minutes} min"
    ).is_visible()
    assert page.get_by_text("Listen to this article").count() == 1


@pytest.mark.parametrize("width", [320, 800])
def test_any_static_host(page: Page, site: Site, complaints: list[str], harbour: Harbour, width: int) -> None:
    """The same folder works behind a plain HTTP server, under its own content security policy, and nothing jumps."""
    page.set_viewport_size({"width": width, "height": 700})
    site.folder("/ferry", harbour[0])
    page.goto(f"{site.address}/ferry/index.html")
    page.get_by_role("button", name="Listen to this article").click()
    await_player(page, "it.currentTime > 0.2")
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
    assert page.evaluate("shifts") == 0


def test_without_javascript(browser: Browser, harbour: Harbour) -> None:
    """Without JavaScript the page has the browser's own player, the downloads and the disclosure."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"file://{harbour[0]}/index.html")
    assert page.locator("audio").is_visible() and "AI-based technology" in page.inner_text(".disclosure")
    page.close()


def test_a_player_in_a_frame(page: Page, site: Site, harbour: Harbour) -> None:
    """At #player the page is the player alone, for frames of other pages."""
    site.folder("/ferry", harbour[0])
    page.goto(site.page("/a.html", '<iframe src="/ferry/index.html#player" width="320" height="220"></iframe>'))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Listen to this article").wait_for()
    assert not frame.locator("h1").is_visible() and not frame.locator("#text").is_visible()


def test_missing_audio_says_so(page: Page, harbour: Harbour, tmp_path: Path) -> None:
    """Where the audio file is gone, the page says it in a plain sentence."""
    for name in ("index.html", "listen-to-article.js"):
        (tmp_path / name).write_bytes((harbour[0] / name).read_bytes())
    page.goto(f"file://{tmp_path}/index.html")
    player(page, "void it.play()")
    await_player(page, "it.state === 'failed'")
    assert page.locator("listen-to-article .label").inner_text() == "The audio could not be loaded."


@pytest.mark.parametrize("name", ["m4a", "mp3", "opus"])
def test_each_format_plays(page: Page, harbour: Harbour, name: str) -> None:
    """Chromium plays each rendition, for as long as the record says."""
    page.goto(f"file://{harbour[0]}/article.{name}")
    wait(page, "document.querySelector('video, audio')?.readyState >= 1")
    rendition = next(r for r in edition_of(harbour[0]).renditions if r.format == name)
    assert abs(page.evaluate("document.querySelector('video, audio').duration") - rendition.duration) < 0.1


@pytest.mark.parametrize("name", NAMES)
def test_narrow_dark_and_accessible(page: Page, complaints: list[str], editions: Mapping[str, Made], name: str) -> None:
    """Every edition, the hostile one too, plays at 320 pixels in the dark, and axe-core finds nothing."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    page.goto(f"file://{editions[name].folder}/index.html")
    await_player(page, "it.state === 'ready'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.4")
    assert marked(page, "sentence")
    direction = "rtl" if name == "arabic" else "ltr"
    assert player(page, "it.shadowRoot.querySelector('.box').dir") == direction
    assert page.evaluate("getComputedStyle(document.querySelector('#text p')).direction") == direction
    assert violations(page) == []
    assert events(page, "error") == [] and complaints == []
