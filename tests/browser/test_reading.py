"""Read-along: the words of the page's own text are marked as they are heard, whatever the page does to it."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import await_player, marked, player, wait
from tests.browser.site import Site, paragraphs_html, words_json

ARTICLE = (
    ("The ferry left on Monday with 212 people on board.", "It was only six minutes late."),
    ("“We have waited long enough,” said Captain Zelenskyy.", "Yes."),
    ("The next one leaves on the second of March.", "After that it is every day."),
)
PLAYER = '<listen-to-article src="/e/words.json" click-to-play></listen-to-article>'
SAMPLE = """
window.heard = [];
const add = Highlight.prototype.add;
Highlight.prototype.add = function (range) {
  const audio = window.sound;
  if (this === CSS.highlights.get("lta-word")) heard.push([String(range), audio ? audio.currentTime : 0]);
  return add.call(this, range);
};
const Native = window.Audio;
window.Audio = function () { return (window.sound = new Native()); };
"""


def spoken(words: dict[str, Any]) -> list[tuple[str, float]]:
    """Return each word and when it begins."""
    return [(s["text"][first:last], at) for s in words["sentences"] for first, last, at, _ in s["words"]]


def open_page(page: Page, site: Site, words: dict[str, Any], article: str, **options: str) -> None:
    """Open an article with a player; wait until it is ready."""
    site.edition("/e", words)
    page.goto(site.page("/a.html", options.pop("player", PLAYER) + article, **options))
    await_player(page, "it.state === 'ready'")


def go(page: Page, words: dict[str, Any], sentence: int, word: int = 0) -> None:
    """Stand in the middle of a word."""
    _, _, at, until = words["sentences"][sentence]["words"][word]
    player(page, "it.seek(argument)", (at + until) / 2)


def test_a_whole_article_within_50_ms(page: Page, site: Site) -> None:
    """In text without ids each word is marked when the audio's own clock is within 50 ms of its beginning, at 2x."""
    words = words_json(ARTICLE, word=0.19)
    page.add_init_script(SAMPLE)
    open_page(page, site, words, paragraphs_html(ARTICLE))
    player(page, "it.rate = 2")
    player(page, "it.play()")
    wait(page, "events.some(e => e[0] === 'end')")
    heard = page.evaluate("heard")
    wanted = spoken(words)
    assert [word.strip(",.“”") for word, _ in heard] == [word.strip(",.“”") for word, _ in wanted]
    late = sorted(clock - at for (_, clock), (_, at) in zip(heard, wanted, strict=True))
    assert late[0] >= -0.006
    assert late[-1] <= 0.05, late[-5:]


def test_marks_and_quotes(page: Page, site: Site) -> None:
    """Other quotes, soft hyphens, hidden characters, inline tags and line breaks do not hide a sentence."""
    words = words_json((("“Don’t wait,” said Captain Zelenskyy of the $1.4 billion ferry — twice.",),))
    article = (
        "<article><p>“Don't\nwait,” <b>said</b>&nbsp;Cap&shy;tain Zelen<wbr>s&#8203;kyy of the "
        "<a href='#'>$1.4&nbsp;billion</a> ferry &ndash; twice.</p></article>"
    )
    open_page(page, site, words, article)
    go(page, words, 0, 0)
    assert marked(page, "word") == ["“Don't"]
    go(page, words, 0, 4)
    assert marked(page, "word") == ["Zelens\u200bkyy"]
    go(page, words, 0, 7)
    assert marked(page, "word") == ["$1.4"]
    sentence = marked(page, "sentence")[0]
    assert sentence.startswith("“Don't") and sentence.endswith("twice.")


def test_offsets_count_characters(page: Page, site: Site) -> None:
    """Offsets after a character beyond the first plane are those of Python."""
    text = "A 🚢 ferry came."
    words = words_json(((text,),))
    words["sentences"][0]["words"] = [[0, 1, 0.2, 0.4], [4, 9, 0.4, 0.8], [10, 14, 0.8, 1.2]]
    open_page(page, site, words, f"<article><p>{text}</p></article>")
    go(page, words, 0, 1)
    assert marked(page, "word") == ["ferry"]


