"""The podcast feed: by the rules of RSS 2.0, Apple and Podcasting 2.0, and by a parser that is not ours."""

import dataclasses
import json
import os
import re
import shutil
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from tests.cli.test_say import run
from tests.publish.test_structured import HOSTILE

from pronouncer.errors import PublishError
from pronouncer.ingest.raw import Raw
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.feed.episodes import episodes
from pronouncer.publish.outlets.feed.rss import Channel, feed
from pronouncer.settings import Settings

BASE = "https://example.org/listen/"
SCHEMA = Path(__file__).with_name("feed.rng")
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
ArticleOf = Callable[..., Article]


@pytest.fixture
def shelf(made: Path, tmp_path: Path) -> Path:
    """A folder of three editions that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "shelf"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions: sport, news with a subhead in two formats, and one with hostile text and no date."""
    folder = tmp_path_factory.mktemp("shelf")
    texts = {
        "cup": ("Cup final ends level\n\nIt was a draw.", "sport", "2026-03-02T10:00:00+01:00"),
        "ferry": ("Ferry returns\n\nIt left at nine.\n\nWhat happens next\n\nIt comes back.", "news", "2026-03-04"),
        "hostile": (f"{HOSTILE}\n\nIt ends.", "", ""),
    }
    settings = Settings(
        voice="silence:silence-en", cache=folder / ".c", archive=folder / ".words", formats=("m4a", "mp3")
    )
    with Pipeline(settings) as pipeline:
        for name, (text, section, published) in texts.items():
            article = dataclasses.replace(
                ingest(Raw("test", text, "plain"), settings),
                site="example.org",
                source_id=name,
                section=section,
                published=published,
            )
            pipeline.say_article(article, folder / name)
    shutil.rmtree(folder / ".c")
    (folder / ".words").unlink(missing_ok=True)
    os.utime(folder / "hostile/edition.json", (1_800_000_000, 1_800_000_000))
    return folder


def written(shelf: Path, **channel: str) -> str:
    """Return the feed of a folder."""
    found = episodes(shelf, section=channel.get("section", ""), most=100)
    return feed(Channel(BASE, f"{BASE}feed.xml", **channel), found.episodes)


def broken_rules(text: str, shelf: Path) -> list[str]:
    """Return what a feed has against the rules of its three specifications."""
    channel = etree.fromstring(text.encode()).find("channel")
    found = [
        f"channel has {len(channel.findall(name, NAMES))} {name}"
        for name in (
            *("title", "link", "description", "language", "itunes:author", "itunes:explicit", "itunes:category"),
            *("atom:link", "podcast:guid"),
        )
        if len(channel.findall(name, NAMES)) != 1
    ]
    guids = [item.findtext("guid") for item in channel.findall("item")]
    found += ["a guid stands twice"] * (len(set(guids)) < len(guids))
    for item in channel.findall("item"):
        required = ("title", "description", "guid", "pubDate", "enclosure", "itunes:duration", "podcast:transcript")
        found += [f"item has no single {name}" for name in required if len(item.findall(name, NAMES)) != 1]
        parsedate_to_datetime(item.findtext("pubDate"))
        enclosure, transcript = item.find("enclosure"), item.find("podcast:transcript", NAMES)
        files = [enclosure, transcript, *item.findall("podcast:chapters", NAMES)]
        for element in files:
            path = shelf / element.get("url").removeprefix(BASE)
            found += [f"{element.get('url')} is no file"] * (not path.is_file())
        size = (shelf / enclosure.get("url").removeprefix(BASE)).stat().st_size
        found += ["the length is not the file's"] * (enclosure.get("length") != str(size))
        found += ["the title is too long"] * (len(item.findtext("title")) > 255)
        found += ["no type"] * (enclosure.get("type") not in ("audio/mpeg", "audio/x-m4a"))
        found += ["transcript"] * ((transcript.get("type"), transcript.get("rel")) != ("text/vtt", "captions"))
    return found


def test_the_rules_of_the_specifications(shelf: Path) -> None:
    """Every element that RSS 2.0, Apple and Podcasting 2.0 require is there once; every file that is named exists."""
    text = written(shelf, title="The Courier, read aloud", image="https://example.org/cover.jpg")
    assert broken_rules(text, shelf) == []
    channel = etree.fromstring(text.encode()).find("channel")
    assert channel.find("itunes:image", NAMES).get("href") == "https://example.org/cover.jpg"
    assert channel.findtext("itunes:explicit", namespaces=NAMES) == "false"
    assert "read by an artificial voice" in channel.findtext("description")


