"""Cases on the desk: put together and taken apart, shared with partners who see what they may, confirmed by ear."""

import re
import threading
import time

import pytest
import sqlalchemy as sa
from tests.web.conftest import NOW, Office
from tests.web.test_loop import sent

from pronouncer.newsroom.loop import sharing
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.loop import batches, cases, proofs, proposals, reports, rulings

DAY = 86_400.0


@pytest.fixture
def told(office: Office) -> Office:
    """A server with two cases: "Adeyemi", reported twice, and "quay"."""
    office.put(text="Mayor Adeyemi left the quay.")
    office.work()
    for more in ({"note": "Zebra"}, {"note": "Okapi", "spelling": "ah-day-YEH-mee"}):
        assert office.client().post("/player/reports", json=sent(office) | more).status_code == 202
    assert office.client().post("/player/reports", json=sent(office, "quay")).status_code == 202
    return office


def numbers(office: Office) -> list[tuple[int, str, int]]:
    """Return number, word and reports of each case."""
    with office.house.database.reading() as connection:
        rows = connection.execute(sa.select(cases.c.id, cases.c.written, cases.c.reports).order_by(cases.c.id))
        return [(row[0], row[1], row[2]) for row in rows]


def person(office: Office, role: str) -> int:
    """Return the number of somebody."""
    with office.house.database.reading() as connection:
        return int(connection.execute(sa.select(people.c.id).where(people.c.role == role)).scalar_one())


def share(office: Office, case: int, *, blind: bool, ago: float = 3 * DAY) -> int:
    """Share a case with the partner, some time ago."""
    partner = person(office, "partner")
    with office.house.database.writing() as connection:
        return sharing.share(connection, title="Names", partner=partner, ids=[case], blind=blind, now=NOW - ago)


def test_two_cases_become_one_and_one_becomes_two(told: Office) -> None:
    """An editor puts a case into another, and makes a case of its own of some of the reports again."""
    (one, _, _), (other, _, _) = numbers(told)
    editor = told.browser("editor")
    page = editor.get(f"/cases/{one}").text
    assert f'<option value="{other}">quay' in page and page.count('name="chosen"') == 2
    assert editor.post(f"/cases/{one}/merge", data={"other": other}).status_code == 303
    assert numbers(told) == [(one, "Adeyemi", 3)]
    with told.house.database.reading() as connection:
        quay = connection.execute(sa.select(reports.c.id).where(reports.c.word == "quay")).scalar_one()
    answer = editor.post(f"/cases/{one}/split", data={"chosen": [quay]})
    assert answer.status_code == 303
    assert [(reports, answer.headers["location"]) for id, _, reports in numbers(told) if id != one] == [
        (1, f"/cases/{max(id for id, _, _ in numbers(told))}")
    ]
    assert told.browser("admin").get("/audit").text.count("case.") == 2


def test_what_cannot_be_put_together_or_taken_apart_says_why(told: Office) -> None:
    """Not a case with itself, nor one that is not there or was ruled on; not all reports of a case, and not none."""
    (one, _, _), (other, _, _) = numbers(told)
    editor = told.browser("editor")
    with told.house.database.reading() as connection:
        own = list(connection.execute(sa.select(reports.c.id).where(reports.c.case == one)).scalars())
        foreign = connection.execute(sa.select(reports.c.id).where(reports.c.case == other)).scalar_one()
    assert "with itself" in editor.post(f"/cases/{one}/merge", data={"other": one}).text
    assert editor.post(f"/cases/{one}/merge", data={"other": 99}).status_code == 404
    for chosen in ([], own, [foreign]):
        answer = editor.post(f"/cases/{one}/split", data={"chosen": chosen})
        assert answer.status_code in (404, 422) and 'role="alert"' in answer.text, chosen
    with told.house.database.writing() as connection:
        connection.execute(sa.update(cases).where(cases.c.id == other).values(state="ruled"))
    assert editor.post(f"/cases/{one}/merge", data={"other": other}).status_code == 409
    assert numbers(told) == [(one, "Adeyemi", 2), (other, "quay", 1)]


def test_a_blind_partner_gets_no_voice_no_note_and_no_proposals_of_others(told: Office) -> None:
    """What a partner may not see is nowhere on their page; one who does not judge blind sees it."""
    (one, _, _), _ = numbers(told)
    editor, partner = told.browser("editor"), told.browser("partner")
    with told.house.database.writing() as connection:
        row = {"case": one, "person": person(told, "editor"), "phoneme": "ə", "reason": "Giraffe", "at": NOW}
        connection.execute(sa.insert(proposals).values(**row))
        connection.execute(sa.update(reports).values(contact="lion@example.org", origin="panther"))
    assert editor.post(f"/cases/{one}/comments", data={"text": "Walrus"}).status_code == 303
    hidden = ("Zebra", "Okapi", "ah-day-YEH-mee", "espeak", "Giraffe", "Walrus")
    batch = share(told, one, blind=True)
    page = partner.get(f"/shared/{one}").text
    assert [word for word in (*hidden, "lion@", "panther") if word in page] == [] and "Ferry returns" in page
    assert partner.post(f"/shared/{one}/comments", data={"text": "Mine is here"}).status_code == 303
    assert "Mine is here" in partner.get(f"/shared/{one}").text
    with told.house.database.writing() as connection:
        connection.execute(sa.update(batches).where(batches.c.id == batch).values(blind=False))
    page = partner.get(f"/shared/{one}").text
    assert [word for word in hidden if word not in page] == []
    assert [word for word in ("lion@", "panther") if word in page] == []


