"""Looking whether an edition says a ruled word as ruled: record, engine and database together."""

import re

import sqlalchemy as sa

from pronouncer.errors import PronouncerError
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import library
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import proof
from pronouncer.newsroom.loop.proof import Asked, Ears
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.loop.rulings import lexeme_of, ruling
from pronouncer.newsroom.press import Press
from pronouncer.pipeline import Pipeline
from pronouncer.store.database.tables.loop import cases


def look(house: House, press: Press, id: int, edition: int, *, ask: Asked | None = None) -> list[proof.Proof]:
    """Return, and keep, what is heard of a ruling's word in an edition; `ask` listens where engines do not tell."""
    with house.database.reading() as connection:
        row, known = ruling(connection, id), library.edition(connection, edition)
        reported = connection.execute(sa.select(cases.c.heard).where(cases.c.id == row.case)).scalar()
    lexeme = lexeme_of(row)
    before = [each["phoneme"] for each in row.retired or ()]
    ears = ears_of(press.pipeline(), lexeme, [reported or "", *before], ask)
    found = proof.prove(record(house.blobs, known.path), lexeme, ears)
    with house.database.writing() as connection:
        proof.note(connection, id, known.article, found, now=house.now())
    return found


def ears_of(pipeline: Pipeline, lexeme: Lexeme, before: list[str], ask: Asked | None) -> Ears:
    """Return how it is found out what voices say: the engine's own report, else the automatic listening."""
    ensemble = pipeline.ensemble
    studio = pipeline.studio()
    others = [ipa for ipa in [*before, *_unruled(pipeline, lexeme)] if ipa and " " not in ipa]
    return Ears(ensemble.heard, studio.take, ask, tuple(dict.fromkeys(others)))


def _unruled(pipeline: Pipeline, lexeme: Lexeme) -> list[str]:
    """Return how the voice would say each word of an entry by itself."""
    words = re.findall(r"[^\W_]+", lexeme.grapheme)
    try:
        voice = pipeline.voice_for(lexeme.language or "en")
        return [ipa for clause in pipeline.ensemble.phonemize([[word] for word in words], voice) for ipa in clause]
    except PronouncerError:
        return []
