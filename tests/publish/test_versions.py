"""Versions that stay: each at its own URL, never changed, with a pointer at the latest and the reason why."""

import dataclasses
import datetime
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.test_say import run
from tests.publish.bucket import FakeBucket

from pronouncer.errors import PublishError, SettingsError
from pronouncer.model.article import Article
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.versions.places import LocalPlace, Place, place_of
from pronouncer.publish.outlets.versions.release import Release, release
from pronouncer.settings import Settings

NOW = datetime.datetime(2026, 3, 4, 10, 0, tzinfo=datetime.UTC)
BASE = "https://example.org/listen/"
EditionOf = Callable[..., Path]


@pytest.fixture
def edition_of(tmp_path: Path, article_of: Callable[..., Article]) -> EditionOf:
    """Return a function from a text to the folder of its edition."""

    def make(text: str, site: str = "example.org", source_id: str = "7") -> Path:
        article = dataclasses.replace(article_of(text), site=site, source_id=source_id)
        settings = Settings(voice="silence:silence-en", cache=tmp_path / "c", archive=tmp_path / "w", base_url=BASE)
        with Pipeline(settings) as pipeline:
            return pipeline.say_article(article, tmp_path / "shelf/ferry").folder

    return make


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBucket]:
    """A bucket on loopback, and the environment that leads to it."""
    with FakeBucket() as made:
        for name, value in (
            ("ACCESS_KEY_ID", "AKTEST"),
            ("SECRET_ACCESS_KEY", "not-to-be-shown"),
            ("REGION", "eu-west-1"),
            ("ENDPOINT", made.url),
            ("ALLOW_HTTP", "true"),
        ):
            monkeypatch.setenv(f"AWS_{name}", value)
        yield made


def put(folder: Path, place: Place, reason: str = "") -> Release:
    """Publish an edition."""
    return release(folder, place, base=BASE, reason=reason, now=NOW)


def files(folder: Path) -> dict[str, bytes]:
    """Return all files under a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_version_is_a_copy_at_its_own_url(edition_of: EditionOf, tmp_path: Path) -> None:
    """Every file of the edition stands under name and version; the structured data has the copy's URLs and date."""
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    made = put(folder, LocalPlace(tmp_path / "www"))
    assert re.fullmatch("ferry/[0-9a-f]{16}/", made.path) and made.url == f"{BASE}{made.path}"
    copied, original = files(tmp_path / "www" / made.path), files(folder)
    assert copied.keys() == original.keys() | {"version.json"}
    changed = {name for name in original if copied[name] != original[name]}
    assert changed == {"article.jsonld", "index.html", "oembed.json", "edition.json"}
    assert f'href="{made.url}oembed.json"'.encode() in copied["index.html"]
    assert f'src="{made.url}index.html#player"' in json.loads(copied["oembed.json"])["html"]
    for entry in json.loads(copied["edition.json"])["exports"]:
        assert entry["bytes"] == len(copied[entry["file"]])
    (audio,) = json.loads(copied["article.jsonld"])["audio"]
    assert (audio["contentUrl"], audio["uploadDate"]) == (f"{made.url}article.m4a", "2026-03-04")
    assert copied["article.jsonld"] in copied["index.html"]
    latest = json.loads((tmp_path / "www/ferry/latest.json").read_text("utf-8"))
    assert (latest["path"], latest["headline"], latest["replaces"]) == (f"{made.version}/", "Ferry returns", "")


def test_old_versions_stay_with_the_reason(edition_of: EditionOf, tmp_path: Path) -> None:
    """A corrected article gets a version of its own that says why and what it replaces; the old one is as it was."""
    place = LocalPlace(tmp_path / "www")
    first = put(edition_of("Ferry returns\n\nIt left at nine."), place)
    before = files(tmp_path / "www" / first.path)
    second = put(edition_of("Ferry returns\n\nIt left at ten."), place, "It left at ten.")
    assert first.version != second.version and files(tmp_path / "www" / first.path) == before
    note = json.loads((tmp_path / "www" / second.path / "version.json").read_text("utf-8"))
    assert note == {
        "version": second.version,
        "published": "2026-03-04T10:00:00Z",
        "reason": "It left at ten.",
        "replaces": first.version,
    }
    latest = json.loads((tmp_path / "www/ferry/latest.json").read_text("utf-8"))
    assert latest["version"] == second.version and latest["reason"] == "It left at ten."


def test_the_same_edition_is_the_same_version(edition_of: EditionOf, tmp_path: Path) -> None:
    """Published again nothing is written; an older one that is published again is the latest again."""
    place = LocalPlace(tmp_path / "www")
    old = Path(shutil.copytree(edition_of("Ferry returns\n\nIt left at nine."), tmp_path / "old/ferry"))
    first = put(old, place)
    before = files(tmp_path / "www")
    again = put(old, place, "no reason")
    assert again.unchanged and again.version == first.version and files(tmp_path / "www") == before
    put(edition_of("Ferry returns\n\nIt left at ten."), place)
    back = put(old, place, "Nine was right.")
    assert (back.version, back.files, back.unchanged) == (first.version, 0, False)
    latest = json.loads((tmp_path / "www/ferry/latest.json").read_text("utf-8"))
    assert (latest["version"], latest["reason"]) == (first.version, "Nine was right.")


