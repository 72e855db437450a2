"""An article becomes an edition that is live, whole or not at all."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from tests.newsroom.test_intake import put, row

from pronouncer.errors import PronouncerError
from pronouncer.newsroom import events, library
from pronouncer.newsroom.house import House
from pronouncer.newsroom.live import put_live, take_down
from pronouncer.newsroom.make import make
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.sent import Sent
from pronouncer.store.database.tables.library import editions, occurrences, sites

TEXT = "The ferry left at 9:30 a.m. with 212 people.\n\nCaptain Zelenskyy waited."
SENT = Sent(url="https://example.org/ferry", headline="Ferry returns", text=TEXT)


def kinds(house: House) -> list[str]:
    """Return the kinds of all events."""
    with house.database.reading() as connection:
        return [event.kind for event in events.after(connection, 0)]


def test_an_article_goes_live(house: House, press: Press) -> None:
    """Its edition stands among the blobs, its sentences in the index, and the player's question finds it."""
    found = put(house, SENT)
    made = make(house, press, found.article, revision=1)
    assert (made.result, made.takes) == ("live", 3)
    with house.database.reading() as connection:
        answer = library.at_address(connection, "http://www.example.org/ferry?x")
        heard = connection.execute(sa.select(occurrences).order_by(occurrences.c.place)).all()
    assert answer and (answer.status, answer.number, answer.headline) == ("live", 1, "Ferry returns")
    assert house.blobs.read(f"{answer.path}words.json") and house.blobs.read(f"{answer.path}article.m4a")
    assert [each.place for each in heard] == [0, 1, 2] and all(each.seconds > 0.3 for each in heard)
    assert kinds(house) == ["article.waiting", "article.making", "article.live"]


def test_only_what_changed_is_voiced_again(house: House, press: Press) -> None:
    """After an edit one sentence is said; the edition before stays at its address."""
    make(house, press, put(house, SENT).article)
    made = make(house, press, put(house, replace(SENT, text=TEXT.replace("waited", "slept"))).article)
    assert (made.result, made.takes) == ("live", 1)
    with house.database.reading() as connection:
        found = library.editions_of(connection, row(house).id)
    assert [(each.number, each.state) for each in found] == [(2, "live"), (1, "former")]
    assert all(house.blobs.read(f"{each.path}index.html") for each in found)


def test_nothing_new_is_nothing_to_do(house: House, press: Press) -> None:
    """Made again, the edition is the same one; an edit back to the old text brings the old edition back."""
    id = put(house, SENT).article
    first = make(house, press, id)
    assert make(house, press, id) == first._replace(result="unchanged", takes=0, seconds=0.0)
    make(house, press, put(house, replace(SENT, text="Another text.")).article)
    again = make(house, press, put(house, SENT).article)
    assert (again.edition, again.result, again.takes) == (first.edition, "live", 0)


def test_an_older_revision_is_left_to_the_newer(house: House, press: Press) -> None:
    """A job for a state that was overtaken does nothing."""
    id = put(house, SENT).article
    put(house, replace(SENT, text="Another text."))
    assert make(house, press, id, revision=1).result == "superseded"


