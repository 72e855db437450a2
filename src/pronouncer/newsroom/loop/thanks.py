"""Thanks: a mail to each reporter who left an address, when what they reported is said right.

Nobody gets it twice. A letter is marked before it is handed over, so one over which a worker dies is not sent again, as
nobody can know whether it was; everything that goes wrong before that is tried again. With it the address is forgotten.
"""

import contextlib
from collections import deque
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import MailError
from pronouncer.newsroom.house import House
from pronouncer.newsroom.mail.box import Box, opened
from pronouncer.newsroom.mail.letter import address_of, letter, line
from pronouncer.store.database.tables.library import articles, sites
from pronouncer.store.database.tables.loop import letters, reports

WAITS = (60, 600, 3_600, 14_400, 43_200, 86_400, 86_400)
"""Seconds before each new try; after the last it is given up."""
LANGUAGES = ("en", "tr", "pl", "it", "es", "pt", "fr", "de", "nl", "ar", "he", "uk")
"""Those of the player. In any other language thanks are in English."""
_MOST = 50  # letters of one turn
_UNDER_WAY = 600.0  # seconds after which whoever sent a letter is dead
_DAY = 86_400.0  # seconds


def due(connection: sa.Connection, *, now: float, days: float) -> bool:
    """Tell whether there is anything to send. Addresses that are older than some days are not used any more."""
    waiting = sa.select(letters.c.id).where(letters.c.state == "waiting", letters.c.due <= now).limit(1)
    fixed = sa.select(reports.c.id).where(_fixed(now, days)).limit(1)
    return any(connection.execute(each).first() for each in (waiting, fixed))


def gather(connection: sa.Connection, *, now: float, days: float) -> int:
    """Write down whom to thank: one letter for each reporter of a case, who may have reported it often.

    The address goes from the report into the letter. In a writing transaction; returns how many letters.
    """
    chosen = sa.select(reports.c.id, reports.c.contact, reports.c.case).where(_fixed(now, days))
    rows = connection.execute(chosen.order_by(reports.c.id).limit(500).with_for_update()).all()
    if not rows:
        return 0
    first: dict[tuple[str, int | None], Any] = {}
    for row in rows:
        first.setdefault((row.contact.casefold(), row.case), row)
    made = [{"report": row.id, "address": row.contact, "state": "waiting", "due": now} for row in first.values()]
    connection.execute(sa.insert(letters), made)
    own = reports.c.id.in_([row.id for row in rows])
    connection.execute(sa.update(reports).where(own).values(contact=""))
    return len(made)


def send(house: House) -> int:
    """Send the letters that are due, where there is a mail server; return how many were sent."""
    server, now = house.settings.server, house.now()
    if not server.smtp:
        return 0
    with house.database.writing() as connection:
        _left(connection, now)
        gather(connection, now=now, days=server.keep_days)
        waiting = sa.select(letters).where(letters.c.state == "waiting", letters.c.due <= now)
        rows = connection.execute(waiting.order_by(letters.c.due).limit(_MOST)).all()
    if not rows:
        return 0
    sent, left = 0, deque(rows)
    try:
        while left:
            with opened(server) as box, contextlib.suppress(_Tired):
                used = False
                while left:
                    sent += _sent(house, box, left[0], used=used)
                    left.popleft()
                    used = True
    except MailError as error:
        for row in left:
            _again(house, row, str(error), was="waiting")
    return sent


class _Tired(Exception):
    """A connection that took letters and takes no more for now, as where a server counts them: another one may."""


class Standing(NamedTuple):
    """Letters that could not be sent so far."""

    waiting: int
    problem: str
    """What the mail server said of one of them."""


def standing(connection: sa.Connection) -> Standing:
    """Return how many letters wait for another try, and why."""
    tried = sa.and_(letters.c.state == "waiting", letters.c.problem != "")
    row = connection.execute(sa.select(sa.func.count(), sa.func.max(letters.c.problem)).where(tried)).one()
    return Standing(row[0], row[1] or "")


def forget(connection: sa.Connection, *, now: float, days: float) -> int:
    """Delete what ended some days ago, and what should have been sent then and was not; return how many rows.

    So no address stays where mail was switched off, nor where a worker died.
    """
    _left(connection, now)
    ended = letters.c.due < now - days * _DAY
    return connection.execute(sa.delete(letters).where(ended)).rowcount


