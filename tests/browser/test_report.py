"""Reporting a mispronunciation: two taps, by mouse or keyboard, with all that is needed to hear it again."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, events, player, wait
from tests.browser.site import Answer, Site, paragraphs_html, words_json

ARTICLE = (("The ferry left 🚢 on Monday with Zelenskyy.", "It was only six minutes late."),)


@pytest.fixture
def words() -> dict[str, Any]:
    """An edition with a place for reports."""
    return words_json(ARTICLE, report="/report")


@pytest.fixture
def opened(page: Page, site: Site, words: dict[str, Any]) -> Page:
    """A player that stands at the word Monday."""
    site.answers["/report"] = Answer(status=204)
    return open_at_monday(page, site, words)


def open_at_monday(page: Page, site: Site, words: dict[str, Any], attributes: str = "") -> Page:
    """Open a page with a player that stands at the word Monday."""
    site.edition("/e", words)
    tag = f'<listen-to-article src="/e/words.json" {attributes}></listen-to-article>'
    page.goto(site.page("/a.html", tag + paragraphs_html(ARTICLE)))
    await_player(page, "it.state === 'ready'")
    player(page, "it.seek(argument)", words["sentences"][0]["words"][4][2] + 0.1)
    return page


def test_two_taps(opened: Page, site: Site, words: dict[str, Any]) -> None:
    """It opens with the word now heard; one more tap sends what, where, when, by whom and in which version."""
    opened.get_by_role("button", name="Report a mispronunciation").click()
    opened.get_by_role("button", name="Said wrong").click()
    await_player(opened, "it.shadowRoot.querySelector('[role=status]').textContent === 'Thank you.'")
    text = words["sentences"][0]["text"]
    assert site.posted == [
        {
            "edition": "e1",
            "sentence": "s0",
            "word": "Monday",
            "first": text.index("Monday"),
            "last": text.index("Monday") + 6,
            "time": words["sentences"][0]["words"][4][2],
            "voice": "v:1",
            "versions": {"pronouncer": "0", "voices": {"v:1": "1"}, "lexicon": ""},
            "kind": "wrong",
            "note": "",
            "page": f"{site.address}/a.html",
        }
    ]
    assert events(opened, "report") == site.posted


def test_the_word_selected_in_the_page(opened: Page, site: Site) -> None:
    """A word that the listener has selected in the article, with the mouse, is the one offered."""
    box = opened.evaluate("""() => {
      const text = document.querySelector("p").firstChild;
      const range = document.createRange();
      range.setStart(text, text.data.indexOf("minutes"));
      range.setEnd(text, text.data.indexOf("minutes") + 7);
      const {x, y, width, height} = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }""")
    opened.mouse.dblclick(*box)
    opened.get_by_role("button", name="Report a mispronunciation").click()
    opened.get_by_role("button", name="Said wrong").click()
    await_player(opened, "!it.shadowRoot.querySelector('dialog')")
    assert [(report["sentence"], report["word"]) for report in site.posted] == [("s1", "minutes")]
    opened.evaluate("getSelection().selectAllChildren(document.querySelector('listen-to-article'))")
    opened.get_by_role("button", name="Report a mispronunciation").click()
    opened.get_by_role("button", name="Said wrong").click()
    await_player(opened, "!it.shadowRoot.querySelector('dialog')")
    assert site.posted[1]["word"] == "Monday"


def test_by_keyboard_with_another_word_and_a_note(opened: Page, site: Site) -> None:
    """By keyboard alone: another word, a note, a kind; then focus is where it was."""
    report = opened.get_by_role("button", name="Report a mispronunciation")
    report.focus()
    opened.keyboard.press("Enter")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    for _ in range(6):
        opened.keyboard.press("Tab")
    opened.keyboard.type("zuh-LEN-skee")
    for _ in range(3):
        opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Enter")
    await_player(opened, "!it.shadowRoot.querySelector('dialog')")
    kinds = [(report["word"], report["kind"], report["note"]) for report in site.posted]
    assert kinds == [("Zelenskyy.", "extra", "zuh-LEN-skee")]
    assert player(opened, "it.shadowRoot.activeElement.textContent") == "Report a mispronunciation"


def test_escape_sends_nothing_and_plays_on(opened: Page, site: Site) -> None:
    """While the dialog is open the voice waits; Escape closes it, and the voice goes on."""
    player(opened, "it.play()")
    await_player(opened, "!it.paused")
    opened.get_by_role("button", name="Report a mispronunciation").click()
    await_player(opened, "it.paused")
    opened.keyboard.press("Escape")
    await_player(opened, "!it.paused")
    assert site.posted == []


def test_a_report_that_fails(opened: Page, site: Site) -> None:
    """Where it cannot be sent it says so and stays open, so that it can be tried again."""
    site.answers["/report"] = Answer(status=500)
    opened.get_by_role("button", name="Report a mispronunciation").click()
    opened.get_by_role("button", name="Skipped").click()
    alert = opened.get_by_role("alert")
    await_player(opened, "it.shadowRoot.querySelector('[role=alert]').textContent")
    assert alert.inner_text() == "The report could not be sent."
    site.answers["/report"] = Answer(status=204)
    opened.get_by_role("button", name="Skipped").click()
    await_player(opened, "!it.shadowRoot.querySelector('dialog')")
    assert [report["kind"] for report in site.posted] == ["skipped", "skipped"]


def test_by_mail(page: Page, site: Site, words: dict[str, Any]) -> None:
    """With a mail address the report is a message to it."""
    open_at_monday(page, site, words, 'report="mailto:desk@example.org"')
    page.evaluate("window.open = (...what) => { window.opened = what; }")
    page.get_by_role("button", name="Report a mispronunciation").click()
    page.get_by_role("button", name="Wrong voice").click()
    wait(page, "window.opened")
    address = page.evaluate("decodeURIComponent(opened[0])")
    assert address.startswith("mailto:desk@example.org?subject=voice: Monday&body={")
    assert site.posted == []


def test_the_page_can_take_it(opened: Page, site: Site) -> None:
    """A page that prevents the event's default takes the report itself."""
    opened.evaluate("document.addEventListener('lta-report', event => event.preventDefault())")
    opened.get_by_role("button", name="Report a mispronunciation").click()
    opened.get_by_role("button", name="Something else").click()
    await_player(opened, "!it.shadowRoot.querySelector('dialog')")
    assert events(opened, "report")[0]["kind"] == "other"
    assert site.posted == []


@pytest.mark.parametrize("attributes", ['report=""', 'report="ftp://example.org"'])
def test_hidden_where_nobody_takes_reports(page: Page, site: Site, words: dict[str, Any], attributes: str) -> None:
    """Without an address for reports there is no button."""
    open_at_monday(page, site, words, attributes)
    assert not page.get_by_role("button", name="Report a mispronunciation").is_visible()
