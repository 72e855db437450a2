"""Review rounds: drawn fairly, judged blind, counted with their intervals, taken out and in as packs."""

import json
import math
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.newsroom.loop.texts import fill

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import packs, quality, rounds
from pronouncer.newsroom.loop.quality import Figure, to_csv
from pronouncer.newsroom.loop.spoken import Spoken
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.library import articles, plays
from pronouncer.store.database.tables.loop import batches, cases, reports, rulings, samples, verdicts

NOW = 1_795_000_000.0
LEE, KIM, ADA = 1, 2, 3


def _round(connection: sa.Connection, *, size: int = 4, seed: int = 1) -> list[int]:
    if not connection.execute(sa.select(people.c.id)).first():
        for name in ("Lee", "Kim", "Ada"):
            row = {"email": f"{name}@example.org", "name": name, "role": "partner", "created": NOW}
            connection.execute(sa.insert(people).values(**row))
    drawn = rounds.sampled(connection, size=size, seed=seed)
    return rounds.share(connection, drawn, title="November", reviewers=[LEE, KIM], now=NOW)


def test_each_stratum_has_its_share() -> None:
    """In proportion, one at least where there is room, never more than there are."""
    assert rounds.shares({"a": 900, "b": 90, "c": 1}, 20) == {"a": 17, "b": 2, "c": 1}
    assert rounds.shares({"a": 2, "b": 2}, 100) == {"a": 2, "b": 2}
    assert sum(rounds.shares({"a": 5, "b": 5, "c": 5}, 2).values()) == 2
    assert sum(rounds.shares(dict.fromkeys("abcdefghijk", 7), 40).values()) == 40


def test_a_round_is_blind_and_everybody_has_their_own(house: House) -> None:
    """Two people for each sentence; the same seed draws the same; nobody sees voices, or what others have."""
    fill(house, [f"The quay number {n} was long." for n in "abcdefgh"], section="news")
    fill(house, ["One bow more.", "A bow tie."], section="sport", voice="flite:slt")
    with house.database.writing() as connection:
        one, two = _round(connection)
        rows = connection.execute(sa.select(samples).order_by(samples.c.id)).all()
        assert {row.voice for row in rows} == {"espeak:en-us", "flite:slt"} and len(rows) == 8
        texts = [[row.text for row in rows if row.batch == batch] for batch in (one, two)]
        assert texts[0] == texts[1] and len(set(texts[0])) == 4
        again = _round(connection)
        drawn = sa.select(samples.c.text).where(samples.c.batch == again[0]).order_by(samples.c.id)
        assert connection.execute(drawn).scalars().all() == texts[0]
        task = rounds.tasks(connection, LEE, one, now=NOW)[0]
        assert set(task._fields) == {"sample", "text", "words"}
        with pytest.raises(NotFound):
            rounds.tasks(connection, LEE, two, now=NOW)
        foreign = next(row.id for row in rows if row.batch == two)
        for call in (rounds.sample_of, lambda *given, **named: _judge(connection, foreign, person=LEE)):
            with pytest.raises(NotFound):
                call(connection, LEE, foreign, now=NOW)
        connection.execute(sa.update(batches).where(batches.c.id == one).values(closed=NOW))
        with pytest.raises(NotFound):
            rounds.tasks(connection, LEE, one, now=NOW)


def _judge(connection: sa.Connection, sample: int, *, person: int, wrong: int = 0, rating: int = 4) -> None:
    text = connection.execute(sa.select(samples.c.text).where(samples.c.id == sample)).scalar_one()
    words = [place >= wrong for place in range(len(rounds.words_in(text)))]
    rounds.judge(connection, sample=sample, person=person, words=words, rating=rating, now=NOW)


def test_every_sentence_is_as_likely(house: House) -> None:
    """However many there are of a stratum, and wherever they stand; what is drawn is one of them each time."""
    fill(house, [f"The quay number {n} was long." for n in range(12)], section="news")
    with house.database.reading() as connection:
        drawn = [row["text"] for seed in range(300) for row in rounds.sampled(connection, size=3, seed=seed)]
    counts = Counter(drawn)
    assert len(drawn) == 900 and len(counts) == 12 and all(45 < count < 110 for count in counts.values()), counts


