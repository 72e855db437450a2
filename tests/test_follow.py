"""`follow`: a folder of editions in step with a source, on a site of this machine."""

import dataclasses
import http.server
import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_say import run

from pronouncer.errors import PublishError, SettingsError, StatusError
from pronouncer.follow import Followed, folder_name, follow
from pronouncer.model.article import Article
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.folder.shelf import standing, take_down
from pronouncer.settings import Settings

OTTERS = ("The otters have a bridge of their own since Monday.", "It is forty metres long.", "Nobody else fits.")
FERRY = ("The ferry left at nine.", "It was six minutes late.")


class Site:
    """A site whose answers a test sets: path to status and body."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._asking())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _asking(self) -> type[http.server.BaseHTTPRequestHandler]:
        site = self

        class Asking(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, body = site.answers.get(self.path, (404, "<h1>Not found</h1>"))
                kind = "text/xml" if body.startswith("<rss") else "text/html"
                self.send_response(status)
                self.send_header("Content-Type", "application/json" if body[:1] in "[{" else kind)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Asking

    def feed(self, *items: tuple[str, str, tuple[str, ...]]) -> str:
        """Serve a feed of (id, headline, sentences), and the page of each; the longer an id, the newer it is."""
        entries = ""
        for name, headline, sentences in items:
            body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
            self.answers[f"/{name}"] = (200, f"<html lang='en'><article><h1>{headline}</h1>{body}</article></html>")
            entries += (
                f"<item><guid isPermaLink='false'>{name}</guid><title>{headline}</title><link>{self.url}/{name}</link>"
                f"<pubDate>Tue, 03 Jun 2025 {len(name):02}:00:00 GMT</pubDate></item>"
            )
        self.answers["/feed"] = (200, f"<rss version='2.0'><channel>{entries}</channel></rss>")
        return f"{self.url}/feed"

    def posts(self, *posts: tuple[int, str]) -> str:
        """Serve a list of posts of WordPress, (id, sentence), and each by itself."""
        made = [self.post(*post) for post in posts]
        self.answers |= {f"/wp/v2/posts/{post['id']}": (200, json.dumps(post)) for post in made}
        self.answers["/wp/v2/posts"] = (200, json.dumps(made))
        return f"{self.url}/wp/v2/posts"

    def post(self, id: int, sentence: str) -> dict[str, Any]:
        """Return a post of WordPress."""
        return {
            "id": id,
            "link": f"{self.url}/?p={id}",
            "modified_gmt": f"2025-06-03T10:00:{id:02}",
            "title": {"rendered": f"Post number {id}"},
            "content": {"rendered": f"<p>{sentence}</p>", "protected": False},
            "_links": {"self": [{"href": f"{self.url}/wp/v2/posts/{id}"}]},
        }

    def refuse(self, path: str, status: int, code: str = "") -> None:
        """Answer a path with an error of WordPress, or of a web server where there is no code."""
        self.answers[path] = (status, json.dumps({"code": code}) if code else "<h1>No</h1>")


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on this machine."""
    made = Site()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the editions go."""
    return tmp_path / "editions"


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    """A pipeline that fetches from this machine."""
    settings = Settings(cache=tmp_path / "cache", archive=tmp_path / "words", loopback=True, host_seconds=0)
    with Pipeline(settings) as made:
        yield made


def followed(pipeline: Pipeline, source: object, out: Path) -> dict[str, Followed]:
    """Follow a source and return what became of each article, by its headline."""
    return {each.headline: each for each in follow(pipeline, str(source), out)}


def statuses(found: Mapping[str, Followed]) -> dict[str, str]:
    """Return the status of each article."""
    return {headline: each.status for headline, each in found.items()}


def record(found: Followed) -> dict[str, Any]:
    """Return the record of an edition."""
    assert found.folder
    data: dict[str, Any] = json.loads((found.folder / "edition.json").read_text("utf-8"))
    return data


def test_new_and_unchanged(site: Site, pipeline: Pipeline, out: Path) -> None:
    """Each article of a feed gets an edition; the second look at the same feed says nothing."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    first = followed(pipeline, feed, out)
    assert {headline: (each.status, each.takes) for headline, each in first.items()} == {
        "A bridge": ("said", 4),
        "A ferry": ("said", 3),
    }
    assert record(first["A bridge"])["article"]["source_id"] == "otters"
    assert len(list(out.iterdir())) == 2
    assert statuses(followed(pipeline, feed, out)) == {"A bridge": "unchanged", "A ferry": "unchanged"}


