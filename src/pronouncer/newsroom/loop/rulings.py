"""An editor rules: accept, change or reject; and takes it back, at once and without a word voiced."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound
from pronouncer.model.codec import to_data
from pronouncer.model.lexicon import Lexeme, first_word
from pronouncer.newsroom import events
from pronouncer.newsroom import lexicon as house_lexicon
from pronouncer.newsroom.live import put_live
from pronouncer.newsroom.loop.firing import same
from pronouncer.newsroom.loop.impact import Place, Price, costs, impact, places
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.library import articles, editions
from pronouncer.store.database.tables.loop import cases, proposals, reports, rulings, waves

Decision = Literal["accept", "change", "reject"]
DECISIONS = ("accept", "change", "reject")
_OPEN = ("open", "shared")


class Ruled(NamedTuple):
    """What a ruling did."""

    ruling: int
    version: int
    """Of the lexicon; 0 where it stays as it is."""
    articles: int
    """That are voiced again."""


class Undone(NamedTuple):
    """What undoing a ruling did."""

    restored: int
    """Articles whose former edition is live again."""
    again: tuple[str, ...]
    """Articles that have to be made again, since another ruling touched them meanwhile."""
    version: int
    """Of the lexicon."""


def rule(
    connection: sa.Connection,
    *,
    case: int | None,
    decision: Decision,
    lexeme: Lexeme | None,
    who: str,
    reason: str,
    now: float,
    seen: int | None = None,
    cap: float | None = None,
    price: Price = lambda voice: 0.0,
) -> Ruled:
    """Rule on a case, or on a word without one. In a writing transaction.

    `seen` is the version of the lexicon that the editor saw; `cap` the most that may be spent, in US dollars. Raises
    Conflict where somebody else was quicker, LexiconError for an entry that cannot be.
    """
    lexicon.lock(connection)  # nothing goes live unseen between what is counted here and the new version
    row = _open_case(connection, case) if case is not None else None
    if decision == "reject":
        return _rejected(connection, row, who, reason, now)
    if lexeme is None:
        raise InputError("Say how it should be said.")
    found = places(connection, lexeme)
    measured = impact(connection, lexeme, price=price, found=found)
    touched = costs([*found, *_left_behind(connection, lexeme)], price)
    changed = house_lexicon.add(connection, [lexeme], who=who, why=reason, now=now, seen=seen)
    values: dict[str, Any] = {
        "case": case,
        "decision": decision,
        "who": who,
        "reason": reason,
        "lexeme": lexeme._asdict(),
        "retired": [entry.lexeme._asdict() for entry in changed.retired],
        "lexicon": changed.version if changed.added else 0,
        "state": "voicing" if touched else "approved",
        "cap": cap,
        "impact": to_data(measured._replace(samples=())._asdict()),
        "at": now,
    }
    ruling = _added(connection, values)
    _wave(connection, ruling, touched, now)
    if row is not None:
        state = {"state": "ruled", "ruling": ruling}
        connection.execute(sa.update(cases).where(cases.c.id == row.id).values(**state))
        _settle(connection, row.id, lexeme)
    told = {"ruling": ruling, "word": lexeme.grapheme, "articles": len(touched), "sentences": measured.sentences}
    events.note(connection, "ruling.made", "", told, now=now)
    return Ruled(ruling, changed.version, len(touched))


def undo(connection: sa.Connection, id: int, *, who: str, now: float) -> Undone:
    """Take a ruling back: former editions are live again in this transaction. Raises NotFound and Conflict."""
    lexicon.lock(connection)
    row = ruling(connection, id, lock=True)
    if row.decision == "reject" or row.state == "undone" or not row.lexicon:
        raise Conflict("There is nothing to undo: the ruling was undone already, or changed nothing.")
    version = _taken_back(connection, row, who, now)
    restored, again = 0, []
    done = sa.select(waves).where(waves.c.ruling == id, waves.c.state == "done", waves.c.before.is_not(None))
    for wave in connection.execute(done).all():
        live = connection.execute(sa.select(articles.c.live).where(articles.c.id == wave.article)).scalar()
        if live == wave.after and wave.before != wave.after:
            put_live(connection, wave.before, now=now, reason=f"The fix of {row.lexeme['grapheme']} was undone.")
            restored += 1
            if not _others(connection, id, wave):  # it is what would be made now
                own = editions.c.id == wave.before
                connection.execute(sa.update(editions).where(own).values(lexicon=version))
        if live != wave.after or _others(connection, id, wave):
            again.append(wave.article)
    open_ = sa.and_(waves.c.ruling == id, waves.c.state.in_(("waiting", "queued", "making", "done", "failed")))
    connection.execute(sa.update(waves).where(open_).values(state="undone", at=now))
    values = {"state": "undone", "ended": now, "undone": who}
    connection.execute(sa.update(rulings).where(rulings.c.id == id).values(**values))
    if row.case is not None:
        connection.execute(sa.update(cases).where(cases.c.id == row.case).values(state="open", ruling=None))
        mine = sa.and_(reports.c.case == row.case, reports.c.state == "fixed")
        connection.execute(sa.update(reports).where(mine).values(state="open"))
    events.note(connection, "ruling.undone", "", {"ruling": id, "restored": restored}, now=now)
    return Undone(restored, tuple(again), version)


def _taken_back(connection: sa.Connection, row: sa.Row[Any], who: str, now: float) -> int:
    """Make the lexicon say what it said before a ruling. Raises Conflict where the entry does not stand any more."""
    brought, took = lexicon.changes(connection, row.lexicon)
    numbers: list[int] = []
    for entry in brought:
        same_word = lexicon.current(connection, first=first_word(entry.lexeme.grapheme))
        standing = [each.number for each in same_word if each.lexeme == entry.lexeme]  # it may have been put back
        if not standing:
            raise Conflict("The word was ruled on again, or its entry changed, after this. Undo that first.")
        numbers += standing
    back = [entry.lexeme for entry in took]
    return lexicon.change(connection, add=back, retire=numbers, who=who, why=f"Ruling {row.id} was undone.", now=now)


def ruling(connection: sa.Connection, id: int, *, lock: bool = False) -> sa.Row[Any]:
    """Return the row of a ruling. Raises NotFound."""
    chosen = sa.select(rulings).where(rulings.c.id == id)
    row = connection.execute(chosen.with_for_update() if lock else chosen).one_or_none()
    if row is None:
        raise NotFound("There is no such ruling.")
    return row


def listed(connection: sa.Connection, *, most: int = 100) -> Sequence[sa.Row[Any]]:
    """Return the newest rulings."""
    return connection.execute(sa.select(rulings).order_by(rulings.c.id.desc()).limit(most)).all()


def lexeme_of(row: sa.Row[Any]) -> Lexeme:
    """Return the entry that a ruling made."""
    return Lexeme(**row.lexeme)


def _open_case(connection: sa.Connection, id: int) -> sa.Row[Any]:
    row = connection.execute(sa.select(cases).where(cases.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound("There is no such case.")
    if row.state not in _OPEN:
        raise Conflict("Somebody else has ruled on this case meanwhile. Look at it again.")
    return row


def _rejected(connection: sa.Connection, row: sa.Row[Any] | None, who: str, reason: str, now: float) -> Ruled:
    if row is None:
        raise InputError("Only a case can be rejected.")
    if not reason.strip():
        raise InputError("Say why it is rejected: whoever reported it may ask.")
    values = {"case": row.id, "decision": "reject", "who": who, "reason": reason, "state": "rejected"}
    id = _added(connection, {**values, "at": now, "ended": now})
    connection.execute(sa.update(cases).where(cases.c.id == row.id).values(state="rejected", ruling=id))
    own = sa.and_(reports.c.case == row.id, reports.c.state == "open")
    connection.execute(sa.update(reports).where(own).values(state="rejected", contact=""))
    events.note(connection, "ruling.made", "", {"ruling": id, "word": row.written, "decision": "reject"}, now=now)
    return Ruled(id, 0, 0)


def _added(connection: sa.Connection, values: dict[str, Any]) -> int:
    added = connection.execute(sa.insert(rulings).values(**values))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def _wave(connection: sa.Connection, ruling: int, touched: Mapping[str, float], now: float) -> None:
    """Note what is voiced again, each article with what it is thought to cost: breaking and most heard first."""
    listed = list(touched)
    for start in range(0, len(listed), 500):
        part = listed[start : start + 500]
        chosen = sa.select(articles.c.id, articles.c.breaking, articles.c.listens, articles.c.changed)
        rows = connection.execute(chosen.where(articles.c.id.in_(part))).all()
        values = [
            {
                "ruling": ruling,
                "article": row.id,
                "state": "waiting",
                "at": now,
                "cost": touched[row.id],
                "rank": _rank(row.breaking, row.listens, row.changed, now),
            }
            for row in rows
        ]
        connection.execute(sa.insert(waves), values)


def _rank(breaking: bool, listens: int, changed: float, now: float) -> float:
    age = max(0.0, now - changed) / 86_400.0
    return 1e9 * breaking + listens + 1.0 / (1.0 + age)


def _settle(connection: sa.Connection, case: int, lexeme: Lexeme) -> None:
    """Say of each proposal whether it was taken."""
    for row in connection.execute(sa.select(proposals).where(proposals.c.case == case)).all():
        taken = row.phoneme == lexeme.phoneme and row.alias == lexeme.alias
        state = "accepted" if taken else "declined"
        connection.execute(sa.update(proposals).where(proposals.c.id == row.id).values(state=state))


def _left_behind(connection: sa.Connection, lexeme: Lexeme) -> list[Place]:
    """Return where an entry is said now whose place another one takes, though not in the same spellings."""
    entries = lexicon.current(connection, first=first_word(lexeme.grapheme))
    before = [entry.lexeme for entry in entries if entry.lexeme.status == "approved" and same(entry.lexeme, lexeme)]
    return [place for each in before if each.match != lexeme.match for place in places(connection, each)]


def _others(connection: sa.Connection, id: int, wave: sa.Row[Any]) -> bool:
    """Tell whether another ruling touched an article after its former edition was made."""
    made_with = connection.execute(sa.select(editions.c.lexicon).where(editions.c.id == wave.before)).scalar() or 0
    other = sa.select(waves.c.ruling).join(rulings, rulings.c.id == waves.c.ruling)
    later = other.where(
        waves.c.article == wave.article,
        waves.c.ruling != id,
        rulings.c.lexicon > made_with,
        rulings.c.state != "undone",
    )
    return connection.execute(later.limit(1)).first() is not None
