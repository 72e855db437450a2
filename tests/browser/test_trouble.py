"""When something is missing, broken, slow or hostile: a plain message, and it recovers by itself."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, events, marked, player, wait
from tests.browser.site import POLICY, Answer, Site, paragraphs_html, words_json
from tests.browser.test_page import Harbour

ARTICLE = (("The ferry left on Monday with 212 people on board.", "It was only six minutes late."),)
PLAYER = '<listen-to-article src="/e/words.json" retry="0.2"></listen-to-article>'


def status(page: Page) -> str:
    """Return what is announced."""
    return str(player(page, "it.shadowRoot.querySelector('[role=status]').textContent"))


@pytest.mark.parametrize("code", [404, 202])
def test_before_the_audio_exists(page: Page, site: Site, code: int) -> None:
    """It says that the audio is being made, asks again, ever less often, and appears."""
    site.answers["/e/words.json"] = Answer(b"", "text/plain", code)
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'making'")
    assert status(page) == "The audio version is being made."
    play = page.get_by_role("button", name="Listen to this article")
    assert play.get_attribute("aria-disabled") == "true"
    wait(page, "events.filter(e => e[0] === 'error').length > 2")
    site.edition("/e", words_json(ARTICLE))
    await_player(page, "it.state === 'ready'")
    assert page.get_by_role("button", name="Listen to this article · 1 min").is_visible()


@pytest.mark.parametrize("change", ["cut", "not json", "later version", "no audio", "script address"])
def test_broken_words(page: Page, site: Site, change: str) -> None:
    """Truncated, empty or foreign words.json is a plain message with a button, and it comes back when it is mended."""
    words = words_json(ARTICLE)
    site.edition("/e", words)
    answers: dict[str, Any] = {
        "later version": {**words, "version": 2},
        "no audio": {**words, "audio": []},
        "script address": {**words, "audio": [{"src": "javascript:alert(1)", "type": "audio/wav", "bytes": 1}]},
    }
    if change == "cut":
        site.answers["/e/words.json"].cut = 100
    elif change == "not json":
        site.answers["/e/words.json"].data = b"<html>"
    else:
        site.edition("/e", answers[change])
    page.goto(site.page("/a.html", PLAYER.replace("0.2", "600")))
    await_player(page, "it.state === 'failed'")
    assert status(page) == "The audio could not be loaded."
    site.edition("/e", words)
    page.get_by_role("button", name="Try again").click()
    await_player(page, "it.state === 'ready'")


def test_native_audio_where_words_fail(page: Page, site: Site) -> None:
    """Where words.json cannot be had, the page's own audio element is offered."""
    page.goto(site.page("/a.html", PLAYER.replace("></", "><audio controls></audio></").replace("/e/", "ftp://e/")))
    await_player(page, "it.state === 'failed'")
    assert page.locator("audio").is_visible()


@pytest.mark.parametrize("by_itself", [False, True])
def test_missing_audio(page: Page, site: Site, by_itself: bool) -> None:
    """A missing audio file is a plain message and a button; it plays when the file is there, by itself too."""
    site.edition("/e", words_json(ARTICLE))
    audio = site.answers.pop("/e/article.wav")
    page.goto(site.page("/a.html", PLAYER if by_itself else PLAYER.replace("0.2", "600")))
    wait(page, "events.some(e => e[0] === 'ready')")  # the browser may look for the audio at once
    player(page, "it.seek(2), void it.play()")
    wait(page, "events.some(e => e[0] === 'error')")
    assert status(page) == "The audio could not be loaded."
    assert events(page, "error")[0] == {"what": "audio"}
    site.answers["/e/article.wav"] = audio
    if not by_itself:
        page.get_by_role("button", name="Try again").click()
    await_player(page, "it.state === 'ready' && !it.paused && it.currentTime > 2.2")


def test_the_next_rendition(page: Page, site: Site) -> None:
    """Where one rendition is missing, the next one plays."""
    words = words_json(ARTICLE)
    words["audio"].insert(0, {"src": "gone.m4a", "type": "audio/mp4", "bytes": 1})
    site.edition("/e", words)
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.3")


def test_a_lost_connection(page: Page, site: Site) -> None:
    """When the connection is lost while it plays it says so, and plays on from there when it is back.

    Chromium itself asks again for half a minute before it calls that an error.
    """
    site.edition("/e", words_json(ARTICLE, duration=10_800), seconds=10_800)
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.3")
    site.down = True
    player(page, "it.seek(7200)")
    await_player(page, "it.shadowRoot.querySelector('[role=status]').textContent === 'Waiting for the audio.'")
    site.down = False
    await_player(page, "it.state === 'ready' && it.currentTime > 7200.1")
    assert status(page) == ""


def test_a_file_that_vanishes(page: Page, site: Site) -> None:
    """When the file is gone in mid-play it says so, and plays on at the same place when it is back.

    Chromium itself waits for it without end.
    """
    site.edition("/e", words_json(ARTICLE, duration=10_800), seconds=10_800)
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.3")
    audio = site.answers.pop("/e/article.wav")
    player(page, "it.seek(7200)")
    wait(page, "events.some(e => e[0] === 'error')")
    assert status(page) == "The audio could not be loaded."
    site.answers["/e/article.wav"] = audio
    await_player(page, "it.state === 'ready' && !it.paused && it.currentTime > 7200.1 && it.currentTime < 7210")
    assert status(page) == ""


