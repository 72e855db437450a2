"""The desk and the loop, end to end: a real server, its worker, real audio, and people in browsers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect
from tests.browser.conftest import wait
from tests.browser.site import Answer, Site
from tests.served import Served, serving

PASSWORD = "a long sentence to remember"
TEXT = "Mayor Adeyemi left at nine in the morning.\n\nNobody waited for her at the quay."
PUBLISHER = """<!doctype html><html lang="en"><head><title>Ferry</title><link rel="canonical" href="https://example.org/ferry">
</head><body><article><h1>Ferry returns</h1><script src="{base}/player/embed.js" defer></script>
<p>Mayor Adeyemi left at nine in the morning.</p><p>Nobody waited for her at the quay.</p></article></body></html>"""
TOO_WIDE = """[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > 321 &&
    !e.closest(".scroll")).map(e => e.outerHTML.slice(0, 80))"""
PLACES = """/ /quality /lexicon /lexicon/history?word=Okonjo /queue /voices /audit /account /rulings /people
    /cases?state=held""".split()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


def person(browser: Browser, complaints: list[str]) -> Page:
    """Return a page of somebody's own browser."""
    page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def enter(page: Page, link: str, email: str, name: str) -> None:
    """Accept an invitation."""
    page.goto(link)
    if page.input_value("[name=email]") == "":
        page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")


def look(page: Page, name: str) -> None:
    """Keep a screenshot, and see that axe finds nothing."""
    page.wait_for_timeout(150)  # a form that was sent is on its way
    page.wait_for_load_state()
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, (page.url, found.generate_report())
    folder = Path("/tmp/desk")
    if folder.is_dir():
        page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def test_from_you_said_it_wrong_to_said_right_and_back(
    served: Served, browser: Browser, complaints: list[str], site: Site
) -> None:
    """Report in the player, triage, partner, ruling with impact, voiced again, heard by the listener, undone."""
    editor = person(browser, complaints)
    enter(editor, served.welcome(), "ada@example.org", "Ada Whitfield")
    expect(editor.locator("h1")).to_have_text("Library")
    look(editor, "library-empty")
    editor.goto(f"{served.base}/sites")
    editor.fill('form[action="/sites"] [name=name]', "ferry")
    editor.fill('form[action="/sites"] [name=hosts]', "example.org 127.0.0.1")
    editor.click('form[action="/sites"] button.main')
    look(editor, "sites")
    editor.goto(f"{served.base}/keys")
    editor.fill("[name=title]", "cms")
    editor.click('form[action="/keys"] button.main')
    served.key = editor.input_value("input[aria-label=Key]")
    look(editor, "keys")

    # The publisher's page is there before the audio: the player says so, and switches by itself.
    site.answers["/ferry"] = Answer(PUBLISHER.format(base=served.base).encode())
    article = put(served, TEXT)
    served.until(lambda: served.live(article))
    listener = person(browser, complaints)
    listener.goto(f"{site.address}/ferry")
    wait(listener, "document.querySelector('listen-to-article')?.duration > 0")
    before = words(served)

    # The listener hears "Adeyemi", and reports it with two taps.
    listener.evaluate(f"document.querySelector('listen-to-article').seek({at(before)})")
    player = listener.locator("listen-to-article")
    player.get_by_role("button", name=re.compile("Report", re.I)).click()
    player.locator("dialog input").fill("ah-day-YEH-mee")
    player.locator("dialog button[value=wrong]").click()
    served.until(lambda: served.ask("GET", "/api/v1/events").data["data"][-1].get("word") == "Adeyemi")

    # The editor sees it, asks a partner, who sees this case and nothing else.
    editor.goto(f"{served.base}/cases")
    look(editor, "cases")
    editor.goto(f"{served.base}/people")
    editor.fill("[name=email]", "lin@example.org")
    editor.select_option('form[action="/people"] [name=role]', "partner")
    editor.click('form[action="/people"] button.main')
    link = editor.input_value("input[aria-label=Invitation]")
    partner = person(browser, complaints)
    enter(partner, link, "lin@example.org", "Lin the linguist")
    expect(partner.locator("main")).to_contain_text("Nothing is shared with you now")
    assert partner.goto(f"{served.base}/cases").status == 403  # type: ignore[union-attr]
    editor.goto(f"{served.base}/cases")
    editor.click("tbody a")
    editor.get_by_role("button", name="Share this case").click()
    look(editor, "batches")
    partner.goto(f"{served.base}/shared")
    partner.click("main li a")
    look(partner, "shared-case")
    partner.fill("[name=pronunciation]", "ah-day-YEH-mee")
    partner.fill("[name=reason]", "Yoruba; she says it so herself.")
    partner.get_by_role("button", name="Propose it").click()

    # The ruling: first what it would touch, then voiced again, then proved.
    editor.goto(f"{served.base}/cases")
    editor.click("tbody a")
    editor.get_by_role("button", name="Take it").click()
    editor.fill("[name=reason]", "Lin asked her.")
    editor.get_by_role("button", name="What would it touch?").click()
    expect(editor.locator("#impact")).to_contain_text("1 sentence in 1 article")
    look(editor, "case-impact")
    editor.get_by_role("button", name="Rule, and voice it again").click()
    expect(editor.locator("h1 .badge")).to_have_text("proved", timeout=30_000)
    look(editor, "ruling")
    after = words(served)
    assert after["id"] != before["id"] and served.ask("GET", "/api/v1/articles/" + article).data["data"]["live"] == 2
    editions = served.ask("GET", f"/api/v1/articles/{article}/editions").data["data"]
    assert [(each["takes"], each["state"]) for each in editions] == [(1, "live"), (2 + 1, "former")]
    old = editions[1]["address"].removeprefix(served.base)
    assert served.ask("GET", old + "words.json").data["id"] == before["id"]

    # The listener comes back, and hears the new one; a public page says what was fixed.
    listener.reload()
    wait(listener, "document.querySelector('listen-to-article')?.duration > 0")
    listener.evaluate("document.querySelector('listen-to-article').play()")
    wait(listener, "document.querySelector('listen-to-article').currentTime > 0.3")
    listener.goto(f"{served.base}/fixes")
    expect(listener.locator("main")).to_contain_text("Adeyemi")
    look(listener, "fixes")

    # Undone, the former edition is live again at once, without a word voiced.
    editor.on("dialog", lambda dialog: dialog.accept())
    editor.get_by_role("button", name="Undo").click()
    expect(editor.locator("h1 .badge")).to_have_text("undone")
    assert words(served)["id"] == before["id"]
    assert [each for each in complaints if "Failed to load" not in each and "Password forms" not in each] == []


