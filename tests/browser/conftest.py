"""A browser, pages that record what goes wrong, and a site to point them at."""

import os
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.site import Site, serving

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
EVENTS = "ready play pause progress seek rate report end error next share download".split()
RECORD = f"""
window.events = [];
for (const name of {EVENTS}) document.addEventListener("lta-" + name, e => events.push([name, e.detail, e.target.id]));
window.shifts = 0;
new PerformanceObserver(list => {{
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}}).observe({{type: "layout-shift", buffered: true}});
"""


@pytest.fixture(scope="session")
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
    """A new page with storage of its own that records its errors and the player's events."""
    yield from new_page(browser, complaints)


@pytest.fixture
def another(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Another page, with another storage."""
    yield from new_page(browser, complaints)


def new_page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """Open a page, and close it afterwards."""
    context = browser.new_context(viewport={"width": 800, "height": 700})
    context.set_default_timeout(10_000)
    context.add_init_script(RECORD)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback."""
    with serving() as site:
        yield site


def wait(page: Page, condition: str, argument: object = None, *, seconds: float = 15) -> None:
    """Wait until an expression is true. Strict policies forbid what `wait_for_function` does."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(f"argument => !!({condition})", argument):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(20)


def player(page: Page, expression: str, argument: object = None) -> Any:
    """Return the value of an expression in which `it` is the first player of the page."""
    return page.evaluate(
        f"argument => {{ const it = document.querySelector('listen-to-article'); return {expression}; }}", argument
    )


def await_player(page: Page, condition: str, argument: object = None) -> None:
    """Wait until an expression is true in which `it` is the first player of the page."""
    wait(page, f"(it => {condition})(document.querySelector('listen-to-article'))", argument)


def marked(page: Page, name: str) -> list[str]:
    """Return the text that a highlight covers."""
    found: list[str] = page.evaluate("name => [...CSS.highlights.get('lta-' + name)].map(String)", name)
    return found


def events(page: Page, name: str) -> list[Any]:
    """Return the details of the player's events of a name, so far."""
    found: list[Any] = page.evaluate("name => events.filter(e => e[0] === name).map(e => e[1])", name)
    return found
