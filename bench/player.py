"""What the player costs a page: python bench/player.py

Debian's Chromium opens a page of 300 paragraphs over loopback. Costs are CPU time of the page's main thread for script,
styles and layout, so that other programs do not count. Goals: the script packs to 15 kB; the first click costs 50 ms on
a machine four times slower, which is what Lighthouse takes a phone for; the page does not shift; a word costs 2 ms.

What the browser needs for the sound alone is measured beside it: the same page with a plain button that plays the same
file. Programs beside it slow each other's caches: take the lower ones of several runs.
"""

import gzip
import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.conftest import OPTIONS, RECORD, await_player, wait
from tests.browser.site import PLAYER, Site, paragraphs_html, serving, words_json

SLOWER = 4
ARTICLE = [
    [f"Paragraph {n} tells of ferry {n * 7}, which left the bay.", f"Its second sentence is about {n} people on board."]
    for n in range(300)
]
WORDS = words_json(ARTICLE, word=0.25)
STYLE = "<style>listen-to-article {display: block; min-height: 9rem}</style>"
PLAYER_TAG = '<listen-to-article src="/e/words.json"></listen-to-article>'
PLAIN_TAG = """<button style="height: 9rem" onclick="sound.play()">Listen to this article</button>
<audio id="sound" preload="none" src="/e/article.wav"></audio>"""


class Cost(NamedTuple):
    """Milliseconds of CPU."""

    own: float
    """Script, styles and layout."""
    all: float
    """With paint, and what the browser does to play sound."""

    def minus(self, other: "Cost") -> "Cost":
        """Return the difference."""
        return Cost(self.own - other.own, self.all - other.all)


def spent(cdp: CDPSession) -> Cost:
    """Return what the page has cost so far."""
    metrics = {item["name"]: item["value"] * 1000 for item in cdp.send("Performance.getMetrics")["metrics"]}
    own = metrics["ScriptDuration"] + metrics["LayoutDuration"] + metrics["RecalcStyleDuration"]
    return Cost(own, metrics["TaskDuration"])


def opened(browser: Browser, site: Site, tag: str = PLAYER_TAG) -> tuple[Page, CDPSession]:
    """Open the page with a player that is ready, or with what else there is to press."""
    page = browser.new_context(viewport={"width": 400, "height": 800}).new_page()
    page.add_init_script(RECORD)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})
    cdp.send("Performance.enable")
    site.edition("/e", WORDS)
    page.goto(site.page("/a.html", tag + paragraphs_html(ARTICLE), head=STYLE))
    if tag == PLAYER_TAG:
        await_player(page, "it.state === 'ready'")
    page.wait_for_timeout(500)
    return page, cdp


def first_click(page: Page, cdp: CDPSession) -> Cost:
    """Return what the first click on the button costs, with all that follows in 200 ms."""
    box = page.get_by_role("button", name="Listen to this article").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.wait_for_timeout(200)
    before = spent(cdp)
    page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(200)
    return spent(cdp).minus(before)


def a_word(page: Page, cdp: CDPSession) -> Cost:
    """Return what a word that is heard, and marked where there is a player, costs."""
    now = "document.querySelector('listen-to-article, audio').currentTime"
    wait(page, f"{now} > 0.5")
    began, before = page.evaluate(now), spent(cdp)
    page.wait_for_timeout(15_000)
    cost = spent(cdp).minus(before)
    ended = page.evaluate(now)
    count = sum(began < at <= ended for sentence in WORDS["sentences"] for _, _, at, _ in sentence["words"])
    return Cost(cost.own / count, cost.all / count)


def measured(browser: Browser, site: Site, tag: str) -> tuple[Cost, Cost, Page]:
    """Return what a first click costs on a slow machine, the median of seven, and what a word does."""
    clicks: list[Cost] = []
    for _ in range(7):
        page, cdp = opened(browser, site, tag)
        clicks.append(first_click(page, cdp))
    own, whole = (SLOWER * statistics.median(times) for times in zip(*clicks, strict=True))
    return Cost(own, whole), a_word(page, cdp), page


def main() -> None:
    """Print each figure with its goal."""
    print(f"script, packed         {len(gzip.compress(PLAYER.read_bytes(), 9)) / 1000:6.2f} kB  goal 15")
    with serving() as site, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        plain_click, plain_word, page = measured(browser, site, PLAIN_TAG)
        page.context.close()
        click, word, page = measured(browser, site, PLAYER_TAG)
        print(
            f"first click, slow      {click.own:6.1f} ms  goal 50; {click.all:.1f} with paint and 0.2 s of sound,"
            f" {plain_click.all:.1f} of which a plain button with the same sound costs"
        )
        print(
            f"a word                 {word.own:6.2f} ms  goal 2; {word.all:.2f} with paint and sound, "
            f"{plain_word.all:.2f} of which the sound costs"
        )
        print(f"layout shift           {page.evaluate('shifts'):6.4f}     goal 0")
        browser.close()


if __name__ == "__main__":
    main()
