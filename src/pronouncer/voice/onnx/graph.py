"""What an ONNX graph takes and gives, and the two changes that a voice needs: durations out, chance gone.

A VITS voice rounds the durations of its phones up in a `Ceil` node and keeps them to itself; they become an output.
It draws noise in `RandomNormalLike` nodes, whose state onnxruntime carries from one run to the next: the same sentence
never gives the same samples twice, whatever the seed. They become a look-up in a table of normal noise, by place: as
varied inside of a sentence, and the same each time. Source of the numbers of fields: onnx.proto3 of ONNX 1.19.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pronouncer.noun import noun
from pronouncer.voice.onnx.wire import Field, fields, text, written

_GRAPH, _METADATA = 7, 14  # of a model
_NODE, _INITIALIZER, _INPUT, _OUTPUT = 1, 5, 11, 12  # of a graph
_GONE = 9 << 3 | 2  # the key of a field that no graph has; readers pass over it
_FLOAT, _INT64 = 1, 7  # types of tensors
_TABLES = {"RandomNormalLike": "normal", "RandomUniformLike": "uniform"}
_CHANCE = frozenset(("RandomNormal", "RandomUniform", "Multinomial", "Bernoulli", *_TABLES))
_DEFAULTS = {"mean": 0.0, "scale": 1.0, "low": 0.0, "high": 1.0}
_DEEPEST = 20  # graphs inside of graphs
TABLE = 1_000_003  # numbers in a table of noise, a prime: 40 s of a usual voice before one comes again
_STEP = 7_919  # where the next node starts in the table


@noun
class Input:
    """A tensor that a graph takes."""

    name: str
    kind: int
    """Number of the type of its elements."""


@noun
class Chance:
    """A node that draws a tensor of noise, in the shape of another one."""

    place: int
    """Of its field in the file."""
    table: str
    """`normal` or `uniform`."""
    like: str
    """Name of the tensor whose shape it takes."""
    output: str


@noun
class Graph:
    """What can be known of a graph without running it."""

    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    ceilings: tuple[str, ...]
    """What its `Ceil` nodes give."""
    chances: tuple[Chance, ...]
    """Nodes of chance that a table can stand for."""
    is_deterministic: bool
    """Whether no other node of chance is left."""
    metadata: tuple[tuple[str, str], ...]

    @property
    def ceiling(self) -> str:
        """What its only `Ceil` node gives; empty where it has none or several."""
        return self.ceilings[0] if len(self.ceilings) == 1 else ""


@dataclass(slots=True)
class _Node:
    place: int
    """Of its field in the file; -1 inside of another node."""
    operation: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    is_plain: bool = True
    """Whether its attributes are the usual ones, for a node of chance."""


def read_graph(data: memoryview) -> Graph:
    """Return what a file of ONNX holds. Raises ValueError with what is wrong with it."""
    inputs: list[Input] = []
    outputs: list[str] = []
    nodes: list[_Node] = []
    metadata: list[tuple[str, str]] = []
    for field in fields(data, 0, len(data)):
        if field.number == _METADATA:
            pair = {each.number: text(data, each) for each in fields(data, field.start, field.end)}
            metadata.append((pair.get(1, ""), pair.get(2, "")))
        elif field.number == _GRAPH:
            nodes += _nodes(data, field)
            parts = list(fields(data, field.start, field.end))
            inputs += [_tensor(data, part) for part in parts if part.number == _INPUT]
            outputs += [_tensor(data, part).name for part in parts if part.number == _OUTPUT]
    if not nodes:
        raise ValueError("it holds no graph")
    random = [node for node in nodes if node.operation in _CHANCE]
    chances = tuple(
        Chance(node.place, _TABLES[node.operation], node.inputs[0], node.outputs[0])
        for node in random
        if node.place >= 0 and node.operation in _TABLES and node.is_plain and node.inputs and node.outputs
    )
    ceilings = tuple(name for node in nodes if node.operation == "Ceil" and node.place >= 0 for name in node.outputs)
    is_deterministic = len(chances) == len(random)
    return Graph(tuple(inputs), tuple(outputs), ceilings, chances, is_deterministic, tuple(metadata))


def _nodes(data: memoryview, graph: Field, depth: int = 0) -> Iterator[_Node]:
    """Yield the nodes of a graph, and those of the graphs in their attributes."""
    if depth > _DEEPEST:
        raise ValueError("its graphs are nested too deeply")
    for field in fields(data, graph.start, graph.end):
        if field.number != _NODE:
            continue
        node, inner = _Node(-1 if depth else field.place), list[Field]()
        for part in fields(data, field.start, field.end):
            if part.number == 1:
                node.inputs += (text(data, part),)
            elif part.number == 2:
                node.outputs += (text(data, part),)
            elif part.number == 4:
                node.operation = text(data, part)
            elif part.number == 5:
                node.is_plain = node.is_plain and _is_plain(data, part)
                inner += [each for each in fields(data, part.start, part.end) if each.number == 6]
        yield node
        for each in inner:
            yield from _nodes(data, each, depth + 1)


def _is_plain(data: memoryview, field: Field) -> bool:
    """Say whether an attribute leaves a node of chance as its table is: mean 0, scale 1, from 0 to 1, of floats."""
    name, number, real = "", 0, 0.0
    for part in fields(data, field.start, field.end):
        if part.number == 1:
            name = text(data, part)
        elif part.number == 2:
            (real,) = struct.unpack("<f", struct.pack("<I", part.value & 0xFFFFFFFF))
        elif part.number == 3:
            number = part.value
    return real == _DEFAULTS[name] if name in _DEFAULTS else name != "dtype" or number == _FLOAT


def _tensor(data: memoryview, field: Field) -> Input:
    """Return an input or an output."""
    name, kind = "", 0
    for part in fields(data, field.start, field.end):
        if part.number == 1:
            name = text(data, part)
        elif part.number == 2:
            for tensor in fields(data, part.start, part.end):
                if tensor.number == 1:
                    kind = next((e.value for e in fields(data, tensor.start, tensor.end) if e.number == 1), 0)
    return Input(name, kind)


def without_chance(data: bytearray, chances: Sequence[Chance], tables: dict[str, bytes]) -> None:
    """Replace nodes of chance in a file by look-ups in tables of `TABLE` floats each."""
    used = sorted({chance.table for chance in chances})
    added = [_constant(f"pronouncer/{name}", _FLOAT, tables[name], TABLE) for name in used]
    added += [_constant(f"pronouncer/{value}", _INT64, struct.pack("<q", value)) for value in (0, 1, TABLE)]
    for number, chance in enumerate(chances):
        data[chance.place] = _GONE
        start = f"pronouncer/{number}/start"
        added.append(_constant(start, _INT64, struct.pack("<q", (number + 1) * _STEP)))
        added += _look_up(chance, f"pronouncer/{number}", start)
    data += written(_GRAPH, b"".join(added)) if chances else b""


def _look_up(chance: Chance, own: str, start: str) -> list[bytes]:
    steps = (
        ("Shape", [chance.like], f"{own}/shape"),
        ("Size", [chance.like], f"{own}/size"),
        ("Range", ["pronouncer/0", f"{own}/size", "pronouncer/1"], f"{own}/count"),
        ("Add", [f"{own}/count", start], f"{own}/place"),
        ("Mod", [f"{own}/place", f"pronouncer/{TABLE}"], f"{own}/index"),
        ("Gather", [f"pronouncer/{chance.table}", f"{own}/index"], f"{own}/flat"),
        ("Reshape", [f"{own}/flat", f"{own}/shape"], chance.output),
    )
    return [
        written(_NODE, b"".join(written(1, name) for name in inputs) + written(2, output) + written(4, operation))
        for operation, inputs, output in steps
    ]


def _constant(name: str, kind: int, data: bytes, *shape: int) -> bytes:
    sizes = b"".join(written(1, size) for size in shape)
    return written(_INITIALIZER, sizes + written(2, kind) + written(8, name) + written(9, data))


def with_output(data: bytearray, name: str) -> None:
    """Make a tensor of a graph one of its outputs."""
    data += written(_GRAPH, written(_OUTPUT, written(1, name)))
