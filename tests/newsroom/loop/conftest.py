"""A house with articles that are live, and workers that work when they are told."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from tests.newsroom.conftest import Clock

from pronouncer.jobs.port import Job
from pronouncer.model.edition import Edition
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import intake
from pronouncer.newsroom.house import House
from pronouncer.newsroom.lexicon import made
from pronouncer.newsroom.loop import reports, rulings, waves
from pronouncer.newsroom.loop.record import SaidWord, record, words_of
from pronouncer.newsroom.loop.reports import Received, Sent
from pronouncer.newsroom.loop.rulings import Ruled
from pronouncer.newsroom.make import make
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.sent import Sent as Article
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.testing.jobs import MemoryJobs
from pronouncer.worker.presses import Presses
from pronouncer.worker.tasks import Crew


class Town:
    """A newsroom with its loop."""

    def __init__(self, house: House, press: Press, clock: Clock, presses: Presses) -> None:
        self.house, self.press, self.clock, self.jobs = house, press, clock, MemoryJobs()
        self.crew = Crew(house, self.jobs, presses)

    def publish(self, *texts: str, section: str = "") -> list[str]:
        """Make articles live, and return their ids."""
        found: list[str] = []
        for number, text in enumerate(texts):
            name = f"{len(texts)}-{number}"
            story = Article(url=f"https://example.org/{name}", headline=f"Report {name}", text=text, section=section)
            with self.house.database.writing() as connection:
                taken = intake.put(connection, "ferry", name, story, now=self.clock())
            make(self.house, self.press, taken.article)
            found.append(taken.article)
        return found

    def edition(self, article: str) -> tuple[sa.Row[tuple[object, ...]], Edition]:
        """Return the live edition of an article: its row and its record."""
        with self.house.database.reading() as connection:
            live = sa.select(editions).join(articles, articles.c.live == editions.c.id)
            row = connection.execute(live.where(articles.c.id == article)).one()
        return row, record(self.house.blobs, row.path)

    def word(self, article: str, written: str) -> tuple[SaidWord, float]:
        """Return how a word is said in an article, and when."""
        _, edition = self.edition(article)
        said = next(each for each in words_of(edition) if each.written == written)
        start = said.sentence.start + said.first
        at = next(each.at for each in edition.words if each.sentence_id == said.sentence.id and each.start == start)
        return said, at

    def sent(self, article: str, written: str, **more: object) -> Sent:
        """Return what a player would send about a word."""
        said, at = self.word(article, written)
        named = {"sentence": said.sentence.id, "word": written, "first": said.first, "last": said.last, "time": at}
        return Sent(**{"edition": self.edition(article)[0].fingerprint, **named, **more})

    def report(self, article: str, written: str, **more: object) -> Received:
        """Report a word."""
        row, edition = self.edition(article)
        sent = self.sent(article, written, **more)
        with self.house.database.writing() as connection:
            return reports.receive(connection, sent, row, edition, origin="o", now=self.clock())

    def lexeme(self, grapheme: str, pronunciation: str, **more: str) -> Lexeme:
        """Return an entry as an editor makes it."""
        return made({"grapheme": grapheme, "phoneme": pronunciation, **more}, who="Ada", now=self.clock())

    def rule(self, lexeme: Lexeme, case: int | None = None, **more: object) -> Ruled:
        """Accept an entry."""
        with self.house.database.writing() as connection:
            return rulings.rule(
                connection,
                case=case,
                decision="accept",
                lexeme=lexeme,
                who="Ada",
                reason="She says so.",
                now=self.clock(),
                **more,  # type: ignore[arg-type]
            )

    def work(self) -> int:
        """Queue what waves have, and let the workers do all that there is."""
        waves.feed(self.house, self.jobs)
        return self.jobs.run(self.crew.tasks())

    def tick(self) -> None:
        """Let the workers do what is due every few seconds."""
        self.jobs.enqueue(Job("tick", key="tick"))
        self.jobs.run(self.crew.tasks())

    def state(self, ruling: int) -> str:
        """Return how a ruling stands."""
        with self.house.database.reading() as connection:
            return str(rulings.ruling(connection, ruling).state)

    def ipa(self, articles: Sequence[str], written: str) -> list[str]:
        """Return how a word is said in articles."""
        return [self.word(article, written)[0].ipa for article in articles]


@pytest.fixture
def town(house: House, press: Press, clock: Clock) -> Iterator[Town]:
    """A newsroom on either database."""
    with ExitStack() as stack:
        yield Town(house, press, clock, stack.enter_context(Presses(house)))
