"""Reporters who left an address are thanked when their word is said right: once, and then the address is gone."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.newsroom.loop.conftest import Town
from tests.newsroom.loop.texts import fill
from tests.postoffice import PostOffice, post_office

from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import thanks
from pronouncer.newsroom.sweep import forget
from pronouncer.store.database.tables.library import articles
from pronouncer.store.database.tables.loop import letters, reports

SAY = "ah-day-YEH-mee"
DAY = 86_400.0


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server."""
    with post_office() as found:
        yield found


def mailing(house: House, office: PostOffice) -> House:
    """Return the house with a mail server."""
    smtp = f"smtp://127.0.0.1:{office.port}"
    server = dataclasses.replace(house.settings.server, smtp=smtp, mail_from="Courier <listen@courier.example.org>")
    return dataclasses.replace(house, settings=dataclasses.replace(house.settings, server=server))


def reported(house: House, *contacts: str, state: str = "fixed", word: str = "Adeyemi", article: str = "") -> list[int]:
    """Put reports into the database, as they are after a fix."""
    article = article or fill(house, ["The quay was long."])[0]
    row = {"article": article, "word": word, "state": state, "at": house.now()}
    with house.database.writing() as connection:
        return [
            int(
                connection.execute(
                    sa.insert(reports).values(**row, token=f"token-of-{word}-{number}-{contact}", contact=contact)
                ).inserted_primary_key[0]  # type: ignore[index]
            )
            for number, contact in enumerate(contacts)
        ]


def left(house: House) -> tuple[list[str], list[tuple[str, int, str]]]:
    """Return the addresses that are kept anywhere, and how the letters stand."""
    with house.database.reading() as connection:
        kept = connection.execute(sa.select(reports.c.contact).where(reports.c.contact != "")).scalars().all()
        rows = connection.execute(sa.select(letters).order_by(letters.c.id)).all()
    return [*kept, *(row.address for row in rows if row.address)], [(row.state, row.tries, row.problem) for row in rows]


def test_a_reporter_is_thanked_when_it_is_heard(town: Town, office: PostOffice) -> None:
    """From the report to the mail: who left an address gets one, with headline, word, article and what became of it."""
    town.house = mailing(town.house, office)
    town.crew = dataclasses.replace(town.crew, house=town.house)
    ids = town.publish("Mayor Adeyemi left at nine.", "We met Adeyemi there.")
    received = town.report(ids[0], "Adeyemi", contact="Lee@example.org")
    town.report(ids[1], "Adeyemi", contact="lee@example.org")
    town.report(ids[1], "Adeyemi")
    town.rule(town.lexeme("Adeyemi", SAY), received.case)
    town.tick()
    assert office.taken == []
    town.work()
    town.tick()
    town.tick()
    (mail,) = office.taken
    assert (mail.to, mail.sender) == (["Lee@example.org"], "listen@courier.example.org")
    assert mail.message["subject"] == "“Adeyemi” is now said right"
    text = mail.message.get_content()
    assert text.replace("\r\n", "\n").split("\n\n")[1:] == [
        "You reported it in:\nReport 2-0\nhttps://example.org/2-0",
        f"What became of your report:\nhttp://127.0.0.1:8080/report/{received.token}",
        "This is the only mail about it. Your address has been deleted.",
        "The Ferry\n",
    ]
    assert left(town.house) == ([], [("sent", 1, "")])


def test_nothing_is_sent_without_a_mail_server(house: House) -> None:
    """Addresses then stay with the reports, for as long as they are kept."""
    reported(house, "lee@example.org")
    assert thanks.send(house) == 0 and left(house) == (["lee@example.org"], [])


def test_only_what_is_fixed_is_thanked_for(house: House, office: PostOffice) -> None:
    """Reports that are open, held or rejected, and those too old, are not; nor is one whose fix was taken back."""
    house = mailing(house, office)
    (article,) = fill(house, ["The quay was long."])
    for state in ("open", "held", "rejected"):
        reported(house, f"{state}@example.org", state=state, word=state, article=article)
    (old, undone) = reported(house, "old@example.org", "undone@example.org", article=article)
    with house.database.writing() as connection:
        connection.execute(sa.update(reports).where(reports.c.id == old).values(at=house.now() - 31 * DAY, case=None))
        assert thanks.gather(connection, now=house.now(), days=30) == 1
        connection.execute(sa.update(reports).where(reports.c.id == undone).values(state="open"))
    assert thanks.send(house) == 0 and office.taken == []
    with house.database.writing() as connection:
        kept = connection.execute(sa.select(reports.c.contact).where(reports.c.id == undone)).scalar()
        assert kept == "undone@example.org"
        connection.execute(sa.update(reports).where(reports.c.id == undone).values(state="fixed"))
    assert thanks.send(house) == 1 and office.taken[0].to == ["undone@example.org"]


