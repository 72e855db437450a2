"""The API: articles in and out, lexicon, events, speech, and messages of a CMS."""

import base64
import datetime
import hashlib
import hmac
import io
import json
import wave

import av
import pytest
import sqlalchemy as sa
from standardwebhooks import Webhook
from tests.web.conftest import NOW, Office

from pronouncer.newsroom import library
from pronouncer.store.database.tables.events import deliveries, hooks
from pronouncer.web.errors import CODES

SECRET = "whsec_c2VjcmV0"


def test_an_article_becomes_audio(office: Office) -> None:
    """Sent, it waits and the player says so; made, the player finds words and sound at addresses that stay."""
    reader, url = office.client(), "https://www.example.org/1?x=1"
    assert reader.get("/player/by-url", params={"url": url}).status_code == 404
    taken = office.put()
    assert (taken["outcome"], taken["voice"]) == ("created", True)
    making = reader.get("/player/words.json", params={"url": url})
    assert making.status_code == 202 and making.headers["retry-after"]
    assert office.work() == 1
    found = reader.get("/player/by-url", params={"url": url}).json()["data"]
    assert (found["state"], found["minutes"]) == ("live", 1)
    words = reader.get("/player/words.json", params={"url": url})
    assert words.status_code == 302 and words.headers["location"] == found["words"]
    answer = reader.get(found["words"])
    assert answer.json()["headline"] == "Ferry returns" and "immutable" in answer.headers["cache-control"]
    assert answer.headers["access-control-allow-origin"] == "*"
    sound = reader.get(found["renditions"][0]["url"], headers={"range": "bytes=0-99"})
    assert (sound.status_code, len(sound.content)) == (206, 100)
    assert "set-cookie" not in answer.headers


def test_what_is_withdrawn_is_gone_at_once(office: Office) -> None:
    """Its player, and its files at addresses that are known, answer 410; put live again they are back."""
    article = office.put()["article"]
    office.work()
    reader, editor = office.client(), office.client("editor")
    found = reader.get("/player/by-url", params={"url": "https://example.org/1"}).json()["data"]
    assert (
        editor.post(f"/api/v1/articles/{article}/withdraw", json={"reason": "A mistake."}).json()["data"]["live"]
        is None
    )
    for address in (found["words"], found["page"], "/player/by-url?url=https://example.org/1"):
        assert reader.get(address).status_code == 410
    (edition,) = editor.get(f"/api/v1/articles/{article}/editions").json()["data"]
    assert editor.post(f"/api/v1/articles/{article}/editions/{edition['id']}/live", json={}).status_code == 200
    assert reader.get(found["words"]).status_code == 200
    assert editor.delete("/api/v1/sites/ferry/articles/1").json()["data"]["outcome"] == "withdrawn"
    assert reader.get(found["words"]).status_code == 410


def test_the_same_article_again_is_nothing_new(office: Office) -> None:
    """A CMS that saves twice costs nothing; an edit voices one sentence, with its reason in the list of editions."""
    office.put(text="It left at nine.\n\nIt was late.")
    office.work()
    assert office.put(text="It left at nine.\n\nIt was late.")["outcome"] == "unchanged"
    assert office.work() == 0
    article = office.put(text="It left at nine.\n\nIt was early.")["article"]
    office.work()
    newest, first = office.client("editor").get(f"/api/v1/articles/{article}/editions").json()["data"]
    assert (newest["takes"], newest["state"], first["state"]) == (1, "live", "former")


def test_an_answer_has_a_tag(office: Office) -> None:
    """Nothing is sent again that the client has; a change of what it has not seen is refused."""
    article = office.put()["article"]
    editor = office.client("editor")
    first = editor.get(f"/api/v1/articles/{article}")
    tag = {"if-none-match": first.headers["etag"]}
    assert editor.get(f"/api/v1/articles/{article}", headers=tag).status_code == 304
    good = {"if-match": first.headers["etag"]}
    assert editor.put("/api/v1/sites/ferry/articles/1", json={"text": "New."}, headers=good).status_code == 200
    late = editor.put("/api/v1/sites/ferry/articles/1", json={"text": "Late."}, headers=good)
    assert (late.status_code, late.json()["error"]["code"]) == (412, "changed-meanwhile")
    assert editor.get(f"/api/v1/articles/{article}", headers=tag).status_code == 200


