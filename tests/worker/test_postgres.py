"""PostgreSQL dies in the middle of work, and comes back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.postgres import Postgres
from tests.served import Served, serving
from tests.worker.test_faults import enter, text

from pronouncer.newsroom import events
from pronouncer.newsroom.house import House, opened
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.library import editions

ARTICLES = 8


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server of this test alone."""
    made = Postgres(tmp_path_factory.mktemp("mortal"))
    yield made
    made.close()


def test_the_database_is_killed_in_the_middle_of_work(tmp_path: Path, mortal: Postgres) -> None:
    """What was answered with success is live in the end, once and whole; meanwhile the server says that it cannot."""
    url = mortal.database()
    plain = url.replace("+psycopg", "")
    with serving(tmp_path, {"PRONOUNCER_SERVER_DATABASE": plain, "PRONOUNCER_THREADS": "1"}) as served:
        enter(served, tmp_path, url)
        before = served.workers()
        ids = [put(served, number) for number in range(ARTICLES)]
        served.until(lambda: served.live(ids[0]))
        mortal.kill()
        refused = served.ask("PUT", "/api/v1/sites/ferry/articles/meanwhile", {"text": "Boat 9 left."})
        assert (
            refused.status == 503 and "Nothing was changed" in str(refused.data) and "psycopg" not in str(refused.data)
        )
        assert served.ask("GET", "/readyz").status == 503
        assert served.ask("GET", "/healthz").status == 200
        time.sleep(2.0)  # so that the worker meets it too
        mortal.wake()
        served.until(lambda: served.ask("GET", "/readyz").status == 200)
        ids.append(put(served, ARTICLES))
        served.until(lambda: all(served.live(id) for id in ids))
        assert served.workers() == before
    settings = Settings(server=Server(data=tmp_path / "data", database=plain))
    with opened(settings) as house:
        looked_at(house, ids)


def put(served: Served, name: int) -> str:
    """Send an article; return its id."""
    body = {"headline": f"Boat {name}", "text": text(name)}
    answer = served.ask("PUT", f"/api/v1/sites/ferry/articles/{name}", body)
    assert answer.status == 201, answer
    return str(answer.data["data"]["article"])


def looked_at(house: House, ids: list[str]) -> None:
    """See that each article has one edition, and went live once."""
    with house.database.reading() as connection:
        made = connection.execute(sa.select(editions)).all()
        told = [event.article for event in events.after(connection, 0, most=1000) if event.kind == "article.live"]
    assert sorted(row.article for row in made) == sorted(ids) == sorted(told)
    assert {row.state for row in made} == {"live"}
