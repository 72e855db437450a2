"""From a report to said right everywhere, and back."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from tests.conftest import SHARED
from tests.newsroom.loop.conftest import Town

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.newsroom import events
from pronouncer.newsroom.loop import cases, proof, reports, rulings, waves
from pronouncer.newsroom.loop.impact import impact
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.tables.loop import reports as rows

SAY = "ah-day-YEH-mee"
TEXTS = (
    "Mayor Adeyemi left at nine.\n\nNobody waited.",
    "We met Adeyemi’s friends.\n\nIt rained.",
    "The sea was calm.",
)


def test_the_whole_way(town: Town) -> None:
    """A report becomes a case, a ruling voices two sentences in two articles, proof closes it, undo brings all back."""
    ids = town.publish(*TEXTS)
    before = [town.edition(id)[0] for id in ids]
    old = town.ipa(ids[:1], "Adeyemi")[0]
    received = town.report(ids[0], "Adeyemi", spelling=SAY, contact="lee@example.org")
    assert received.state == "open" and town.report(ids[0], "Adeyemi").case == received.case
    assert town.report(ids[1], "Adeyemi’s").case == received.case
    lexeme = town.lexeme("Adeyemi", SAY, kind="person")
    with town.house.database.reading() as connection:
        found = cases.case(connection, received.case or 0)
        ways = cases.ways(connection, town.press.pipeline(), found)
        told = impact(connection, lexeme, price=lambda voice: 16.0)
    assert (found.row.reports, found.row.word, found.row.heard, found.row.named) == (3, "adeyemi", old, "person")
    assert [way.source for way in ways if way.ipa == lexeme.phoneme] == ["a listener"]
    assert (told.sentences, told.articles, told.losing, told.winning) == (2, 2, (), ())
    assert 2 < told.seconds < 8 and told.cost == pytest.approx(16e-6 * 52, abs=16e-6 * 8) and len(told.samples) == 2
    ruled = town.rule(lexeme, received.case)
    assert (ruled.articles, town.state(ruled.ruling)) == (2, "voicing")
    assert town.work() == 2
    assert town.state(ruled.ruling) == "proved"
    after = [town.edition(id)[0] for id in ids]
    assert [row.takes for row in after[:2]] == [1, 1]
    assert after[2].id == before[2].id and "Adeyemi is said as ruled" in after[0].reason
    assert town.ipa(ids[:1], "Adeyemi") == [lexeme.phoneme] and town.ipa(ids[1:2], "Adeyemi’s")[0].endswith("z")
    with town.house.database.writing() as connection:
        assert {row.state for row in connection.execute(sa.select(rows))} == {"fixed"}
        assert [fix["word"] for fix in proof.fixes(connection)] == ["Adeyemi"]
        undone = rulings.undo(connection, ruled.ruling, who="Ada", now=town.clock())
    assert (undone.restored, undone.again) == (2, ())
    assert [town.edition(id)[0].id for id in ids] == [row.id for row in before]
    assert town.ipa(ids[:1], "Adeyemi") == [old] and town.state(ruled.ruling) == "undone"
    with town.house.database.reading() as connection:
        assert lexicon.at(connection, lexicon.newest(connection)) == [] and proof.fixes(connection) == []
        kinds = [event.kind for event in events.after(connection, 0) if event.kind.startswith(("ruling", "report"))]
    assert kinds == ["report.received"] * 3 + ["ruling.made", "ruling.proved"] + ["report.fixed"] * 3 + [
        "ruling.undone"
    ]


def test_exactly_the_sentences_with_the_name(town: Town) -> None:
    """Among many articles, and a real one: takes and encoder calls are as many as sentences with the name."""
    if town.house.database.is_sqlite is False:
        return  # the count is the database's alone, and was compared above
    others = [f"Captain {name} sailed on day {n}.\n\nIt was late." for n in range(100) for name in ("Ruiz", "Okafor")]
    texts = [*others, "President Zelenskyy spoke.\n\nZelenskyy's plan was long.\n\nHe left."]
    real = SHARED / "articles/carney-paris.txt"
    texts += [real.read_text("utf-8")] if real.exists() else []
    ids = town.publish(*texts)
    wanted = 0
    for id in ids:
        _, edition = town.edition(id)
        wanted += sum("zelenskyy" in sentence.text.casefold() for sentence in edition.script.sentences)
    assert wanted >= 2
    ruled = town.rule(town.lexeme("Zelenskyy", "zeh-lin-SKEE-ee", language="en"))
    assert ruled.articles == len(ids) - 200
    town.work()
    with town.house.database.reading() as connection:
        done = waves.progress(connection, ruled.ruling)
        made = sa.select(sa.func.sum(editions.c.takes), sa.func.sum(editions.c.passages))
        takes = connection.execute(made.where(editions.c.lexicon == ruled.version)).one()
    assert (done.takes, done.done, done.failed) == (wanted, ruled.articles, 0)
    assert tuple(takes) == (wanted, wanted) and town.state(ruled.ruling) == "proved"


def test_what_was_never_said_cannot_be_reported(town: Town) -> None:
    """Forged sentences, words, places, times and editions are refused."""
    (id,) = town.publish(TEXTS[0])
    row, edition = town.edition(id)
    good = town.sent(id, "Adeyemi")
    for wrong in (
        {"sentence": "s000000000000"},
        {"word": "Nobody"},
        {"first": 0},
        {"time": good.time + 1},
        {"time": float("nan")},
    ):
        with pytest.raises(InputError, match="not said there"), town.house.database.writing() as connection:
            reports.receive(connection, replace(good, **wrong), row, edition, origin="o", now=0.0)
    with town.house.database.reading() as connection, pytest.raises(NotFound):
        reports.edition_of(connection, "0" * 40)


@pytest.mark.parametrize(
    "more",
    [
        {"note": "buy at https://evil.example"},
        {"note": "<script>alert(1)</script>"},
        {"note": "call 0123456789"},
        {"note": "aaaaaaaaaaaaaaaa"},
        {"contact": "nobody"},
    ],
)
def test_odd_reports_are_held(town: Town, more: dict[str, str]) -> None:
    """Links, markup and numbers are kept for an editor to look at, who lets them in or drops them."""
    (id,) = town.publish(TEXTS[0])
    assert town.report(id, "Adeyemi", **more)[1:] == ("held", None)
    with town.house.database.writing() as connection:
        (held,) = cases.held(connection)
        assert cases.listed(connection, now=0.0) == []
        case = reports.release(connection, held.id, edition=town.edition(id)[1], now=town.clock())
        assert [row.id for row in cases.listed(connection, now=0.0)] == [case]
        with pytest.raises(NotFound):
            reports.drop(connection, held.id)


def test_nothing_is_kept_of_reporters_beyond_need(town: Town) -> None:
    """Where a report came from is forgotten after a day, the address with the thanks or after some time."""
    (id,) = town.publish(TEXTS[0])
    token = town.report(id, "Adeyemi", contact="lee@example.org").token
    assert reports.origin(b"k", "192.0.2.1", 0.0) != reports.origin(b"k", "192.0.2.1", 86_400.0)
    with town.house.database.writing() as connection:
        assert reports.many_from(connection, "o", now=town.clock()) == 1
        assert reports.forget(connection, now=town.clock() + 90_000, days=30) == 1
        assert reports.forget(connection, now=town.clock() + 31 * 86_400, days=30) == 1
        row = connection.execute(sa.select(rows)).one()
        assert (row.origin, row.contact) == ("", "")
        assert reports.seen_by_reporter(connection, token).state == "open"


def test_triage_puts_first_what_hurts_most(town: Town) -> None:
    """A person's name before a word, what many hear before what few do, what is new before what is old."""
    ids = town.publish("The quay of Adeyemi was full.", "A gale blew hard.")
    with town.house.database.writing() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == ids[1]).values(listens=10_000))
    name, word = town.report(ids[0], "Adeyemi").case, town.report(ids[0], "quay").case
    heard = town.report(ids[1], "gale").case
    with town.house.database.reading() as connection:
        assert [row.id for row in cases.listed(connection, now=town.clock())] == [heard, name, word]
    town.clock.now += 100 * 86_400
    fresh = town.report(ids[0], "full").case
    with town.house.database.reading() as connection:
        assert [row.id for row in cases.listed(connection, now=town.clock())] == [fresh, heard, name, word]


