"""Whatever dies, and whenever: nothing is lost, nothing is published twice, and nothing half."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.served import Served, serving

from pronouncer.errors import EngineError, PublishError
from pronouncer.jobs.open import open_jobs
from pronouncer.newsroom import events, library, reception, sites
from pronouncer.newsroom.house import House, opened
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.sent import Sent
from pronouncer.pipeline import Pipeline
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.testing.jobs import MemoryJobs
from pronouncer.worker.presses import Presses
from pronouncer.worker.tasks import Crew

PLACES = ("ingest", "script", "pronounce", "voice", "master", "publish", "copying", "going live")
_PATIENCE = 90.0  # seconds until a test gives up


def until(holds: Callable[[], bool], told: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.05)


def text(number: int) -> str:
    """Return an article of six sentences, all its own."""
    return "\n\n".join(f"Boat {number} sailed on day {day}. Captain {number} waited {day} hours." for day in range(3))


def killed(settings: Settings, folder: Path, places: Sequence[str], done: Callable[[], bool]) -> int:
    """Let workers work until something is done, each killed at the next place; return how many were.

    What they said is in the file `said`, a line each.
    """
    server = settings.server
    environ = {"PRONOUNCER_SERVER_DATA": str(server.data), "PRONOUNCER_CACHE": str(settings.cache)}
    environ |= {"PRONOUNCER_THREADS": "1", "PRONOUNCER_SERVER_DATABASE": server.database, "DOOMED": ",".join(places)}
    command = [sys.executable, str(Path(__file__).with_name("doomed.py")), str(folder)]
    deaths, end = 0, time.monotonic() + _PATIENCE
    worker = subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
    while not done():
        assert time.monotonic() < end, (deaths, [place for place in places if not (folder / place).exists()])
        if worker.poll() is not None:
            assert worker.returncode == -signal.SIGKILL
            deaths += 1
            worker = subprocess.Popen(command, env={**os.environ, **environ}, stderr=subprocess.DEVNULL)
        time.sleep(0.05)
    worker.terminate()
    assert worker.wait(30) == 0 and all((folder / place).exists() for place in places)
    return deaths


@pytest.mark.parametrize(("make", "places"), [("sqlite", PLACES), ("postgresql", ("voice", "copying", "going live"))])
def test_a_worker_is_killed_at_each_stage(
    make: str, places: Sequence[str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Workers die, each at another place: every article is live once, whole, one sentence repeated at most."""
    url = "" if make == "sqlite" else request.getfixturevalue("postgres")().replace("+psycopg", "")
    settings = Settings(cache=tmp_path / "cache", threads=1, server=Server(data=tmp_path / "data", database=url))
    jobs = open_jobs(settings)
    with opened(settings) as house:
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=house.now(), hosts=["example.org"])
        for number in range(len(places)):
            reception.receive(house, jobs, "ferry", str(number), Sent(headline=f"Boat {number}", text=text(number)))
        deaths = killed(settings, tmp_path, places, lambda: live(house) == len(places))
        said = (tmp_path / "said").read_text().count("said")
        with house.database.reading() as connection:
            made = connection.execute(sa.select(editions)).all()
            told = [event.article for event in events.after(connection, 0, most=1000) if event.kind == "article.live"]
    jobs.close()
    assert deaths == len(places)
    assert len(made) == len(places) and {row.state for row in made} == {"live"}
    assert sorted(told) == sorted({row.article for row in made})
    sentences = sum(len(row.sentences) for row in made)
    assert sentences <= said <= sentences + len(places), (said, sentences)
    for row in made:
        assert whole(house, row.path)


def live(house: House) -> int:
    """Return how many articles are live."""
    with house.database.reading() as connection:
        return library.counts(connection).get("live", 0)


def whole(house: House, path: str) -> bool:
    """Tell whether all files of an edition are there, in the size that its record says."""
    record = json.loads(house.blobs.read(f"{path}edition.json") or b"{}")
    files = [*record["renditions"], *record["exports"]]
    return all(len(house.blobs.read(path + each["file"]) or b"") == each["bytes"] for each in files)