def test_a_request_with_a_key_is_done_once(office: Office) -> None:
    """Repeated, it gets the same answer; another request with the key is refused."""
    admin = office.client("admin")
    body, key = {"url": "https://example.org/feed.xml"}, {"idempotency-key": "k1"}
    first = admin.post("/api/v1/sites/ferry/feeds", json=body, headers=key)
    again = admin.post("/api/v1/sites/ferry/feeds", json=body, headers=key)
    assert first.status_code == 201 and again.json() == first.json() and again.headers["idempotent-replayed"] == "true"
    assert admin.post("/api/v1/sites/ferry/feeds", json=body).status_code == 409
    other = admin.post("/api/v1/sites/ferry/feeds", json={"url": "https://example.org/b.xml"}, headers=key)
    assert other.status_code == 422
    failed = {"idempotency-key": "k2"}
    assert admin.post("/api/v1/sites/none/feeds", json=body, headers=failed).status_code == 404
    assert admin.post("/api/v1/sites/none/feeds", json=body, headers=failed).status_code == 404


def test_lists_go_on(office: Office) -> None:
    """A list has pages, each article on one of them; and it can be searched."""
    for number in range(7):
        office.put(str(number), headline=f"Ferry {number} returns")
    editor = office.client("editor")
    seen: list[str] = []
    cursor = ""
    while True:
        page = editor.get("/api/v1/articles", params={"limit": 3, "cursor": cursor}).json()
        seen += [row["headline"] for row in page["data"]]
        cursor = page["page"]["next"]
        if not cursor:
            break
    assert sorted(seen) == [f"Ferry {number} returns" for number in range(7)]
    found = editor.get("/api/v1/articles", params={"q": "ferry 3"}).json()["data"]
    assert [row["headline"] for row in found] == ["Ferry 3 returns"]
    assert editor.get("/api/v1/articles", params={"q": "100%_"}).json()["data"] == []
    assert editor.get("/api/v1/articles", params={"cursor": "nonsense'--"}).status_code == 200


def test_an_archive_is_fetched_behind_everything_else(office: Office) -> None:
    """Pages of an archive are noted once each, and asked for in the queue for that."""
    editor = office.client("editor")
    urls = [f"http://127.0.0.1:9/{number}" for number in range(3)]
    assert editor.post("/api/v1/sites/ferry/urls", json={"urls": urls}).json()["data"] == {"added": 3}
    assert editor.post("/api/v1/sites/ferry/urls", json={"urls": urls}).json()["data"] == {"added": 0}
    from pronouncer.newsroom.backfill import feed

    assert feed(office.house, office.jobs) == 3
    assert {job.queue for job in office.jobs.listed()} == {"backfill"}
    office.work()
    assert all("127.0.0.1" in job.error for job in office.jobs.listed(queue="backfill"))