def test_two_editors_rule_at_once(town: Town) -> None:
    """One wins, the other is told, and nothing of what they typed is half done."""
    (id,) = town.publish(TEXTS[0])
    case = town.report(id, "Adeyemi").case
    town.rule(town.lexeme("Adeyemi", SAY), case, seen=0)
    with pytest.raises(Conflict, match="ruled on this case"):
        town.rule(town.lexeme("Adeyemi", "AD-uh-yem-ee"), case, seen=0)
    with pytest.raises(Conflict, match="changed by Ada"):
        town.rule(town.lexeme("Adeyemi", "AD-uh-yem-ee"), seen=0)
    with town.house.database.reading() as connection:
        assert lexicon.newest(connection) == 1 and len(rulings.listed(connection)) == 1


def test_a_rejection_says_why(town: Town) -> None:
    """The case and its reports are closed, the lexicon stays as it is; without a reason it is refused."""
    (id,) = town.publish(TEXTS[0])
    case = town.report(id, "Adeyemi").case
    for reason, good in (("", False), ("It is said like that.", True)):
        try:
            with town.house.database.writing() as connection:
                rulings.rule(
                    connection, case=case, decision="reject", lexeme=None, who="Ada", reason=reason, now=town.clock()
                )
            assert good
        except InputError:
            assert not good
    with town.house.database.reading() as connection:
        assert cases.case(connection, case or 0).row.state == "rejected" and lexicon.newest(connection) == 0


