"""A voice in the format of Piper with the layers and the cost of a real one, and random weights: it says nothing.

For benchmarks: 9 million parameters as in Piper's "medium" (VITS: Kim, Kong and Son, 2021), arranged in our own way:
text encoder, durations, four coupling layers of gated convolutions, decoder of transposed convolutions.
"""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from pronouncer.testing.graphs import FLOAT, INT64, GraphWriter, frame_index
from pronouncer.testing.tones import save_piper

if TYPE_CHECKING:
    from onnx import ModelProto

_WIDE, _HALF = 192, 96
_UPSAMPLING = ((256, 128, 8), (128, 64, 8), (64, 32, 4))  # channels in and out, times; 256 samples a frame
_KERNELS = (3, 5, 7)


class _Layers(GraphWriter):
    """A graph with the layers of a voice, all of their weights random but the same each time."""

    def __init__(self) -> None:
        import numpy as np

        super().__init__()
        self._random = np.random.RandomState(1)
        self.parameters = 0

    def weights(self, *shape: int, spread: float = 1.0) -> str:
        """Add weights that keep the spread of what goes through them."""
        self.parameters += math.prod(shape)
        return self.constant(self._random.standard_normal(shape) * spread / math.sqrt(math.prod(shape[1:])))

    def convolution(self, x: str, inside: int, outside: int, kernel: int, *, dilation: int = 1) -> str:
        """Add a convolution that keeps the length."""
        pad = dilation * (kernel - 1) // 2
        bias = self.weights(outside)
        return self.node("Conv", x, self.weights(outside, inside, kernel), bias, dilations=[dilation], pads=[pad, pad])

    def upsampled(self, x: str, inside: int, outside: int, times: int) -> str:
        """Add a transposed convolution that makes it so many times as long."""
        spread = math.sqrt(outside / inside * times / 2)
        weights = self.weights(inside, outside, 2 * times, spread=spread)
        pad = times // 2
        return self.node("ConvTranspose", x, weights, strides=[times], pads=[pad, pad])

    def gated(self, x: str) -> str:
        """Add four layers of gated convolutions with sums that pass them by, as in WaveNet."""
        skipped = ""
        for _ in range(4):
            both = self.convolution(x, _WIDE, 2 * _WIDE, 5)
            left, right = (self.part(both, place * _WIDE, _WIDE) for place in (0, 1))
            gate = self.node("Mul", self.node("Tanh", left), self.node("Sigmoid", right))
            both = self.convolution(gate, _WIDE, 2 * _WIDE, 1)
            x = self.node("Add", x, self.part(both, 0, _WIDE))
            rest = self.part(both, _WIDE, _WIDE)
            skipped = self.node("Add", skipped, rest) if skipped else rest
        return skipped

    def part(self, x: str, start: int, size: int) -> str:
        """Add what takes some channels."""
        return self.node("Slice", x, self.whole(start), self.whole(start + size), self.whole(1))


def real_size_model() -> "tuple[ModelProto, int]":
    """Return the model, and how many parameters it has."""
    graph = _Layers()
    ids = graph.input("input", INT64, 1, "phones")
    graph.input("input_lengths", INT64, 1)
    scales = graph.input("scales", FLOAT, 3)
    noise, length, rhythm = (graph.node("Gather", scales, graph.constant(place, "int64")) for place in range(3))
    x = graph.node("Transpose", graph.node("Gather", graph.weights(256, _WIDE, spread=10.0), ids), perm=[0, 2, 1])
    for _ in range(2):
        x = graph.node("Relu", graph.convolution(x, _WIDE, _WIDE, 5))
    frames = _frames(graph, x, length, rhythm)
    drawn = graph.node("Mul", graph.node("RandomNormalLike", frames), noise)
    x = _flow(graph, graph.node("Add", frames, drawn))
    output = graph.node("Reshape", _decoded(graph, x), graph.whole(1, 1, 1, -1), name="output")
    return graph.model([output]), graph.parameters


def _frames(graph: _Layers, x: str, length: str, rhythm: str) -> str:
    """Add durations of 2 or 3 frames a phone, and what is to be said in each frame."""
    guess = graph.convolution(x, _WIDE, 1, 3)
    drawn = graph.node("Mul", graph.node("RandomNormalLike", guess), rhythm)
    own = graph.node("Add", graph.node("Sigmoid", graph.node("Add", guess, drawn)), graph.constant(2.0))
    lasting = graph.node("Reshape", graph.node("Ceil", graph.node("Mul", own, length)), graph.whole(-1))
    _, index = frame_index(graph, lasting)
    return graph.node("Gather", x, index, axis=2)


def _flow(graph: _Layers, x: str) -> str:
    for _ in range(4):
        first, second = (graph.part(x, place * _HALF, _HALF) for place in (0, 1))
        inner = graph.gated(graph.convolution(first, _HALF, _WIDE, 1))
        second = graph.node("Sub", second, graph.convolution(inner, _WIDE, _HALF, 1))
        x = graph.node("Concat", second, first, axis=1)  # swapped, so that each half is changed in turn
    return x


def _decoded(graph: _Layers, x: str) -> str:
    """Add what makes samples of frames, as loud as speech."""
    x = graph.convolution(x, _WIDE, 256, 7)
    for inside, outside, times in _UPSAMPLING:
        x = graph.upsampled(graph.node("LeakyRelu", x), inside, outside, times)
        summed = ""
        for kernel in _KERNELS:
            inner = x
            for dilation in (1, 3):
                step = graph.convolution(graph.node("LeakyRelu", inner), outside, outside, kernel, dilation=dilation)
                inner = graph.node("Add", inner, step)
            summed = graph.node("Add", summed, inner) if summed else inner
        x = graph.node("Div", summed, graph.constant(float(len(_KERNELS))))
    sound = graph.convolution(graph.node("LeakyRelu", x), 32, 1, 7)
    loudest = graph.node("ReduceMax", graph.node("Abs", sound), keepdims=1)
    return graph.node("Mul", graph.node("Div", sound, loudest), graph.constant(0.7))


def write_real_size(folder: Path) -> Path:
    """Write the voice into a folder, and return the path of its model."""
    return save_piper(folder, real_size_model()[0])
