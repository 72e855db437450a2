"""Review rounds in the browser: drawn by an editor, judged by a partner by keyboard and on a phone; then figures."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import wait
from tests.browser.test_desk import TOO_WIDE, enter, look, person, put
from tests.served import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own, whose house publishes its figures."""
    environ = {"PRONOUNCER_SERVER_PUBLISH_QUALITY": "true"}
    with serving(tmp_path_factory.mktemp("rounds"), environ) as found:
        yield found


def narrow(page: Page, name: str) -> None:
    """See that a page fits a phone, in the light and in the dark."""
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate(TOO_WIDE.replace("321", "361"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, (page.url, wide)
    look(page, f"phone-{name}")
    page.emulate_media(color_scheme="dark")
    look(page, f"phone-{name}-dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1200, "height": 900})


def test_a_partner_judges_a_round_by_keyboard(served: Served, browser: Browser, complaints: list[str]) -> None:
    """Hear, mark a word, rate, go on, until all is done; the editor sees the progress, and everybody the figures."""
    editor = person(browser, complaints)
    enter(editor, served.welcome(), "ada@example.org", "Ada Whitfield")
    editor.goto(f"{served.base}/sites")
    editor.fill('form[action="/sites"] [name=name]', "ferry")
    editor.click('form[action="/sites"] button.main')
    editor.goto(f"{served.base}/keys")
    editor.fill("[name=title]", "cms")
    editor.click('form[action="/keys"] button.main')
    served.key = editor.input_value("input[aria-label=Key]")
    article = put(served, "Mayor Adeyemi left at nine – in the morning.", headline="The ferry came back.")
    served.until(lambda: served.live(article))
    editor.goto(f"{served.base}/people")
    editor.fill("[name=email]", "lin@example.org")
    editor.select_option('form[action="/people"] [name=role]', "partner")
    editor.click('form[action="/people"] button.main')
    partner = person(browser, complaints)
    enter(partner, editor.input_value("input[aria-label=Invitation]"), "lin@example.org", "Lin")

    editor.goto(f"{served.base}/quality")
    editor.get_by_role("link", name="Review rounds").click()
    editor.fill("[name=title]", "November")
    editor.fill("[name=size]", "2")
    editor.get_by_label("Lin").check()
    editor.get_by_role("button", name="Draw it").click()
    expect(editor.locator(".rounds")).to_contain_text("0 of 2")
    look(editor, "rounds")
    narrow(editor, "rounds")

    partner.get_by_role("link", name="Review").click()
    look(partner, "review")
    partner.get_by_role("link", name="Begin").click()
    wait(partner, "document.querySelector('audio').duration > 0.3")
    word = partner.locator(".judged button").first
    word.focus()
    partner.keyboard.press("Space")
    expect(word).to_have_attribute("aria-pressed", "true")
    partner.keyboard.press("Tab")
    partner.keyboard.press("Enter")
    expect(partner.locator(".judged button").nth(1)).to_have_attribute("aria-pressed", "true")
    partner.keyboard.press("Enter")
    expect(partner.locator(".judged button").nth(1)).to_have_attribute("aria-pressed", "false")
    partner.get_by_label("1 bad").focus()
    partner.keyboard.press("ArrowDown")
    expect(partner.get_by_label("2 poor")).to_be_checked()
    look(partner, "review-task")
    narrow(partner, "review-task")
    assert "espeak" not in partner.content()
    partner.get_by_label("2 poor").focus()
    partner.keyboard.press("Enter")  # sends the form, and does not turn the first word over
    expect(partner.locator("main")).to_contain_text("1 of 2 judged")
    partner.get_by_role("button", name="Done, the next one").click()
    assert "1 of 2 judged" in partner.inner_text("main")  # without a rating it is not sent
    partner.get_by_label("5 excellent").check()
    partner.get_by_role("button", name="Done, the next one").click()
    expect(partner.locator("[role=status]").first).to_contain_text("judged all of it")
    look(partner, "review-done")

    with sqlite3.connect(served.folder / "data/pronouncer.db") as database:
        found = database.execute("SELECT words, rating FROM verdicts ORDER BY id").fetchall()
        assert [rating for _, rating in found] == [2, 5]
        assert re.findall("false", found[0][0]) == ["false"] and "false" not in found[1][0]
        for day in ("2026-08-02", "2026-09-02", "2026-10-02"):  # so that there is something to draw
            row = (article, day, 9, 900, 9)
            database.execute("INSERT INTO plays (article, day, loads, starts, ends) VALUES (?, ?, ?, ?, ?)", row)
    editor.reload()
    expect(editor.locator(".rounds")).to_contain_text("2 of 2")
    editor.goto(f"{served.base}/quality")
    assert editor.locator("svg.plot").count() == 1
    look(editor, "quality")
    narrow(editor, "quality")
    anybody = person(browser, complaints)
    anybody.goto(f"{served.base}/quality/public")
    expect(anybody.locator("main")).to_contain_text("Mispronunciations in 1,000 words")
    look(anybody, "quality-public")
    narrow(anybody, "quality-public")
    assert [each for each in complaints if "Failed to load" not in each and "Password forms" not in each] == []


def test_words_are_marked_where_no_script_runs(served: Served, browser: Browser) -> None:
    """The server turns a word over; the round is drawn again for that."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{served.base}/sign-in")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password]", "a long sentence to remember")
    page.click("button.main")
    page.goto(f"{served.base}/quality/rounds")
    page.fill("[name=title]", "December")
    page.fill("[name=size]", "1")
    page.get_by_label("Ada").check()
    page.get_by_role("button", name="Draw it").click()
    page.goto(f"{served.base}/review")
    page.get_by_role("link", name="Begin").click()
    page.locator(".judged button").nth(1).click()
    expect(page.locator(".judged button").nth(1)).to_have_attribute("aria-pressed", "true")
    page.get_by_label("4 good").check()
    page.get_by_role("button", name="Done, the next one").click()
    expect(page.locator("main")).to_contain_text("judged all of it")