def test_an_edit_is_said_in_place(site: Site, pipeline: Pipeline, out: Path) -> None:
    """An edited sentence and an edited headline are the only ones synthesised, and there is still one edition."""
    folder = followed(pipeline, site.feed(("otters", "A bridge", OTTERS)), out)["A bridge"].folder
    edited = followed(pipeline, site.feed(("otters", "A bridge", (*OTTERS[:2], "Dogs do not fit."))), out)["A bridge"]
    assert (edited.status, edited.takes, edited.folder) == ("said", 1, folder)
    renamed = followed(pipeline, site.feed(("otters", "Otters get a bridge", OTTERS)), out)["Otters get a bridge"]
    assert (renamed.status, renamed.takes, renamed.folder) == ("said", 1, folder)
    assert list(out.iterdir()) == [folder]


def test_two_articles_with_one_headline(site: Site, pipeline: Pipeline, out: Path) -> None:
    """The folder is named after the source's own name for an article, so the same headline twice is two editions."""
    found = list(follow(pipeline, site.feed(("a", "Weather", OTTERS), ("b", "Weather", FERRY)), out))
    assert [each.status for each in found] == ["said", "said"] and len({each.folder for each in found}) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_that_is_gone(site: Site, pipeline: Pipeline, out: Path, status: int) -> None:
    """What left the list and is not there any more is withdrawn, with the reason."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    followed(pipeline, feed, out)
    site.feed(("ferry", "A ferry", FERRY))
    site.refuse("/otters", status)
    found = followed(pipeline, feed, out)
    assert statuses(found) == {"A ferry": "unchanged", "A bridge": "withdrawn"}
    assert str(status) in found["A bridge"].reason and found["A bridge"].exit_code == 0
    assert list(out.iterdir()) == [found["A ferry"].folder]


def test_a_listed_article_that_is_gone(site: Site, pipeline: Pipeline, out: Path) -> None:
    """A feed that still lists an article whose page is gone does not keep its audio."""
    feed = site.feed(("otters", "A bridge", OTTERS))
    followed(pipeline, feed, out)
    site.refuse("/otters", 410)
    assert statuses(followed(pipeline, feed, out)) == {"A bridge": "withdrawn"} and list(out.iterdir()) == []


def test_out_of_the_window(site: Site, pipeline: Pipeline, out: Path) -> None:
    """An article that only left the list stays, and is asked for once a run."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    followed(pipeline, feed, out)
    site.feed(("otters", "A bridge", OTTERS))
    site.asked.clear()
    found = followed(pipeline, feed, out)
    assert statuses(found) == {"A ferry": "unchanged", "A bridge": "unchanged"}
    assert site.asked.count("/ferry") == 1 and "still public" in found["A ferry"].reason


