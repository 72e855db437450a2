"""What tests of neural voices need: the tones in a take, and engines with folders of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from pronouncer.model.take import Take
from pronouncer.settings import Settings
from pronouncer.voice.onnx.engine import NeuralEngine

Make = Callable[..., NeuralEngine]


def heard_hertz(take: Take, start: float, end: float) -> float:
    """Return the loudest tone between two times of a take, in hertz."""
    samples = np.frombuffer(take.samples, "<i2")[round(start * take.rate) : round(end * take.rate)]
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size), 1 << 16))
    return float(np.argmax(spectrum)) * take.rate / (1 << 16)


@pytest.fixture
def engine_of(tmp_path: Path) -> Iterator[Make]:
    """Return a function from the class of an engine, and options of it, to the engine with the folder `voices`."""
    made: list[NeuralEngine] = []

    def make(kind: Callable[[Settings], NeuralEngine], *, seconds: float = 30.0, **given: object) -> NeuralEngine:
        name = kind.__name__.removesuffix("Engine").lower()
        settings = Settings(
            cache=tmp_path / "cache", voices=tmp_path / "voices", engine_seconds=seconds, engines={name: given}
        )
        made.append(kind(settings))
        return made[-1]

    yield make
    for engine in made:
        engine.close()