def written(language: str, given: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text of the thanks in a language.

    `given` has word, headline, url, report and house. What is empty leaves its line, or its paragraph, out.
    """
    base = language.partition("-")[0].casefold()
    subject, *paragraphs = _text(base if base in LANGUAGES else "en").split("\n\n")
    about = given["headline"] or given["url"]
    shown = [each for each in paragraphs if about or "{headline}" not in each]
    lines = [[one.format_map(given) for one in paragraph.splitlines()] for paragraph in shown]
    filled = ["\n".join(one for one in paragraph if one) for paragraph in lines]
    return subject.format_map(given), "\n\n".join(each for each in filled if each) + "\n"


def _sent(house: House, box: Box, row: sa.Row[Any], *, used: bool) -> bool:
    """Send one letter; return whether it was. Raises _Tired where it may be the connection's fault, which was used."""
    with house.database.writing() as connection:
        if not _taken(connection, row, house.now()):
            return False
        given = _given(house, connection, row.report)
    try:
        subject, text = written(given["language"], given)
        to, key = address_of(row.address), f"thanks-{row.id}-{given['token'][:8]}"
        box.put(letter(house.settings.server, to=to, subject=subject, text=text, key=key, now=house.now()), to)
    except MailError as error:
        if error.permanent:
            return _ended(house, row, "failed", str(error))
        if used:
            own = sa.and_(letters.c.id == row.id, letters.c.state == "sending")
            with house.database.writing() as connection:
                connection.execute(sa.update(letters).where(own).values(state="waiting", due=row.due))
            raise _Tired from error
        return _again(house, row, str(error), was="sending")
    return _ended(house, row, "sent")


def _taken(connection: sa.Connection, row: sa.Row[Any], now: float) -> bool:
    """Mark a letter as under way; False where another worker has it, or its fix was taken back meanwhile."""
    report = connection.execute(sa.select(reports.c.state).where(reports.c.id == row.report)).scalar_one_or_none()
    own = sa.and_(letters.c.id == row.id, letters.c.state == "waiting")
    if report != "fixed":  # the address waits for the next fix
        if connection.execute(sa.delete(letters).where(own)).rowcount:
            same = reports.c.id == row.report
            connection.execute(sa.update(reports).where(same).values(contact=row.address))
        return False
    return connection.execute(sa.update(letters).where(own).values(state="sending", due=now)).rowcount > 0


def _given(house: House, connection: sa.Connection, report: int) -> dict[str, str]:
    """Return what a letter is about; all of it comes from outside."""
    chosen = sa.select(reports.c.word, reports.c.token, articles.c.headline, articles.c.url, articles.c.language)
    joined = chosen.add_columns(sites.c.title).outerjoin(articles, articles.c.id == reports.c.article)
    row = connection.execute(
        joined.outerjoin(sites, sites.c.name == articles.c.site).where(reports.c.id == report)
    ).one()
    url = line(row.url or "", 500)
    return {
        "word": line(row.word, 80),
        "headline": line(row.headline or "", 200),
        "url": url if url.startswith(("https://", "http://")) and " " not in url else "",
        "report": f"{house.settings.server.public_url}/report/{row.token}",
        "house": line(row.title or "", 100),
        "language": row.language or "",
        "token": row.token,
    }


def _ended(house: House, row: sa.Row[Any], state: str, problem: str = "") -> bool:
    """Note what became of a letter, and forget the address."""
    values = {"state": state, "address": "", "problem": problem, "tries": row.tries + 1, "due": house.now()}
    with house.database.writing() as connection:
        connection.execute(sa.update(letters).where(letters.c.id == row.id).values(**values))
    return state == "sent"


def _again(house: House, row: sa.Row[Any], problem: str, *, was: str) -> bool:
    """Let a letter that was surely not sent wait for its next try, or give it up."""
    last = row.tries >= len(WAITS)
    values: dict[str, Any] = {"tries": row.tries + 1, "problem": problem}
    later = {"state": "waiting", "due": house.now() + WAITS[min(row.tries, len(WAITS) - 1)]}
    values |= {"state": "failed", "address": "", "due": house.now()} if last else later
    own = sa.and_(letters.c.id == row.id, letters.c.state == was)
    with house.database.writing() as connection:
        connection.execute(sa.update(letters).where(own).values(**values))
    return False


def _left(connection: sa.Connection, now: float) -> None:
    """End letters over which a worker died: nobody knows whether they were sent."""
    old = sa.and_(letters.c.state == "sending", letters.c.due < now - _UNDER_WAY)
    values = {"state": "failed", "address": "", "problem": "A worker died while it was sent."}
    connection.execute(sa.update(letters).where(old).values(**values))


def _fixed(now: float, days: float) -> sa.ColumnElement[bool]:
    return sa.and_(reports.c.state == "fixed", reports.c.at >= now - days * _DAY, reports.c.contact != "")


@cache
def _text(language: str) -> str:
    return files("pronouncer.newsroom.mail").joinpath(f"texts/{language}.txt").read_text("utf-8").strip()