def test_a_mail_server_that_is_away_means_later(house: House, office: PostOffice) -> None:
    """Each try waits longer; when it is back everybody gets one mail, and after the last try the address is gone."""
    clock, away = house.now, mailing(house, office)
    away = dataclasses.replace(
        away,
        settings=dataclasses.replace(
            away.settings, server=dataclasses.replace(away.settings.server, smtp="smtp://127.0.0.1:9")
        ),
    )
    reported(house, "lee@example.org", "kim@example.org")
    for number, wait in enumerate(thanks.WAITS):
        assert thanks.send(away) == 0
        (kept, found) = left(house)
        assert len(kept) == 2 and {state[:2] for state in found} == {("waiting", number + 1)}
        assert "The mail server says" in found[0][2]
        with house.database.reading() as connection:
            assert not thanks.due(connection, now=house.now(), days=30)
        clock.now += wait - 1  # type: ignore[attr-defined]
        assert thanks.send(mailing(house, office)) == 0
        clock.now += 1  # type: ignore[attr-defined]
    with house.database.reading() as connection:
        assert thanks.due(connection, now=house.now(), days=30)
    with house.database.writing() as connection:
        one = connection.execute(sa.select(sa.func.min(letters.c.id))).scalar()
        connection.execute(sa.update(letters).where(letters.c.id == one).values(due=house.now() + 1))
    thanks.send(away)
    assert [state for state, _, _ in left(house)[1]] == ["waiting", "failed"]
    clock.now += 1  # type: ignore[attr-defined]
    assert thanks.send(mailing(house, office)) == 1 and left(house)[0] == []
    assert [mail.to for mail in office.taken] == [["lee@example.org"]]


def test_whoever_sends_is_killed(house: House, office: PostOffice, tmp_path: Path) -> None:
    """At eight places of it: nobody gets two mails; only whose letter was marked and not yet sent gets none."""
    house = mailing(house, office)
    people = [f"reader{number}@example.org" for number in range(10)]
    reported(house, *people)
    server = house.settings.server
    url = server.database.replace("+psycopg", "")
    environ = {"SMTP": server.smtp, "MAIL_FROM": server.mail_from, "DATA": str(server.data), "DATABASE": url}
    environ = {**os.environ, **{f"PRONOUNCER_SERVER_{name}": value for name, value in environ.items()}}
    command = [sys.executable, str(Path(__file__).with_name("doomed.py")), str(tmp_path)]
    deaths = 0
    while subprocess.run(command, env=environ).returncode == -signal.SIGKILL:
        deaths += 1
    assert deaths == len(list(tmp_path.glob("* *ing"))) == 8
    with house.database.writing() as connection:
        connection.execute(sa.update(letters).values(due=0.0))
    assert thanks.send(house) == 0 and left(house)[0] == []
    thanked = [mail.to[0] for mail in office.taken]
    ended = Counter(state[0] for state in left(house)[1])
    assert len(thanked) == len(set(thanked)) == 9
    assert ended == {"sent": 7, "failed": 3}  # 2 of which came, as nobody could know


def test_what_the_server_says_of_one_letter_is_for_that_one(house: House, office: PostOffice) -> None:
    """An address that does not exist is given up at once, one that is full is tried again, others get theirs."""
    house = mailing(house, office)
    office.answers = {"gone@example.org": "550 No such user", "full@example.org": "452 Full"}
    reported(house, "gone@example.org", "full@example.org", "lee@example.org", "two@example.org,three@example.org")
    assert thanks.send(house) == 1 and office.taken[0].to == ["lee@example.org"]
    kept, found = left(house)
    assert kept == ["full@example.org"]
    assert sorted(state[:2] for state in found) == [("failed", 1), ("failed", 1), ("sent", 1), ("waiting", 1)]
    house.now.now += 61  # type: ignore[attr-defined]
    office.answers = {}
    assert thanks.send(house) == 1 and left(house)[0] == []


