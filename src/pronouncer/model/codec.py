"""Nouns to JSON data and back, derived from the dataclasses alone."""

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable, Hashable

Data = typing.Any  # what the json module reads and writes
Noun = typing.TypeVar("Noun")


def to_data(value: object) -> Data:
    """Return the JSON data of a noun: objects for dataclasses and mappings, arrays for tuples and lists."""
    if isinstance(value, (str, float, int)) or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    if isinstance(value, (dict, types.MappingProxyType)):
        return {name: to_data(item) for name, item in value.items()}
    names = _fields(value)
    return {name: to_data(getattr(value, name)) for name in names} if names else value


def to_json(value: object) -> str:
    """Return the JSON text of what `to_data` makes of a noun, without spaces, in a third of the time."""
    return json.dumps(value, ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_opened)


def _opened(value: object) -> dict[str, object]:
    """Return one level of what the json module does not know."""
    if isinstance(value, types.MappingProxyType):
        return dict(value)
    names = _fields(value)
    if not names:
        raise TypeError(f"{type(value).__name__} has no JSON")
    return {name: getattr(value, name) for name in names}


def _fields(value: object) -> tuple[str, ...]:
    kind = type(value)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(getattr(kind, "__dataclass_fields__", ()))
    return _FIELDS[kind]


_FIELDS: dict[type, tuple[str, ...]] = {}


def from_data(cls: type[Noun], data: Data) -> Noun:
    """Return the noun that `to_data` wrote.

    Raises ValueError where the data is not of that noun; fields that it does not know are refused.
    """
    try:
        return typing.cast(Noun, _reader(typing.cast(Hashable, cls))(data))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not the data of {cls.__name__}: {error!r}") from error


@functools.cache
def _reader(kind: Hashable) -> Callable[[Data], object]:
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(typing.cast(type, kind))
    if typing.get_origin(kind) is tuple:
        item = _reader(typing.get_args(kind)[0])
        return lambda data: tuple(item(element) for element in data)
    if typing.get_origin(kind) is typing.Literal:
        return _choice_reader(typing.get_args(kind))
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return lambda data: data
    return _scalar_reader(typing.cast(type, kind))


def _dataclass_reader(kind: type) -> Callable[[Data], object]:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}

    def read(data: Data) -> object:
        return kind(**{name: readers[name](value) for name, value in data.items()})

    return read


def _choice_reader(choices: tuple[object, ...]) -> Callable[[Data], object]:
    def read(data: Data) -> object:
        if data not in choices:
            raise TypeError(f"{data!r} is none of {', '.join(map(str, choices))}")
        return data

    return read


def _scalar_reader(kind: type) -> Callable[[Data], object]:
    accepted = (int, float) if kind is float else (kind,)

    def read(data: Data) -> object:
        if not isinstance(data, accepted):
            raise TypeError(f"{data!r} is not of type {kind.__name__}")
        return kind(data)

    return read