def test_partners_comment_on_what_is_shared_and_on_nothing_else(told: Office) -> None:
    """A comment reaches the editor; an empty one is refused, and so is one on a case of somebody else."""
    (one, _, _), (other, _, _) = numbers(told)
    share(told, one, blind=False)
    partner = told.browser("partner")
    assert partner.post(f"/shared/{one}/comments", data={"text": "Ask <b>her</b>"}).status_code == 303
    assert "Ask &lt;b&gt;her" in told.client("editor").get(f"/cases/{one}").text
    assert partner.post(f"/shared/{one}/comments", data={"text": " "}).status_code == 422
    assert partner.post(f"/shared/{other}/comments", data={"text": "x"}).status_code == 404


def test_the_clock_runs_until_the_partner_has_answered(told: Office) -> None:
    """Both sides see for how long it has waited; with the proposal it stops."""
    (one, _, _), _ = numbers(told)
    share(told, one, blind=True)
    editor, partner = told.client("editor"), told.browser("partner")
    assert "waits for 3 days" in editor.get("/batches").text and "waits for 3 days" in editor.get("/cases").text
    assert "It waits for you, for 3 days" in partner.get("/shared").text
    good = {"pronunciation": "ah-day-YEH-mee", "reason": "She says so."}
    assert partner.post(f"/shared/{one}", data=good).status_code == 303
    assert "waits for" not in editor.get("/batches").text + editor.get("/cases").text
    assert "answered all of it" in partner.get("/shared").text
    page = partner.get(f"/shared/{one}").text
    assert "What you proposed" in page and "She says so." in page


def test_an_editor_confirms_by_ear_what_could_not_be_proved(told: Office) -> None:
    """An unproved ruling has its sentences to hear; confirmed, it is proved and its reports are closed, once."""
    (one, _, _), _ = numbers(told)
    editor = told.browser("editor")
    given = {"grapheme": "Adeyemi", "pronunciation": "ah-day-YEH-mee", "reason": "Heard.", "act": "accept"}
    answer = editor.post(f"/cases/{one}/rule", data=given)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    told.work()
    assert ">proved<" in editor.get(place).text and "I have heard it" not in editor.get(place).text
    assert editor.post(f"{place}/confirm").status_code == 409
    with told.house.database.writing() as connection:
        connection.execute(sa.update(rulings).values(state="unproved"))
        connection.execute(sa.update(proofs).values(method="none", heard=False))
        connection.execute(sa.update(reports).values(state="open"))
        connection.execute(sa.update(cases).values(state="ruled"))
    page = editor.get(place).text
    assert "I have heard it" in page and "nobody could tell" in page
    sound = re.findall(rf'data-sound="({place}/proofs/\d+\.wav)"', page)[0]
    assert editor.get(sound).content[:4] == b"RIFF"
    assert editor.get(sound.replace("proofs/", "proofs/9")).status_code == 404
    assert editor.post(f"{place}/confirm").status_code == 303
    page = editor.get(place).text
    assert ">proved<" in page and "an editor&#39;s ear" in page and "/articles/None" not in page
    assert "fixed" in editor.get(f"/cases/{one}").text and "Adeyemi" in told.client().get("/fixes").text


def test_a_ruling_waits_for_an_engine_without_holding_the_database(told: Office) -> None:
    """While another one has the voices, whoever has them can write, and the ruling comes after."""
    (one, _, _), _ = numbers(told)
    editor = told.browser("editor")
    given = {"grapheme": "Adeyemi", "pronunciation": "/ə/", "reason": "Heard.", "act": "accept"}
    found: list[int] = []

    def rule() -> None:
        found.append(editor.post(f"/cases/{one}/rule", data=given).status_code)

    world = told.app.state.world
    ruling = threading.Thread(target=rule)
    with world.press():
        ruling.start()
        time.sleep(0.5)
        with told.house.database.writing() as connection:
            connection.execute(sa.update(cases).values(last=NOW))
        assert found == []
    ruling.join()
    assert found == [303]
    assert list(world.prices) == ["espeak:en-us"]


def test_a_ruling_keeps_what_was_typed(told: Office) -> None:
    """What cannot be used comes back with its reason; fields that are too long are refused."""
    (one, _, _), _ = numbers(told)
    editor = told.browser("editor")
    given = {"grapheme": "Adeyemi", "pronunciation": "q!!", "kind": "person", "reason": "Typed", "cap": "", "seen": ""}
    answer = editor.post(f"/cases/{one}/rule", data=given | {"act": "impact"})
    assert answer.status_code == 422 and 'value="Typed"' in answer.text and "<option selected>person" in answer.text
    assert editor.post(f"/cases/{one}/rule", data=given | {"reason": "x" * 1001}).status_code == 422
    good = given | {"pronunciation": "ah-day-YEH-mee"}
    assert "amount in dollars" in editor.post(f"/cases/{one}/rule", data=good | {"cap": "x", "act": "accept"}).text
    assert "1 sentence" in editor.post(f"/cases/{one}/rule", data=good | {"act": "impact"}).text