def test_the_lexicon_is_changed_and_remembers(office: Office) -> None:
    """An entry by respelling holds for what is voiced next; two editors who do not see each other are told."""
    article = office.put(text="Captain Adeyemi waited.")["article"]
    office.work()
    editor = office.client("editor")
    entry = {"grapheme": "Adeyemi", "phoneme": "ah-day-YEH-mee", "language": "en"}
    told = editor.post("/api/v1/lexicon", json={"add": [entry], "why": "She says so.", "seen": 0}).json()["data"]
    assert told == {"added": 1, "same": 0, "retired": 0, "version": 1}
    late = editor.post("/api/v1/lexicon", json={"add": [entry | {"phoneme": "ˈadejemi"}], "seen": 0})
    assert late.status_code == 409 and "Editor" not in late.json()["error"]["code"]
    bad = editor.post("/api/v1/lexicon", json={"add": [entry | {"phoneme": "q!!"}]})
    assert bad.status_code == 422 and "Adeyemi" in bad.json()["error"]["message"]
    reading = editor.get(f"/api/v1/articles/{article}/reading").json()["data"]
    assert len(reading["new"]) == 1
    assert editor.post(f"/api/v1/articles/{article}/make", json={"reason": "Name."}).status_code == 202
    office.work()
    newest = editor.get(f"/api/v1/articles/{article}/editions").json()["data"][0]
    assert (newest["takes"], newest["lexicon"], newest["reason"]) == (1, 1, "Name.")
    (listed,) = editor.get("/api/v1/lexicon", params={"q": "adey"}).json()["data"]
    assert editor.post("/api/v1/lexicon", json={"retire": [listed["entry"]]}).json()["data"]["version"] == 2
    history = editor.get("/api/v1/lexicon/history", params={"word": "adeyemi"}).json()["data"]
    assert [(each["since"], each["until"], each["who"]) for each in history] == [(1, 2, "key editor")]
    assert "Adeyemi" in editor.get("/api/v1/lexicon/versions/1.tsv").text
    assert editor.get("/api/v1/lexicon/versions/9.tsv").status_code == 422


@pytest.mark.parametrize("form", ["mp3", "opus", "aac", "wav", "pcm"])
def test_speech_as_others_ask_for_it(office: Office, form: str) -> None:
    """A program that knows OpenAI's API gets a sound with the house's voice and lexicon."""
    body = {"model": "tts-1", "voice": "alloy", "input": "Zelenskyy left. He was late.", "response_format": form}
    answer = office.client("editor").post("/v1/audio/speech", json=body | {"instructions": "be nice"})
    assert answer.status_code == 200, answer.text
    if form == "pcm":
        assert answer.headers["content-type"].startswith("audio/L16") and len(answer.content) > 40_000
        return
    with av.open(io.BytesIO(answer.content), "r") as container:
        seconds = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    assert 1.5 < seconds < 5
    slow = office.client("editor").post("/v1/audio/speech", json=body | {"speed": 0.5})
    assert len(slow.content) > 1.4 * len(answer.content)


@pytest.mark.parametrize(
    "body", [{}, {"input": ""}, {"input": "x", "voice": "no:such"}, {"input": "…"}, {"input": "x", "speed": 9}]
)
def test_speech_that_cannot_be(office: Office, body: dict[str, object]) -> None:
    """Each bad request is refused, and says why."""
    answer = office.client("editor").post("/v1/audio/speech", json=body)
    assert answer.status_code == 422 and answer.json()["error"]["message"]


def signed(body: bytes, at: float) -> dict[str, str]:
    """Return the headers of a message as Standard Webhooks signs it."""
    moment = datetime.datetime.fromtimestamp(int(at), datetime.UTC)
    mark = Webhook(SECRET).sign("m1", moment, body.decode())
    return {"webhook-id": "m1", "webhook-timestamp": str(int(at)), "webhook-signature": mark}


def test_a_cms_tells_of_its_articles(office: Office) -> None:
    """A signed message of WordPress is taken in; one that is not signed, changed, old or no JSON is not."""
    post = {
        "id": 9,
        "status": "publish",
        "type": "post",
        "link": "https://example.org/9",
        "modified_gmt": "2026-03-01T10:00:00",
    }
    post |= {
        "title": {"rendered": "The ferry sails"},
        "content": {"rendered": "<p>It sails at nine.</p>" * 40, "protected": False},
    }
    body = json.dumps(post).encode()
    now = datetime.datetime.now(datetime.UTC).timestamp()
    client = office.client()
    for headers in (
        {},
        signed(body + b" ", now),
        signed(body, now - 600),
        {**signed(body, now), "webhook-signature": "v1,eA=="},
    ):
        assert client.post("/api/v1/sites/ferry/messages", content=body, headers=headers).status_code == 401
    assert client.post("/api/v1/sites/none/messages", content=body, headers=signed(body, now)).status_code == 401
    assert client.post("/api/v1/sites/ferry/messages", content=b"{", headers=signed(b"{", now)).status_code == 400
    assert client.post("/api/v1/sites/ferry/messages", content=body, headers=signed(body, now)).status_code == 202
    office.work()
    with office.house.database.reading() as connection:
        found = library.listed(connection, library.Wanted(words="ferry sails"))
    assert [row.status for row in found.rows] == ["live"], office.jobs.listed()


