"""What partners see: the cases that were shared with them, and nothing else."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.newsroom.loop import cases as cases_
from pronouncer.newsroom.loop.cases import Case
from pronouncer.newsroom.loop.reports import plain
from pronouncer.store.database.tables.access import people
from pronouncer.store.database.tables.loop import batches, cases, comments, proposals, shared

_EDITORS = ("admin", "editor")


def share(
    connection: sa.Connection,
    *,
    title: str,
    partner: int,
    ids: Sequence[int],
    blind: bool,
    now: float,
    expires: float | None = None,
) -> int:
    """Share cases with a partner; return the number of the batch. Raises InputError and NotFound."""
    if not title.strip() or not ids:
        raise InputError("A batch has a title, and at least one case.")
    role = connection.execute(sa.select(people.c.role).where(people.c.id == partner, people.c.active)).scalar()
    if role is None:
        raise NotFound("There is no such person.")
    known = set(connection.execute(sa.select(cases.c.id).where(cases.c.id.in_(ids))).scalars())
    if known != set(ids):
        raise NotFound("There is no such case.")
    row = {"title": title.strip()[:200], "partner": partner, "blind": blind, "created": now, "expires": expires}
    added = connection.execute(sa.insert(batches).values(**row))
    batch = int(added.inserted_primary_key[0])  # type: ignore[index]
    connection.execute(sa.insert(shared), [{"batch": batch, "case": id} for id in sorted(known)])
    open_ = sa.and_(cases.c.id.in_(ids), cases.c.state == "open")
    connection.execute(sa.update(cases).where(open_).values(state="shared"))
    return batch


def batches_of(connection: sa.Connection, person: int, *, now: float) -> Sequence[sa.Row[Any]]:
    """Return what is shared with somebody now, the oldest first: it waits longest."""
    own = sa.and_(batches.c.kind == "cases", _now(person, now))
    return connection.execute(sa.select(batches).where(own).order_by(batches.c.id)).all()


def cases_of(connection: sa.Connection, person: int, batch: int, *, now: float) -> Sequence[sa.Row[Any]]:
    """Return the cases of a batch of somebody. Raises NotFound where it is not theirs."""
    _own(connection, person, batch, now)
    chosen = sa.select(cases).join(shared, shared.c.case == cases.c.id).where(shared.c.batch == batch)
    return connection.execute(chosen.order_by(cases.c.rank.desc())).all()


def check(connection: sa.Connection, person: int, case: int, *, now: float) -> bool:
    """Return whether a case that is shared with somebody is to be judged blind. Raises NotFound where it is not."""
    chosen = sa.select(batches.c.blind).join(shared, shared.c.batch == batches.c.id)
    found = connection.execute(chosen.where(shared.c.case == case, _now(person, now))).scalars().all()
    if not found:
        raise NotFound("There is no such case.")  # nor does anybody learn that there is one
    return all(found)


def seen(connection: sa.Connection, person: int, case: int, *, now: float) -> Case:
    """Return what somebody with whom a case is shared may see of it. Raises NotFound where it is not.

    Nobody outside learns who reported it or where a report came from. Who judges blind sees neither what others say
    and ruled, nor which voice it is.
    """
    blind = check(connection, person, case, now=now)
    found = cases_.case(connection, case)
    told = [_Report(*(getattr(row, name) for name in _Report._fields)) for row in found.reports]
    if not blind:
        return found._replace(reports=told)
    told = [each._replace(voice="", versions=None, spelling="", note="") for each in told]
    own = [row for row in found.proposals if row.person == person]
    return Case(found.row, told, own, [row for row in found.comments if row.person == person], ())


class _Report(NamedTuple):
    """A report as partners see it."""

    id: int
    headline: str | None
    url: str | None
    sentence: str
    word: str
    time: float | None
    voice: str
    versions: Any
    kind: str
    note: str
    spelling: str
    at: float


def waiting(connection: sa.Connection, batch: int, *, now: float) -> float:
    """Return for how many seconds a batch has waited for its partner; 0 where all of it is answered or closed."""
    row = connection.execute(sa.select(batches).where(batches.c.id == batch)).one_or_none()
    if row is None:
        raise NotFound("There is no such batch.")
    answered = sa.select(proposals.c.case).where(proposals.c.person == row.partner)
    left = sa.select(sa.func.count()).select_from(shared)
    left = left.where(shared.c.batch == batch, shared.c.case.not_in(answered))
    if row.closed is not None or not connection.execute(left).scalar_one():
        return 0.0
    return float(max(0.0, now - row.created))


def clocks(connection: sa.Connection, *, now: float) -> dict[int, float]:
    """Return for each case for how many seconds it has waited for a partner; none where nobody is awaited."""
    fresh = sa.or_(batches.c.expires.is_(None), batches.c.expires > now)
    answered = sa.select(proposals.c.id).where(
        proposals.c.case == shared.c.case, proposals.c.person == batches.c.partner
    )
    first = sa.select(shared.c.case, sa.func.min(batches.c.created)).join(batches, batches.c.id == shared.c.batch)
    rows = connection.execute(
        first.where(batches.c.closed.is_(None), fresh, ~answered.exists()).group_by(shared.c.case)
    )
    return {row[0]: max(0.0, now - row[1]) for row in rows}


def propose(
    connection: sa.Connection,
    *,
    case: int,
    person: int,
    phoneme: str,
    respelling: str = "",
    alias: str = "",
    reason: str,
    source: str = "",
    now: float,
) -> int:
    """Propose how a word is said. The caller has seen to it that the IPA is good.

    A partner may for what is shared with them, and editors for all. Raises InputError, NotFound and Conflict.
    """
    _may(connection, person, case, now)
    if not (phoneme or alias):
        raise InputError("Say how it should be said: a respelling, IPA, or other words.")
    if not reason.strip():
        raise InputError("Say why: who says so, or where it was heard.")
    row = {"case": case, "person": person, "phoneme": phoneme, "respelling": respelling, "alias": alias, "at": now}
    added = connection.execute(
        sa.insert(proposals).values(**row, reason=plain(reason, 1000), source=plain(source, 500))
    )
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def comment(connection: sa.Connection, *, case: int, person: int, text: str, now: float) -> int:
    """Say something about a case, as far as `propose` would be allowed. Raises InputError for nothing, NotFound."""
    _may(connection, person, case, now)
    text = plain(text, 2000)
    if not text:
        raise InputError("Write something.")
    added = connection.execute(sa.insert(comments).values(case=case, person=person, text=text, at=now))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def close(connection: sa.Connection, batch: int, *, now: float) -> None:
    """End a batch: its partner does not see it any more. Raises NotFound."""
    own = sa.and_(batches.c.id == batch, batches.c.closed.is_(None))
    if not connection.execute(sa.update(batches).where(own).values(closed=now)).rowcount:
        raise NotFound("There is no such batch, or it is closed.")


def listed(connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    """Return all batches with their partner and how many cases and proposals they have, the newest first."""
    count = sa.select(sa.func.count()).where(shared.c.batch == batches.c.id).scalar_subquery()
    answered = (
        sa.select(sa.func.count(proposals.c.case.distinct()))
        .join(shared, shared.c.case == proposals.c.case)
        .where(shared.c.batch == batches.c.id, proposals.c.person == batches.c.partner)
        .scalar_subquery()
    )
    chosen = sa.select(batches, people.c.name, count.label("cases"), answered.label("answered"))
    joined = chosen.outerjoin(people, people.c.id == batches.c.partner).where(batches.c.kind == "cases")
    return connection.execute(joined.order_by(batches.c.id.desc()).limit(100)).all()


def _may(connection: sa.Connection, person: int, case: int, now: float) -> None:
    """See to it that somebody may touch a case, and that it is open."""
    state = connection.execute(sa.select(cases.c.state).where(cases.c.id == case)).scalar()
    role = connection.execute(sa.select(people.c.role).where(people.c.id == person, people.c.active)).scalar()
    if state is None or role is None:
        raise NotFound("There is no such case.")
    if role not in _EDITORS:
        check(connection, person, case, now=now)
    if state not in cases_.OPEN:
        raise Conflict(f"The case is {state}: somebody has ruled on it meanwhile.")


def _now(person: int, now: float) -> sa.ColumnElement[bool]:
    fresh = sa.or_(batches.c.expires.is_(None), batches.c.expires > now)
    return sa.and_(batches.c.partner == person, batches.c.closed.is_(None), fresh)


def _own(connection: sa.Connection, person: int, batch: int, now: float) -> None:
    if not connection.execute(sa.select(batches.c.id).where(batches.c.id == batch, _now(person, now))).first():
        raise NotFound("There is no such batch.")
