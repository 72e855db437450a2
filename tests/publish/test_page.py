"""The page: whatever the article holds is inert, and everything it needs is in the folder."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from pronouncer.pipeline import Pipeline, Said, estimate, slug
from pronouncer.publish import page
from pronouncer.publish.edition import minutes
from pronouncer.publish.page import PROGRAM_HASH, STYLE_HASH
from pronouncer.settings import Settings


def test_page_needs_nothing_from_outside(harbour: tuple[Path, Said, Settings]) -> None:
    """No address of another host stands in a place that a browser would load."""
    text = (harbour[0] / "index.html").read_text("utf-8")
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", text) == ["article.m4a", "article.mp3", "article.opus"] * 2
    assert "Listen to this article" in text and '<span id="minutes">2 min</span>' in text
    assert "created by AI-based technology" in text


@pytest.mark.parametrize(("name", "known"), [("page.css", STYLE_HASH), ("page.js", PROGRAM_HASH)])
def test_the_policy_knows_style_and_program(name: str, known: str) -> None:
    """The hashes in the page's policy are those of the files it is made from."""
    source = (Path(page.__file__).parent / name).read_bytes()
    assert known == f"sha256-{base64.b64encode(hashlib.sha256(source).digest()).decode()}"


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
    assert text.count("<script") == 3 and text.count("</script>") == 3
    assert "$title" in text and "${body}" in text
    times = re.search(r'id="times">(.*?)</script>', text, re.DOTALL)
    assert times and json.loads(times.group(1))


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