def test_two_verdicts_at_once_are_one(house: House) -> None:
    """Where somebody sends twice, and the first is not written down yet, the second is told so."""
    fill(house, ["The quay was long."])
    with house.database.writing() as connection:
        batch, _ = _round(connection, size=1)
        (task,) = rounds.tasks(connection, LEE, batch, now=NOW)
    told: list[str] = []
    ready = threading.Event()

    def second() -> None:
        ready.set()
        try:
            with house.database.writing() as connection:
                _judge(connection, task.sample, person=LEE)
        except Conflict:
            told.append("conflict")

    with house.database.writing() as connection:
        _judge(connection, task.sample, person=LEE)
        other = threading.Thread(target=second)
        other.start()
        ready.wait()
        time.sleep(0.2)
    other.join()
    assert told == ["conflict"]


def test_a_verdict_is_whole_and_given_once(house: House) -> None:
    """One judgement for each word, a rating from 1 to 5, no second thoughts."""
    fill(house, ["The quay was long – and wide."])
    with house.database.writing() as connection:
        batch, _ = _round(connection, size=1)
        (task,) = rounds.tasks(connection, LEE, batch, now=NOW)
        assert task.words == ("The", "quay", "was", "long", "and", "wide.")
        given = {"sample": task.sample, "person": LEE, "now": NOW}
        for words, rating in (([True], 4), ([True] * 6, 0), ([True] * 6, 6), ([True] * 6, True), ([1] * 6, 4)):
            with pytest.raises(InputError):
                rounds.judge(connection, words=words, rating=rating, **given)  # type: ignore[arg-type]
        _judge(connection, task.sample, person=LEE)
        with pytest.raises(Conflict):
            _judge(connection, task.sample, person=LEE)
        assert rounds.tasks(connection, LEE, batch, now=NOW) == []


def test_rounds_need_people_and_something_live(house: House) -> None:
    """Without either there is nothing to draw."""
    with house.database.writing() as connection:
        with pytest.raises(InputError, match="Nothing is live"):
            _round(connection)
        for title, reviewers in (("N", [99]), ("N", []), (" ", [LEE])):
            with pytest.raises(InputError):
                rounds.share(connection, [], title=title, reviewers=reviewers, now=NOW)
        for size in (0, 10_001):
            with pytest.raises(InputError, match="1 to 10,000"):
                rounds.sampled(connection, size=size, seed=1)


def _figure(found: list[Figure], what: str, by: str = "all", of: str = "") -> Figure:
    return next(each for each in found if (each.what, each.by, each.of) == (what, by, of))


def test_the_figures_of_a_round(house: House) -> None:
    """Mispronunciations per 1,000 words by voice and section, the mean opinion, and how far reviewers agree."""
    fill(house, ["The quay was long.", "The pier was old.", "The mole was new."], section="news")
    fill(house, ["The bow was bent."], section="sport", voice="flite:slt")
    with house.database.writing() as connection:
        one, two = _round(connection)
        for person, batch in ((LEE, one), (KIM, two)):
            for task in rounds.tasks(connection, person, batch, now=NOW):
                wrong = 1 if "bow" in task.text or (person == LEE and "pier" in task.text) else 0
                _judge(connection, task.sample, person=person, wrong=wrong, rating=2 if "bow" in task.text else 4)
        found = quality.figures(connection)
    everything = _figure(found, "mispronunciations")
    assert everything.value == pytest.approx(1000 * 1.5 / 16) and everything.low < everything.value < everything.high
    assert _figure(found, "mispronunciations", "voice", "flite:slt").value == 250
    assert _figure(found, "mispronunciations", "section", "news").base == 12
    assert _figure(found, "naturalness").value == 3.5 and _figure(found, "naturalness").base == 8
    assert _figure(found, "naturalness", "section", "sport").value == 2
    assert 0.4 < _figure(found, "agreement-words").value < 0.8
    assert _figure(found, "kappa-words").value == pytest.approx(0.636, abs=0.01)
    assert _figure(found, "agreement-rating").value == 1 and _figure(found, "agreement-rating").base == 4


def test_reports_and_fixes_are_counted(house: House) -> None:
    """Reports per 10,000 listens without those that are held; days to the fix as median and ninth decile."""
    (id,) = fill(house, ["The quay was long."], section="news")
    with house.database.writing() as connection:
        connection.execute(sa.insert(plays).values(article=id, day="2026-11-18", starts=5000))
        case = {"word": "quay", "state": "fixed", "first": NOW, "last": NOW, "ruling": 1}
        connection.execute(sa.insert(cases).values(**case))
        row = {"case": 1, "decision": "accept", "state": "proved", "at": NOW, "ended": NOW + 10 * 86_400}
        connection.execute(sa.insert(rulings).values(**row))
        for number, state in enumerate(("fixed", "fixed", "held", "fixed")):
            sent = {"token": str(number), "article": id, "case": 1, "state": state, "at": NOW + number * 86_400}
            connection.execute(sa.insert(reports).values(**sent))
        found = quality.figures(connection)
    told = _figure(found, "reports")
    assert (told.value, told.base) == (6.0, 5000) and told.low == pytest.approx(1.2, abs=0.1) and told.high > 15
    assert _figure(found, "reports", "section", "news").value == 6.0
    assert _figure(found, "days-to-fix-median").value == 9 and _figure(found, "days-to-fix-p90").value == pytest.approx(
        9.8
    )