def test_ghost_signs_in_its_own_way(office: Office) -> None:
    """`X-Ghost-Signature` with a time that is signed too."""
    body = json.dumps({"post": {"current": {}, "previous": {"id": "x", "status": "published"}}}).encode()
    stamp = str(int(NOW * 1000))
    mark = hmac.new(SECRET.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    headers = {"x-ghost-signature": f"sha256={mark}, t={stamp}"}
    assert office.client().post("/api/v1/sites/ferry/messages", content=body, headers=headers).status_code == 202
    late = str(int(NOW * 1000) + 1)
    headers = {"x-ghost-signature": f"sha256={mark}, t={late}"}
    assert office.client().post("/api/v1/sites/ferry/messages", content=body, headers=headers).status_code == 401


def test_what_happens_can_be_followed(office: Office) -> None:
    """Events are listed in their order, and told to webhooks that want them."""
    admin = office.client("admin")
    bad = admin.post("/api/v1/webhooks", json={"url": "https://example.org/hook", "kinds": ["article.sold"]})
    assert bad.status_code == 422
    made = admin.post("/api/v1/webhooks", json={"url": "https://example.org/hook", "kinds": ["article.live"]})
    assert made.status_code == 201 and len(base64.b64decode(made.json()["data"]["secret"].removeprefix("whsec_"))) == 32
    office.put()
    office.work()
    page = office.client("editor").get("/api/v1/events").json()
    assert [event["type"] for event in page["data"]] == ["article.waiting", "article.making", "article.live"]
    assert office.client("editor").get("/api/v1/events", params={"after": page["page"]["next"]}).json()["data"] == []
    from pronouncer.newsroom.hooks import spread

    with office.house.database.writing() as connection:
        assert (spread(connection, now=NOW), spread(connection, now=NOW)) == (1, 0)
        assert connection.execute(sa.select(deliveries.c.state)).scalars().all() == ["waiting"]
        assert connection.execute(sa.select(hooks.c.secret)).scalar() not in admin.get("/api/v1/webhooks").text
    hook = made.json()["data"]["webhook"]
    assert len(admin.get(f"/api/v1/webhooks/{hook}/deliveries").json()["data"]) == 1
    assert admin.delete(f"/api/v1/webhooks/{hook}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/api/v1/nothing", {}, 404),
        ("PATCH", "/api/v1/articles", {}, 405),
        (
            "PUT",
            "/api/v1/sites/ferry/articles/1",
            {"content": b"{", "headers": {"content-type": "application/json"}},
            400,
        ),
        ("PUT", "/api/v1/sites/ferry/articles/1", {"json": {"colour": "red"}}, 422),
        ("PUT", "/api/v1/sites/ferry/articles/1", {"json": {"language": "'; DROP TABLE"}}, 422),
        ("PUT", "/api/v1/sites/none/articles/1", {"json": {"text": "x"}}, 404),
        ("PUT", "/api/v1/sites/Fe..ry/articles/1", {"json": {"text": "x"}}, 422),
        ("GET", "/api/v1/articles/" + "0" * 32, {}, 404),
        ("GET", "/api/v1/articles/..%2f..%2fetc", {}, 404),
        ("GET", "/api/v1/articles?q=%00", {}, 400),
        ("GET", "/api/v1/jobs/" + "0" * 36, {}, 404),
        (
            "PUT",
            "/api/v1/sites/ferry/articles/1",
            {"content": b"{}", "headers": {"content-length": "99999999999"}},
            413,
        ),
        ("GET", "/media/" + "0" * 32 + "/" + "0" * 16 + "/..%2f..%2fpronouncer.db", {}, 404),
    ],
)
def test_what_is_refused_says_so_in_one_shape(
    office: Office, method: str, path: str, sent: dict[str, object], status: int
) -> None:
    """Code, message and the right status, for every kind of bad request."""
    answer = office.client("admin").request(method, path, **sent)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == CODES[status] and answer.json()["error"]["message"]
    assert set(answer.json()) == {"error"} and "Traceback" not in answer.text