def test_an_editor_reads_hears_and_changes_an_article(served: Served, browser: Browser, complaints: list[str]) -> None:
    """Click a sentence to hear it, say a word differently, and see it voiced again; by keyboard, on a phone too."""
    editor = person(browser, complaints)
    editor.goto(f"{served.base}/sign-in")
    editor.fill("[name=email]", "ada@example.org")
    editor.fill("[name=password]", PASSWORD)
    editor.keyboard.press("Enter")
    expect(editor.locator("h1")).to_have_text("Library")
    article = put(served, TEXT.replace("Mayor Adeyemi", "Captain Okonjo"), "boat")
    served.until(lambda: served.live(article))
    editor.goto(f"{served.base}/articles/{article}")
    look(editor, "article")
    with editor.expect_response(re.compile(r"/sentences/\d+\.wav")) as heard:
        editor.keyboard.press("j")
        editor.keyboard.press("Enter")
    assert heard.value.status == 200
    editor.fill("[name=grapheme]", "Okonjo")
    editor.fill("[name=pronunciation]", "oh-KON-joh")
    editor.get_by_role("button", name="Hear it first").click()
    expect(editor.locator("#entry .good")).to_contain_text("oh-KAHN-joh")
    editor.get_by_role("button", name="Save, and voice it again").click()
    served.until(lambda: len(served.ask("GET", f"/api/v1/articles/{article}/editions").data["data"]) == 2)
    for place in PLACES:
        editor.goto(served.base + place)
        look(editor, place.strip("/").replace("/", "-").replace("?", "-") or "library")
    editor.set_viewport_size({"width": 320, "height": 640})
    for place in ("/", f"/articles/{article}", "/lexicon", "/queue"):
        editor.goto(served.base + place)
        wide = editor.evaluate(TOO_WIDE)
        assert editor.evaluate("document.documentElement.scrollWidth") <= 320, (place, wide)
        look(editor, "phone-" + (place.strip("/").split("/")[0] or "library"))
    editor.emulate_media(color_scheme="dark", forced_colors="none")
    look(editor, "phone-dark")


def test_what_an_article_holds_does_nothing(served: Served, browser: Browser, complaints: list[str]) -> None:
    """Markup and scripts in headline, text, section and address are shown as they are, and nothing of them runs."""
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}\u202e'\"><svg onload=alert(3)>"
    article = put(served, f"The captain said {evil} twice.", "evil", headline=f"Ferry {evil}", section=evil)
    served.until(lambda: served.live(article))
    editor = person(browser, complaints)
    alerts: list[str] = []

    def noted(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    editor.on("dialog", noted)
    editor.goto(f"{served.base}/sign-in")
    editor.fill("[name=email]", "ada@example.org")
    editor.fill("[name=password]", PASSWORD)
    editor.keyboard.press("Enter")
    expect(editor.locator("h1")).to_have_text("Library")
    for place in ("/", f"/articles/{article}", "/queue", f"/?q={evil.replace('#', '')}"):
        editor.goto(served.base + place)
        editor.wait_for_timeout(200)
    assert alerts == [] and editor.locator("main img, main svg, main script").count() == 0
    assert not [each for each in complaints if "Content Security Policy" in each]


def put(served: Served, text: str, name: str = "ferry", **more: str) -> str:
    """Send an article, and return its id."""
    body = {"url": f"https://example.org/{name}", "headline": "Ferry returns", "text": text, **more}
    answer = served.ask("PUT", f"/api/v1/sites/ferry/articles/{name}", body)
    assert answer.status in (200, 201), answer
    return str(answer.data["data"]["article"])


def words(served: Served) -> dict[str, object]:
    """Return words.json of the ferry's live edition."""
    found = served.ask("GET", "/player/words.json?url=https://example.org/ferry").data
    assert isinstance(found, dict)
    return found


def at(found: dict[str, object]) -> float:
    """Return when "Adeyemi" is heard."""
    for sentence in found["sentences"]:  # type: ignore[attr-defined]
        for first, last, begin, _ in sentence["words"]:
            if sentence["text"][first:last] == "Adeyemi":
                return float(begin)
    raise AssertionError(found)
