"""Takes and passages as bytes: a JSON header, then the sound as it is."""

import json
import struct

from pronouncer.model.master import Passage
from pronouncer.model.take import Take, WordTiming
from pronouncer.store.cache import Cache

TAKES, PASSAGES = "takes", "passages"


def get_take(cache: Cache, key: str) -> Take | None:
    """Return a take that was put, or None."""
    data = cache.get(TAKES, key)
    if data is None:
        return None
    header, sound = _split(data)
    return Take(key, header["rate"], sound, tuple(WordTiming(*word) for word in header["words"]))


def put_take(cache: Cache, take: Take) -> None:
    """Keep a take under its key."""
    words = [[word.token, word.word, word.start, word.end] for word in take.words]
    cache.put(TAKES, take.key, _joined({"rate": take.rate, "words": words}, take.samples))


def get_passage(cache: Cache, key: str) -> Passage | None:
    """Return a passage that was put, or None."""
    data = cache.get(PASSAGES, key)
    if data is None:
        return None
    header, sound = _split(data)
    packets: list[bytes] = []
    place = 0
    for size in header["sizes"]:
        packets.append(sound[place : place + size])
        place += size
    return Passage(key, packets[0], tuple(packets[1:]), tuple(header["blocks"]))


def put_passage(cache: Cache, passage: Passage) -> None:
    """Keep a passage under its key."""
    packets = (passage.priming, *passage.packets)
    header = {"sizes": [len(packet) for packet in packets], "blocks": passage.blocks}
    cache.put(PASSAGES, passage.key, _joined(header, b"".join(packets)))


def _joined(header: dict[str, object], sound: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack(">I", len(text)) + text + sound


def _split(data: bytes) -> tuple[dict, bytes]:  # type: ignore[type-arg]
    (size,) = struct.unpack_from(">I", data)
    return json.loads(data[4 : 4 + size]), data[4 + size :]
