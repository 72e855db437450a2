"""The loop over HTTP: reports of listeners, what partners reach, and figures."""

import pytest
import sqlalchemy as sa
from tests.web.conftest import Office

from pronouncer.newsroom.loop import sharing, thanks
from pronouncer.newsroom.loop.reports import MOST, STATES, many_of_all
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.loop import cases, reports


def sent(office: Office, word: str = "Adeyemi") -> dict[str, object]:
    """Return what a player would send about a word of the one article."""
    found = office.client().get("/player/words.json?url=https://example.org/1", follow_redirects=True).json()
    for sentence in found["sentences"]:
        for first, last, begin, _ in sentence["words"]:
            if sentence["text"][first:last] == word:
                told = {"sentence": sentence["id"], "word": word, "first": first, "last": last, "time": begin}
                return {"edition": found["id"], "kind": "wrong", **told}
    raise AssertionError(word)


@pytest.fixture
def heard(office: Office) -> Office:
    """A server with an article that is live."""
    office.put(text="Mayor Adeyemi left at nine.")
    office.work()
    return office


def test_a_report_needs_no_account_and_has_limits(heard: Office) -> None:
    """It is taken from any page, followed by its token; forged ones are refused, and so is the twenty-first."""
    listener = heard.client(origin="https://courier.example")
    asked = listener.options("/player/reports")
    assert asked.status_code == 204 and asked.headers["access-control-allow-origin"] == "*"
    body = sent(heard)
    answer = listener.post("/player/reports", json=body)
    assert answer.status_code == 202 and "set-cookie" not in answer.headers
    assert "waits for an editor" in listener.get(answer.json()["data"]["follow"]).text
    for wrong in ({"time": 99.0}, {"sentence": "s0"}, {"edition": "x"}, {"kind": "rude"}, {"first": -1}):
        assert listener.post("/player/reports", json=body | wrong).status_code in (404, 422), wrong
    statuses = [listener.post("/player/reports", json=body).status_code for _ in range(21)]
    assert statuses.count(202) == 19 and statuses[-1] == 429
    assert heard.client("editor").get("/cases").text.count("<tr>") == 2


def test_a_flood_is_stopped_and_the_desk_is_not(heard: Office) -> None:
    """More reports than the house takes in a minute are refused at once, whoever sends them; editors go on working."""
    body = sent(heard)
    statuses = [heard.client().post("/player/reports", json=body | {"time": 99.0}).status_code for _ in range(5)]
    client = heard.client()
    statuses += [client.post("/player/reports", json=body | {"time": 99.0}).status_code for _ in range(620)]
    assert set(statuses) == {422, 429} and statuses[-1] == 429
    assert heard.client("editor").get("/cases").status_code == 200


def test_a_flood_is_one_flood_for_all_processes(heard: Office) -> None:
    """What others took in the last minute counts, in whatever state it is by now; a minute later there is room."""
    body, now = sent(heard), heard.house.now()
    with heard.house.database.writing() as connection:
        rows = [
            {"token": f"t{number}", "word": "x", "state": STATES[number % 4], "at": now - 61 * (number < 10)}
            for number in range(MOST + 9)
        ]
        connection.execute(sa.insert(reports), rows)
        assert many_of_all(connection, now=now) == MOST - 1
    assert heard.client().post("/player/reports", json=body).status_code == 202
    refused = heard.client().post("/player/reports", json=body)
    assert refused.status_code == 429 and refused.headers["retry-after"] == "60"
    with heard.house.database.reading() as connection:
        assert many_of_all(connection, now=now + 61) == 0


def test_the_desk_says_why_mail_waits(heard: Office) -> None:
    """Whoever looks at the queue sees that thanks could not be sent, and what the mail server said."""
    assert "for another try" not in heard.client("editor").get("/queue").text
    heard.client().post("/player/reports", json=sent(heard) | {"contact": "lee@example.org"})
    with heard.house.database.writing() as connection:
        connection.execute(sa.update(reports).values(state="fixed"))
    heard.mail_with("smtp://127.0.0.1:9")
    assert thanks.send(heard.house) == 0
    page = heard.client("editor").get("/queue").text
    assert "1 mail waits for another try. The mail server says" in page and "lee@example.org" not in page


def test_a_script_in_a_note_is_held_and_inert(heard: Office) -> None:
    """Markup in a note waits for an editor, who sees it as text."""
    assert heard.client().post("/player/reports", json=sent(heard) | {"note": "<script>x</script>"}).status_code == 202
    page = heard.client("editor").get("/cases?state=held").text
    assert "&lt;script&gt;x" in page and "<script>x" not in page


def test_a_partner_reaches_what_was_shared_and_no_more(heard: Office) -> None:
    """Another case, its sounds and its proposals are not there for them, whatever number they try."""
    heard.client().post("/player/reports", json=sent(heard))
    heard.client().post("/player/reports", json=sent(heard, "left"))
    with heard.house.database.writing() as connection:
        one, other = connection.execute(sa.select(cases.c.id).order_by(cases.c.id)).scalars().all()
        partner = connection.execute(sa.select(people.c.id).where(people.c.role == "partner")).scalar_one()
        sharing.share(connection, title="Names", partner=partner, ids=[one], blind=True, now=heard.house.now())
    browser = heard.browser("partner")
    assert browser.get(f"/shared/{one}").status_code == 200
    good = {"pronunciation": "ah-day-YEH-mee", "reason": "She says so."}
    assert browser.post(f"/shared/{one}", data=good).status_code == 303
    assert browser.post(f"/shared/{one}", data=good | {"pronunciation": "q!!"}).status_code == 422
    for path in (f"/shared/{other}", f"/shared/{other}/reports/2.wav", f"/shared/{one}/reports/2.wav", "/shared/999"):
        assert browser.get(path).status_code == 404, path
    assert browser.post(f"/shared/{other}", data=good).status_code == 404
    for path in ("/cases", f"/cases/{one}", "/rulings", "/quality", "/"):
        assert browser.get(path).status_code in (303, 403), path


def test_figures_for_programs_and_people(heard: Office) -> None:
    """Plays are counted, and the figures are there as a page, a table and data."""
    fingerprint = sent(heard)["edition"]
    for what in ("load", "start", "end"):
        assert heard.client().post("/player/plays", json={"edition": fingerprint, "what": what}).status_code == 204
    heard.client().post("/player/reports", json=sent(heard))
    editor = heard.client("editor")
    found = editor.get("/api/v1/quality").json()["data"]
    assert [(row["value"], row["base"]) for row in found if row["what"] == "reports" and row["by"] == "all"] == [
        (10_000, 1)
    ]
    assert "Reports in 10,000 listens" in editor.get("/quality").text
    assert editor.get("/quality.csv").text.startswith("what,by,of,value")
