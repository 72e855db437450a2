"""The player's controls, by mouse and by keyboard, and what it remembers."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, events, marked, player, wait
from tests.browser.site import Site, paragraphs_html, words_json

ARTICLE = (
    ("A ferry returns to the bay after nine years.",),
    ("The ferry left on Monday with 212 people on board.", "It was only six minutes late."),
    ("“We have waited long enough,” said Captain Zelenskyy.", "He did not wait again."),
    ("What happens next",),
    ("The next one leaves on the second of March.", "After that it is every day."),
)
CHAPTERS = [{"title": "A ferry returns", "start": 0.0}, {"title": "What happens next", "start": 11.15}]


@pytest.fixture
def words() -> dict[str, Any]:
    """Seventeen seconds of five paragraphs in two chapters."""
    return words_json(ARTICLE, chapters=CHAPTERS, report="/report")


@pytest.fixture
def opened(page: Page, site: Site, words: dict[str, Any]) -> Page:
    """A page with a player that is ready."""
    site.edition("/e", words)
    return open_player(page, site)


def open_player(page: Page, site: Site, attributes: str = "", **options: str) -> Page:
    """Open a page with a player over the article; wait until it is ready."""
    body = f'<listen-to-article id="one" src="/e/words.json" {attributes}></listen-to-article>'
    page.goto(site.page("/a.html", body + paragraphs_html(ARTICLE), **options))
    await_player(page, "it.state === 'ready'")
    return page


def press(page: Page, name: str, key: str) -> None:
    """Press a button: with the mouse, or with a key."""
    button = page.get_by_role("button", name=name, exact=True)
    if key == "mouse":
        button.click()
    else:
        button.focus()
        page.keyboard.press(key)


def start(page: Page, key: str = "mouse", *, minutes: int = 1) -> None:
    """Start it, then hold it at the second sentence of the second paragraph."""
    press(page, f"Listen to this article · {minutes} min", key)
    await_player(page, "!it.paused && it.currentTime > 0")
    press(page, "Pause", key)
    await_player(page, "it.paused")
    seek(page, 6.6)


def seek(page: Page, seconds: float) -> None:
    """Go to a time."""
    player(page, "it.seek(argument)", seconds)
    await_player(page, "Math.abs(it.currentTime - argument) < 0.01", seconds)


def starts(words: dict[str, Any]) -> list[float]:
    """Return when each sentence begins."""
    return [sentence["start"] for sentence in words["sentences"]]


def test_says_how_long_it_is(opened: Page) -> None:
    """Before it is started it is one button with the minutes, and the disclosure."""
    box = opened.get_by_role("region", name="Listen to this article")
    assert box.get_by_role("button", name="Listen to this article · 1 min").is_visible()
    assert "Made by machine." in box.inner_text()
    assert not box.get_by_role("slider").first.is_visible()


@pytest.mark.parametrize("key", ["mouse", "Enter", "Space"])
def test_every_button_moves_the_sound(opened: Page, words: dict[str, Any], key: str) -> None:
    """Play, pause, ten seconds, sentences and paragraphs, with the mouse and with the keyboard."""
    start(opened, key)
    times = starts(words)
    moves = [
        ("Next sentence", times[3]),
        ("Previous sentence", times[2]),
        ("Next paragraph", times[3]),
        ("Previous paragraph", times[1]),
        ("+10 seconds", times[1] + 10),
        ("−10 seconds", times[1]),
    ]
    for name, wanted in moves:
        press(opened, name, key)
        await_player(opened, "Math.abs(it.currentTime - argument) < 0.02", wanted)
    assert [round(event["to"], 1) for event in events(opened, "seek")[1:]] == [round(time, 1) for _, time in moves]


def test_back_goes_to_the_start_first(opened: Page, words: dict[str, Any]) -> None:
    """Well into a sentence, back means its start, as on every player."""
    start(opened)
    seek(opened, starts(words)[1] + 2)
    press(opened, "Previous sentence", "mouse")
    await_player(opened, "Math.abs(it.currentTime - argument) < 0.02", starts(words)[1])


def test_the_slider_by_keyboard(opened: Page) -> None:
    """Arrows move five seconds, Home and End to the ends, and the slider says where in words."""
    start(opened)
    slider = opened.get_by_role("slider", name="Position")
    seek(opened, 2)
    for key, seconds in [("ArrowRight", 7), ("ArrowUp", 12), ("ArrowLeft", 7), ("ArrowDown", 2), ("Home", 0)]:
        slider.press(key)
        await_player(opened, "Math.abs(it.currentTime - argument) < 0.1", seconds)
    assert slider.get_attribute("aria-valuetext") == "0 seconds of 17 seconds"
    slider.press("End")
    await_player(opened, "it.currentTime > it.duration - 0.2")


def test_the_slider_says_minutes(page: Page, site: Site, words: dict[str, Any]) -> None:
    """One minute and five seconds of four minutes are said as such; hours too."""
    site.edition("/e", {**words, "duration": 240}, seconds=240)
    open_player(page, site)
    start(page, minutes=4)
    slider = page.get_by_role("slider", name="Position")
    seek(page, 65)
    assert slider.get_attribute("aria-valuetext") == "1 minute 5 seconds of 4 minutes"


def test_a_three_hour_article(page: Page, site: Site, words: dict[str, Any]) -> None:
    """Three hours are played, shown and said as hours, and read from the middle without the rest."""
    site.edition("/e", {**words, "duration": 10_800, "minutes": 180}, seconds=10_800)
    open_player(page, site)
    press(page, "Listen to this article · 180 min", "mouse")
    await_player(page, "it.currentTime > 0 && it.duration === 10800")
    seek_to = 2 * 3600 + 62
    player(page, "it.seek(argument)", seek_to)
    await_player(page, "it.currentTime > argument + 0.3", seek_to)
    player(page, "it.pause()")
    text = page.get_by_role("slider", name="Position").get_attribute("aria-valuetext") or ""
    assert text.startswith("2 hours 1 minute ") and text.endswith(" of 3 hours")
    assert page.get_by_text("2:01:0").is_visible()


def test_speed_is_remembered_and_shortens_the_rest(opened: Page) -> None:
    """Speed from 0.5 to 3; the remaining time and the minutes follow; the next page has it still."""
    start(opened)
    seek(opened, 0)
    opened.get_by_label("Speed").select_option("0.5")
    assert opened.get_by_text("−0:35").is_visible()  # of 17.6 s
    assert opened.get_by_label("Speed").locator("option").all_inner_texts()[-1] == "3×"
    opened.get_by_label("Speed").select_option("3")
    assert events(opened, "rate") == [{"rate": 0.5}, {"rate": 3}]
    opened.reload()
    await_player(opened, "it.state === 'ready' && it.rate === 3")


def test_volume_is_remembered(opened: Page) -> None:
    """The volume's slider works by keyboard and is kept."""
    start(opened)
    opened.get_by_text("More", exact=True).click()
    for _ in range(4):
        opened.get_by_role("slider", name="Volume").press("ArrowLeft")
    assert player(opened, "it.volume") == pytest.approx(0.8)
    opened.reload()
    await_player(opened, "it.state === 'ready' && Math.abs(it.volume - 0.8) < 0.01")


