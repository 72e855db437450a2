"""Players among others: two on a page, a list of articles, the keys of the machine, and pages without the script."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, events, player, wait
from tests.browser.site import Answer, Site, words_json
from tests.browser.test_player import ARTICLE, open_player, press, seek, start

ACTIONS = "window.actions = {}; navigator.mediaSession.setActionHandler = (name, does) => { actions[name] = does; }"


@pytest.fixture
def words() -> dict[str, Any]:
    """Seventeen seconds of five paragraphs."""
    return words_json(ARTICLE)


@pytest.fixture
def opened(page: Page, site: Site, words: dict[str, Any]) -> Page:
    """A page with a player that is ready."""
    site.edition("/e", words)
    return open_player(page, site)


def test_two_players_take_turns(page: Page, site: Site, words: dict[str, Any]) -> None:
    """Starting one pauses the other, and only one marks the text."""
    site.edition("/e", words)
    site.edition("/f", {**words, "id": "e2"})
    body = "".join(f'<listen-to-article id="{name}" src="/{name}/words.json"></listen-to-article>' for name in "ef")
    page.goto(site.page("/a.html", body))
    for one, other in [("e", "f"), ("f", "e")]:
        wait(page, f"document.getElementById('{one}').state === 'ready'")
        page.evaluate(f"document.getElementById('{one}').play()")
        wait(page, f"!document.getElementById('{one}').paused && document.getElementById('{other}').paused")
        wait(page, f"document.getElementById('{one}').currentTime > 0.3")


def test_one_article_after_the_other(page: Page, site: Site, words: dict[str, Any]) -> None:
    """At the end the next of the playlist is loaded and plays on; a button and the machine's own keys go there too."""
    for number in (1, 2, 3):
        site.edition(f"/{number}", {**words, "id": f"e{number}", "headline": f"Number {number}", "chapters": []})
    body = '<listen-to-article src="/1/words.json" playlist="/2/words.json"></listen-to-article>'
    page.goto(site.page("/a.html", body))
    await_player(page, "it.state === 'ready'")
    page.evaluate(ACTIONS)
    player(page, "it.next = [...it.next, '/3/words.json']")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0")
    player(page, "it.seek(16.8)")
    await_player(page, "!it.paused && it.currentTime > 0.2 && it.next.length === 1")
    assert page.locator("listen-to-article").get_by_text("Number 2").is_visible()
    assert page.get_by_role("button", name="Previous article").is_visible()
    press(page, "Next article", "Enter")
    await_player(page, "!it.paused && it.currentTime > 0.2 && it.next.length === 0")
    assert not page.get_by_role("button", name="Next article").is_visible()
    press(page, "Previous article", "Space")
    await_player(page, "!it.paused && it.currentTime > 0.2 && it.next.length === 1")
    page.evaluate("actions.previoustrack()")
    await_player(page, "it.state === 'ready' && it.next.length === 2")
    assert not page.get_by_role("button", name="Previous article").is_visible()
    assert [event["src"] for event in events(page, "next")] == [f"/{number}/words.json" for number in (2, 3, 2, 1)]


def test_sleep_at_the_end_of_the_article(page: Page, site: Site, words: dict[str, Any]) -> None:
    """The sleep timer can stop at the end of this article, before the next of the playlist; then it is off again."""
    for number in (1, 2):
        site.edition(f"/{number}", {**words, "id": f"e{number}"})
    body = '<listen-to-article src="/1/words.json" playlist="/2/words.json"></listen-to-article>'
    page.goto(site.page("/a.html", body))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0")
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Sleep timer").select_option(label="End of article")
    player(page, "it.seek(17.2)")
    wait(page, "events.some(e => e[0] === 'end')")
    assert player(page, "[it.paused, it.next.length, it.state]") == [True, 1, "ready"]
    assert page.get_by_label("Sleep timer").input_value() == ""
    assert events(page, "next") == []
    page.get_by_role("button", name="Next article").click()
    await_player(page, "it.next.length === 0 && it.state === 'ready'")


def test_media_session(opened: Page) -> None:
    """The keys of the machine and the lock screen play the article by its headline."""
    opened.evaluate(ACTIONS)
    start(opened)
    assert opened.evaluate("navigator.mediaSession.metadata.title") == "A ferry returns"
    seek(opened, 5)
    opened.evaluate("actions.seekforward({seekOffset: 3})")
    await_player(opened, "Math.abs(it.currentTime - 8) < 0.02")
    opened.evaluate("actions.play()")
    await_player(opened, "!it.paused")
    opened.evaluate("actions.pause()")
    await_player(opened, "it.paused")


def test_native_audio_without_javascript(page: Page, site: Site, words: dict[str, Any]) -> None:
    """What stands in the element is there without the script, and hidden with it."""
    site.edition("/e", words)
    fallback = '<audio controls preload="none" src="/e/article.wav"></audio>'
    address = site.page("/a.html", f'<listen-to-article src="/e/words.json">{fallback}</listen-to-article>')
    page.goto(address)
    await_player(page, "it.state === 'ready'")
    assert not page.locator("audio").is_visible()
    site.answers["/listen-to-article.js"] = Answer(b"", "text/javascript")
    page.goto(address)
    assert page.locator("audio").is_visible()


def test_taken_off_the_page_it_is_silent(opened: Page) -> None:
    """Removed while it plays it stops, clears its marks, and can come back."""
    player(opened, "it.play()")
    await_player(opened, "it.currentTime > 0.3")
    opened.evaluate("window.it = document.querySelector('listen-to-article'); it.remove()")
    assert opened.evaluate("it.paused && CSS.highlights.get('lta-word').size === 0")
    opened.evaluate("document.body.prepend(it)")
    await_player(opened, "it.state === 'ready'")
