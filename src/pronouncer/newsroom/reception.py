"""Where articles arrive: what came in is kept first, then somebody is asked to voice it."""

from collections.abc import Iterable, Sequence

from pronouncer.jobs.port import Job, Jobs
from pronouncer.newsroom import intake
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake
from pronouncer.newsroom.sent import Sent


def receive(house: House, jobs: Jobs, site: str, source_id: str, sent: Sent) -> Intake:
    """Take in one state of an article and have it voiced, where it has to be. Raises NotFound and StoreError.

    If the process dies in between, the article waits and `sweep` asks for it again.
    """
    with house.database.writing() as connection:
        debounce = house.settings.server.debounce
        found = intake.put(connection, site, source_id, sent, now=house.now(), debounce=debounce)
    ask(jobs, [found])
    return found


def ask(jobs: Jobs, found: Iterable[Intake], *, queue: str = "") -> Sequence[str]:
    """Have articles voiced that have to be; return the ids of their jobs."""
    wanted = [voicing(each, queue=queue) for each in found if each.voice]
    return jobs.enqueue_many(wanted) if wanted else ()


def voicing(found: Intake, *, queue: str = "", reason: str = "") -> Job:
    """Return the job that voices one state of an article. The same state twice is one job."""
    return Job(
        task="make",
        payload={"article": found.article, "revision": found.revision, "reason": reason},
        queue=queue or ("breaking" if found.breaking else "normal"),
        key=f"{found.article}:{found.revision}",
        delay=found.delay,
    )