def test_a_server_that_takes_some_letters_a_connection_gets_all(house: House, office: PostOffice) -> None:
    """Where a connection takes no more, the next one does; no letter loses a try by it."""
    house = mailing(house, office)
    office.most = 2
    reported(house, *(f"lee{number}@example.org" for number in range(7)))
    assert thanks.send(house) == 7 and len(office.taken) == 7
    assert left(house) == ([], [("sent", 1, "")] * 7) and office.asked == 4


def test_letters_that_wait_are_forgotten(house: House, office: PostOffice) -> None:
    """Where mail was switched off, no address stays for longer than anything is kept."""
    reported(house, "lee@example.org")
    with house.database.writing() as connection:
        thanks.gather(connection, now=house.now(), days=90)
        assert thanks.forget(connection, now=house.now() + 89 * 86_400, days=90) == 0
        assert thanks.forget(connection, now=house.now() + 91 * 86_400, days=90) == 1
    assert left(house) == ([], [])


def test_two_workers_send_one_letter(house: House, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that look at the same moment one has it."""
    house = mailing(house, office)
    reported(house, "lee@example.org")
    taken = thanks._taken

    def late(connection: sa.Connection, row: sa.Row[tuple[object, ...]], now: float) -> bool:
        assert taken(connection, row, now)  # as the other one did, a moment before
        return taken(connection, row, now)

    monkeypatch.setattr(thanks, "_taken", late)
    assert thanks.send(house) == 0 and office.taken == []


@pytest.mark.parametrize("language", thanks.LANGUAGES)
def test_thanks_are_in_the_language_of_the_article(language: str) -> None:
    """All languages of the player have the same parts; any other language gets English."""
    given = {"word": "Zelenskyy", "headline": "{word} {0}", "url": "https://example.org/1", "report": "https://x/r"}
    subject, text = thanks.written(f"{language}-XX", {**given, "house": "The Ferry"})
    assert "Zelenskyy" in subject and text.count("Zelenskyy") == 1 and "\n{word} {0}\nhttps://example.org/1\n" in text
    assert "\nhttps://x/r\n" in text and text.endswith("\n\nThe Ferry\n") and text.count("\n\n") == 4
    assert (text == thanks.written("ja", {**given, "house": "The Ferry"})[1]) == (language == "en")
    bare = thanks.written(language, {**given, "headline": "", "url": "", "house": ""})[1]
    assert bare.count("\n\n") == 2 and "https://x/r" in bare


def test_the_languages_are_those_of_the_player() -> None:
    """Whoever could read the player can read the thanks."""
    from tests.conftest import ROOT

    head = (ROOT / "player/src/texts.tsv").read_text("utf-8").splitlines()[0]
    assert set(head.split("\t")[1:]) == set(thanks.LANGUAGES)


def test_an_article_puts_nothing_into_the_mail_but_text(house: House, office: PostOffice) -> None:
    """A headline with line breaks and text that runs backwards is one line, and an address that is none is left out."""
    house = mailing(house, office)
    (article,) = fill(house, ["The quay was long."])
    hostile = {"headline": "A\r\nBcc: x@example.org\r\n\r\n<b>\u202eB", "url": "javascript:alert(1)", "language": "fr"}
    with house.database.writing() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == article).values(**hostile))
    reported(house, "lee@example.org", word="X\nBcc: y@example.org", article=article)
    assert thanks.send(house) == 1
    (mail,) = office.taken
    assert mail.to == ["lee@example.org"] and mail.message["bcc"] is None
    assert mail.message["subject"] == "« X Bcc: y@example.org » est maintenant bien prononcé"
    text = mail.message.get_content().replace("\r\n", "\n")
    assert "\nA Bcc: x@example.org <b> B\n\n" in text and "javascript" not in text


def test_letters_are_forgotten(house: House, office: PostOffice) -> None:
    """What ended is deleted with the rest after its days; no address outlives the tries."""
    house = mailing(house, office)
    reported(house, "lee@example.org")
    thanks.send(house)
    forget(house)
    assert len(left(house)[1]) == 1
    house.now.now += 31 * DAY  # type: ignore[attr-defined]
    forget(house)
    assert left(house) == ([], [])