def test_a_wave_can_wait_and_costs_no_more_than_it_may(town: Town) -> None:
    """Paused, nothing is voiced; over the cap, it pauses by itself; with a higher one it goes on."""
    ids = town.publish(*TEXTS[:2])
    ruled = town.rule(town.lexeme("Adeyemi", SAY), cap=0.0, price=lambda voice: 16.0)
    town.work()
    assert town.state(ruled.ruling) == "paused" and town.edition(ids[0])[0].lexicon == 0
    with town.house.database.writing() as connection:
        waves.go_on(connection, ruled.ruling, cap=1.0)
        waves.pause(connection, ruled.ruling)
        with pytest.raises(Conflict):
            waves.pause(connection, ruled.ruling)
    assert town.work() == 0
    with town.house.database.writing() as connection:
        waves.go_on(connection, ruled.ruling)
    town.work()
    assert town.state(ruled.ruling) == "proved"


def test_breaking_and_most_heard_first(town: Town) -> None:
    """The order of a wave is that of the harm it ends."""
    ids = town.publish("Adeyemi is one.", "Adeyemi is two.", "Adeyemi is three.")
    with town.house.database.writing() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == ids[1]).values(listens=500))
        connection.execute(sa.update(articles).where(articles.c.id == ids[2]).values(breaking=True))
    town.rule(town.lexeme("Adeyemi", SAY))
    waves.feed(town.house, town.jobs)
    assert [job.payload["article"] for job in reversed(town.jobs.listed())] == [ids[2], ids[1], ids[0]]


def test_a_ruling_is_undone_while_it_is_voiced(town: Town) -> None:
    """What was voiced goes back, what was not stays, and every article ends on the newest lexicon."""
    ids = town.publish("Adeyemi is one.", "Adeyemi is two.")
    old = town.ipa(ids, "Adeyemi")
    ruled = town.rule(town.lexeme("Adeyemi", SAY))
    waves.feed(town.house, town.jobs)
    first, second = town.jobs.listed()
    town.jobs.cancel(first.id)
    town.jobs.run(town.crew.tasks())
    with town.house.database.writing() as connection:
        assert rulings.undo(connection, ruled.ruling, who="Ada", now=town.clock()).restored == 1
        with pytest.raises(Conflict):
            rulings.undo(connection, ruled.ruling, who="Ada", now=town.clock())
    town.jobs.resume(first.id)
    town.work()
    assert town.ipa(ids, "Adeyemi") == old and town.state(ruled.ruling) == "undone" and second.task == "revoice"
    with town.house.database.reading() as connection:
        assert waves.progress(connection, ruled.ruling).waiting == 0


def test_a_change_in_the_middle_of_the_work_is_not_missed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that is made while an editor rules goes live with the ruling, though the wave did not know of it."""
    pipeline = town.press.pipeline()
    say = type(pipeline).say_article
    ruled: list[int] = []

    def slow(self: object, *arguments: object, **named: object) -> object:
        said = say(self, *arguments, **named)  # type: ignore[arg-type]
        if not ruled:
            ruled.append(town.rule(town.lexeme("Adeyemi", SAY)).version)
        return said

    monkeypatch.setattr(type(pipeline), "say_article", slow)
    (id,) = town.publish("Adeyemi is one.")
    assert town.edition(id)[0].lexicon == ruled[0] == 1
    assert town.ipa([id], "Adeyemi") == [town.lexeme("Adeyemi", SAY).phoneme]


def test_conditions_and_stronger_entries_are_counted(town: Town) -> None:
    """An entry for some places only, or one that another overrules, is counted where it would be said."""
    town.publish(
        "The bow of the ship broke.", "He took a bow.", "She lives in Nice.", "That was nice.", section="sport"
    )
    with town.house.database.writing() as connection:
        assert impact(connection, town.lexeme("bow", "BOW", right="ship")).sentences == 1
        assert impact(connection, town.lexeme("Nice", "NEES", match="exact")).sentences == 1
        assert impact(connection, town.lexeme("bow", "BOH", scope="section:sport")).articles == 2
        assert impact(connection, town.lexeme("bow", "BOH", scope="section:news")).articles == 0
        assert impact(connection, town.lexeme("bow", "BOH", language="fr")).sentences == 0
    town.rule(town.lexeme("bow", "BOH", left="a"))
    with town.house.database.reading() as connection:
        told = impact(connection, town.lexeme("bow", "BOW"))
    assert told.sentences == 1 and len(told.winning) == 1 and "bow (house, a)" in told.winning[0]
