"""Packs for vendors over HTTP: a round as a file, and the answers to it."""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from fastapi.responses import Response, StreamingResponse

from pronouncer.errors import InputError, NotFound, TooLong
from pronouncer.newsroom import audit
from pronouncer.newsroom.loop import packs
from pronouncer.newsroom.loop.spoken import Spoken, spoken
from pronouncer.store.database.tables.library import editions
from pronouncer.store.database.tables.loop import batches
from pronouncer.web.access.roles import Person
from pronouncer.web.world import World

LARGEST = 10_000_000  # bytes of answers
_PIECE = 262_144  # bytes that are sent at once


def spoken_of(world: World, row: sa.Row[Any]) -> Spoken:
    """Return how a sample sounded in its edition. Raises NotFound."""
    with world.house.database.reading() as connection:
        path = connection.execute(sa.select(editions.c.path).where(editions.c.id == row.edition)).scalar()
    if path is None:
        raise NotFound(f"The edition of sample {row.id} is not there any more.")
    with world.press() as press:  # for one sentence at a time, so that others are heard in between
        return spoken(world.house, press, path, row.sentence)


def packed(world: World, person: Person, batch: int, *, voices: bool) -> Response:
    """Return a round as a ZIP archive: `pack.jsonl`, and `audio/` with its sounds. Raises NotFound and PublishError."""
    base = world.house.data / "making"
    base.mkdir(parents=True, exist_ok=True)
    # Named as what workers make, so that what a killed process leaves is tidied away with theirs.
    with tempfile.TemporaryDirectory(dir=base, prefix=f"{os.getpid()}-") as folder:
        with world.house.database.reading() as connection:
            found = packs.asked(connection, batch)
        count = packs.export(found, Path(folder), lambda row: spoken_of(world, row), voices=voices)
        file = _zipped(Path(folder))
    with world.house.database.writing() as connection:
        told = {"samples": count, "voices": voices}
        audit.note(connection, person.name, "round.pack", str(batch), told, now=world.house.now())
    headers = {"Content-Disposition": f'attachment; filename="round-{batch}.zip"', "Cache-Control": "no-store"}
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


def taken(world: World, person: Person, batch: int, data: bytes) -> int:
    """Take answers (JSON lines) in the name of the reviewer of a round; return how many.

    Raises InputError and Conflict with the number of the first line that is wrong, TooLong, and NotFound for what is
    no round, or one that has ended.
    """
    if len(data) > LARGEST:
        raise TooLong(f"Answers have {LARGEST:,} bytes at most. Send them in parts.")
    try:
        lines = data.decode("utf-8-sig").split("\n")  # and at no other mark: those may stand in a note
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"Line {line} is not UTF-8. Save the answers as UTF-8, one JSON object a line.") from error
    now = world.house.now()
    with world.house.database.writing() as connection:
        known = sa.and_(batches.c.id == batch, batches.c.kind == "round")
        reviewer = connection.execute(sa.select(batches.c.partner).where(known)).scalar()
        if reviewer is None:
            raise NotFound("There is no such round.")
        count = packs.answered(connection, lines, batch=batch, person=reviewer, now=now)
        if not count:
            raise InputError("The file has no answers: one JSON object a line is wanted.")
        told = {"answers": count, "reviewer": reviewer}
        audit.note(connection, person.name, "round.answers", str(batch), told, now=now)
    return count


def _zipped(folder: Path) -> IO[bytes]:
    """Return an archive of a folder; it has no name, and is gone when it is closed."""
    file = tempfile.TemporaryFile(dir=folder.parent)  # noqa: SIM115 - closed when it is sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    file.seek(0)
    return file


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
