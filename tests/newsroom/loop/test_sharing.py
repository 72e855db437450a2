"""Partners see and touch what is shared with them, and nothing else; cases are put together and taken apart."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import cases, sharing
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.loop import cases as case_rows
from pronouncer.store.database.tables.loop import proposals, reports, rulings, shared

NOW = 1_795_000_000.0
ADA, LEE, KIM = 1, 2, 3  # an editor and two partners


def _people(connection: sa.Connection) -> None:
    for name, role in (("Ada", "editor"), ("Lee", "partner"), ("Kim", "partner")):
        row = {"email": f"{name}@example.org", "name": name, "role": role, "created": NOW}
        connection.execute(sa.insert(people).values(**row))


def _case(connection: sa.Connection, word: str, *, reported: int = 1) -> int:
    row = {"word": word.lower(), "written": word, "language": "en", "heard": "x", "state": "open"}
    added = connection.execute(
        sa.insert(case_rows).values(**row, reports=reported, rank=2.0, first=NOW, last=NOW + reported)
    )
    id = int(added.inserted_primary_key[0])  # type: ignore[index]
    for number in range(reported):
        sent = {"token": f"{word}{number}", "case": id, "word": word, "state": "open", "at": NOW + number}
        told = {"contact": "lee@example.org", "origin": "o", "note": "wrong", "spelling": "zuh", "voice": "espeak:en"}
        connection.execute(sa.insert(reports).values(**sent, **told))
    return id


@pytest.mark.parametrize("kind", ["never shared", "shared with another", "closed", "expired", "none such"])
def test_nobody_reaches_beyond_their_batches(house: House, kind: str) -> None:
    """Whatever a partner asks of a case that is not shared with them now is answered as if it did not exist."""
    with house.database.writing() as connection:
        _people(connection)
        case = _case(connection, "Kyiv")
        more = {"title": "Names", "ids": [case], "now": NOW}
        batch = 0
        if kind == "shared with another":
            batch = sharing.share(connection, partner=KIM, blind=False, **more)  # type: ignore[arg-type]
        elif kind in ("closed", "expired"):
            batch = sharing.share(connection, partner=LEE, blind=False, expires=NOW + 10, **more)  # type: ignore[arg-type]
        if kind == "closed":
            sharing.close(connection, batch, now=NOW)
        case = case if kind != "none such" else 99
        now = NOW + 20
        tries: list[Callable[[], object]] = [
            lambda: sharing.cases_of(connection, LEE, batch, now=now),
            lambda: sharing.check(connection, LEE, case, now=now),
            lambda: sharing.seen(connection, LEE, case, now=now),
            lambda: sharing.propose(connection, case=case, person=LEE, phoneme="x", reason="So.", now=now),
            lambda: sharing.comment(connection, case=case, person=LEE, text="So.", now=now),
        ]
        for each in tries:
            with pytest.raises(NotFound):
                each()
        assert sharing.batches_of(connection, LEE, now=now) == []
        assert connection.execute(sa.select(proposals)).all() == []


def test_the_blind_see_no_others(house: House) -> None:
    """Blind, only one's own proposals and comments are seen, and no voice; never who reported it."""
    with house.database.writing() as connection:
        _people(connection)
        case = _case(connection, "Kyiv")
        sharing.share(connection, title="Names", partner=LEE, ids=[case], blind=True, now=NOW)
        sharing.share(connection, title="Names", partner=KIM, ids=[case], blind=False, now=NOW)
        for person in (LEE, KIM):
            sharing.propose(connection, case=case, person=person, phoneme="y", reason="So.", now=NOW)
            sharing.comment(connection, case=case, person=person, text="So.", now=NOW)
        blind, open_ = (sharing.seen(connection, person, case, now=NOW) for person in (LEE, KIM))
    assert [row.person for row in blind.proposals] == [row.person for row in blind.comments] == [LEE]
    assert len(open_.proposals) == len(open_.comments) == 2
    assert (blind.reports[0].voice, blind.reports[0].note) == ("", "") and open_.reports[0].note == "wrong"
    for found in (blind, open_):
        assert not hasattr(found.reports[0], "contact") and not hasattr(found.reports[0], "origin")


def test_a_clock_shows_how_long_a_batch_waits(house: House) -> None:
    """From its beginning to the last answer; an editor may propose for any case, nobody for one that is ruled on."""
    with house.database.writing() as connection:
        _people(connection)
        one, two = _case(connection, "Kyiv"), _case(connection, "Lviv")
        batch = sharing.share(connection, title="Names", partner=LEE, ids=[one, two], blind=False, now=NOW)
        sharing.propose(connection, case=one, person=LEE, phoneme="y", reason="So.", now=NOW + 5)
        assert sharing.waiting(connection, batch, now=NOW + 60) == 60
        sharing.propose(connection, case=two, person=LEE, phoneme="y", reason="So.", now=NOW + 6)
        assert sharing.waiting(connection, batch, now=NOW + 60) == 0
        assert sharing.propose(connection, case=one, person=ADA, phoneme="z", reason="So.", now=NOW)
        connection.execute(sa.update(case_rows).values(state="ruled"))
        with pytest.raises(Conflict):
            sharing.comment(connection, case=one, person=ADA, text="Late.", now=NOW)


def test_cases_are_merged_with_all_that_is_theirs(house: House) -> None:
    """Reports, proposals, former rulings and shares go to the one that stays; a case is not merged with itself."""
    with house.database.writing() as connection:
        _people(connection)
        one, two = _case(connection, "Kyiv", reported=2), _case(connection, "Kiev", reported=3)
        sharing.share(connection, title="Names", partner=LEE, ids=[two], blind=False, now=NOW)
        sharing.propose(connection, case=two, person=LEE, phoneme="y", reason="So.", now=NOW)
        undone = {"case": two, "decision": "accept", "state": "undone", "at": NOW, "lexicon": 0}
        connection.execute(sa.insert(rulings).values(**undone))
        with pytest.raises(InputError):
            cases.merge(connection, one, one)
        cases.merge(connection, one, two)
        found = cases.case(connection, one)
        assert (found.row.reports, found.row.state, len(found.reports)) == (5, "shared", 5)
        assert len(found.proposals) == len(found.rulings) == 1
        assert connection.execute(sa.select(shared.c.case)).scalars().all() == [one]
        with pytest.raises(NotFound):
            cases.case(connection, two)


def test_a_case_is_split(house: House) -> None:
    """Some reports become a case of their own, which no partner sees yet; not none of them, not all, none of others."""
    with house.database.writing() as connection:
        _people(connection)
        case, other = _case(connection, "Kyiv", reported=4), _case(connection, "Lviv")
        sharing.share(connection, title="Names", partner=LEE, ids=[case], blind=False, now=NOW)
        ids = [report.id for report in cases.case(connection, case).reports]
        foreign = cases.case(connection, other).reports[0].id
        for wrong, error in (([], InputError), (ids, InputError), ([foreign], NotFound)):
            with pytest.raises(error):
                cases.split(connection, case, wrong)
        fresh = cases.split(connection, case, ids[:1])
        assert [cases.case(connection, each).row.reports for each in (case, fresh)] == [3, 1]
        assert [cases.case(connection, each).row.rank for each in (case, fresh)] == pytest.approx([3**0.5, 1.0])
        with pytest.raises(NotFound):
            sharing.seen(connection, LEE, fresh, now=NOW)
