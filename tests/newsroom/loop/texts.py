"""Sentences of live articles without sound: for what counts them."""

import dataclasses
import functools
from collections.abc import Sequence

import sqlalchemy as sa

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.utterance import Utterance
from pronouncer.newsroom.house import House
from pronouncer.newsroom.lexicon import add
from pronouncer.pronounce.say import base_entries, pronounce
from pronouncer.script.order import of_lines
from pronouncer.store.database import words
from pronouncer.store.database.tables.library import articles, editions, occurrences
from pronouncer.store.database.words import Indexed


@functools.cache
def _shipped() -> Lexicon:
    return Lexicon(base_entries("en"))


def quiet(clauses: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give every word the same sound: what counts here is who decides."""
    return [["x" for _ in clause] for clause in clauses]


def read(text: str, entries: Sequence[Lexeme], *, voice: str = "espeak:en-us", section: str = "") -> Utterance:
    """Return a sentence as it is read with the shipped lexicon and some more entries."""
    script = dataclasses.replace(of_lines([text], "en"), section=section)
    lexicon = _shipped().with_more(entries)
    (utterance,) = pronounce(script, lexicon=lexicon, phonemize=quiet, voice=voice)
    return utterance


def fill(
    house: House, texts: Sequence[str], *, section: str = "", voice: str = "espeak:en-us", lexicon: int = 0
) -> list[str]:
    """Let each text be the one sentence of a live article; return the ids."""
    ids: list[str] = []
    with house.database.writing() as connection:
        first = connection.execute(sa.select(sa.func.count()).select_from(articles)).scalar_one()
        for number, text in enumerate(texts, first):
            id, row = f"a{number:05}", Indexed("en", text, words.keys_of(read(text, [])))
            (content,) = words.index(connection, [row]).values()
            about = {"headline": f"Report {number}", "section": section, "url": f"https://example.org/{number}"}
            known = {"id": id, "site": "ferry", "source_id": str(number), "status": "live", "language": "en"}
            now = {"created": 0.0, "changed": 0.0, "updated": 0.0}
            connection.execute(sa.insert(articles).values(**known, **about, **now, revision=1))
            said = [0, content, "s0", "t", voice, 2.0]
            made = {"article": id, "number": 1, "path": f"{id}/1/", "duration": 2.0, "state": "live", "created": 0.0}
            edition = connection.execute(
                sa.insert(editions).values(**made, lexicon=lexicon, revision=1, sentences=[said])
            ).inserted_primary_key[0]  # type: ignore[index]
            connection.execute(sa.update(articles).where(articles.c.id == id).values(live=edition))
            names = ("place", "sentence", "name", "take", "voice", "seconds")
            connection.execute(sa.insert(occurrences).values(article=id, **dict(zip(names, said, strict=True))))
            ids.append(id)
    return ids


def put(house: House, *entries: Lexeme) -> int:
    """Add entries to the house's lexicon; return its version."""
    with house.database.writing() as connection:
        return add(connection, entries, who="Ada", why="", now=house.now()).version