def test_by_id_before_text(page: Page, site: Site) -> None:
    """An element with the sentence's id is taken although the same words stand before it."""
    words = words_json((("The ferry left on Monday with 212 people.",),))
    line = "<p{}>The ferry left on Monday with 212 people.</p>"
    open_page(page, site, words, f"<article>{line.format('')}{line.format(' id=s0')}</article>")
    go(page, words, 0)
    assert page.evaluate("[...CSS.highlights.get('lta-word')][0].startContainer.parentElement.id") == "s0"


def test_copies_and_gaps(page: Page, site: Site) -> None:
    """A pull quote before its sentence, a sentence that is not on the page and a short one do not lead astray."""
    words = words_json(ARTICLE)
    text = [sentence["text"] for sentence in words["sentences"]]
    article = (
        f"<aside>{text[4]}</aside><article><h1>Yes or no?</h1><p>{text[0]} {text[1]}</p>"
        f"<p>{text[2]} Yesterday. {text[3]}</p><p>{text[5]}</p></article>"
    )
    open_page(
        page, site, words, article, player='<listen-to-article src="/e/words.json" for="body"></listen-to-article>'
    )
    found = []
    for index in range(6):
        go(page, words, index)
        found.append(marked(page, "sentence"))
    assert found == [[text[0]], [text[1]], [text[2]], ["Yes."], [], [text[5]]]
    go(page, words, 3)
    assert page.evaluate("[...CSS.highlights.get('lta-word')][0].startContainer.parentElement.localName") == "p"


def test_300_paragraphs_with_ads(page: Page, site: Site) -> None:
    """Advertisements and lazy paragraphs that come while it plays change no mark; the page's DOM is untouched."""
    article = [
        [f"Paragraph {n} tells of ferry {n * 7}.", f"It has a second sentence about {n} people."] for n in range(300)
    ]
    words = words_json(article, word=0.02)
    html = paragraphs_html(article[:150]).replace("</article>", "<div id=rest></div></article>")
    open_page(page, site, words, html)
    player(page, "it.seek(1), it.play()")
    page.evaluate("""() => {
      let number = 0;
      window.ads = setInterval(() => {
        const ad = document.createElement("div");
        ad.textContent = "Buy now! It has a second sentence about nothing. Number " + number;
        document.querySelectorAll("article > p")[number * 3 % 140].before(ad);
        if (++number === 100) { clearInterval(ads); window.done = true; }
      }, 10);
    }""")
    wait(page, "window.done")
    rest = paragraphs_html(article[150:]).removeprefix("<article>").removesuffix("</article>")
    page.evaluate("html => { document.getElementById('rest').innerHTML = html; }", rest)
    player(page, "it.pause()")
    page.wait_for_timeout(400)  # the player rereads a while after the last change
    for index in (0, 1, 77, 298, 299, 300, 420, 599):
        go(page, words, index, 1)
        assert marked(page, "sentence") == [words["sentences"][index]["text"]]
    assert page.locator("article mark, article [class], article [style]").count() == 0


def test_three_hours_of_words(page: Page, site: Site) -> None:
    """In three hours of 28,000 words every sentence has its place, and deep in it words are marked within 50 ms."""
    article = [
        [
            f"Paragraph {n} tells of ferry {n * 7} and of its captain.",
            f"Part two is about the {n} people on board of it.",
        ]
        for n in range(1350)
    ]
    words = words_json(article, word=0.35)
    assert words["duration"] > 3 * 3600
    page.add_init_script(SAMPLE)
    open_page(page, site, words, paragraphs_html(article))
    for index in (2699, 0, 1350, 2001):
        go(page, words, index, 1)
        assert marked(page, "sentence") == [words["sentences"][index]["text"]]
    at = words["sentences"][2500]["start"]
    player(page, "it.seek(argument)", at - 0.1)
    page.evaluate("heard.length = 0")
    player(page, "it.play()")
    await_player(page, "it.currentTime > argument", at + 4)
    player(page, "it.pause()")
    heard = page.evaluate("heard.filter(([, clock]) => clock > argument)".replace("argument", str(at - 0.05)))
    wanted = [(text, start) for text, start in spoken(words) if at <= start][: len(heard)]
    assert [word.strip(".") for word, _ in heard] == [word.strip(".") for word, _ in wanted]
    assert len(heard) >= 10
    assert all(-0.006 <= clock - start <= 0.05 for (_, clock), (_, start) in zip(heard, wanted, strict=True))