def test_unusable_characters_do_no_harm(office: Office) -> None:
    """NUL and halves of characters in a text are replaced, and the article is voiced."""
    body = json.dumps({"headline": "A\x00B", "text": "It left\ud800 at \x00 nine."})
    client = office.client("editor", **{"content-type": "application/json"})
    assert client.put("/api/v1/sites/ferry/articles/1", content=body).status_code == 201
    office.work()
    assert [row["status"] for row in office.client("editor").get("/api/v1/articles").json()["data"]] == ["live"]


def test_a_whole_page_is_read_as_a_page(office: Office) -> None:
    """HTML that is a document is cut to its article, as a page that is fetched is."""
    story = "<p>The ferry left at nine in the morning with two hundred people.</p>" * 3
    head = "<!doctype html><html><head><title>Ferry | Courier</title></head>"
    page = f"{head}<body><nav>Home</nav><article><h1>Ferry returns</h1>{story}</article></body></html>"
    article = office.put(html=page, text="", headline="")["article"]
    office.work()
    reading = office.client("editor").get(f"/api/v1/articles/{article}/reading").json()["data"]
    assert "Courier" not in " ".join(sentence["text"] for sentence in reading["script"]["sentences"])
    assert office.client("editor").get(f"/api/v1/articles/{article}").json()["data"]["headline"] == "Ferry returns"


def test_health_and_metrics(office: Office) -> None:
    """Whoever watches sees that it lives, and how long each stage takes."""
    assert office.client().get("/healthz").json() == office.client().get("/readyz").json() == {"status": "ok"}
    office.put()
    office.work()
    text = office.client("admin").get("/metrics").text
    assert 'pronouncer_articles{status="live"} 1.0' in text and 'pronouncer_stage_seconds{stage="master"}' in text
    assert 'route="/api/v1/sites/{site}/articles/{source_id:path}"' in text
    office.house.database.engine.dispose()


def test_wave_is_whole(office: Office) -> None:
    """The samples of a WAV answer are as many as its header says."""
    answer = office.client("editor").post("/v1/audio/speech", json={"input": "Yes.", "response_format": "wav"})
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() * 2 == len(sound.readframes(sound.getnframes())) > 1000


def test_another_site_can_show_the_player(office: Office) -> None:
    """oEmbed knows an article by the address of its page and by that of its edition; nothing else is ours."""
    office.put()
    office.work()
    page = office.client().get("/player/by-url", params={"url": "https://example.org/1"}).json()["data"]["page"]
    for url in ("https://example.org/1", page):
        answer = office.client().get("/oembed", params={"url": url, "maxwidth": "320"})
        assert answer.json()["type"] == "rich" and answer.json()["width"] == 320 and page in answer.json()["html"]
        assert "frame-ancestors *" in office.client().get(page).headers["content-security-policy"]
    assert office.client().get("/oembed", params={"url": "https://example.org/2"}).status_code == 404
    assert office.client().get("/oembed", params={"url": page, "format": "yaml"}).status_code == 422
    assert "<title>Ferry returns" in office.client().get("/oembed", params={"url": page, "format": "xml"}).text
