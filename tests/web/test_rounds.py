"""Review rounds over HTTP: drawn by editors, judged blind by partners, taken to vendors and back."""

import io
import json
import re
import wave
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from tests.web.conftest import Office

from pronouncer.newsroom.loop import rounds
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.loop import batches, samples, verdicts

TEXT = "The quay was long. The pier was old. The mole was new."


@pytest.fixture
def live(office: Office) -> Office:
    """A server with an article that is live."""
    office.put(headline="The ferry came back.", text=TEXT)
    office.work()
    return office


def number(office: Office, role: str) -> int:
    """Return the number of somebody."""
    with office.house.database.reading() as connection:
        return int(connection.execute(sa.select(people.c.id).where(people.c.role == role)).scalar_one())


def draw(office: Office, *roles: str, **more: Any) -> list[int]:
    """Draw a round on the desk, and return the batch of each reviewer."""
    data = {"title": "November", "size": "3", "reviewers": [str(number(office, role)) for role in roles], **more}
    answer = office.browser("editor").post("/quality/rounds", data=data)
    assert answer.status_code == 303, answer.text
    with office.house.database.reading() as connection:
        newest = sa.select(batches.c.id).order_by(batches.c.id.desc()).limit(len(roles))
        return sorted(connection.execute(newest).scalars())


def own(office: Office, batch: int) -> list[int]:
    """Return the samples of a batch."""
    with office.house.database.reading() as connection:
        return list(connection.execute(sa.select(samples.c.id).where(samples.c.batch == batch)).scalars())


def said(office: Office) -> list[tuple[list[bool], int, str]]:
    """Return all verdicts."""
    with office.house.database.reading() as connection:
        rows = connection.execute(sa.select(verdicts).order_by(verdicts.c.id)).all()
    return [(row.words, row.rating, row.note) for row in rows]


def test_a_round_is_drawn_and_judged_one_sentence_after_the_other(live: Office) -> None:
    """A partner hears a sentence, marks words, rates it, goes on to the next, and sees when all is done."""
    batch, _ = draw(live, "partner", "editor")
    partner = live.browser("partner")
    assert 'href="/review"' in partner.get("/shared").text and f"/review/{batch}" in partner.get("/review").text
    for count in range(3):
        page = partner.get(f"/review/{batch}").text
        assert f"{count} of 3 judged" in page and page.count("data-word=") == 4
        sample = int(re.findall(r"/review/samples/(\d+)\.wav", page)[0])
        sound = partner.get(f"/review/samples/{sample}.wav")
        assert frames(sound.content) > 1000
        data = {"wrong": ["1", "2"] if not count else [], "rating": "4", "note": "a\nb"}
        assert partner.post(f"/review/{batch}/{sample}", data=data).status_code == 303
    assert "You have judged all of it" in partner.get(f"/review/{batch}").text
    assert said(live)[0] == ([True, False, False, True], 4, "a b") and said(live)[1][0] == [True] * 4
    page = live.browser("editor").get("/quality/rounds").text
    assert "3 of 3" in page and "0 of 3" in page and "November" in page
    assert "Mispronunciations" in live.client("editor").get("/quality").text


def test_a_reviewer_judges_blind(live: Office) -> None:
    """Nothing that a reviewer gets names the voice, the article, or what others said of the sentence."""
    one, two = draw(live, "partner", "editor")
    editor, partner = live.browser("editor"), live.browser("partner")
    for sample in own(live, two):
        given = {"wrong": "1", "rating": "2", "note": "Zebra"}
        assert editor.post(f"/review/{two}/{sample}", data=given).status_code == 303
    for path in ("/review", f"/review/{one}"):
        page = partner.get(path).text
        assert not [each for each in ("espeak", "en-us", "Zebra", "example.org", "Editor") if each in page]
    sound = partner.get(f"/review/samples/{own(live, one)[0]}.wav")
    assert {name for name in sound.headers if name.startswith(("content-disp", "x-voice"))} == set()