def test_a_framework_draws_the_text_anew(page: Page, site: Site) -> None:
    """Where the page replaces its nodes, the mark comes back on the new ones."""
    words = words_json(ARTICLE)
    open_page(page, site, words, paragraphs_html(ARTICLE))
    go(page, words, 1)
    page.evaluate("const a = document.querySelector('article'); a.innerHTML = a.innerHTML + ''")
    wait(
        page,
        "[...CSS.highlights.get('lta-word')].some(range => range.startContainer.isConnected && String(range) === 'It')",
    )


def test_a_click_plays_from_the_word(page: Page, site: Site) -> None:
    """A click on a word plays from it where the page asked for that; a click on a link does not."""
    words = words_json(ARTICLE)
    html = paragraphs_html(ARTICLE).replace("second of March", "second of <a href='#x'>March</a>")
    open_page(page, site, words, html)
    box = page.evaluate("""() => {
      const text = document.querySelectorAll("p")[1].firstChild;
      const range = document.createRange();
      range.setStart(text, text.data.indexOf("Captain") + 2);
      range.setEnd(text, text.data.indexOf("Captain") + 4);
      const {x, y, width, height} = range.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }""")
    page.mouse.click(*box)
    at = words["sentences"][2]["words"][6][2]
    await_player(page, "!it.paused && it.currentTime >= argument && it.currentTime < argument + 2", at)
    player(page, "it.pause()")
    now = player(page, "it.currentTime")
    page.get_by_role("link", name="March").click()
    page.locator("listen-to-article").evaluate("it => it.removeAttribute('click-to-play')")
    page.mouse.click(*box)
    assert player(page, "it.paused && it.currentTime") == now


def test_the_shortcut_plays_from_the_paragraph(page: Page, site: Site) -> None:
    """Alt+P plays from the paragraph that has the focus; another letter can be chosen, or none."""
    words = words_json(ARTICLE)
    html = paragraphs_html(ARTICLE).replace("second of March", "second of <a href='#x'>March</a>")
    open_page(page, site, words, html)
    page.get_by_role("link", name="March").focus()
    page.keyboard.press("Alt+p")
    await_player(page, "!it.paused && it.currentTime >= argument", words["sentences"][4]["start"] - 0.01)
    player(page, "it.pause()")
    page.locator("listen-to-article").evaluate("it => it.setAttribute('shortcut', '')")
    page.keyboard.press("Alt+p")
    assert player(page, "it.paused")
    page.locator("listen-to-article").evaluate("it => it.setAttribute('shortcut', 'l')")
    page.keyboard.press("Alt+l")
    await_player(page, "!it.paused")


@pytest.mark.parametrize(("motion", "attributes", "scrolls"), [
    ("no-preference", "auto-scroll", True), ("no-preference", "", False), ("reduce", "auto-scroll", False),
])  # fmt: skip
def test_scrolls_only_when_asked(page: Page, site: Site, motion: Any, attributes: str, scrolls: bool) -> None:
    """The page scrolls with the voice only when asked to, and never where the reader wants less motion."""
    page.emulate_media(reduced_motion=motion)
    article = [[f"Paragraph number {n} is about the ferry."] for n in range(80)]
    words = words_json(article)
    tag = f'<listen-to-article src="/e/words.json" {attributes}></listen-to-article>'
    open_page(page, site, words, paragraphs_html(article), player=tag)
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.2")
    player(page, "it.seek(argument)", words["sentences"][60]["start"])
    if scrolls:
        wait(page, "scrollY > 500")
    else:
        wait(page, "[...CSS.highlights.get('lta-sentence')].some(range => String(range).includes(' 60 '))")
        page.wait_for_timeout(300)
        assert page.evaluate("scrollY") == 0


def test_paragraphs_without_the_text(page: Page, site: Site) -> None:
    """Where the article is not on the page, paragraphs are known by their longer pauses."""
    words = words_json(ARTICLE)
    open_page(page, site, words, "<article>Something else</article>")
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0")
    player(page, "it.pause(), it.seek(0)")
    page.get_by_role("button", name="Next paragraph").click()
    await_player(page, "Math.abs(it.currentTime - argument) < 0.02", words["sentences"][2]["start"])


def test_without_custom_highlight(page: Page, site: Site) -> None:
    """A browser without Custom Highlight plays all the same."""
    page.add_init_script("delete window.Highlight")
    words = words_json(ARTICLE)
    open_page(page, site, words, paragraphs_html(ARTICLE))
    player(page, "it.play()")
    await_player(page, "it.currentTime > 0.5")
