"""Writes small ONNX graphs, for voices that tests and benchmarks speak with. Needs `onnx`, which no voice does."""

import typing
from collections.abc import Sequence

if typing.TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto

_OPSET, _IR = 15, 8  # as voices are exported
FLOAT, INT64 = 1, 7


class GraphWriter:
    """A graph that grows node by node; each call returns the name of what it gives."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._inputs: list[ValueInfoProto] = []

    def input(self, name: str, kind: int, *shape: int | str) -> str:
        """Add an input."""
        from onnx import helper

        self._inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def constant(self, values: object, kind: str = "float32") -> str:
        """Add a tensor of numbers."""
        import numpy as np
        from onnx import numpy_helper

        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def whole(self, *values: int) -> str:
        """Add whole numbers in a row, such as a shape."""
        return self.constant(values, "int64")

    def node(self, operation: str, *inputs: str, name: str = "", **attributes: int | list[int]) -> str:
        """Add a node of one output, which gets a name if it should have one."""
        from onnx import helper

        output = name or f"{operation}{len(self._nodes)}"
        given = typing.cast(dict[str, typing.Any], attributes)  # as onnx has it, they could be its own options
        self._nodes.append(helper.make_node(operation, inputs, [output], **given))
        return output

    def model(self, outputs: Sequence[str], metadata: dict[str, str] | None = None) -> "ModelProto":
        """Return the whole, with outputs of floats."""
        from onnx import helper

        given = [helper.make_tensor_value_info(name, FLOAT, None) for name in outputs]
        graph = helper.make_graph(self._nodes, "voice", self._inputs, given, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
        helper.set_model_props(model, metadata or {})
        return model


def frame_index(graph: GraphWriter, durations: str) -> tuple[str, str]:
    """Add what leads from frames to phones: the number of each frame, and the index of its phone.

    `durations` are floats, one a phone. Each frame is compared with each phone: no sample is.
    """
    total = graph.node("ReduceSum", durations, keepdims=0)
    zero, one = graph.constant(0.0), graph.constant(1.0)
    frame = graph.node("Range", zero, total, one)
    ends = graph.node("CumSum", durations, graph.constant(0, "int64"))
    row, column = graph.node("Unsqueeze", ends, graph.whole(0)), graph.node("Unsqueeze", frame, graph.whole(1))
    passed = graph.node("Cast", graph.node("LessOrEqual", row, column), to=INT64)
    return frame, graph.node("ReduceSum", passed, graph.whole(1), keepdims=0)
