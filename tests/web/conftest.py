"""A server in this process: house, application, somebody of each role, and workers that work when they are told."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from pronouncer.newsroom.house import House, opened
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.access import people as rows
from pronouncer.store.database.tables.library import sites
from pronouncer.testing.jobs import MemoryJobs
from pronouncer.web.access import keys, people
from pronouncer.web.access.roles import ROLES
from pronouncer.web.app import make_app
from pronouncer.worker.presses import Presses
from pronouncer.worker.tasks import Crew

PASSWORD = "a long sentence to remember"
NOW = 1_795_000_000.0
SITE = "https://listen.example.org"


@functools.cache
def hashed() -> str:
    """Return the hash of the password, which takes its time."""
    return people.hashed(PASSWORD)


class Office:
    """A server and who uses it."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self.house, self.jobs = house, MemoryJobs()
        self.app = make_app(house, self.jobs)
        self._stack = stack
        self._presses = stack.enter_context(Presses(house))
        self.keys: dict[str, str] = {}
        with house.database.writing() as connection:
            row = {
                "name": "ferry",
                "title": "The Ferry",
                "hosts": ["example.org"],
                "secret": "whsec_c2VjcmV0",
                "rules": {},
            }
            connection.execute(sa.insert(sites).values(**row, created=NOW))
            for role in ROLES:
                name = role.title()
                id = people.add(connection, email=f"{role}@example.org", name=name, role=role, now=NOW)
                connection.execute(sa.update(rows).where(rows.c.id == id).values(password=hashed()))
                made = keys.make(connection, title=role, role=role, site=None, person=id, expires=None, now=NOW)
                self.keys[role] = made.key

    def client(self, role: str = "", **headers: str) -> TestClient:
        """Return a program with the key of a role; none for somebody unknown."""
        named = {"authorization": f"Bearer {self.keys[role]}"} if role else {}
        return self._made({**named, **headers})

    def browser(self, role: str) -> TestClient:
        """Return a browser in which somebody is signed in."""
        made = self._made({"sec-fetch-site": "same-origin"})
        answer = made.post("/sign-in", data={"email": f"{role}@example.org", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return made

    def mail_with(self, smtp: str) -> None:
        """Let the server have a mail server."""
        server = replace(self.house.settings.server, smtp=smtp, mail_from="Courier <listen@courier.example.org>")
        self.house = replace(self.house, settings=replace(self.house.settings, server=server))
        self.app.state.world = replace(self.app.state.world, house=self.house)

    def work(self) -> int:
        """Let the workers do all that there is."""
        return self.jobs.run(Crew(self.house, self.jobs, self._presses).tasks())

    def put(self, source_id: str = "1", **sent: Any) -> Mapping[str, Any]:
        """Send an article, and return what became of it."""
        story = {"url": f"https://example.org/{source_id}", "headline": "Ferry returns", "text": "It left at nine."}
        answer = self.client("editor").put(f"/api/v1/sites/ferry/articles/{source_id}", json={**story, **sent})
        assert answer.status_code in (200, 201), answer.text
        found: Mapping[str, Any] = answer.json()["data"]
        return found

    def _made(self, headers: dict[str, str]) -> TestClient:
        client = TestClient(
            self.app, base_url=SITE, headers=headers, follow_redirects=False, raise_server_exceptions=False
        )
        return self._stack.enter_context(client)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A server on SQLite."""
    with ExitStack() as stack:
        yield _office(tmp_path, "", stack)


@pytest.fixture
def large(tmp_path: Path, postgres: Callable[[], str]) -> Iterator[Office]:
    """A server on PostgreSQL."""
    with ExitStack() as stack:
        yield _office(tmp_path, postgres(), stack)


def _office(folder: Path, database: str, stack: ExitStack) -> Office:
    server = Server(data=folder / "data", url=SITE, database=database)
    settings = Settings(cache=folder / "cache", language="en", server=server)
    return Office(stack.enter_context(opened(settings, now=lambda: NOW)), stack)


@pytest.fixture
def put(office: Office) -> Callable[..., Mapping[str, Any]]:
    """Send an article."""
    return office.put
