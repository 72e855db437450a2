"""Takes, passages and utterances as bytes: a JSON header, then the sound as it is."""

import json
import struct
from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from pronouncer.model.codec import from_data, to_data
from pronouncer.model.master import Passage
from pronouncer.model.take import Take, WordTiming
from pronouncer.model.utterance import Flag, Token, Utterance
from pronouncer.store.cache import Cache

TAKES, PASSAGES, LEVELS, UTTERANCES, SILENCES = "takes", "passages", "levels", "utterances", "silences"
_TOKEN = attrgetter(*Token.__dataclass_fields__)
_RECORD = 5  # raise it when a header changes: records of another number count as absent


def get_take(cache: Cache, key: str) -> Take | None:
    """Return a take that was put, or None."""
    found = _opened(cache, TAKES, key)
    if found is None:
        return None
    header, sound = found
    return Take(key, header["rate"], sound, _words(header), header["timed"])


def put_take(cache: Cache, take: Take) -> None:
    """Keep a take under its key."""
    header = _header({"rate": take.rate, "timed": take.timed, "words": _rows(take.words)})
    cache.put(TAKES, take.key, header, take.samples)


def get_passage(cache: Cache, key: str) -> Passage | None:
    """Return a passage that was put, or None."""
    found = _opened(cache, PASSAGES, key)
    if found is None:
        return None
    header, sound = found
    packets: list[bytes] = []
    place = 0
    for size in header["sizes"]:
        packets.append(sound[place : place + size])
        place += size
    words, timed = _words(header), header["timed"]
    return Passage(key, header["rate"], header["seconds"], words, packets[0], tuple(packets[1:]), timed)


def put_passage(cache: Cache, passage: Passage) -> None:
    """Keep a passage under its key."""
    packets = (passage.priming, *passage.packets)
    header: dict[str, object] = {
        "rate": passage.rate,
        "seconds": passage.seconds,
        "timed": passage.timed,
        "words": _rows(passage.words),
        "sizes": [len(packet) for packet in packets],
    }
    cache.put(PASSAGES, passage.key, _header(header), b"".join(packets))


def get_levels(cache: Cache, key: str) -> tuple[float, ...] | None:
    """Return loudness blocks that were put, or None."""
    found = _opened(cache, LEVELS, key)
    return tuple(found[0]["blocks"]) if found else None


def put_levels(cache: Cache, key: str, blocks: tuple[float, ...]) -> None:
    """Keep loudness blocks under their key."""
    cache.put(LEVELS, key, _header({"blocks": blocks}))


def get_utterances(cache: Cache, key: str) -> dict[str, Utterance]:
    """Return utterances by name that were put, none where there are none."""
    found = _opened(cache, UTTERANCES, key)
    return {name: _utterance(row) for name, row in found[0]["utterances"].items()} if found else {}


def put_utterances(cache: Cache, key: str, utterances: Mapping[str, Utterance]) -> None:
    """Keep the utterances of an article under one key."""
    rows = {
        name: [
            each.sentence_id,
            each.language,
            list(map(_TOKEN, each.tokens)),
            to_data(each.flags),
        ]
        for name, each in utterances.items()
    }
    cache.put(UTTERANCES, key, _header({"utterances": rows}))


def _utterance(row: list[Any]) -> Utterance:
    sentence_id, language, tokens, flags = row
    return Utterance(
        sentence_id, language, tuple(Token(*token) for token in tokens), tuple(from_data(Flag, flag) for flag in flags)
    )


def _rows(words: tuple[WordTiming, ...]) -> list[list[object]]:
    return [[word.token, word.word, word.start, word.end] for word in words]


def _words(header: dict[str, Any]) -> tuple[WordTiming, ...]:
    return tuple(WordTiming(*word) for word in header["words"])


def _header(fields: dict[str, object]) -> bytes:
    text = json.dumps({"record": _RECORD, **fields}, check_circular=False, separators=(",", ":")).encode()
    return struct.pack(">I", len(text)) + text


def _opened(cache: Cache, kind: str, key: str) -> tuple[dict[str, Any], bytes] | None:
    data = cache.get(kind, key)
    if data is None:
        return None
    (size,) = struct.unpack_from(">I", data)
    header = json.loads(data[4 : 4 + size])
    return (header, data[4 + size :]) if header.get("record") == _RECORD else None
