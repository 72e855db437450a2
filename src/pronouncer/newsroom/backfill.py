"""Archives: page after page, behind everything that is new, and never more of them queued than are soon done."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pronouncer.errors import PronouncerError
from pronouncer.ingest.fetch import is_url
from pronouncer.ingest.take_in import ingest
from pronouncer.jobs.port import Job, Jobs
from pronouncer.newsroom import intake
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.press import Press
from pronouncer.store.database.tables.library import backfill

QUEUED = 1000
"""Pages that are queued at most, so that an archive of a million is not a million jobs."""


def ask_for(connection: sa.Connection, site: str, urls: Sequence[str], *, now: float) -> int:
    """Note pages of an archive; return how many are new."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{"site": site, "url": url, "at": now} for url in dict.fromkeys(urls) if is_url(url)]
    if not rows:
        return 0
    count = sa.select(sa.func.count()).select_from(backfill)
    before = connection.execute(count).scalar_one()
    connection.execute(insert(backfill).on_conflict_do_nothing(), rows)
    return int(connection.execute(count).scalar_one() - before)


def feed(house: House, jobs: Jobs) -> int:
    """Queue as many pages as there is room for; return how many."""
    room = QUEUED - next(depth.waiting for depth in jobs.depths() if depth.queue == "backfill")
    if room <= 0:
        return 0
    chosen = sa.select(backfill.c.id).where(backfill.c.state == "waiting").order_by(backfill.c.id).limit(room)
    with house.database.writing() as connection:
        ids = list(connection.execute(chosen.with_for_update(skip_locked=True)).scalars())
        for start in range(0, len(ids), 500):
            own = backfill.c.id.in_(ids[start : start + 500])
            connection.execute(sa.update(backfill).where(own).values(state="queued", at=house.now()))
    jobs.enqueue_many([Job("page", {"page": id}, queue="backfill", key=str(id)) for id in ids])
    return len(ids)


def page(house: House, press: Press, id: int) -> Intake | None:
    """Take in one page; return what became of it, or None where it was taken in before. Raises PronouncerError."""
    with house.database.reading() as connection:
        row = connection.execute(sa.select(backfill).where(backfill.c.id == id)).one_or_none()
    if row is None or row.state == "done":
        return None
    try:
        article = ingest(press.fetch(row.url), press.pipeline().settings)
        with house.database.writing() as connection:
            found = intake.put_article(connection, row.site, article, breaking=False, now=house.now())
            _note(connection, id, "done", "")
    except PronouncerError as error:
        with house.database.writing() as connection:
            _note(connection, id, "failed", str(error))
        raise
    return found


def _note(connection: sa.Connection, id: int, state: str, problem: str) -> None:
    connection.execute(sa.update(backfill).where(backfill.c.id == id).values(state=state, problem=problem))