def test_a_copy_that_was_cut_off_goes_on(edition_of: EditionOf, bucket: FakeBucket) -> None:
    """Where a file cannot be written the pointer stays; the next run writes what is missing and nothing else."""
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    bucket.refuses = "index.html"
    with pytest.raises(PublishError, match=r"index.html cannot be used: .*What was live still is") as failure:
        put(folder, place_of("s3://news/listen"))
    assert "not-to-be-shown" not in str(failure.value)
    there = dict(bucket.objects)
    assert there and not any(path.endswith("latest.json") for path in there)
    bucket.refuses = ""
    made = put(folder, place_of("s3://news/listen"))
    assert made.files == len(files(folder)) + 1 - len(there)
    assert all(bucket.objects[path] == data for path, data in there.items())


def test_a_bucket_is_told_how_to_cache(edition_of: EditionOf, bucket: FakeBucket) -> None:
    """Files of a version are immutable for a year and have their types; the pointer is asked for again soon."""
    made = put(edition_of("Ferry returns\n\nIt left at nine."), place_of("s3://news/listen/"))
    kinds = {
        "article.m4a": "audio/mp4",
        "article.jsonld": "application/ld+json",
        "index.html": "text/html; charset=utf-8",
        "words.vtt": "text/vtt; charset=utf-8",
        "version.json": "application/json",
    }
    for name, kind in kinds.items():
        headers = bucket.headers[f"/news/listen/{made.path}{name}"]
        assert (headers["content-type"], headers["if-none-match"]) == (kind, "*")
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
    headers = bucket.headers["/news/listen/ferry/latest.json"]
    assert headers["cache-control"] == "public, max-age=60" and "if-none-match" not in headers
    assert put(edition_of("Ferry returns\n\nIt left at nine."), place_of("s3://news/listen/")).unchanged


def test_another_article_is_not_replaced(edition_of: EditionOf, tmp_path: Path) -> None:
    """A name that another article has there is refused, and a pointer that is not ours."""
    place = LocalPlace(tmp_path / "www")
    put(edition_of("Ferry returns\n\nIt left at nine."), place)
    with pytest.raises(PublishError, match="the place of another article there, 'Ferry returns'"):
        put(edition_of("Ferry sinks\n\nIt is gone.", source_id="8"), place)
    (tmp_path / "www/ferry/latest.json").write_text("not json")
    with pytest.raises(PublishError, match="is not ours"):
        put(edition_of("Ferry returns\n\nIt left at nine."), place)


def test_what_is_not_whole_is_not_published(edition_of: EditionOf, tmp_path: Path) -> None:
    """A broken edition, and one of another version of this program, are refused; nothing appears."""
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    record = folder / "edition.json"
    record.write_text(record.read_text("utf-8").replace('"minutes"', '"colour"'), "utf-8")
    with pytest.raises(PublishError, match="of another version of Pronouncer"):
        put(folder, LocalPlace(tmp_path / "www"))
    (folder / "article.m4a").write_bytes(b"")
    with pytest.raises(PublishError, match="is not whole"):
        put(folder, LocalPlace(tmp_path / "www"))
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize("url", ["/srv/audio", "file://host/srv", "https://example.org/", "s3:///prefix", "s3://a?b=c"])
def test_places_that_are_none(url: str) -> None:
    """Only file:///path and s3://bucket/prefix can be published to."""
    with pytest.raises(SettingsError, match="--to must be file:///path or s3://bucket/prefix"):
        place_of(url)


def test_a_place_that_cannot_be_written(edition_of: EditionOf, tmp_path: Path, bucket: FakeBucket) -> None:
    """A file in the way, and credentials that the server refuses, are said with what to do."""
    (tmp_path / "www").write_text("")
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    with pytest.raises(PublishError, match=r"www/ferry.* cannot be used: Not a directory"):
        put(folder, LocalPlace(tmp_path / "www"))
    bucket.refuses = "/"
    with pytest.raises(PublishError, match="AWS_ACCESS_KEY_ID"):
        put(folder, place_of("s3://news"))


def test_the_command(edition_of: EditionOf, short: Path, tmp_path: Path, bucket: FakeBucket) -> None:
    """`publish --to` takes an edition or a source; a wrong place is refused before anything is said."""
    www, folder = tmp_path / "www", edition_of("Ferry returns\n\nIt left at nine.")
    done = run("publish", folder, "--to", f"file://{www}", PRONOUNCER_BASE_URL=BASE)
    place, url = done.stdout.decode().splitlines()
    assert place.startswith(f"file://{www}/ferry/") and place.endswith(" · 10 new files")
    assert url.startswith(f"{BASE}ferry/") and url.endswith("/index.html")
    assert b"unchanged" in run("publish", folder, "--to", f"file://{www}").stdout
    said = run("publish", short, "--out", tmp_path / "e", "--to", "s3://news/a", "--reason", "new", "--json")
    made = json.loads(said.stdout)
    assert json.loads(bucket.objects[f"/news/a/{made['path']}version.json"])["reason"] == "new"
    wrong = run("publish", short, "--out", tmp_path / "f", "--to", "ftp://a")
    assert wrong.returncode == 2 and not (tmp_path / "f").exists()