def test_an_empty_house_has_few_figures(house: House) -> None:
    """Nothing is made up: without verdicts there is no agreement, and no rate."""
    with house.database.reading() as connection:
        found = quality.figures(connection)
    assert all(math.isnan(each.value) and each.base == 0 for each in found)


def test_no_spreadsheet_runs_what_a_section_is_called() -> None:
    """A name that begins like a formula is text; what is not known is empty."""
    table = to_csv([Figure("reports", "section", '=cmd|"/c calc"', 1.0, float("nan"), 2.0, 3)])
    assert table.splitlines()[1] == 'reports,section,"\'=cmd|""/c calc""",1.0000,,2.0000,3'


def _say(row: object) -> Spoken:
    return Spoken(b"RIFF", "ðə", "en")


def test_a_pack_goes_out_and_its_answers_come_in(house: House, tmp_path: Path) -> None:
    """Sound, text, IPA and words of each sentence, and no voice; the answers count as verdicts."""
    fill(house, ["The quay was long.", "The bow was “bent”."])
    with house.database.writing() as connection:
        batch, _ = _round(connection, size=2)
        assert packs.export(packs.asked(connection, batch), tmp_path, _say) == 2
        lines = [json.loads(line) for line in (tmp_path / "pack.jsonl").read_text("utf-8").splitlines()]
        assert all((tmp_path / line["audio"]).read_bytes() == b"RIFF" and "voice" not in line for line in lines)
        answers = [{"id": line["id"], "words": [True] * 4, "rating": 5, "note": "good"} for line in lines]
        sent = [json.dumps(answer) for answer in answers]
        assert packs.answered(connection, [*sent, ""], batch=batch, person=LEE, now=NOW) == 2
        packs.export(packs.asked(connection, batch), tmp_path, _say, voices=True)
        line = json.loads((tmp_path / "pack.jsonl").read_text("utf-8").splitlines()[0])
        assert line["verdicts"] == [{"words": [True] * 4, "rating": 5, "note": "good"}] and line["voice"]
        with pytest.raises(NotFound):
            packs.asked(connection, 99)


def test_the_largest_round_is_answered_at_once() -> None:
    """Lines that are empty are none; one answer more is too many."""
    most = [GOOD] * 10_000
    assert len(list(packs._answers([*most, "", " "]))) == 10_000
    with pytest.raises(InputError, match="More than 10,000"):
        list(packs._answers([*most, GOOD]))


GOOD = '{"id": 1, "words": [true, true, true, true], "rating": 4}'


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "[" * 100_000,
        "[" * 60_000,
        "NaN",
        "[]",
        GOOD.replace("}", ', "extra": 1}'),
        GOOD.replace('"rating": 4', '"rating": NaN'),
        GOOD.replace('"rating": 4', '"rating": true'),
        GOOD.replace('"rating": 4', '"rating": 4.0'),
        GOOD.replace('"rating": 4', '"rating": 9'),
        GOOD.replace('"rating": 4', '"rating": 4, "rating": 5'),
        GOOD.replace('"id": 1', '"id": 3'),
        GOOD.replace('"id": 1', '"id": true'),
        GOOD.replace('"id": 1', '"id": "1"'),
        GOOD.replace("true, true]", "true]"),
        GOOD.replace("true, true]", "1, true]"),
        GOOD.replace("}", ', "note": {"a": 1}}'),
    ],
)
def test_hostile_answers_are_refused_whole(house: House, line: str) -> None:
    """One line that is no answer, of another round, or of a second opinion, and none of the file is taken."""
    fill(house, ["The quay was long.", "The bow was bent."])
    with house.database.writing() as connection:
        batch, _ = _round(connection, size=1)
    with pytest.raises(InputError, match=r"^Line 2"), house.database.writing() as connection:
        packs.answered(connection, [GOOD, line or GOOD], batch=batch, person=LEE, now=NOW)
    with house.database.reading() as connection:
        assert connection.execute(sa.select(verdicts)).all() == []
        assert connection.execute(sa.select(sa.func.count()).select_from(articles)).scalar_one() == 2
