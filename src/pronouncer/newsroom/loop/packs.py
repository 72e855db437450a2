"""Packs for vendors: what is to be judged, as sound, text and IPA; and their answers, of which nothing is believed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound, PublishError
from pronouncer.newsroom.loop.rounds import judge, words_in
from pronouncer.newsroom.loop.spoken import Spoken
from pronouncer.store.database.tables.loop import batches, samples, verdicts

FORMAT = 1
_LINE = 65_536  # characters of a line
_LINES = 10_000
_KEYS = {"id", "words", "rating", "note"}


class Asked(NamedTuple):
    """A sentence of a round, and what was said of it so far."""

    row: sa.Row[Any]
    """Of `samples`."""
    verdicts: Sequence[Mapping[str, Any]]


def asked(connection: sa.Connection, batch: int) -> list[Asked]:
    """Return the sentences of a round. Raises NotFound."""
    known = sa.and_(batches.c.id == batch, batches.c.kind == "round")
    if connection.execute(sa.select(batches.c.id).where(known)).first() is None:
        raise NotFound("There is no such round.")
    rows = connection.execute(sa.select(samples).where(samples.c.batch == batch).order_by(samples.c.id)).all()
    chosen = sa.select(verdicts.c.sample, verdicts.c.words, verdicts.c.rating, verdicts.c.note)
    own = verdicts.c.sample.in_(sa.select(samples.c.id).where(samples.c.batch == batch))
    told: dict[int, list[dict[str, Any]]] = {}
    for each in connection.execute(chosen.where(own).order_by(verdicts.c.id)):
        told.setdefault(each.sample, []).append({"words": each.words, "rating": each.rating, "note": each.note})
    return [Asked(row, told.get(row.id, [])) for row in rows]


def export(found: Sequence[Asked], folder: Path, say: Callable[[sa.Row[Any]], Spoken], *, voices: bool = False) -> int:
    """Write a round into a folder: `pack.jsonl` with a line for each sentence, and its sound; return how many.

    Which voice it is stands there only if asked for. Sentences may have to be voiced again: no transaction should be
    open. Raises PublishError where it cannot be written.
    """
    try:
        (folder / "audio").mkdir(parents=True, exist_ok=True)
        with (folder / "pack.jsonl").open("w", encoding="utf-8") as file:
            for row, said in found:
                spoken = say(row)
                name = f"audio/{row.id}.wav"
                (folder / name).write_bytes(spoken.wav)
                line = _line(row, said, spoken, name) | ({"voice": row.voice} if voices else {})
                file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    except OSError as error:
        raise PublishError(f"The pack cannot be written to {folder}: {error}. Is there room?") from error
    return len(found)


def answered(connection: sa.Connection, lines: Iterable[str], *, batch: int, person: int, now: float) -> int:
    """Take the answers of a vendor to their round: all of them, or none; return how many. In a writing transaction.

    A line is `{"id": 12, "words": [true, false], "rating": 4, "note": ""}`. Raises InputError with the number of the
    first line that is wrong, and Conflict with that of one that was answered before.
    """
    own = sa.select(samples.c.id).where(samples.c.batch == batch)
    known = set(connection.execute(own).scalars())
    count = 0
    for number, answer in _answers(lines):
        if answer["id"] not in known:
            raise InputError(f"Line {number}: sample {answer['id']} is not in this round.")
        known.discard(answer["id"])
        given = {"words": answer["words"], "rating": answer["rating"], "note": answer.get("note", "")}
        try:
            judge(connection, sample=answer["id"], person=person, now=now, **given)
        except (InputError, Conflict) as error:
            raise type(error)(f"Line {number}: {error}") from error
        count += 1
    return count


def _line(row: sa.Row[Any], told: Sequence[Mapping[str, Any]], spoken: Spoken, name: str) -> dict[str, Any]:
    said = {"text": row.text, "words": list(words_in(row.text)), "ipa": spoken.ipa, "language": spoken.language}
    return {"format": FORMAT, "id": row.id, "audio": name, **said, "verdicts": list(told)}


def _answers(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    count = 0
    for number, line in enumerate(lines, 1):
        if len(line) > _LINE:
            raise InputError(f"Line {number} is longer than {_LINE:,} characters.")
        if line.strip():
            count += 1
            if count > _LINES:
                raise InputError(f"More than {_LINES:,} answers are not taken at once.")
            yield number, _answer(number, line)


def _answer(number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line, parse_constant=_refused, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"Line {number} is no answer in JSON: {str(error)[:100]}.") from error
    kinds = {"id": int, "words": list, "rating": int, "note": str}
    if not isinstance(found, dict) or not {"id", "words", "rating"} <= found.keys() <= _KEYS:
        raise InputError(f"Line {number} must have id, words and rating, and may have note; nothing else.")
    for key, value in found.items():
        if not isinstance(value, kinds[key]) or isinstance(value, bool):
            raise InputError(f"Line {number}: {key} is not what it should be.")
    return found


def _refused(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found
