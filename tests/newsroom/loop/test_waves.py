"""What a ruling voices again, whoever dies, pays or is in the way; and what is made again without a ruling."""

import itertools
import string
import threading

import pytest
import sqlalchemy as sa
from tests.newsroom.loop.conftest import Town
from tests.newsroom.loop.texts import fill, put

from pronouncer.errors import Conflict, EngineError, NotFound
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import library
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import proof, rulings, stale, waves
from pronouncer.newsroom.loop.rulings import rule, undo
from pronouncer.newsroom.make import Made
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.tables.loop import proofs
from pronouncer.store.database.tables.loop import waves as rows
from pronouncer.testing.jobs import MemoryJobs

SAY = "ah-day-YEH-mee"
QUAY = Lexeme("quay", "ˈkweɪ", when="2026-11-01T00:00:00Z")


def _rule(house: House, lexeme: Lexeme = QUAY, **more: object) -> rulings.Ruled:
    with house.database.writing() as connection:
        given = {"case": None, "decision": "accept", "who": "Ada", "reason": "So.", "now": house.now()}
        return rule(connection, lexeme=lexeme, **given | more)  # type: ignore[arg-type]


def _state(house: House, article: str) -> tuple[str, int | None]:
    with house.database.reading() as connection:
        row = connection.execute(sa.select(rows).where(rows.c.article == article)).one()
    return row.state, row.before


def _made(house: House, id: str, *, result: str = "live", cost: float = 0.0) -> Made:
    """Put a new edition of an article live, as `make` would."""
    with house.database.writing() as connection:
        live = library.article(connection, id).live
        row = connection.execute(sa.select(editions).where(editions.c.id == live)).one()._asdict()
        version = lexicon.newest(connection)
        fresh = {**row, "number": row["number"] + 1, "lexicon": version}
        del fresh["id"]
        edition = int(connection.execute(sa.insert(editions).values(**fresh)).inserted_primary_key[0])  # type: ignore[index]
        from pronouncer.newsroom.live import put_live

        put_live(connection, edition, now=house.now())
    return Made(result, edition, 1, cost)  # type: ignore[arg-type]


def test_the_cap_holds_with_many_workers(house: House) -> None:
    """What others at work are thought to cost counts as spent, so that no worker begins what cannot be paid."""
    ids = fill(house, [f"The quay {name} was long." for name in ("one", "two", "six", "ten")])
    each = len("The quay one was long.") * 16 / 1e6
    ruled = _rule(house, cap=2.5 * each, price=lambda voice: 16.0)
    waves.feed(house, MemoryJobs())
    begun: list[str] = []

    def make(article: str, reason: str) -> Made:
        begun.append(article)
        if len(begun) < 4:  # while this one is at work, another worker begins
            waves.revoice(house, ruled.ruling, ids[len(begun)], make)
        return Made("live", None, 1, each)

    waves.revoice(house, ruled.ruling, ids[0], make)
    with house.database.reading() as connection:
        told = waves.progress(connection, ruled.ruling)
        assert rulings.ruling(connection, ruled.ruling).state == "paused"
    assert begun == ids[:2] and (told.done, told.waiting) == (2, 2) and told.cost == pytest.approx(2 * each)


def test_what_was_live_before_is_kept_when_a_worker_dies(house: House) -> None:
    """Killed after the edition went live and before it was noted, the job begins again, and undo still finds it."""
    (id,) = fill(house, ["The quay was long."])
    with house.database.reading() as connection:
        first = library.article(connection, id).live
    ruled = _rule(house)

    def dying(article: str, reason: str) -> Made:
        _made(house, article)
        raise SystemExit

    with pytest.raises(SystemExit):
        waves.revoice(house, ruled.ruling, id, dying)
    assert _state(house, id) == ("making", first)
    with house.database.reading() as connection:
        live = library.article(connection, id).live
    waves.revoice(house, ruled.ruling, id, lambda article, reason: Made("unchanged", live))
    assert _state(house, id) == ("done", first)
    with house.database.writing() as connection:
        assert undo(connection, ruled.ruling, who="Ada", now=house.now()).restored == 1
        assert library.article(connection, id).live == first
        assert connection.execute(sa.select(editions.c.lexicon).where(editions.c.id == first)).scalar() == 2
    assert stale.catch_up(house, MemoryJobs()) == 0


def test_two_rulings_and_one_undone(house: House) -> None:
    """An article that was made once for two rulings is made again when one of them is undone."""
    (id,) = fill(house, ["The quay of Lviv was long."])
    first, second = _rule(house), _rule(house, Lexeme("Lviv", "ˈlviu", when="2026-11-01T00:00:00Z"))
    made = _made(house, id)
    for each in (first, second):
        waves.revoice(house, each.ruling, id, lambda article, reason: Made("unchanged", made.edition))
    stale.catch_up(house, MemoryJobs())
    with house.database.writing() as connection:
        undo(connection, second.ruling, who="Ada", now=house.now())
    jobs = MemoryJobs()
    assert stale.catch_up(house, jobs) == 1 and stale.catch_up(house, jobs) == 0
    assert [job.payload["article"] for job in jobs.listed()] == [id]


