"""What a worker can be asked to do, by name. Each task may be begun again: it does only what is not done yet."""

import contextlib
import http
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from pronouncer.door.door import Door
from pronouncer.errors import EngineError, PronouncerError, PublishError, StatusError, StoreError
from pronouncer.jobs.port import ATTEMPTS, Job, Jobs, Running, TryAgain
from pronouncer.newsroom import backfill, feeds, hooks, reception
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import proof, proving, stale, thanks, waves
from pronouncer.newsroom.make import Made, make
from pronouncer.newsroom.sweep import forget, sweep
from pronouncer.noun import noun
from pronouncer.review.hear import which
from pronouncer.voice.engine import Progress
from pronouncer.worker.presses import Presses

Payload = Mapping[str, Any]
_PASSING = (http.HTTPStatus.TOO_MANY_REQUESTS, http.HTTPStatus.REQUEST_TIMEOUT)


@noun
class Crew:
    """What the tasks of one process share."""

    house: House
    jobs: Jobs
    presses: Presses

    def make(self, running: Running, payload: Payload) -> Payload:
        """Voice one state of an article."""
        with self.presses.one() as press, _again():
            made = make(
                self.house,
                press,
                payload["article"],
                revision=payload.get("revision"),
                reason=payload.get("reason", ""),
                progress=_telling(running),
            )
        return made._asdict()

    def poll(self, running: Running, payload: Payload) -> Payload:
        """Look at a feed."""
        with self.presses.one() as press, _again():
            found = feeds.poll(self.house, press, payload["feed"], keep=lambda: running.progress(0, 0))
        return self._asked(found)

    def message(self, running: Running, payload: Payload) -> Payload:
        """Take in what a CMS sent."""
        with self.presses.one() as press, _again():
            found = feeds.message(self.house, press, payload["site"], payload["name"], payload["body"])
        return self._asked(found)

    def page(self, running: Running, payload: Payload) -> Payload:
        """Take in and voice one page of an archive."""
        with self.presses.one() as press, _again():
            found = backfill.page(self.house, press, payload["page"])
            if found is None or not found.voice:
                return {"article": found.article if found else ""}
            telling = _telling(running)
            made = make(self.house, press, found.article, revision=found.revision, progress=telling)
        return made._asdict()

    def revoice(self, running: Running, payload: Payload) -> Payload:
        """Voice an article again for a ruling, look whether it is said as ruled, and ask for the next ones."""
        id, article = payload["ruling"], payload["article"]
        with self.presses.one() as press, _again():

            def make_(article: str, reason: str) -> Made:
                return make(self.house, press, article, reason=reason, progress=_telling(running))

            def look(edition: int) -> object:
                return proving.look(self.house, press, id, edition, ask=which)

            try:
                made = waves.revoice(self.house, id, article, make_, look)
            except PronouncerError as error:
                if _may_pass(error) and running.attempt < ATTEMPTS:
                    raise
                waves.failed(self.house, id, article, str(error))
                made = None
            with self.house.database.writing() as connection:
                state = proof.finish(connection, id, now=self.house.now())
        waves.feed(self.house, self.jobs)
        return {**(made._asdict() if made else {}), "ruling": state}

    def tick(self, running: Running, payload: Payload) -> Payload:
        """Do what is due: feeds, webhooks, mail."""
        with self.house.database.reading() as connection:
            due = feeds.due(connection, self.house.now())
            self._mail(connection)
        self.jobs.enqueue_many([Job("poll", {"feed": id}, queue="normal", key=f"feed:{id}") for id in due])
        with self.house.database.writing() as connection:
            hooks.spread(connection, now=self.house.now())
        with Door(self.house.settings) as door:
            told = hooks.deliver(self.house, door)
        pages, again = backfill.feed(self.house, self.jobs), waves.feed(self.house, self.jobs)
        with self.house.database.writing() as connection:
            proof.finish_all(connection, now=self.house.now())
        return {"feeds": len(due), "told": told, "pages": pages, "again": again + stale.catch_up(self.house, self.jobs)}

    def mail(self, running: Running, payload: Payload) -> Payload:
        """Send the mail that is due; a job of its own, so that a slow mail server keeps nothing else waiting."""
        return {"sent": thanks.send(self.house)}

    def sweep(self, running: Running, payload: Payload) -> Payload:
        """Ask again for articles that were left lying."""
        return {"left": sweep(self.house, self.jobs, everything=bool(payload.get("everything")))}

    def forget(self, running: Running, payload: Payload) -> Payload:
        """Delete what is older than it is kept."""
        jobs = self.jobs.forget(self.house.settings.server.keep_days * 86_400)
        return {"rows": forget(self.house), "jobs": jobs}

    def tasks(self) -> dict[str, Callable[[Running, Payload], Payload]]:
        """Return every task by its name."""
        return {
            "make": self.make,
            "page": self.page,
            "poll": self.poll,
            "revoice": self.revoice,
            "message": self.message,
            "tick": self.tick,
            "mail": self.mail,
            "sweep": self.sweep,
            "forget": self.forget,
        }

    def _mail(self, connection: sa.Connection) -> None:
        """Ask for a job that sends mail, where there is any and a server that takes it."""
        server = self.house.settings.server
        if server.smtp and thanks.due(connection, now=self.house.now(), days=server.keep_days):
            self.jobs.enqueue(Job("mail", key="mail"))

    def _asked(self, found: feeds.Collected) -> Payload:
        ids = reception.ask(self.jobs, found.found)
        return {"voiced": len(ids), "withdrawn": found.withdrawn, "problems": list(found.problems)[:20]}


def _telling(running: Running) -> Progress:
    """Return what a pipeline tells its progress to."""
    return lambda stage, done, total: running.progress(done, total)


def _may_pass(error: PronouncerError) -> bool:
    """Tell whether trying again can help."""
    if isinstance(error, EngineError):
        return not error.permanent
    if isinstance(error, StatusError):
        return error.status >= 500 or error.status in _PASSING
    return isinstance(error, StoreError | PublishError)  # a full disk, a database that is away


@contextlib.contextmanager
def _again() -> Iterator[None]:
    """Turn errors that may pass by themselves into a wish to try again."""
    try:
        yield
    except PronouncerError as error:
        if not _may_pass(error):
            raise
        raise TryAgain(str(error), error.wait if isinstance(error, EngineError) else None) from error
