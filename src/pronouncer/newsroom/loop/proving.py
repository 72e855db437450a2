"""Looking whether an edition says a ruled word as ruled: record, engine and database together."""

from pronouncer.newsroom import library
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import proof
from pronouncer.newsroom.loop.record import record
from pronouncer.newsroom.loop.rulings import lexeme_of, ruling
from pronouncer.newsroom.press import Press


def look(house: House, press: Press, id: int, edition: int) -> list[proof.Proof]:
    """Return, and keep, what is heard of a ruling's word in an edition."""
    with house.database.reading() as connection:
        row, known = ruling(connection, id), library.edition(connection, edition)
    ensemble = press.pipeline().ensemble
    found = proof.prove(record(house.blobs, known.path), lexeme_of(row), ensemble.heard)
    with house.database.writing() as connection:
        proof.note(connection, id, known.article, found, now=house.now())
    return found