def test_nobody_hears_or_judges_what_is_somebody_elses(live: Office) -> None:
    """Samples, sounds and batches of others are not there; nor are the own ones after the round was closed."""
    one, two = draw(live, "partner", "editor")
    partner = live.browser("partner")
    mine, other = own(live, one)[0], own(live, two)[0]
    good = {"rating": "4"}
    for path in (f"/review/{two}", "/review/99", f"/review/samples/{other}.wav", "/review/samples/99.wav"):
        assert partner.get(path).status_code == 404, path
    for path in (f"/review/{two}/{other}", f"/review/{one}/{other}", f"/review/{two}/{mine}", f"/review/{one}/99"):
        assert partner.post(path, data=good).status_code == 404, path
    for path in ("/quality/rounds", f"/quality/rounds/{one}/pack.zip"):
        assert partner.get(path).status_code == 403
    assert said(live) == []
    assert live.browser("editor").post(f"/quality/rounds/{one}/close").status_code == 303
    for path in (f"/review/{one}", f"/review/samples/{mine}.wav"):
        assert partner.get(path).status_code == 404
    assert partner.post(f"/review/{one}/{mine}", data=good).status_code == 404


def test_a_verdict_needs_a_rating_and_is_given_once(live: Office) -> None:
    """Without a rating the page says so and keeps what was marked; of a second verdict nothing is taken or shown."""
    (batch,) = draw(live, "partner")
    partner = live.browser("partner")
    sample = own(live, batch)[0]
    answer = partner.post(f"/review/{batch}/{sample}", data={"wrong": "1", "note": "Hm"})
    assert answer.status_code == 422 and "Rate it from 1" in answer.text and ">Hm<" in answer.text
    assert 'value="1" data-word="w-1" aria-pressed="true"' in answer.text
    assert partner.post(f"/review/{batch}/{sample}", data={"rating": "5"}).status_code == 303
    again = partner.post(f"/review/{batch}/{sample}", data={"rating": "1", "wrong": "1", "note": "Hm"})
    assert again.status_code == 303 and again.headers["location"] == f"/review/{batch}?after={sample}"
    toggled = partner.post(f"/review/{batch}/{sample}", data={"toggle": "1", "note": "Hm"})
    assert toggled.status_code == 200 and ">Hm<" not in toggled.text and 'aria-pressed="true"' not in toggled.text
    assert [rating for _, rating, _ in said(live)] == [5]


def test_words_are_marked_without_a_script(live: Office) -> None:
    """A tapped word comes back as wrong, and right when it is tapped again; nothing is judged by that."""
    (batch,) = draw(live, "partner")
    partner = live.browser("partner")
    sample = own(live, batch)[0]

    def pressed(**data: object) -> list[str]:
        page = partner.post(f"/review/{batch}/{sample}", data=data).text
        assert f"/review/samples/{sample}.wav" in page
        return re.findall(r'value="(\d+)" data-word="[^"]+" aria-pressed="true"', page)

    assert pressed(toggle="2") == ["2"]
    assert pressed(toggle="0", wrong="2", rating="4") == ["0", "2"]
    assert pressed(toggle="2", wrong=["0", "2"]) == ["0"]
    assert said(live) == []


def test_a_sentence_can_be_left_for_later(live: Office) -> None:
    """The next one is shown, and after the last one the first that was left."""
    (batch,) = draw(live, "partner")
    partner = live.browser("partner")
    mine = own(live, batch)
    assert f"samples/{mine[1]}.wav" in partner.get(f"/review/{batch}?after={mine[0]}").text
    assert f"samples/{mine[0]}.wav" in partner.get(f"/review/{batch}?after={mine[2]}").text


def test_a_round_that_cannot_be_drawn_says_why(live: Office) -> None:
    """Without a reviewer, with a reader, or without a title there is none, and what was typed stays."""
    editor = live.browser("editor")
    good = {"title": "Typed", "size": "2", "seed": "7", "reviewers": str(number(live, "partner"))}
    wrong: tuple[dict[str, object], ...] = (
        {"reviewers": []},
        {"reviewers": str(number(live, "reader"))},
        {"reviewers": "99"},
        {"title": " "},
        {"size": "0"},
    )
    for more in wrong:
        answer = editor.post("/quality/rounds", data=good | more)
        assert answer.status_code in (404, 422) and 'role="alert"' in answer.text and 'value="7"' in answer.text, more
    assert editor.post("/quality/rounds", data=good | {"size": "many"}).status_code == 422
    with live.house.database.reading() as connection:
        assert rounds.listed(connection) == []
    assert editor.post("/quality/rounds", data=good).status_code == 303
    assert live.browser("admin").get("/audit").text.count("round.draw") == 1