def test_resumes_where_it_was_left(opened: Page) -> None:
    """After a reload it offers to continue; after the end it starts anew."""
    start(opened)
    seek(opened, 9)
    player(opened, "it.play()")
    await_player(opened, "it.currentTime > 9.2")
    opened.reload()
    await_player(opened, "it.state === 'ready' && it.currentTime > 9")
    press(opened, "Continue listening · 1 min", "mouse")
    await_player(opened, "!it.paused && it.currentTime > 9.4")
    seek(opened, 16.5)
    wait(opened, "events.some(e => e[0] === 'end')")
    opened.reload()
    await_player(opened, "it.state === 'ready' && it.currentTime === 0")


def test_storage_that_throws(page: Page, site: Site, words: dict[str, Any]) -> None:
    """Where the browser forbids storage, everything else works."""
    site.edition("/e", words)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})")
    open_player(page, site)
    start(page)
    assert events(page, "error") == []


def test_a_moment_of_the_address(page: Page, site: Site, words: dict[str, Any]) -> None:
    """`#t=` says where to start, on load and later; sharing copies such an address."""
    site.edition("/e", words)
    address = site.page("/a.html", '<listen-to-article src="/e/words.json"></listen-to-article>')
    page.goto(f"{address}#t=4")
    await_player(page, "it.state === 'ready' && it.currentTime === 4")
    page.evaluate("location.hash = 't=5.5'")
    await_player(page, "it.currentTime === 5.5")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    player(page, "it.play()")
    page.get_by_text("More", exact=True).click()
    player(page, "it.pause()")
    press(page, "Share this moment", "Enter")
    wait(page, "events.some(e => e[0] === 'share')")
    assert events(page, "share")[0]["url"].startswith(f"{address}#t=")
    await_player(page, "it.shadowRoot.querySelector('[role=status]').textContent.startsWith('✓ http')")
    assert page.evaluate("navigator.clipboard.readText()") == events(page, "share")[0]["url"]


def test_plays_from_a_paragraph_of_the_list(opened: Page, words: dict[str, Any]) -> None:
    """A list of paragraphs under their chapters, reached by keyboard, plays from any of them."""
    start(opened)
    more = opened.get_by_text("More", exact=True)
    more.focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    groups = opened.locator("optgroup").evaluate_all("all => all.map(one => [one.label, one.children.length])")
    assert groups == [["A ferry returns", 3], ["What happens next", 2]]
    opened.get_by_label("Play from here").first.select_option(index=4)
    press(opened, "Play from here", "Enter")
    await_player(opened, "!it.paused && it.currentTime >= argument", starts(words)[6] - 0.01)


def test_sleep_timer(opened: Page) -> None:
    """The timer pauses the sound, says so, and is off again."""
    start(opened)
    opened.clock.install()
    opened.get_by_text("More", exact=True).click()
    opened.get_by_label("Sleep timer").select_option("5")
    player(opened, "it.play()")
    opened.clock.fast_forward(5 * 60_000)
    await_player(opened, "it.paused")
    assert opened.get_by_label("Sleep timer").input_value() == ""
    assert player(opened, "it.shadowRoot.querySelector('[role=status]').textContent") == "Sleep timer"


def test_download(opened: Page) -> None:
    """The audio is a link with its format."""
    start(opened)
    opened.get_by_text("More", exact=True).click()
    with opened.expect_download() as download:
        opened.get_by_role("link", name="Download WAV").click()
    assert download.value.suggested_filename == "article.wav"
    assert events(opened, "download") == [{"src": download.value.url}]


def test_progress_in_tenths(opened: Page) -> None:
    """What is heard is told in tenths, what is skipped is not, and then comes the end."""
    start(opened)
    seek(opened, 11.8)
    player(opened, "it.rate = 3")
    player(opened, "it.play()")
    wait(opened, "events.some(e => e[0] === 'end')")
    percents = [event["percent"] for event in events(opened, "progress")]
    assert percents == [70, 80, 90, 100]
    opened.wait_for_timeout(300)  # longer than the player's longest pause between two looks at the clock
    assert marked(opened, "word") == []
