"""Workers that die in the middle of what a ruling voices again."""

from pathlib import Path

import sqlalchemy as sa
from tests.worker.test_faults import killed, live, text, whole

from pronouncer.jobs.open import open_jobs
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import reception, sites
from pronouncer.newsroom.house import House, opened
from pronouncer.newsroom.loop import rulings, waves
from pronouncer.newsroom.loop.record import record, words_of
from pronouncer.newsroom.sent import Sent
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.tables.loop import waves as rows

PLACES = ("beginning", "pronounce", "voice", "master", "publish", "copying", "going live", "looking", "noting")
SAID = "ˌɑdeɪˈjɛmi"


def test_workers_are_killed_in_a_wave(tmp_path: Path) -> None:
    """Each article of the ruling ends on it, once and whole, a sentence repeated at most; others stay; it is undone."""
    settings = Settings(cache=tmp_path / "cache", threads=1, server=Server(data=tmp_path / "data"))
    jobs = open_jobs(settings)
    with opened(settings) as house:
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=house.now(), hosts=["example.org"])
        for number in range(len(PLACES) + 2):
            more = f"Mayor Adeyemi waved at boat {number}." if number < len(PLACES) else "Nobody waved."
            sent = Sent(headline=f"Boat {number}", text=f"{text(number)}\n\n{more}")
            reception.receive(house, jobs, "ferry", str(number), sent)
        assert killed(settings, tmp_path, (), lambda: live(house) == len(PLACES) + 2) == 0
        before = lives(house)
        (tmp_path / "said").unlink()
        with house.database.writing() as connection:
            lexeme = Lexeme("Adeyemi", SAID, language="en", when="2026-11-01T00:00:00Z")
            given = {"case": None, "decision": "accept", "who": "Ada", "reason": "", "now": house.now()}
            ruled = rulings.rule(connection, lexeme=lexeme, **given)  # type: ignore[arg-type]
        assert ruled.articles == len(PLACES)

        def state() -> str:
            with house.database.reading() as connection:
                return str(rulings.ruling(connection, ruled.ruling).state)

        deaths = killed(settings, tmp_path, PLACES, lambda: state() == "proved")
        said = (tmp_path / "said").read_text().count("said")
        after = lives(house)
        with house.database.reading() as connection:
            wave = {row.article: row for row in connection.execute(sa.select(rows))}
            made = connection.execute(sa.select(editions)).all()
            progress = waves.progress(connection, ruled.ruling)
        assert deaths == len(PLACES) and (progress.done, progress.failed) == (len(PLACES), 0)
        assert len(PLACES) <= said <= len(PLACES) + deaths, said
        changed = {id for id in before if before[id] != after[id]}
        assert changed == set(wave) and len(made) == len(before) + len(changed)
        assert all((wave[id].before, wave[id].after) == (before[id], after[id]) for id in changed)
        for row in made:
            assert whole(house, row.path)
            spoken = {word.ipa for word in words_of(record(house.blobs, row.path)) if word.written == "Adeyemi"}
            assert (spoken == {SAID}) == (row.id in after.values() and row.article in changed), spoken
        with house.database.writing() as connection:
            undone = rulings.undo(connection, ruled.ruling, who="Ada", now=house.now())
        assert (undone.restored, undone.again, lives(house)) == (len(PLACES), (), before)
    jobs.close()


def lives(house: House) -> dict[str, int]:
    """Return the number of the edition that is live of each article."""
    with house.database.reading() as connection:
        return {row.id: row.live for row in connection.execute(sa.select(articles.c.id, articles.c.live))}