def frames(data: bytes) -> int:
    """Return how many samples a WAV file has."""
    with wave.open(io.BytesIO(data)) as sound:
        return int(sound.getnframes())


def pack(client: TestClient, path: str) -> tuple[list[dict[str, Any]], zipfile.ZipFile]:
    """Return what is in a pack."""
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip", answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return [json.loads(line) for line in archive.read("pack.jsonl").decode().splitlines()], archive


def test_a_pack_goes_out_and_its_answers_come_in(live: Office) -> None:
    """A ZIP archive with a line and a sound for each sentence, the voice only if asked for; answers count."""
    batch, _ = draw(live, "partner", "editor")
    editor = live.browser("editor")
    lines, archive = pack(editor, f"/quality/rounds/{batch}/pack.zip")
    assert len(lines) == 3 and len(archive.namelist()) == 4 and not any("voice" in line for line in lines)
    for line in lines:
        assert frames(archive.read(line["audio"])) > 1000
        assert len(line["ipa"].split()) == 4 == len(line["words"]) and line["language"] == "en"
    assert pack(editor, f"/quality/rounds/{batch}/pack.zip?voice=true")[0][0]["voice"].startswith("espeak:")
    given = "\r\n".join(json.dumps({"id": line["id"], "words": [True] * 4, "rating": 5}) for line in lines)
    sent = editor.post(f"/quality/rounds/{batch}/answers", files={"file": ("a.jsonl", "\ufeff" + given)})
    assert "3 answers were taken" in sent.text and "3 of 3" in sent.text
    assert len(said(live)) == 3
    again = editor.post(f"/quality/rounds/{batch}/answers", files={"file": ("a.jsonl", given)})
    assert again.status_code == 409 and "Line 1: You have judged" in again.text
    assert not list((live.house.data / "making").iterdir())


@pytest.mark.parametrize(
    ("data", "said_of_it"),
    [
        (b'{"id": ID, "words": [true], "rating": 4}', "Line 1: Say of each of the 4 words"),
        (b'\n{"id": ID, "words": [true, true, true, true], "rating": 4}\nnonsense', "Line 3 is no answer in JSON"),
        (b'\n\n{"id": ID, "rating": "\xff"}', "Line 3 is not UTF-8"),
        (b'{"id": 99, "words": [], "rating": 1}', "Line 1: sample 99 is not in this round"),
        (b"\n\n", "has no answers"),
    ],
)
def test_answers_that_are_wrong_name_their_line(live: Office, data: bytes, said_of_it: str) -> None:
    """None of the file is taken, on the desk and by the API, and both say which line it is."""
    (batch,) = draw(live, "partner")
    data = data.replace(b"ID", str(own(live, batch)[0]).encode())
    page = live.browser("editor").post(f"/quality/rounds/{batch}/answers", files={"file": ("a.jsonl", data)})
    assert page.status_code == 422 and said_of_it in page.text
    answer = live.client("editor").post(f"/api/v1/rounds/{batch}/answers", content=data)
    assert answer.status_code == 422 and said_of_it in answer.json()["error"]["message"]
    assert said(live) == []


def test_programs_draw_take_out_and_answer(live: Office) -> None:
    """The API does what the desk does; a draw with the same idempotency key is one draw."""
    client = live.client("editor")
    body = {"title": "N", "size": 2, "reviewers": [number(live, "partner")], "seed": 1}
    for _ in range(2):
        answer = client.post("/api/v1/rounds", json=body, headers={"idempotency-key": "one"})
        assert answer.status_code == 201
    (batch,) = answer.json()["data"]["batches"]
    lines, _ = pack(client, f"/api/v1/rounds/{batch}/pack.zip?voice=true")
    given = "\n".join(json.dumps({"id": line["id"], "words": [True] * 4, "rating": 3}) for line in lines)
    sent = client.post(f"/api/v1/rounds/{batch}/answers", content=given)
    assert sent.json()["data"] == {"answers": 2}
    (found,) = client.get("/api/v1/rounds").json()["data"]
    assert (found["samples"], found["judged"], found["reviewer"]) == (2, 2, "Partner")
    assert client.get("/api/v1/rounds/99/pack.zip").status_code == 404
    assert client.post("/api/v1/rounds/99/answers", content=given).status_code == 404
    assert client.post("/api/v1/rounds", json=body | {"seed": -1}).status_code == 422
    assert live.client("partner").get("/api/v1/rounds").status_code == 403
