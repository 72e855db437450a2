"""What a ruling voices again: article by article, breaking and most heard first, never more than it may cost."""

from collections.abc import Callable
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict
from pronouncer.jobs.port import Job, Jobs
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop.rulings import ruling as ruling_of
from pronouncer.newsroom.make import Made
from pronouncer.store.database.tables.library import articles
from pronouncer.store.database.tables.loop import rulings, waves

_OPEN = ("waiting", "queued", "making")
QUEUED = 100
"""Articles of a wave that are queued at the same time, so that a pause is felt soon."""
_LOST = 600.0  # seconds after which an article that was queued should be done
Make = Callable[[str, str], Made]
"""Makes an article, for a reason."""
Look = Callable[[int], object]
"""Looks whether an edition says the word as ruled."""


class Progress(NamedTuple):
    """How far a wave is."""

    waiting: int
    done: int
    failed: int
    takes: int
    cost: float


def feed(house: House, jobs: Jobs) -> int:
    """Queue what is next of each wave that is at work; return how many articles."""
    queued = 0
    with house.database.reading() as connection:
        active = connection.execute(sa.select(rulings.c.id).where(rulings.c.state == "voicing")).scalars().all()
    for id in active:
        with house.database.writing() as connection:
            found = _claimed(connection, id, house.now())
        jobs.enqueue_many(
            [Job("revoice", {"ruling": id, "article": each}, queue="revoice", key=f"{id}:{each}") for each in found]
        )
        queued += len(found)
    return queued


def revoice(house: House, id: int, article: str, make: Make, look: Look = lambda edition: None) -> Made | None:
    """Make one article of a wave and look at it; return what came of it, or None where it is not to be made now.

    It may be begun again at any point: what was live before it began first is kept.
    """
    with house.database.writing() as connection:
        row = ruling_of(connection, id, lock=True)
        before = _begun(connection, row, article, house.now())
    if before is None:
        return None
    made = make(article, f"{row.lexeme['grapheme']} is said as ruled: {row.reason}".removesuffix(": "))
    if made.result in ("live", "unchanged") and made.edition:
        look(made.edition)
    values = {"before": before or None, "after": made.edition, "takes": made.takes, "cost": made.cost}
    if made.result == "held":
        _note(house, id, article, {**values, "state": "failed", "problem": "It is held: look at what was heard."})
    else:
        _note(house, id, article, {**values, "state": "done"})
    return made


def failed(house: House, id: int, article: str, problem: str) -> None:
    """Note that an article of a wave could not be made."""
    _note(house, id, article, {"state": "failed", "problem": problem[:500]})


def progress(connection: sa.Connection, id: int) -> Progress:
    """Return how far a wave is."""
    w = waves.c
    chosen = sa.select(w.state, sa.func.count(), sa.func.sum(w.takes), sa.func.sum(w.cost)).where(w.ruling == id)
    found = {row[0]: row for row in connection.execute(chosen.group_by(w.state))}
    count = {state: row[1] for state, row in found.items()}
    waiting = sum(count.get(state, 0) for state in _OPEN)
    ended = [found[state] for state in found if state not in _OPEN]  # what waits has what it is thought to cost
    takes, cost = sum(row[2] or 0 for row in ended), sum(row[3] or 0.0 for row in ended)
    return Progress(waiting, count.get("done", 0), count.get("failed", 0), int(takes), float(cost))


def pause(connection: sa.Connection, id: int) -> None:
    """Voice nothing more of a wave for now. Raises NotFound and Conflict."""
    _turn(connection, id, "voicing", "paused")


def go_on(connection: sa.Connection, id: int, *, cap: float | None = None) -> None:
    """Go on with a wave that was paused, with another cap if one is given. Raises NotFound and Conflict."""
    _turn(connection, id, "paused", "voicing", **({"cap": cap} if cap is not None else {}))
    stuck = sa.and_(waves.c.ruling == id, waves.c.state.in_(("queued", "failed")))
    connection.execute(sa.update(waves).where(stuck).values(state="waiting"))


def _turn(connection: sa.Connection, id: int, old: str, new: str, **values: object) -> None:
    row = ruling_of(connection, id, lock=True)
    if row.state != old:
        raise Conflict(f"The ruling is {row.state}, not {old}.")
    connection.execute(sa.update(rulings).where(rulings.c.id == id).values(state=new, **values))


def _claimed(connection: sa.Connection, id: int, now: float) -> list[str]:
    """Take the next articles of a wave; those whose job was lost are taken again."""
    w = waves.c
    old = sa.and_(w.ruling == id, w.state.in_(("queued", "making")), w.at < now - _LOST)
    connection.execute(sa.update(waves).where(old).values(state="waiting"))
    busy = sa.select(sa.func.count()).select_from(waves).where(w.ruling == id, w.state.in_(("queued", "making")))
    room = QUEUED - connection.execute(busy).scalar_one()
    if room <= 0:
        return []
    waiting = sa.select(w.article).where(w.ruling == id, w.state == "waiting").order_by(w.rank.desc()).limit(room)
    found = list(connection.execute(waiting.with_for_update(skip_locked=True)).scalars())
    for start in range(0, len(found), 500):
        own = sa.and_(w.ruling == id, w.article.in_(found[start : start + 500]))
        connection.execute(sa.update(waves).where(own).values(state="queued", at=now))
    return found


def _begun(connection: sa.Connection, row: sa.Row[Any], article: str, now: float) -> int | None:
    """Begin with an article, if that is wanted and can be paid; return the edition that is live, 0 for none."""
    w = waves.c
    own = sa.and_(w.ruling == row.id, w.article == article, w.state.in_(_OPEN))
    wave = connection.execute(sa.select(waves).where(own)).one_or_none()
    if wave is None:
        return None
    if row.state != "voicing" or not _is_affordable(connection, row, wave):
        connection.execute(sa.update(waves).where(own).values(state="waiting"))
        at_work = sa.and_(rulings.c.id == row.id, rulings.c.state == "voicing")
        connection.execute(sa.update(rulings).where(at_work).values(state="paused"))
        return None
    live = connection.execute(sa.select(articles.c.live).where(articles.c.id == article)).scalar()
    before = wave.before or live
    connection.execute(sa.update(waves).where(own).values(state="making", before=before, at=now))
    return int(before or 0)


def _is_affordable(connection: sa.Connection, row: sa.Row[Any], wave: sa.Row[Any]) -> bool:
    """Tell whether an article fits under the cap, with what is spent and what others at work are thought to cost."""
    if row.cap is None:
        return True
    w = waves.c
    others = sa.and_(w.ruling == row.id, w.article != wave.article, w.state.not_in(("waiting", "queued")))
    spent = connection.execute(sa.select(sa.func.coalesce(sa.func.sum(w.cost), 0.0)).where(others)).scalar_one()
    return bool(spent + wave.cost <= row.cap + 1e-9)


def _note(house: House, id: int, article: str, values: dict[str, Any]) -> None:
    with house.database.writing() as connection:
        own = sa.and_(waves.c.ruling == id, waves.c.article == article, waves.c.state != "undone")
        connection.execute(sa.update(waves).where(own).values(**values, at=house.now()))
