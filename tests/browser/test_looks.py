"""What is seen and said of the player: languages, directions, sizes, colours, focus, and what axe-core finds."""

import gzip
import re
import runpy
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, player, wait
from tests.browser.site import PLAYER, Site, paragraphs_html, words_json

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
ARTICLE = [[f"Paragraph number {n} is about the ferry."] for n in range(30)]
TAG = '<listen-to-article src="/e/words.json" sticky></listen-to-article>'
STYLE = "<style>html {color-scheme: light dark} listen-to-article {display: block; min-height: 9rem}</style>"
LANGUAGES = "en fr de es it pt nl pl uk ar he tr".split()
VISIBLE = """[...it.shadowRoot.querySelectorAll("button, select, input, summary, a")]
  .filter(control => control.checkVisibility()).map(control => control.getBoundingClientRect())"""


@pytest.fixture
def words() -> dict[str, Any]:
    """An edition of thirty paragraphs in two chapters, with a place for reports."""
    chapters = [{"title": "First", "start": 0.0}, {"title": "Second", "start": 20.0}]
    return words_json(ARTICLE, report="/report", chapters=chapters)


def open_started(page: Page, site: Site, words: dict[str, Any], tag: str = TAG, **options: str) -> None:
    """Open a page, start the player and open all it has."""
    site.edition("/e", words)
    page.goto(site.page("/a.html", f"<main><h1>News</h1>{tag}{paragraphs_html(ARTICLE)}</main>", head=STYLE, **options))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.1")
    player(page, "it.pause()")
    player(page, "it.shadowRoot.querySelector('details').open = true")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, with best practices and the rules for target size."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
    return [f"{one['id']}: {node['html'][:80]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, site: Site, words: dict[str, Any], scheme: Any) -> None:
    """axe-core has no complaint: before it is started, with all open, in the dialog, and as a mini player."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    site.edition("/e", words)
    page.goto(site.page("/a.html", f"<main><h1>News</h1>{TAG}{paragraphs_html(ARTICLE)}</main>", head=STYLE))
    await_player(page, "it.state === 'ready'")
    assert violations(page) == []
    open_started(page, site, words)
    assert violations(page) == []
    page.get_by_role("button", name="Report a mispronunciation").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("scrollTo(0, 1500)")
    await_player(page, "it.shadowRoot.querySelector('.stuck')")
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language(page: Page, site: Site, words: dict[str, Any], language: str) -> None:
    """Each language has its own texts, direction and numbers, and none is wider than a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_started(page, site, {**words, "language": language}, language=language)
    box = player(page, "(box => [box.lang, box.dir])(it.shadowRoot.querySelector('.box'))")
    assert box == [language, "rtl" if language in ("ar", "he") else "ltr"]
    names = player(page, "[...it.shadowRoot.querySelectorAll('[aria-label]')].map(element => element.ariaLabel)")
    assert all(names) and "undefined" not in str(names)
    english = {"Next sentence", "Speed", "Pause", "Close"} & set(names)
    assert bool(english) == (language == "en")
    assert player(page, "/\\d|[٠-٩]/.test(it.shadowRoot.querySelector('[type=range]').ariaValueText)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []


def test_another_language_is_english(page: Page, site: Site, words: dict[str, Any]) -> None:
    """A language without texts has the English ones; the disclosure is in the article's language."""
    open_started(page, site, {**words, "language": "cy"}, language="cy")
    assert player(page, "it.shadowRoot.querySelector('.box').lang") == "en"
    assert player(page, "it.shadowRoot.querySelector('.note bdi').lang") == "cy"


def test_right_to_left(page: Page, site: Site, words: dict[str, Any]) -> None:
    """In Arabic the button is at the right; the tape still runs from left to right."""
    open_started(page, site, words, language="ar")
    play, label = (
        player(page, f"it.shadowRoot.querySelector('{part}').getBoundingClientRect().x") for part in (".play", ".label")
    )
    assert play > label
    assert player(page, "getComputedStyle(it.shadowRoot.querySelector('[type=range]')).direction") == "ltr"


def test_targets_are_large(page: Page, site: Site, words: dict[str, Any]) -> None:
    """Every control is at least 24 pixels wide and high, on a screen 320 pixels wide."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_started(page, site, words)
    sizes = player(page, VISIBLE)
    assert len(sizes) > 15
    assert min(size["width"] for size in sizes) >= 24 and min(size["height"] for size in sizes) >= 24
    assert max(size["right"] for size in sizes) <= 320


def test_dark_and_light_follow_the_page(page: Page, site: Site, words: dict[str, Any]) -> None:
    """It is dark where the page is, not where only the reader's system is."""
    page.emulate_media(color_scheme="dark")
    open_started(page, site, words)
    background = "getComputedStyle(it.shadowRoot.querySelector('.box')).backgroundColor"
    assert player(page, background) == "rgb(35, 38, 42)"
    page.evaluate("document.documentElement.style.colorScheme = 'light'")
    assert player(page, background) == "rgb(245, 245, 243)"


def test_forced_colours(page: Page, site: Site, words: dict[str, Any]) -> None:
    """With forced colours buttons have borders, and the spoken word has the system's own mark."""
    page.emulate_media(forced_colors="active")
    open_started(page, site, words)
    border = player(page, "getComputedStyle(it.shadowRoot.querySelector('.icon.play')).borderTopColor")
    assert border not in ("rgba(0, 0, 0, 0)", "transparent")
    word, chosen = page.evaluate("""() => {
      const probe = document.createElement("i");
      probe.style = "background: Highlight; forced-color-adjust: none";
      document.body.append(probe);
      const paragraph = document.querySelector("article p");
      const mark = getComputedStyle(paragraph, "::highlight(lta-word)");
      return [mark.backgroundColor, getComputedStyle(probe).backgroundColor];
    }""")
    assert word == chosen


def test_focus_is_seen(page: Page, site: Site, words: dict[str, Any]) -> None:
    """Every control that Tab reaches has an outline."""
    open_started(page, site, words)
    page.evaluate("document.activeElement.blur()")
    seen = 0
    for _ in range(19):
        page.keyboard.press("Tab")
        outline = player(page, "(on => on && getComputedStyle(on).outlineStyle)(it.shadowRoot.activeElement)")
        if outline:
            assert outline == "solid"
            seen += 1
    assert seen >= 16


def test_nothing_jumps(page: Page, site: Site, words: dict[str, Any]) -> None:
    """With room kept for it the page has no layout shift: while it loads, is made, fails, plays and sticks."""
    site.edition("/e", words)
    answer = site.answers.pop("/e/words.json")
    tag = TAG.replace("sticky", 'sticky retry="0.2"')
    page.goto(site.page("/a.html", f"<main><h1>News</h1>{tag}{paragraphs_html(ARTICLE)}</main>", head=STYLE))
    await_player(page, "it.state === 'making'")
    site.answers["/e/words.json"] = answer
    await_player(page, "it.state === 'ready'")
    page.get_by_role("button", name="Listen to this article").click()
    await_player(page, "it.currentTime > 1")
    page.mouse.wheel(0, 1500)
    await_player(page, "it.shadowRoot.querySelector('.stuck')")
    page.wait_for_timeout(600)
    assert page.evaluate("shifts") == 0


def test_the_mini_player_covers_no_focus(page: Page, site: Site, words: dict[str, Any]) -> None:
    """It sticks once started and out of sight; what has focus is never under it; it can be closed."""
    body = paragraphs_html(ARTICLE).replace("</p>", ' <a href="#x">more</a></p>')
    site.edition("/e", words)
    page.goto(site.page("/a.html", TAG + body, head=STYLE))
    await_player(page, "it.state === 'ready'")
    page.evaluate("scrollTo(0, 900)")
    page.wait_for_timeout(200)
    assert player(page, "it.shadowRoot.querySelector('.stuck')") is None
    player(page, "it.play()")
    await_player(page, "it.shadowRoot.querySelector('.stuck')")
    page.evaluate("scrollTo(0, 700); document.querySelectorAll('a')[14].focus({preventScroll: true})")
    for _ in range(15):
        page.keyboard.press("Tab")
        if player(page, "document.activeElement === it"):
            break
        focused = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert focused <= player(page, "it.shadowRoot.querySelector('.box').getBoundingClientRect().top")
    page.get_by_role("button", name="Close").click()
    assert player(page, "it.shadowRoot.querySelector('.stuck')") is None
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(200)
    page.evaluate("scrollTo(0, 900)")
    await_player(page, "it.shadowRoot.querySelector('.stuck')")


def test_what_is_loaded_is_what_is_read() -> None:
    """The script that pages load is made from the sources beside it, and is no larger than 15 kB when packed.

    What pages and style sheets name keeps its name.
    """
    build = runpy.run_path(str(PLAYER.with_name("build.py")))
    assert PLAYER.read_text("utf-8") == build["built"]()
    assert len(gzip.compress(PLAYER.read_bytes(), 9)) <= 15_000
    public = {
        *re.findall(r"(\w+)\??[:(]", PLAYER.with_suffix(".d.ts").read_text("utf-8")),
        *re.findall(r"\.([a-z]+)", PLAYER.with_name("src").joinpath("looks.css").read_text("utf-8")),
    }
    assert {"playFrom", "stuck"} <= public
    assert not public & set(build["PRIVATE"])


def test_the_room_is_kept_by_the_page(page: Page, site: Site, words: dict[str, Any]) -> None:
    """The disclosure of the page's own attribute is there before the edition is, and stays."""
    site.edition("/e", words)
    site.answers["/e/words.json"].wait = 0.4
    page.goto(site.page("/a.html", TAG.replace("sticky", 'disclosure="A machine says it."')))
    wait(page, "document.querySelector('listen-to-article').shadowRoot?.textContent.includes('A machine says it.')")
    await_player(page, "it.state === 'ready'")
    assert page.get_by_text("A machine says it.").is_visible()