@pytest.mark.parametrize("kind", ["wav", "m4a", "mp3", "opus"])
def test_a_file_that_was_cut(page: Page, site: Site, harbour: Harbour, kind: str) -> None:
    """A file that is cut off midway is no end of the article: it says so, and plays on from there when it is whole."""
    words = words_json(ARTICLE * 4)
    site.edition("/e", words)
    if kind != "wav":
        said = (harbour[0] / f"article.{kind}").read_bytes()
        words = json.loads((harbour[0] / "words.json").read_text("utf-8"))
        words["audio"] = [audio for audio in words["audio"] if audio["src"].endswith(kind)]
        site.edition("/e", words)
        site.answers[f"/e/article.{kind}"] = Answer(said, words["audio"][0]["type"])
    whole = site.answers[f"/e/article.{kind}"]
    data = whole.part(0, whole.size)
    site.answers[f"/e/article.{kind}"] = Answer(data[: len(data) // 2], whole.kind)
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'ready'")
    middle = words["duration"] / 2
    player(page, "it.seek(argument), void it.play()", middle - 1.5)
    wait(page, "events.some(e => e[0] === 'error')")
    assert events(page, "end") == []
    assert status(page) == "The audio could not be loaded."
    site.answers[f"/e/article.{kind}"] = whole
    player(page, "it.retry()")
    await_player(page, "it.state === 'ready' && !it.paused && it.currentTime > argument", middle + 0.3)
    assert middle - 2 < player(page, "it.currentTime") < middle + 3
    assert events(page, "end") == []


def test_a_slow_network(page: Page, site: Site) -> None:
    """A slow answer is no error; while the sound waits it says so, and then plays."""
    site.edition("/e", words_json(ARTICLE))
    site.answers["/e/words.json"].wait = 0.5
    site.answers["/e/article.wav"].wait = 2.5
    page.goto(site.page("/a.html", PLAYER.replace("0.2", "5")))
    await_player(page, "it.state === 'ready'")
    player(page, "void it.play()")
    await_player(page, "it.shadowRoot.querySelector('[role=status]').textContent === 'Waiting for the audio.'")
    await_player(page, "it.currentTime > 0.1")
    assert status(page) == ""
    assert events(page, "error") == []


def test_play_before_the_words_are_there(page: Page, site: Site) -> None:
    """Pressed before the edition is loaded, it plays as soon as it is."""
    site.edition("/e", words_json(ARTICLE))
    site.answers["/e/words.json"].wait = 0.7
    page.goto(site.page("/a.html", PLAYER))
    page.get_by_role("button", name="Listen to this article").click()
    await_player(page, "it.currentTime > 0.1")


def test_a_strict_policy(page: Page, site: Site, complaints: list[str]) -> None:
    """Under a policy without inline code, styles or HTML from strings it works and looks as it should."""
    site.edition("/e", words_json(ARTICLE, report="/report"))
    site.answers["/report"] = Answer(status=204)
    page.goto(site.page("/a.html", PLAYER + paragraphs_html(ARTICLE), policy=POLICY))
    await_player(page, "it.state === 'ready'")
    page.get_by_role("button", name="Listen to this article").click()
    await_player(page, "it.currentTime > 0.5")
    assert marked(page, "word")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Report a mispronunciation").click()
    page.get_by_role("button", name="Said wrong").click()
    await_player(page, "!it.paused")
    assert len(site.posted) == 1
    assert player(page, "getComputedStyle(it.shadowRoot.querySelector('.play')).borderRadius") == "50%"
    assert complaints == []


def test_it_asks_nobody_else(page: Page, site: Site) -> None:
    """Nothing but the page, the script, the edition and the favicon is asked for."""
    site.edition("/e", words_json(ARTICLE))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site.page("/a.html", PLAYER + paragraphs_html(ARTICLE)))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.3")
    paths = {"/a.html", "/listen-to-article.js", "/e/words.json", "/e/article.wav"}
    assert {url for url in requests if not url.startswith("data:")} == {site.address + path for path in paths}


def test_hostile_text_is_inert(page: Page, site: Site, complaints: list[str]) -> None:
    """Markup, direction marks and a word of 10,000 letters in words.json are text, and break nothing."""
    bad = "<img src=x onerror=alert(1)>\u202e</script><script>alert(2)</script> $& {} % " + "x" * 10_000
    words = words_json(((bad,), ("The end.",)), headline=bad, disclosure=bad, report="javascript:alert(3)")
    words["chapters"] = [{"title": bad, "start": 0.0}]
    site.edition("/e", words)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site.page("/a.html", PLAYER))
    await_player(page, "it.state === 'ready'")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.2")
    page.get_by_text("More", exact=True).click()
    assert player(page, "it.shadowRoot.querySelectorAll('img, script').length") == 0
    assert not page.get_by_role("button", name="Report a mispronunciation").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints == []
