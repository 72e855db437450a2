"""The page: whatever the article holds is inert, and everything it needs is in the folder."""

import base64
import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.editions import Made

from pronouncer.pipeline import Pipeline, Said, estimate, slug
from pronouncer.publish import page
from pronouncer.publish.edition import minutes, shown
from pronouncer.publish.page import STYLE_HASH
from pronouncer.settings import Settings


def test_page_needs_nothing_from_outside(harbour: tuple[Path, Said, Settings]) -> None:
    """No address of another host stands in a place that a browser would load."""
    text = (harbour[0] / "index.html").read_text("utf-8")
    audio = ["article.m4a", "article.mp3", "article.opus"]
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", text) == ["listen-to-article.js", *audio * 2]
    assert "created by AI-based technology" in text


def test_the_policy_knows_the_style() -> None:
    """The hash in the page's policy is that of the style it is made from."""
    source = (Path(page.__file__).parent / "page.css").read_bytes()
    assert f"sha256-{base64.b64encode(hashlib.sha256(source).digest()).decode()}" == STYLE_HASH


@pytest.mark.parametrize(
    ("report", "allowed"),
    [
        ("", "'none'"),
        ("mailto:desk@example.org", "'none'"),
        ("https://example.org:8443/report?a=b", "https://example.org:8443"),
        ("https://example.org;script-src *", "https://example.org"),
        ("http://[::1]/report", "http://[::1]"),
    ],
)
def test_the_policy_knows_who_takes_reports(editions: Mapping[str, Made], report: str, allowed: str) -> None:
    """A page may send to the host of the reports, and nowhere else; an address cannot add to the policy."""
    edition = dataclasses.replace(editions["bundled"].edition, report=report)
    text = page.page(edition, structured="{}", words="{}", player="p.js")
    assert f"connect-src {allowed};" in text


def test_the_player_is_in_the_folder(harbour: tuple[Path, Said, Settings]) -> None:
    """The script beside the page is the player, and the page holds words.json itself, for pages from disk."""
    script = (harbour[0] / "listen-to-article.js").read_bytes()
    assert script == (Path(__file__).parents[2] / "player/listen-to-article.js").read_bytes()
    text = (harbour[0] / "index.html").read_text("utf-8")
    inline = re.search(r'id="words">(.*?)</script>', text, re.DOTALL)
    assert inline and json.loads(inline[1]) == json.loads((harbour[0] / "words.json").read_text("utf-8"))


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    """Markup, script ends and template marks of an article are text on the page."""
    source = tmp_path / "a.txt"
    source.write_text(
        "Ferry <script>alert(1)</script> $title\n\n"
        '</script><img src=x onerror=alert(2)> "quoted" & ${body}.\n\nIt ends.'
    )
    with Pipeline(Settings(voice="silence:silence-en", cache=tmp_path / "c")) as pipeline:
        pipeline.say(str(source), tmp_path / "e")
    text = (tmp_path / "e/index.html").read_text("utf-8")
    assert "<script>alert" not in text and "<img" not in text
    assert text.count("<script") == 3 and text.count("</script>") == 3  # the data, the player, words.json
    assert "$title" in text and "${body}" in text
    words = re.search(r'id="words">(.*?)</script>', text, re.DOTALL)
    assert words and "<script>alert" in json.loads(words[1])["headline"]


@pytest.mark.parametrize(("seconds", "label"), [(0, 1), (29, 1), (89, 1), (91, 2), (250, 4), (3600, 60)])
def test_minutes(seconds: float, label: int) -> None:
    """The label is rounded minutes, at least one."""
    assert minutes(seconds) == label


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Ferry returns: after 9 years!", "ferry-returns-after-9-years"),
        ("Київ зустрічає", "київ-зустрічає"),
        ("../../etc/passwd", "etc-passwd"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("★", "article"),
        ("x" * 300, "article"),
    ],
)
def test_folder_name(headline: str, name: str) -> None:
    """A headline becomes a folder name of letters and digits of any script, of bounded length."""
    assert slug(headline) == name


def test_estimate_is_near(harbour: tuple[Path, Said, Settings], article_of: object) -> None:
    """The listening time without speaking is within a tenth of the real one."""
    _, said, settings = harbour
    with Pipeline(settings) as pipeline:
        article = pipeline.ingest(str(Path(__file__).resolve().parents[2] / "articles/harbour.html"))
        script = pipeline.script(article)
        cast = pipeline.cast(article, script)
        seconds = estimate(script, pipeline.pronounce(script, cast), cast)
    assert abs(seconds - said.duration) <= 0.1 * said.duration


@pytest.mark.parametrize(
    ("language", "begins"), [("en-GB", "The audio version"), ("fr", "Cet article"), ("ar", "يقرأ")]
)
def test_the_disclosure_is_in_the_language_of_the_article(language: str, begins: str) -> None:
    """Listeners are told how it was made in words that they read."""
    assert shown(language).startswith(begins)
