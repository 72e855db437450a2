"""What is done every few seconds or hours so that nothing is left lying, whoever died."""

import sqlalchemy as sa

from pronouncer.jobs.port import Jobs
from pronouncer.newsroom import reception
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.loop import reports, thanks
from pronouncer.store.database.tables.access import answers, resets, tries
from pronouncer.store.database.tables.events import deliveries, events
from pronouncer.store.database.tables.library import articles

_RESTING = 20.0  # seconds after which a waiting article should have a job
_LOOKED = 150.0  # seconds after which it has been looked at
_DAY = 86_400.0  # seconds


def sweep(house: House, jobs: Jobs, *, everything: bool = False) -> int:
    """Ask again for articles that wait and may have no job, as when the server died in between; return how many.

    Those that have one are not made twice: the same state of an article is one job. Once a minute is often enough.
    """
    now = house.now()
    since = 0.0 if everything else now - _LOOKED
    waiting = sa.select(articles.c.id, articles.c.revision, articles.c.breaking).where(
        articles.c.status.in_(("waiting", "making")), articles.c.updated.between(since, now - _RESTING)
    )
    with house.database.reading() as connection:
        rows = connection.execute(waiting.order_by(articles.c.updated.desc())).all()
    left = [Intake(row.id, row.revision, "unchanged", True, row.breaking) for row in rows]
    return len(reception.ask(jobs, left))


def forget(house: House) -> int:
    """Delete what is older than it is kept: events, sent deliveries, remembered answers; return how many rows."""
    now = house.now()
    old = now - house.settings.server.keep_days * _DAY
    gone = 0
    with house.database.writing() as connection:
        for statement in (
            sa.delete(deliveries).where(deliveries.c.state != "waiting", deliveries.c.due < old),
            sa.delete(events).where(events.c.at < old),
            sa.delete(answers).where(answers.c.at < now - _DAY),
            sa.delete(tries).where(tries.c.at < now - _DAY),
            sa.delete(resets).where(resets.c.expires < old),
        ):
            gone += connection.execute(statement).rowcount
        gone += reports.forget(connection, now=now, days=house.settings.server.keep_days)
        gone += thanks.forget(connection, now=now, days=house.settings.server.keep_days)
    return gone