def test_old_articles_are_asked_for_in_turn(
    site: Site, pipeline: Pipeline, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the articles that left the list long ago, a run asks for those that were not asked for the longest time."""
    feed = site.feed(("c", "C", FERRY), ("cc", "CC", FERRY), ("otters", "A bridge", OTTERS))
    for age, found in enumerate(followed(pipeline, feed, out).values()):
        assert found.folder
        os.utime(found.folder, (1e9 + age, 1e9 + age))
    site.feed(("otters", "A bridge", OTTERS))
    monkeypatch.setattr("pronouncer.follow.IN_TURN", 1)
    assert [list(followed(pipeline, feed, out)) for _ in range(3)] == [
        ["A bridge", "C"],
        ["A bridge", "CC"],
        ["A bridge", "C"],
    ]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_site_in_trouble_withdraws_nothing(site: Site, pipeline: Pipeline, out: Path, status: int) -> None:
    """A login, a block and a fault of the server are failures; the edition in place stays."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    folder = followed(pipeline, feed, out)["A bridge"].folder
    site.refuse("/otters", status)
    listed = followed(pipeline, feed, out)["A bridge"]
    site.feed(("ferry", "A ferry", FERRY))
    site.refuse("/otters", status)
    unlisted = followed(pipeline, feed, out)["A bridge"]
    for found in (listed, unlisted):
        assert (found.status, found.exit_code) == ("failed", 3) and str(status) in found.reason
    assert folder and (folder / "article.m4a").is_file()


def test_a_list_in_trouble_withdraws_nothing(site: Site, pipeline: Pipeline, out: Path) -> None:
    """Where the list itself cannot be read, even where it is not there, the error is raised and all editions stay."""
    feed = site.feed(("otters", "A bridge", OTTERS))
    followed(pipeline, feed, out)
    for status in (404, 503):
        site.refuse("/feed", status)
        with pytest.raises(StatusError):
            followed(pipeline, feed, out)
    assert len(list(out.iterdir())) == 1


def test_a_page(site: Site, pipeline: Pipeline, out: Path) -> None:
    """A page is followed by its address: said, unchanged, and withdrawn when it is gone."""
    site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    followed(pipeline, f"{site.url}/ferry", out)
    page = f"{site.url}/otters"
    assert [statuses(followed(pipeline, page, out)) for _ in range(2)] == [
        {"A bridge": "said"},
        {"A bridge": "unchanged"},
    ]
    site.refuse("/otters", 404)
    assert statuses(followed(pipeline, page, out)) == {"A bridge": "withdrawn"}
    assert len(list(out.iterdir())) == 1


@pytest.mark.parametrize(
    ("status", "code", "then"),
    [
        (401, "rest_forbidden", "withdrawn"),
        (403, "rest_forbidden", "withdrawn"),
        (404, "rest_post_invalid_id", "withdrawn"),
        (401, "rest_cannot_access", "failed"),
        (404, "rest_no_route", "failed"),
        (404, "", "failed"),
        (503, "", "failed"),
    ],
)
def test_a_post_that_left_the_list(
    site: Site, pipeline: Pipeline, out: Path, status: int, code: str, then: str
) -> None:
    """A post is asked for at the API: what WordPress says of that very post withdraws it, a closed API does not."""
    posts = site.posts((1, "The ferry left at nine."), (2, "The otters have a bridge."))
    followed(pipeline, posts, out)
    site.posts((1, "The ferry left at nine."))
    site.refuse("/wp/v2/posts/2", status, code)
    found = followed(pipeline, posts, out)
    assert statuses(found) == {"Post number 1": "unchanged", "Post number 2": then}
    assert len(list(out.iterdir())) == 1 + (then == "failed")


def test_a_post_that_got_a_password(site: Site, pipeline: Pipeline, out: Path) -> None:
    """A post that the API still gives, but not to everybody, is withdrawn."""
    posts = site.posts((1, "The ferry left at nine."), (2, "The otters have a bridge."))
    followed(pipeline, posts, out)
    site.posts((1, "The ferry left at nine."))
    locked = site.post(2, "") | {"content": {"rendered": "", "protected": True}}
    site.answers["/wp/v2/posts/2"] = (200, json.dumps(locked))
    found = followed(pipeline, posts, out)["Post number 2"]
    assert found.status == "withdrawn" and "password" in found.reason


def test_a_listed_post_that_got_a_password(site: Site, pipeline: Pipeline, out: Path) -> None:
    """A post that is in the list and not for everybody is withdrawn once, without being asked for again."""
    posts = site.posts((1, "The ferry left at nine."), (2, "The otters have a bridge."))
    followed(pipeline, posts, out)
    locked = site.post(2, "") | {"content": {"rendered": "", "protected": True}}
    site.answers["/wp/v2/posts"] = (200, json.dumps([locked, site.post(1, "The ferry left at nine.")]))
    site.asked.clear()
    found = list(follow(pipeline, posts, out))
    assert [(each.headline, each.status) for each in found] == [
        ("Post number 2", "withdrawn"),
        ("Post number 1", "unchanged"),
    ]
    assert "/wp/v2/posts/2" not in site.asked


def test_an_edition_that_another_run_took_down(site: Site, pipeline: Pipeline, out: Path) -> None:
    """Two runs that meet take an edition down, and neither fails."""
    followed(pipeline, site.feed(("otters", "A bridge", OTTERS)), out)
    (edition,) = standing(out)
    take_down(edition)
    take_down(edition)
    assert list(out.iterdir()) == []


def test_no_posts_at_all(site: Site, pipeline: Pipeline, out: Path) -> None:
    """A list that is empty all at once is no reason by itself: each post is asked for."""
    posts = site.posts((1, "The ferry left at nine."), (2, "The otters have a bridge."))
    followed(pipeline, posts, out)
    site.answers["/wp/v2/posts"] = (200, "[]")
    site.refuse("/wp/v2/posts/2", 401, "rest_forbidden")
    assert statuses(followed(pipeline, posts, out)) == {"Post number 1": "unchanged", "Post number 2": "withdrawn"}


def test_one_post(site: Site, pipeline: Pipeline, out: Path) -> None:
    """One post's own address, asked for with more of it, is followed as the list does, and says nothing of others."""
    site.posts((1, "The ferry left at nine."), (2, "The otters have a bridge."))
    followed(pipeline, f"{site.url}/wp/v2/posts", out)
    site.answers["/wp/v2/posts/2?_embed=1"] = site.answers["/wp/v2/posts/2"]
    site.asked.clear()
    assert statuses(followed(pipeline, f"{site.url}/wp/v2/posts/2?_embed=1", out)) == {"Post number 2": "unchanged"}
    assert "/wp/v2/posts/1" not in site.asked
    site.refuse("/wp/v2/posts/2?_embed=1", 401, "rest_forbidden")
    assert statuses(followed(pipeline, f"{site.url}/wp/v2/posts/2?_embed=1", out)) == {"Post number 2": "withdrawn"}
    assert len(list(out.iterdir())) == 1


def test_a_message_of_a_webhook(site: Site, pipeline: Pipeline, out: Path, tmp_path: Path) -> None:
    """A saved message says its article, in the folder that the list uses, and withdraws it when it is a draft."""
    found = followed(pipeline, site.posts((1, "The ferry left at nine."), (2, "It came back.")), out)
    hook = tmp_path / "hook.json"
    hook.write_text(json.dumps(site.post(1, "The ferry left at ten.")))
    edited = followed(pipeline, hook, out)["Post number 1"]
    assert (edited.status, edited.takes) == ("said", 1)
    assert edited.folder == found["Post number 1"].folder
    draft = {"ID": 1, "post_title": "Post number 1", "post_status": "draft", "guid": f"{site.url}/?p=1"}
    hook.write_text(json.dumps({"post": draft}))
    gone = followed(pipeline, hook, out)["Post number 1"]
    assert gone.status == "withdrawn" and "is a draft" in gone.reason
    again = next(iter(follow(pipeline, str(hook), out)))
    assert again.status == "unchanged" and "is a draft" in again.reason
    assert list(out.iterdir()) == [found["Post number 2"].folder]


def test_nothing_of_others_is_removed(site: Site, pipeline: Pipeline, out: Path) -> None:
    """Files beside the editions and in them are not the editions': they stay when one is withdrawn."""
    feed = site.feed(("otters", "A bridge", OTTERS))
    folder = followed(pipeline, feed, out)["A bridge"].folder
    assert folder
    (folder / "notes.txt").write_text("x")
    (out / "mine").mkdir()
    site.refuse("/otters", 404)
    assert statuses(followed(pipeline, feed, out)) == {"A bridge": "withdrawn"}
    assert [path.name for path in folder.iterdir()] == ["notes.txt"] and (out / "mine").is_dir()


def test_one_article_that_cannot_be_said(site: Site, pipeline: Pipeline, out: Path) -> None:
    """An article that fails stops no other, and says with which exit code."""
    feed = site.feed(("empty", "A picture", ()), ("ferry", "A ferry", FERRY))
    site.answers["/empty"] = (200, "<html><article><p>Photo: Ada Quill</p></article></html>")
    found = list(follow(pipeline, feed, out))
    assert [(each.status, each.exit_code) for each in found] == [("failed", 3), ("said", 0)]
    assert found[0].reason


def test_a_wrong_setting_stops_the_run(site: Site, pipeline: Pipeline, out: Path) -> None:
    """What stands against every article is raised once, not reported for each."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    wrong = dataclasses.replace(pipeline.settings, formats=("wma",))
    with Pipeline(wrong) as made, pytest.raises(SettingsError, match="wma"):
        followed(made, feed, out)
    assert not any(out.glob("*"))


def test_a_file_in_place_of_the_folder(site: Site, pipeline: Pipeline, out: Path) -> None:
    """--out has to be a folder; that is found out before anything is asked for."""
    feed = site.feed(("otters", "A bridge", OTTERS))
    out.write_text("x")
    with pytest.raises(PublishError, match=r"is a file\. Name a folder with --out"):
        followed(pipeline, feed, out)
    assert site.asked == []


def test_names_of_folders() -> None:
    """A name says site and id, fits every file system, and is another one for another site or id."""
    assert folder_name("bay.example", "123").startswith("bay-example-123-")
    assert folder_name("bay.example", "https://bay.example/2025/ferry/").startswith("bay-example-2025-ferry-")
    names = {folder_name(site, id) for site in ("", "a.example") for id in ("1", "/1", "１", "x" * 300, "x" * 301)}
    assert len(names) == 10 and all(len(name.encode()) <= 80 and "/" not in name for name in names)


def test_an_edition_remembers_its_address(site: Site, pipeline: Pipeline, out: Path) -> None:
    """The record has all that following needs: site, id, page, and the address at the API."""
    found = followed(pipeline, site.posts((7, "The ferry left.")), out)["Post number 7"]
    article = record(found)["article"]
    assert (article["site"], article["source_id"]) == ("127.0.0.1", "7")
    assert article["api"] == f"{site.url}/wp/v2/posts/7" and article["source"] == f"{site.url}/?p=7"
    assert set(article) == set(Article.__dataclass_fields__)


def test_the_command(site: Site, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints a line, or a JSON object, for each article; the exit code tells of the last that failed."""
    feed = site.feed(("otters", "A bridge", OTTERS), ("ferry", "A ferry", FERRY))
    monkeypatch.setenv("PRONOUNCER_LOOPBACK", "1")
    monkeypatch.setenv("PRONOUNCER_HOST_SECONDS", "0")
    done = run("follow", feed, "--out", out)
    assert done.returncode == 0 and done.stderr == b""
    assert [line.split()[0] for line in done.stdout.decode().splitlines()] == ["said", "said"]
    assert b"A bridge \xc2\xb7 4 sentences spoken" in done.stdout
    site.refuse("/otters", 503)
    site.refuse("/ferry", 404)
    done = run("follow", feed, "--out", out, "--json")
    failed, withdrawn = map(json.loads, done.stdout.splitlines())
    assert (failed["status"], withdrawn["status"]) == ("failed", "withdrawn") and done.returncode == 3
    assert withdrawn["folder"].startswith(str(out)) and "404" in withdrawn["reason"]
    assert run("follow", feed).returncode == 2