def test_the_schema(shelf: Path) -> None:
    """Feeds, with a hostile edition and an image or without, are valid by a RELAX NG schema of the three formats."""
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    for text in (written(shelf), written(shelf, title="The Courier & <Co>", image="https://example.org/cover.jpg")):
        schema.assertValid(etree.fromstring(text.encode()))
        assert text.count("<item>") == 3


BROKEN = [
    ("version", r'version="2\.0"', 'version="0.91"'),
    ("no title", r"<title>The Courier</title>", ""),
    ("two links", r"(<link>.*?</link>)", r"\1\1"),
    ("an address of another kind", r"<link>https", "<link>javascript"),
    ("no episode", r"(?s)<item>.*</item>", ""),
    ("the length with a unit", r'length="(\d+)"', r'length="\1 bytes"'),
    ("an empty file", r'length="\d+"', 'length="0"'),
    ("no enclosure", r"<enclosure[^>]*>", ""),
    ("a type that is no audio", r'type="audio/mpeg"', 'type="text/html"'),
    ("a date of ISO 8601", r"<pubDate>.*?</pubDate>", "<pubDate>2026-03-04T10:00:00Z</pubDate>"),
    ("a month in another language", r"<pubDate>(.*?) Mar ", r"<pubDate>\1 Mär "),
    ("no guid", r"<guid.*?</guid>", ""),
    ("a title of 256 characters", r"<title>Ferry returns</title>", f"<title>{'a' * 256}</title>"),
    ("explicit as it was once", r"<itunes:explicit>false", "<itunes:explicit>clean"),
    ("a length in minutes", r"<itunes:duration>.*?<", "<itunes:duration>about a minute<"),
    ("a transcript without a type", r'(<podcast:transcript[^>]*?) type="[^"]*"', r"\1"),
    ("an element of nobody", r"<item>", "<item><unknown/>"),
    ("a guid of another version", r"<podcast:guid>(.{14})5", r"<podcast:guid>\g<1>4"),
]


@pytest.mark.parametrize(("name", "pattern", "change"), BROKEN, ids=[name for name, _, _ in BROKEN])
def test_the_schema_refuses(shelf: Path, name: str, pattern: str, change: str) -> None:
    """A feed with one thing wrong is not valid."""
    text = written(shelf, title="The Courier")
    broken, count = re.subn(pattern, change, text, count=1)
    assert count == 1, name
    assert not etree.RelaxNG(etree.parse(SCHEMA)).validate(etree.fromstring(broken.encode())), name


def test_a_parser_that_is_not_ours(shelf: Path) -> None:
    """feedparser reads the episodes, the newest first, with date, length, size and that a machine speaks."""
    parsed = feedparser.parse(written(shelf).encode())
    assert not parsed.bozo and parsed.feed.title == "example.org" and parsed.feed.language == "en"
    undated, ferry, cup = parsed.entries
    assert undated.title.startswith("alert(") or "script" in undated.title
    assert (ferry.title, cup.title) == ("Ferry returns", "Cup final ends level")
    assert (ferry.published, cup.published) == ("Wed, 04 Mar 2026 00:00:00 +0000", "Mon, 02 Mar 2026 10:00:00 +0100")
    assert ferry.enclosures[0].href == f"{BASE}ferry/article.mp3" and ferry.enclosures[0].type == "audio/mpeg"
    record = json.loads((shelf / "ferry/edition.json").read_text("utf-8"))
    assert ferry.itunes_duration == str(round(record["renditions"][1]["duration"]))
    assert "created by AI-based technology" in ferry.summary
    assert ferry.link == f"{BASE}ferry/" and ferry.guidislink is False


def test_chapters(shelf: Path) -> None:
    """An edition with subheads has JSON Chapters 1.2.0; one without has none, and the feed says so."""
    chapters = json.loads((shelf / "ferry/chapters.json").read_text("utf-8"))
    assert chapters["version"] == "1.2.0"
    assert [mark["title"] for mark in chapters["chapters"]] == ["Ferry returns", "What happens next"]
    assert chapters["chapters"][0]["endTime"] == chapters["chapters"][1]["startTime"] > 0
    items = etree.fromstring(written(shelf).encode()).findall("channel/item")
    urls = [item.find("podcast:chapters", NAMES) for item in items]
    assert [url is not None and url.get("url") for url in urls] == [False, f"{BASE}ferry/chapters.json", False]


