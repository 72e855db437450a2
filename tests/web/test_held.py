"""What automatic listening held back: heard on the desk, not outside, and released by an editor."""

import re

import pytest
import sqlalchemy as sa
from tests.web.conftest import Office

from pronouncer.model.report import Listening, Report
from pronouncer.newsroom import heard
from pronouncer.store.database.tables.library import articles, editions, sites


@pytest.fixture
def held(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A server with an article whose one edition is held."""
    reports = (
        Report("pause", "A long pause.", severity="doubt"),
        Report("dropped", "The word was not heard.", start=4, end=8),
    )

    def listened(folder: object, ensemble: object) -> Listening:
        return Listening(reports, ("dropped",))

    monkeypatch.setattr(heard, "hear_edition", listened)
    with office.house.database.writing() as connection:
        connection.execute(sa.update(sites).values(hold="hold"))
    office.put(text="The <quay> was long.")
    office.work()
    with office.house.database.writing() as connection:
        found = connection.execute(sa.select(editions.c.findings)).scalar_one()
        found[1]["sentence_id"] = sentences(office)[-1]
        connection.execute(sa.update(editions).values(findings=found))
    return office


def article(office: Office) -> str:
    """Return the id of the one article."""
    with office.house.database.reading() as connection:
        return str(connection.execute(sa.select(articles.c.id)).scalar_one())


def sentences(office: Office) -> list[str]:
    """Return the ids of the sentences of the one edition."""
    with office.house.database.reading() as connection:
        rows = connection.execute(sa.select(editions.c.sentences)).scalar_one()
    return [row[2] for row in rows]


def test_a_held_edition_is_heard_on_the_desk_and_nowhere_else(held: Office) -> None:
    """Editors hear all of it, in ranges too, and the sentence that was complained of; nobody else does."""
    id = article(held)
    editor = held.browser("editor")
    page = editor.get(f"/articles/{id}").text
    whole = re.findall(rf'<audio[^>]+src="(/articles/{id}/editions/\d+/sound)"', page)[0]
    assert "Held back" in page
    assert "The <mark>&lt;qua</mark>y&gt; was long." in page
    assert page.index("The word was not heard.") < page.index("A long pause.")
    sound = editor.get(whole)
    assert sound.status_code == 200 and sound.headers["content-type"].startswith("audio/")
    assert sound.headers["cache-control"] == "private, no-store" and len(sound.content) > 1000
    part = editor.get(whole, headers={"range": "bytes=0-99"})
    assert part.status_code == 206 and part.content == sound.content[:100]
    sentence = re.findall(rf'data-sound="(/articles/{id}/editions/\d+/sentences/[^"]+\.wav)"', page)[0]
    assert editor.get(sentence).content[:4] == b"RIFF"
    assert editor.get(re.sub(r"[^/]+\.wav", "s0.wav", sentence)).status_code == 404
    other = whole.replace(id, "0" * 32)
    assert editor.get(other).status_code == 404
    for path in (whole, sentence):
        assert held.client("partner").get(path).status_code == 403
        assert held.client().get(path).status_code == 303
    with held.house.database.reading() as connection:
        path = connection.execute(sa.select(editions.c.path)).scalar_one()
    assert held.client().get(f"/media/{path}words.json").status_code == 404


def test_an_editor_releases_what_was_held(held: Office) -> None:
    """Put live, it is public, and the page has nothing held any more."""
    id = article(held)
    editor = held.browser("editor")
    place = re.findall(rf'action="(/articles/{id}/editions/\d+/live)"', editor.get(f"/articles/{id}").text)[0]
    assert editor.post(place).status_code == 303
    page = editor.get(f"/articles/{id}").text
    assert "Held back" not in page and ">live<" in page
    assert held.client().get("/player/by-url?url=https://example.org/1").status_code == 200
