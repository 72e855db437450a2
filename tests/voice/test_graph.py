"""ONNX files read and changed by the wire format alone, without the package that makes them."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import helper

from pronouncer.testing.graphs import FLOAT, INT64, GraphWriter
from pronouncer.testing.real_size import real_size_model
from pronouncer.testing.tones import write_kokoro, write_piper
from pronouncer.voice.onnx.graph import TABLE, Graph, Input, read_graph, with_output, without_chance
from pronouncer.voice.onnx.wire import fields, written


def read(data: bytes) -> Graph:
    """Return what a file holds."""
    return read_graph(memoryview(data))


def tables() -> dict[str, bytes]:
    """Return tables in which each place holds its own number."""
    numbers = np.arange(TABLE, dtype="<f4").tobytes()
    return {"normal": numbers, "uniform": numbers}


def drawing(operation: str, **attributes: Any) -> bytes:
    """Return a model that draws numbers in the shape of its input."""
    graph = GraphWriter()
    graph.node(operation, graph.input("x", FLOAT, "rows", "columns"), name="y", **attributes)
    return bytes(graph.model(["y"], {"kokoro_config": "{}"}).SerializeToString())


def run(data: bytes, *shape: int) -> Any:
    """Return the outputs of a model for zeros."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": np.zeros(shape, np.float32)})


def test_reads_what_the_package_reads(tmp_path: Path) -> None:
    """Inputs with types, outputs and metadata are those that the package `onnx` finds in the same file."""
    for path in (write_piper(tmp_path / "piper", speakers=["a", "b"]), write_kokoro(tmp_path / "kokoro")):
        graph, model = read(path.read_bytes()), onnx.load(path)
        assert graph.inputs == tuple(Input(each.name, each.type.tensor_type.elem_type) for each in model.graph.input)
        assert graph.outputs == tuple(each.name for each in model.graph.output)
        ceilings = [node.output[0] for node in model.graph.node if node.op_type == "Ceil"]
        assert list(graph.ceilings) == ceilings
    assert read(drawing("RandomNormalLike")).metadata == (("kokoro_config", "{}"),)


@pytest.mark.parametrize("operation", ["RandomNormalLike", "RandomUniformLike"])
def test_chance_becomes_a_table(operation: str) -> None:
    """The node gives the numbers of the table, row by row, in the shape it had; the file stays valid."""
    data = bytearray(drawing(operation))
    graph = read(bytes(data))
    assert graph.is_deterministic and len(graph.chances) == 1
    without_chance(data, graph.chances, tables())
    (found,) = run(bytes(data), 2, 3)
    assert (found - found[0, 0]).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read(bytes(data)).chances == ()
    big = run(bytes(data), 2, TABLE)[0]
    assert big[0, 0] == big[1, 0], "the table starts again"


@pytest.mark.parametrize(
    ("operation", "attributes"),
    [
        ("RandomNormalLike", {"scale": 2.0}),
        ("RandomNormalLike", {"mean": -1.0}),
        ("RandomUniformLike", {"high": 3.0}),
        ("RandomNormalLike", {"dtype": onnx.TensorProto.DOUBLE}),
        ("Bernoulli", {}),
    ],
)
def test_other_chance_is_left_and_known(operation: str, attributes: dict[str, Any]) -> None:
    """Noise that the tables do not hold stays as it is, and the graph is not called deterministic."""
    graph = read(drawing(operation, **attributes))
    assert graph.chances == () and not graph.is_deterministic


def test_usual_attributes_are_no_hindrance() -> None:
    """Attributes that say what is so anyway, and a seed, leave a node that a table can stand for."""
    assert read(drawing("RandomNormalLike", mean=0.0, scale=1.0, dtype=FLOAT, seed=3.0)).is_deterministic


def test_chance_inside_of_a_branch_is_known() -> None:
    """A node of chance in the graph of an attribute cannot be replaced, and is not overlooked."""
    branch = helper.make_graph(
        [helper.make_node("RandomNormal", [], ["drawn"], shape=[1])],
        "branch",
        [],
        [helper.make_tensor_value_info("drawn", FLOAT, [1])],
    )
    node = helper.make_node("If", ["x"], ["y"], then_branch=branch, else_branch=branch)
    given = helper.make_tensor_value_info("x", onnx.TensorProto.BOOL, [1])
    made = helper.make_tensor_value_info("y", FLOAT, [1])
    model = helper.make_model(helper.make_graph([node], "g", [given], [made]))
    assert not read(model.SerializeToString()).is_deterministic


def test_a_tensor_becomes_an_output() -> None:
    """The output is the last one, with the values that the tensor has inside."""
    graph = GraphWriter()
    inner = graph.node("Ceil", graph.input("x", FLOAT, "rows"), name="inner")
    graph.node("Neg", graph.node("Add", inner, graph.constant(1.0)), name="y")
    data = bytearray(graph.model(["y"]).SerializeToString())
    assert read(bytes(data)).ceiling == "inner"
    with_output(data, "inner")
    outer, found = run(bytes(data), 2)
    assert outer.tolist() == [-1, -1] and found.tolist() == [0, 0]
    assert read(bytes(data)).outputs == ("y", "inner")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """What is no ONNX is a ValueError and nothing else, also inside of a graph."""
    for each in (data, written(7, data), written(7, written(1, data)), written(7, written(1, written(5, data)))):
        try:
            assert isinstance(read(each), Graph)
        except ValueError as error:
            assert str(error)


def test_graphs_without_end_are_refused() -> None:
    """Graphs that lie inside of each other a hundred times are no voice's."""
    data = written(1, b"")
    for _ in range(100):
        data = written(1, written(5, written(6, data)))
    with pytest.raises(ValueError, match="nested too deeply"):
        read(written(7, data))


@given(st.integers(1, 2**29 - 1), st.one_of(st.integers(0, 2**64 - 1), st.binary(max_size=300)))
def test_fields_come_back(number: int, value: int | bytes) -> None:
    """A field that is written is read as the same number and value."""
    data = memoryview(written(number, value))
    (field,) = fields(data, 0, len(data))
    assert field.number == number
    assert field.value == value if isinstance(value, int) else bytes(data[field.start : field.end]) == value


def test_the_voice_of_real_size() -> None:
    """It has as many parameters as a medium voice, durations and noise, and takes what a Piper voice takes."""
    model, parameters = real_size_model()
    graph = read(model.SerializeToString())
    assert 8_000_000 < parameters < 10_000_000
    assert graph.ceiling and len(graph.chances) == 2 and graph.is_deterministic
    assert {each.name: each.kind for each in graph.inputs} == {"input": INT64, "input_lengths": INT64, "scales": FLOAT}
