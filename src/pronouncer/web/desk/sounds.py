"""Sounds that several pages of the desk let people hear."""

import sqlalchemy as sa
from fastapi.responses import Response

from pronouncer.errors import NotFound
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.loop.spoken import spoken
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.speech import with_entry
from pronouncer.store.database.tables.library import articles, editions, occurrences
from pronouncer.store.database.tables.loop import reports
from pronouncer.web.world import World


def as_it_was(world: World, report: int) -> Response:
    """Return the sentence of a report as it sounded in its edition. Raises NotFound."""
    with world.house.database.reading() as connection:
        chosen = sa.select(reports.c.sentence, editions.c.path).join(editions, editions.c.id == reports.c.edition)
        row = connection.execute(chosen.where(reports.c.id == report)).one_or_none()
    if row is None:
        raise NotFound("There is no such report.")
    return of_edition(world, row.path, row.sentence)


def as_it_is(world: World, article: str, take: str) -> Response:
    """Return the sentence of a take as it sounds in the live edition. Raises NotFound where it is not in it."""
    with world.house.database.reading() as connection:
        own = sa.and_(occurrences.c.article == article, occurrences.c.take == take)
        joined = occurrences.join(articles, articles.c.id == occurrences.c.article)
        chosen = sa.select(occurrences.c.name, editions.c.path).select_from(
            joined.join(editions, editions.c.id == articles.c.live)
        )
        row = connection.execute(chosen.where(own).limit(1)).one_or_none()
    if row is None:
        raise NotFound("This sentence is not in the live edition.")
    return of_edition(world, row.path, row.name)


def of_edition(world: World, path: str, sentence: str) -> Response:
    """Return a sentence as it sounded in the edition at a path. Raises NotFound."""
    with world.press() as press:
        return wav(spoken(world.house, press, path, sentence).wav)


def with_another(press: Press, text: str, language: str, lexeme: Lexeme) -> Response:
    """Return how a sentence would sound with an entry."""
    return wav(with_entry(press, text, language, lexeme))


def wav(data: bytes) -> Response:
    """Return a sound that is not kept."""
    return Response(data, media_type="audio/wav", headers={"Cache-Control": "no-store"})