def test_the_server_is_killed_in_the_middle_of_saves(tmp_path: Path) -> None:
    """What was answered with success is there after a restart, and is live in the end; nothing is half."""
    answered: list[str] = []
    with serving(tmp_path, workers=1) as served:
        enter(served, tmp_path)
        stop = threading.Event()

        def save(writer: int) -> None:
            for number in range(12):
                if stop.is_set():
                    return
                name = f"{writer}-{number}"
                try:
                    answer = served.ask("PUT", f"/api/v1/sites/ferry/articles/{name}", {"text": f"Boat {name} left."})
                except OSError:
                    return
                if answer.status == 201:
                    answered.append(answer.data["data"]["article"])

        writers = [threading.Thread(target=save, args=(writer,)) for writer in range(4)]
        for writer in writers:
            writer.start()
        time.sleep(1.0)
        served.process.kill()
        stop.set()
        for writer in writers:
            writer.join()
    assert len(answered) > 5
    with serving(tmp_path, workers=1) as served:
        served.key = (tmp_path / "key").read_text()
        count = served.ask("GET", "/api/v1/articles?limit=200").data["data"]
        assert set(answered) <= {row["id"] for row in count}
        ids = [row["id"] for row in count]
        served.until(lambda: all(served.live(id) for id in ids))
        assert all(len(served.ask("GET", f"/api/v1/articles/{id}/editions").data["data"]) == 1 for id in ids[:20])


def enter(served: Served, folder: Path, url: str = "") -> None:
    """Give the test a key, as if an admin had made it, and a site."""
    from pronouncer.store.database.database import Database
    from pronouncer.web.access import keys

    database = Database(url or f"sqlite:///{folder / 'data/pronouncer.db'}")
    with database.writing() as connection:
        sites.save(connection, "ferry", now=0.0, hosts=["example.org"])
        made = keys.make(connection, title="t", role="admin", site=None, person=None, expires=None, now=0.0)
    database.close()
    served.key = made.key
    (folder / "key").write_text(made.key)


class Shop:
    """A house, and workers in this process."""

    def __init__(self, house: House, presses: Presses) -> None:
        self.house, self.jobs = house, MemoryJobs()
        self.crew = Crew(house, self.jobs, presses)
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=house.now(), hosts=["example.org"])

    def status(self) -> tuple[str, str]:
        """Return status and problem of the one article."""
        with self.house.database.reading() as connection:
            row = connection.execute(sa.select(articles)).one()
        return row.status, row.problem


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A house with workers."""
    settings = Settings(cache=tmp_path / "cache", server=Server(data=tmp_path / "data"))
    with ExitStack() as stack:
        house = stack.enter_context(opened(settings))
        yield Shop(house, stack.enter_context(Presses(house)))


@pytest.mark.parametrize(
    ("error", "after"),
    [
        (EngineError("The engine is busy.", permanent=False, wait=0.0), "live"),
        (PublishError("The disk is full."), "live"),
        (EngineError("The engine knows no such voice.", permanent=True), "failed"),
    ],
)
def test_what_may_pass_is_tried_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, error: Exception, after: str
) -> None:
    """A busy engine and a full disk are waited for, and the article says why meanwhile; a refusal is final."""
    say = Pipeline.say_article
    left = [error, error]

    def failing(self: Pipeline, *arguments: object, **named: object) -> object:
        if left:
            raise left.pop()
        return say(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Pipeline, "say_article", failing)
    reception.receive(shop.house, shop.jobs, "ferry", "1", Sent(headline="Boat", text="It left."))
    shop.jobs.run(shop.crew.tasks())
    assert shop.status()[0] == after and (after == "live" or str(error) == shop.status()[1])
    (job,) = shop.jobs.listed()
    assert (job.state, job.attempt) == (("done", 3) if after == "live" else ("failed", 1))


def test_an_article_without_a_job_is_found(shop: Shop) -> None:
    """Where the server died between keeping an article and asking for its audio, the sweep asks."""
    reception.receive(shop.house, MemoryJobs(), "ferry", "1", Sent(headline="Boat", text="It left."))
    assert shop.jobs.run(shop.crew.tasks()) == 0
    later = replace(shop.house, now=lambda: time.time() + 30)
    from pronouncer.newsroom.sweep import sweep

    assert sweep(later, shop.jobs) == 1 == len(shop.jobs.listed())
    shop.jobs.run(shop.crew.tasks())
    assert shop.status()[0] == "live" and sweep(later, shop.jobs) == 0


def test_a_clock_that_jumps_does_no_harm(shop: Shop) -> None:
    """Years ahead and years back: articles are voiced, and the newest state is what is live."""
    for jump, words in ((0.0, "It left."), (1e8, "It sank."), (-1e8, "It rose.")):
        house = replace(shop.house, now=lambda jump=jump: time.time() + jump)  # type: ignore[misc]
        reception.receive(house, shop.jobs, "ferry", "1", Sent(headline="Boat", text=words))
        with Press(house):
            shop.jobs.run(Crew(house, shop.jobs, shop.crew.presses).tasks())
        assert shop.status()[0] == "live"
    with shop.house.database.reading() as connection:
        assert [
            row.number
            for row in library.editions_of(connection, connection.execute(sa.select(articles.c.id)).scalar_one())
        ] == [3, 2, 1]