def test_a_ruling_is_not_undone_from_under_a_later_one(house: House) -> None:
    """The word was ruled on again: the later ruling is undone first. What said nothing new cannot be undone."""
    fill(house, ["The quay was long."])
    first = _rule(house)
    same = _rule(house)
    later = _rule(house, QUAY._replace(phoneme="ˈkeɪ", when="2026-11-02T00:00:00Z"))
    with house.database.writing() as connection:
        for each in (first, same):
            with pytest.raises(Conflict):
                undo(connection, each.ruling, who="Ada", now=house.now())
        undo(connection, later.ruling, who="Ada", now=house.now())
        undo(connection, first.ruling, who="Ada", now=house.now())
        assert lexicon.at(connection, lexicon.newest(connection)) == []


def test_an_import_is_heard_everywhere(house: House) -> None:
    """What thousands of entries touch is queued once; paused waves keep what is theirs; done, nothing is left."""
    ids = fill(house, ["The quay was long.", "Lviv is far.", "Nothing here.", "The bow broke."])
    ruled = _rule(house)
    with house.database.writing() as connection:
        waves.pause(connection, ruled.ruling)
    letters = itertools.islice(itertools.product(string.ascii_lowercase, repeat=3), 5_000)
    names = [Lexeme(f"Name{''.join(each)}", "x") for each in letters]
    put(house, *names, Lexeme("Lviv", "ˈlviu"), Lexeme("bow", "baʊ", status="proposed"))
    jobs = MemoryJobs()
    assert stale.catch_up(house, jobs) == 1
    assert [(job.payload["article"], job.queue) for job in jobs.listed()] == [(ids[1], "revoice")]
    assert stale.catch_up(house, jobs) == 0


def test_a_narrower_spelling_frees_the_others(house: House) -> None:
    """Where an entry for any case becomes one for capitals, sentences with the small word are voiced again too."""
    ids = fill(house, ["That was nice.", "She likes Nice."])
    put(house, Lexeme("nice", "nis"))
    ruled = _rule(house, Lexeme("Nice", "nis", match="exact", when="2026-11-01T00:00:00Z"))
    with house.database.reading() as connection:
        found = connection.execute(sa.select(rows.c.article).where(rows.c.ruling == ruled.ruling)).scalars().all()
        assert rulings.ruling(connection, ruled.ruling).impact["sentences"] == 1
    assert sorted(found) == ids


def test_two_editors_at_the_same_time(house: House) -> None:
    """Of two that rule on a word in the same moment one wins, and the other is told; nothing is half done."""
    fill(house, ["The quay was long."])
    told: list[object] = []
    start = threading.Barrier(2)

    def editor(sound: str) -> None:
        start.wait()
        try:
            told.append(_rule(house, QUAY._replace(phoneme=sound), seen=0))
        except Conflict as error:
            told.append(error)

    threads = [threading.Thread(target=editor, args=(sound,)) for sound in ("ˈkweɪ", "ˈkeɪ")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(isinstance(each, Conflict) for each in told) == [False, True]
    with house.database.reading() as connection:
        assert lexicon.newest(connection) == len(lexicon.at(connection, 1)) == len(rulings.listed(connection)) == 1


def test_what_cannot_be_made_ends_the_wave(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that fails for good is noted with the article; the ruling is not proved, and somebody can go on."""
    (id,) = town.publish("Mayor Adeyemi left.")
    ruled = town.rule(town.lexeme("Adeyemi", SAY))

    def broken(self: object, *arguments: object, **named: object) -> object:
        raise EngineError("The engine is gone.", permanent=True)

    with monkeypatch.context() as patched:
        patched.setattr(type(town.press.pipeline()), "say_article", broken)
        town.work()
    with town.house.database.reading() as connection:
        assert waves.progress(connection, ruled.ruling).failed == 1
        assert connection.execute(sa.select(rows.c.problem)).scalar() == "The engine is gone."
    assert town.state(ruled.ruling) == "unproved" and town.edition(id)[0].lexicon == 0


def test_a_wave_that_was_never_ended_is_ended_later(house: House) -> None:
    """A worker that died between its last article and the end of the ruling leaves it to the next tick."""
    (id,) = fill(house, ["The quay was long."])
    ruled = _rule(house)
    waves.revoice(house, ruled.ruling, id, lambda article, reason: Made("live", None, 1))
    with house.database.writing() as connection:
        row = proof.Proof("t", "phonemes", True, "ˈkweɪ")
        for _ in range(2):  # a job that is begun again says it again
            proof.note(connection, ruled.ruling, id, [row], now=house.now())
        assert connection.execute(sa.select(sa.func.count()).select_from(proofs)).scalar_one() == 1
        proof.finish_all(connection, now=house.now())
        assert rulings.ruling(connection, ruled.ruling).state == "proved"


def test_a_ruling_that_touches_nothing_is_not_proved(house: House) -> None:
    """Nothing was heard, so nothing is fixed: it is approved, and no public page says otherwise."""
    fill(house, ["Nothing here."])
    ruled = _rule(house)
    with house.database.reading() as connection:
        assert rulings.ruling(connection, ruled.ruling).state == "approved" and proof.fixes(connection) == []
        with pytest.raises(NotFound):
            rulings.ruling(connection, 99)


def test_articles_elsewhere_stay_as_they_are(house: House) -> None:
    """The revision of an article does not change by a ruling: what it says is the same."""
    (id,) = fill(house, ["The quay was long."])
    _rule(house)
    with house.database.reading() as connection:
        assert connection.execute(sa.select(articles.c.revision).where(articles.c.id == id)).scalar() == 1
