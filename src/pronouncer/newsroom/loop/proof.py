"""Proof: after an article is voiced again, was it said as ruled? Only then are its reports closed."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.model.edition import Edition
from pronouncer.model.lexicon import Lexeme
from pronouncer.model.take import take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.newsroom import events
from pronouncer.newsroom.loop.record import words_of
from pronouncer.newsroom.loop.reports import folded
from pronouncer.newsroom.loop.rulings import lexeme_of, ruling
from pronouncer.newsroom.loop.waves import progress
from pronouncer.phones.likeness import alike
from pronouncer.store.database.tables.loop import cases, proofs, reports, rulings

Hear = Callable[[Utterance, Voice], Sequence[str] | None]
"""Returns the phones of each word as the voice says it; None where the engine does not tell."""
_MOST = 20  # sentences of an article that are listened to


class Proof(NamedTuple):
    """What was heard in one sentence."""

    take: str
    method: str
    """`phonemes` where the engine tells what it said, `lexicon` where only the reading is known."""
    heard: bool
    detail: str


def prove(edition: Edition, lexeme: Lexeme, hear: Hear) -> list[Proof]:
    """Return for each sentence with the word whether it is said as ruled."""
    voices = {voice.id: voice for voice in edition.voices}
    first = folded(lexeme.grapheme.split(" ")[0])
    found: list[Proof] = []
    for said in words_of(edition):
        if folded(said.written.split(" ")[0]) != first or len(found) >= _MOST:
            continue
        voice = voices.get(said.voice, edition.voices[0])
        place = next(i for i, token in enumerate(said.utterance.tokens) if token.start == said.first)
        phones = hear(said.utterance, voice)
        key = take_key(said.utterance, voice)
        if said.rule != "lexicon":
            found.append(Proof(key, "lexicon", False, f"another rule says it: {said.rule or 'the voice'}"))
        elif phones is None:
            found.append(Proof(key, "lexicon", True, said.ipa))
        else:
            pairs = [
                (ipa, heard)
                for (token, _, ipa), heard in zip(said.utterance.words, phones, strict=False)
                if token == place
            ]
            good = bool(pairs) and all(alike(ipa, heard) for ipa, heard in pairs)
            found.append(Proof(key, "phonemes", good, " ".join(heard for _, heard in pairs)))
    return found


def note(connection: sa.Connection, id: int, article: str, found: Sequence[Proof], *, now: float) -> None:
    """Keep what was heard in an article."""
    rows = [
        {"ruling": id, "article": article, "take": each.take, "method": each.method, "heard": each.heard, "at": now}
        | {"detail": {"heard": each.detail}}
        for each in found
    ]
    if rows:
        connection.execute(sa.insert(proofs), rows)


def finish(connection: sa.Connection, id: int, *, now: float) -> str:
    """End a ruling whose wave is done: proved where every sentence was heard right, else unproved.

    A proved one closes the reports of its case, and thanks are due to those who left an address. Returns the state.
    """
    row = ruling(connection, id, lock=True)
    done = progress(connection, id)
    if row.state != "voicing" or done.waiting:
        return str(row.state)
    wrong = sa.select(sa.func.count()).select_from(proofs).where(proofs.c.ruling == id, proofs.c.heard.is_(False))
    good = not done.failed and not connection.execute(wrong).scalar_one()
    state = "proved" if good else "unproved"
    connection.execute(sa.update(rulings).where(rulings.c.id == id).values(state=state, ended=now))
    told = {"ruling": id, "word": lexeme_of(row).grapheme, "state": state}
    events.note(connection, "ruling.proved", "", told, now=now)
    if good and row.case is not None:
        _close(connection, row.case, now)
    return state


def fixes(connection: sa.Connection, *, most: int = 200) -> list[dict[str, Any]]:
    """Return what was fixed, for a page that everybody can read: word, how it is said, when, in how many articles."""
    chosen = sa.select(rulings).where(rulings.c.state == "proved", rulings.c.decision != "reject")
    found: list[dict[str, Any]] = []
    for row in connection.execute(chosen.order_by(rulings.c.ended.desc()).limit(most)):
        lexeme = lexeme_of(row)
        told = {"word": lexeme.grapheme, "phoneme": lexeme.phoneme, "alias": lexeme.alias, "at": row.ended or row.at}
        found.append(told | {"articles": (row.impact or {}).get("articles", 0)})
    return found


def thanks(connection: sa.Connection, *, most: int = 100) -> list[tuple[str, str]]:
    """Return addresses of reporters whose report was fixed, each with the word; they are forgotten with this."""
    due = sa.select(reports.c.id, reports.c.contact, reports.c.word).where(
        reports.c.state == "fixed", reports.c.contact != ""
    )
    rows = connection.execute(due.limit(most)).all()
    if rows:
        own = reports.c.id.in_([row.id for row in rows])
        connection.execute(sa.update(reports).where(own).values(contact=""))
    return [(row.contact, row.word) for row in rows]


def _close(connection: sa.Connection, case: int, now: float) -> None:
    connection.execute(sa.update(cases).where(cases.c.id == case).values(state="fixed"))
    own = sa.and_(reports.c.case == case, reports.c.state == "open")
    rows = connection.execute(sa.select(reports.c.id, reports.c.article, reports.c.word).where(own)).all()
    connection.execute(sa.update(reports).where(own).values(state="fixed"))
    for row in rows:
        events.note(connection, "report.fixed", row.article or "", {"report": row.id, "word": row.word}, now=now)
