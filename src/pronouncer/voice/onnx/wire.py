"""The wire format of Protocol Buffers, as much of it as reading and extending an ONNX file takes.

A message is a row of fields, each a number and a value. Of two messages, one after the other, a reader makes one:
repeated fields are joined, so a file is extended by writing at its end (protobuf.dev, "Encoding", "Last One Wins").
"""

from collections.abc import Iterator
from typing import NamedTuple

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class Field(NamedTuple):
    """One field of a message."""

    number: int
    place: int
    """Where it starts in the data."""
    start: int
    """Where its value starts; that of a number too."""
    end: int
    """One past its value."""
    value: int
    """The number, where it is one."""


def fields(data: memoryview, start: int, end: int) -> Iterator[Field]:
    """Yield the fields of a message. Raises ValueError where it breaks off or is none."""
    place = start
    while place < end:
        key, begin = _varint(data, place, end)
        number, kind, value = key >> 3, key & 7, 0
        if kind == _VARINT:
            value, stop = _varint(data, begin, end)
        elif kind == _BYTES:
            size, begin = _varint(data, begin, end)
            stop = begin + size
        elif kind in (_FIXED64, _FIXED32):
            stop = begin + (8 if kind == _FIXED64 else 4)
            value = int.from_bytes(data[begin:stop], "little")
        else:
            raise ValueError("it holds what is no field")
        if stop > end:
            raise ValueError("it breaks off")
        yield Field(number, place, begin, stop, value)
        place = stop


def _varint(data: memoryview, place: int, end: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if place >= end:
            raise ValueError("it breaks off")
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
    raise ValueError("it holds what is no number")


def text(data: memoryview, field: Field) -> str:
    """Return the value of a field of text. Raises ValueError for what is none."""
    return str(data[field.start : field.end], "utf-8")


def written(number: int, value: bytes | str | int) -> bytes:
    """Return a field."""
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | _BYTES) + _number(len(data)) + data


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
