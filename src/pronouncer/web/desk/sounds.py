"""Sounds that several pages of the desk let people hear."""

import sqlalchemy as sa
from fastapi.responses import Response

from pronouncer.errors import NotFound
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.speech import samples, with_entry
from pronouncer.store.database.tables.library import editions
from pronouncer.store.database.tables.loop import reports
from pronouncer.web.world import World


def as_it_was(world: World, report: int) -> Response:
    """Return the sentence of a report as it sounded in its edition. Raises NotFound."""
    with world.house.database.reading() as connection:
        chosen = sa.select(reports.c.sentence, editions.c.path).join(editions, editions.c.id == reports.c.edition)
        row = connection.execute(chosen.where(reports.c.id == report)).one_or_none()
    if row is None:
        raise NotFound("There is no such report.")
    edition = record(world.house.blobs, row.path)
    voices = {voice.id: voice for voice in edition.voices}
    cue = next((cue for cue in edition.cues if cue.sentence_id == row.sentence), None)
    utterance = next((each for each in edition.utterances if each.sentence_id == row.sentence), None)
    if cue is None or utterance is None:
        raise NotFound("The sentence is not in this edition.")
    with world.press() as press:
        take = press.pipeline().studio().take(utterance, voices.get(cue.voice, edition.voices[0]))
    return wav(samples([take], "wav").data)


def with_another(press: Press, text: str, language: str, lexeme: Lexeme) -> Response:
    """Return how a sentence would sound with an entry."""
    return wav(with_entry(press, text, language, lexeme))


def wav(data: bytes) -> Response:
    """Return a sound that is not kept."""
    return Response(data, media_type="audio/wav", headers={"Cache-Control": "no-store"})
