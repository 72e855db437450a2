"""Versions that stay: each at its own URL, never changed, with a pointer at the latest and the reason why."""

import dataclasses
import datetime
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.bucket import Bucket, Door
from tests.cli.test_say import run

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


def test_a_copy_that_was_cut_off_goes_on(edition_of: EditionOf, bucket: Bucket, faulty: Door) -> None:
    """Where a file cannot be written the pointer stays; the next run writes what is missing and nothing else."""
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    faulty.refuses = "index.html"
    with pytest.raises(PublishError, match=r"index.html cannot be used: .*What was live still is") as failure:
        put(folder, place_of(f"s3://{bucket.name}/listen"))
    assert "not-to-be-shown" not in str(failure.value)
    there = bucket.files("listen")
    assert there and not any(path.endswith("latest.json") for path in there)
    faulty.refuses = ""
    made = put(folder, place_of(f"s3://{bucket.name}/listen"))
    assert made.files == len(files(folder)) + 1 - len(there)
    assert there.items() < bucket.files("listen").items()


def test_a_bucket_is_told_how_to_cache(edition_of: EditionOf, bucket: Bucket) -> None:
    """Files of a version are immutable for a year and have their types; the pointer is asked for again soon."""
    folder, place = edition_of("Ferry returns\n\nIt left at nine."), place_of(f"s3://{bucket.name}/listen/")
    made = put(folder, place)
    kinds = {
        "article.m4a": "audio/mp4",
        "article.jsonld": "application/ld+json",
        "index.html": "text/html; charset=utf-8",
        "words.vtt": "text/vtt; charset=utf-8",
        "version.json": "application/json",
    }
    for name, kind in kinds.items():
        headers = bucket.headers(f"listen/{made.path}{name}")
        assert headers["Content-Type"] == kind
        assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert bucket.headers("listen/ferry/latest.json")["Cache-Control"] == "public, max-age=60"
    assert bucket.files(f"listen/{made.path}").keys() == {
        f"listen/{made.path}{name}" for name in [*files(folder), "version.json"]
    }
    assert put(folder, place).unchanged


def test_what_is_in_a_bucket_is_never_replaced(bucket: Bucket) -> None:
    """Of two that put a file of a version the first does; only the pointer is written over, and gone is gone."""
    one, other = (place_of(f"s3://{bucket.name}/listen") for _ in range(2))
    made = [each.create("a/b.txt", data, "text/plain") for each, data in ((one, b"1"), (other, b"2"), (one, b"3"))]
    assert made == [True, False, False] and other.read("a/b.txt") == b"1"
    assert [one.create("a/b.txt", b"x", "text/plain"), other.create("a/c.txt", b"x", "text/plain")] == [False, True]
    for data in (b"1", b"2"):
        one.point("a/latest.json", data, "application/json")
    assert other.read("a/latest.json") == b"2" and one.read("a/none") is None
    assert bucket.files().keys() == {"listen/a/b.txt", "listen/a/c.txt", "listen/a/latest.json"}
    bucket.delete("listen/a/b.txt")
    assert one.read("a/b.txt") is None and other.create("a/b.txt", b"again", "text/plain")


def test_a_presigned_address_gives_a_file(bucket: Bucket) -> None:
    """To somebody without credentials, whole or in part; without its signature it gives nothing."""
    place = place_of(f"s3://{bucket.name}/listen")
    place.create("a/b.m4a", b"sound", "audio/mp4")
    address = place.address("a/b.m4a", 60)
    answer = httpx.get(address)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"sound", "audio/mp4")
    part = httpx.get(address, headers={"Range": "bytes=1-2"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"ou", "bytes 1-2/5")
    assert httpx.get(address.partition("?")[0]).status_code == 403


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


def test_a_place_that_cannot_be_written(edition_of: EditionOf, tmp_path: Path, bucket: Bucket, faulty: Door) -> None:
    """A file in the way, and credentials that the server refuses, are said with what to do."""
    (tmp_path / "www").write_text("")
    folder = edition_of("Ferry returns\n\nIt left at nine.")
    with pytest.raises(PublishError, match=r"www/ferry.* cannot be used: Not a directory"):
        put(folder, LocalPlace(tmp_path / "www"))
    with pytest.raises(PublishError, match="AWS_ACCESS_KEY_ID"):
        put(folder, place_of(f"s3://{bucket.name}-that-is-not-there"))
    faulty.refuses = "/"
    with pytest.raises(PublishError, match=r"403.*AWS_ACCESS_KEY_ID"):
        put(folder, place_of(f"s3://{bucket.name}"))
    assert bucket.files() == {}


def test_the_command(edition_of: EditionOf, short: Path, tmp_path: Path, bucket: Bucket) -> None:
    """`publish --to` takes an edition or a source; a wrong place is refused before anything is said."""
    www, folder = tmp_path / "www", edition_of("Ferry returns\n\nIt left at nine.")
    done = run("publish", folder, "--to", f"file://{www}", PRONOUNCER_BASE_URL=BASE)
    place, url = done.stdout.decode().splitlines()
    assert place.startswith(f"file://{www}/ferry/") and place.endswith(" · 10 new files")
    assert url.startswith(f"{BASE}ferry/") and url.endswith("/index.html")
    assert b"unchanged" in run("publish", folder, "--to", f"file://{www}").stdout
    said = run("publish", short, "--out", tmp_path / "e", "--to", f"s3://{bucket.name}/a", "--reason", "new", "--json")
    made = json.loads(said.stdout)
    assert json.loads(bucket.files()[f"a/{made['path']}version.json"])["reason"] == "new"
    wrong = run("publish", short, "--out", tmp_path / "f", "--to", "ftp://a")
    assert wrong.returncode == 2 and not (tmp_path / "f").exists()