def test_hostile_text_is_text(shelf: Path) -> None:
    """Markup of an article is mere characters, without marks that turn text around, and cut to a title's length."""
    text = written(shelf)
    assert "<script" not in text and "\u202e" not in text
    title = etree.fromstring(text.encode()).findtext("channel/item/title")
    assert title.startswith('</script><script>alert("1")</script> ruojrac &') and len(title) == 255


def test_an_edited_article_is_the_same_episode(shelf: Path, article_of: ArticleOf, tmp_path: Path) -> None:
    """Headline and text may change, the GUID does not; two editions of one article are one episode, the newer one."""
    before = re.findall("<guid.*</guid>", written(shelf))
    article = dataclasses.replace(
        article_of("Ferry is back\n\nIt left at ten."), site="example.org", source_id="ferry", published="2026-03-04"
    )
    with Pipeline(Settings(voice="silence:silence-en", cache=tmp_path / "c")) as pipeline:
        pipeline.say_article(article, shelf / "ferry-2")
    text = written(shelf)
    assert re.findall("<guid.*</guid>", text) == before
    assert "Ferry is back" in text and "Ferry returns" not in text
    assert f"{BASE}ferry-2/article.m4a" in text and 'type="audio/x-m4a"' in text


def test_the_same_editions_give_the_same_feed(shelf: Path, tmp_path: Path) -> None:
    """A feed written twice, also from a copy with the same times, has the same bytes."""
    shutil.copytree(shelf, tmp_path / "copy")
    assert written(shelf) == written(shelf) == written(tmp_path / "copy")


def test_sections_and_limits(shelf: Path) -> None:
    """One section alone, or only the newest; an edition that is not whole is left out and named."""
    assert [e.headline for e in episodes(shelf, section="sport", most=9).episodes] == ["Cup final ends level"]
    assert [e.folder.name for e in episodes(shelf, most=2).episodes] == ["hostile", "ferry"]
    (shelf / "cup/words.vtt").unlink()
    assert episodes(shelf, most=9).broken == (shelf / "cup",)
    with pytest.raises(PublishError, match=r"of the section 'art'. There are: news, sport"):
        episodes(shelf, section="art", most=9)


def test_the_command(shelf: Path) -> None:
    """`feed` writes feed.xml into the folder, or another file, and leaves nothing beside it."""
    done = run("feed", shelf, "--base-url", BASE)
    assert done.stdout.decode() == f"{shelf}/feed.xml · 3 episodes · {BASE}feed.xml\n" and done.returncode == 0
    assert (shelf / "feed.xml").read_text("utf-8") == written(shelf)
    named = run("feed", shelf, "--section", "sport", "--out", shelf / "sport.xml", "--json", PRONOUNCER_BASE_URL=BASE)
    assert json.loads(named.stdout)["url"] == f"{BASE}sport.xml" and "Cup final" in (shelf / "sport.xml").read_text()
    assert sorted(path.name for path in shelf.iterdir()) == ["cup", "feed.xml", "ferry", "hostile", "sport.xml"]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ([], 2, "Give --base-url https://example.com/listen/"),
        (["--base-url", "example.org"], 2, "base_url must be a URL"),
        (["--base-url", BASE, "--image", "cover.jpg"], 2, "--image must be a URL"),
        (["--base-url", BASE, "--out", "no/such/folder/feed.xml"], 6, "or name another file with --out"),
        (["--base-url", BASE, "--section", "art"], 6, "No edition in"),
    ],
)
def test_what_cannot_be_done(shelf: Path, options: list[str], code: int, message: str) -> None:
    """A missing or wrong URL, a place that cannot be written and a section without articles are said in one line."""
    done = run("feed", shelf, *options)
    assert done.returncode == code and message in done.stderr.decode() and done.stderr.count(b"\n") == 1


def test_a_folder_without_editions(tmp_path: Path) -> None:
    """A folder that holds no edition, or a file, is named with what to name instead."""
    (tmp_path / "a.txt").write_text("")
    assert b"There is no edition in" in run("feed", tmp_path, "--base-url", BASE).stderr
    assert b"a.txt is a file" in run("feed", tmp_path / "a.txt", "--base-url", BASE).stderr