def test_what_changes_while_it_is_made_does_not_go_live(
    house: House, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that is edited, or withdrawn, in the middle of the work: the work is not published."""
    id = put(house, SENT).article
    pipeline = press.pipeline()
    say = pipeline.say_article

    def overtaken(*arguments: object, **named: object) -> object:
        said = say(*arguments, **named)  # type: ignore[arg-type]
        put(house, replace(SENT, status="withdrawn"))
        return said

    monkeypatch.setattr(pipeline, "say_article", overtaken)
    assert make(house, press, id).result == "superseded"
    assert (row(house).status, row(house).live) == ("withdrawn", None)


def test_a_failure_keeps_what_is_live(house: House, press: Press) -> None:
    """An edit that cannot be read leaves the edition in place, and says with the article why."""
    first = make(house, press, put(house, SENT).article)
    id = put(house, replace(SENT, text="", url="http://127.0.0.1:9/ferry")).article
    with pytest.raises(PronouncerError):
        make(house, press, id)
    assert (row(house).status, row(house).live) == ("failed", first.edition)
    assert "127.0.0.1" in row(house).problem and kinds(house)[-1] == "article.failed"


def test_taken_down_at_once_and_put_back(house: House, press: Press) -> None:
    """A withdrawn article has no audio; an edition that is put live again needs no synthesis."""
    made = make(house, press, put(house, SENT).article)
    with house.database.writing() as connection:
        take_down(connection, row(house).id, now=house.now(), reason="A mistake.")
    with house.database.reading() as connection:
        answer = library.at_address(connection, SENT.url)
        assert answer and (answer.status, answer.path) == ("withdrawn", None)
        assert connection.execute(sa.select(sa.func.count()).select_from(occurrences)).scalar() == 0
    assert make(house, press, row(house).id).result == "not-public"
    with house.database.writing() as connection:
        put_live(connection, made.edition or 0, now=house.now(), reason="No mistake.")
        assert connection.execute(sa.select(sa.func.count()).select_from(occurrences)).scalar() == 3
        assert connection.execute(sa.select(editions.c.state)).scalar() == "live"


def test_a_minor_edit_keeps_the_audio(house: House, press: Press) -> None:
    """Nothing is voiced, and the article stays live."""
    first = make(house, press, put(house, SENT).article)
    minor = put(house, replace(SENT, text=TEXT + "\n\nCorrected.", minor=True))
    assert (minor.outcome, minor.voice, row(house).live) == ("minor", False, first.edition)


def test_the_rules_of_a_site_hold(house: House, press: Press) -> None:
    """What a site says about its pages is in force for its hosts."""
    rules = {"exclude": [".promo"], "voices": {"body": "espeak:en"}}
    with house.database.writing() as connection:
        connection.execute(sa.update(sites).values(rules=rules))
    html = '<p>The ferry left at nine in the morning.</p><p class="promo">Subscribe now.</p>'
    make(house, press, put(house, Sent(url=SENT.url, headline="Ferry returns", html=html)).article)
    with house.database.reading() as connection:
        edition = connection.execute(sa.select(editions)).one()
    assert edition.voice == "espeak:en" and len(edition.sentences) == 2


def test_an_edition_that_is_heard_wrong_is_held(house: House, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a site wants to listen first, what is wrong waits for an editor; where another voice can, that speaks."""
    from pronouncer.model.report import Listening, Report
    from pronouncer.newsroom import heard

    wrong = Listening((Report("dropped", "The word 'left' was not heard."),), ("dropped",))
    answers = [wrong, wrong, Listening((), ("dropped",)), wrong]
    monkeypatch.setattr(heard, "hear_edition", lambda folder, ensemble: answers.pop(0))
    with house.database.writing() as connection:
        connection.execute(sa.update(sites).values(hold="hold"))
    id = put(house, SENT).article
    assert make(house, press, id).result == "held"
    assert (row(house).status, row(house).live) == ("held", None) and "not heard" in row(house).problem
    with house.database.writing() as connection:
        rules = {"voices": {"fallback": ["espeak:en"]}}
        connection.execute(sa.update(sites).values(hold="fallback", rules=rules))
    assert make(house, press, id).result == "live"
    with house.database.reading() as connection:
        first, second = reversed(library.editions_of(connection, id))
    assert (first.state, first.findings[0]["check"], second.voice) == ("held", "dropped", "espeak:en")
    with house.database.writing() as connection:
        put_live(connection, first.id, now=house.now(), reason="An editor listened.")
    assert row(house).status == "live" and kinds(house).count("article.held") == 1


def test_an_edition_is_listened_to_for_real(house: House, press: Press) -> None:
    """A site that wants to listen first lets a good edition through."""
    with house.database.writing() as connection:
        connection.execute(sa.update(sites).values(hold="hold"))
    assert make(house, press, put(house, SENT).article).result == "live"
