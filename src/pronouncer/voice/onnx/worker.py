"""The worker program of the neural voices: models on onnxruntime, kept warm. Run as a module, with device and budget.

It knows of no format: engines send what a graph takes, and which of its phones are which word. One thread each; more
workers are faster than more threads. Sentences run one by one: in a batch, the shorter ones get other samples.
"""

import os
import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from pronouncer.child import serve
from pronouncer.errors import EngineError, SettingsError
from pronouncer.model.codec import from_data
from pronouncer.voice.onnx.graph import TABLE, with_output, without_chance
from pronouncer.voice.onnx.model import Model
from pronouncer.voice.sound import Trimmed, from_floats, trimmed

if TYPE_CHECKING:
    import numpy.typing as npt

_PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
_FAILURES: tuple[type[Exception], ...] = (
    ValueError,
    *(kind for kind in vars(runtime).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)
_SEED = 0  # of the tables of noise; numpy keeps RandomState the same for ever (NEP 19)


class Ready(NamedTuple):
    """A model that can run."""

    session: onnxruntime.InferenceSession
    durations: str
    """Name of the output of durations, or empty."""
    size: int
    """Bytes of its file."""


class Models:
    """Models that are loaded; those not used for longest go when their files are over a budget of bytes."""

    def __init__(self, device: str, budget: int) -> None:
        self._device, self._budget = device, budget
        self._ready: OrderedDict[str, Ready] = OrderedDict()

    def ready(self, model: Model, durations: str) -> Ready:
        """Return a model that can run, with the tensor of a name let out, if there is one.

        Raises EngineError for a model that cannot run, SettingsError for a device that is not there.
        """
        found = self._ready.pop(model.digest, None)
        while self._ready and sum(each.size for each in self._ready.values()) + model.size > self._budget:
            self._ready.popitem(last=False)
        self._ready[model.digest] = found = found or self._loaded(model, durations)
        return found

    def _loaded(self, model: Model, durations: str) -> Ready:
        provider = _PROVIDERS[self._device]
        if provider not in onnxruntime.get_available_providers():
            raise SettingsError(f"device is {self._device!r}, and the onnxruntime that is installed has no {provider}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.enable_mem_pattern = False  # no two sentences are of one length
        file = _edited(model, durations)
        try:
            session = onnxruntime.InferenceSession(f"/proc/self/fd/{file}", options, providers=[provider])
        except _FAILURES as error:
            raise EngineError(
                f"its model {model.path} does not load: {_reason(error)}. Install it again.", permanent=True
            ) from error
        finally:
            os.close(file)
        if provider not in session.get_providers():
            raise SettingsError(f"device is {self._device!r}, and the libraries of {provider} do not load")
        return Ready(session, durations, model.size)


def _edited(model: Model, durations: str) -> int:
    """Return a file in memory with the model, its chance taken out and its durations let out."""
    try:
        with open(model.path, "rb") as file:  # noqa: PTH123
            state = os.fstat(file.fileno())
            data = bytearray(file.read())
    except OSError as error:
        raise EngineError(f"its model {model.path} cannot be read ({error.strerror}).", permanent=True) from error
    if (state.st_size, state.st_mtime_ns) != (model.size, model.changed):
        raise EngineError(f"its model {model.path} was replaced in the middle of the work: try again.", permanent=False)
    if model.graph.chances:
        noise = np.random.RandomState(_SEED)
        normal, uniform = noise.standard_normal(TABLE), noise.random_sample(TABLE)
        tables = {"normal": normal.astype("<f4").tobytes(), "uniform": uniform.astype("<f4").tobytes()}
        without_chance(data, model.graph.chances, tables)
    if durations and durations not in model.graph.outputs:
        with_output(data, durations)
    made = os.memfd_create("model")
    with open(made, "wb", closefd=False) as file:
        file.write(data)
    return made


def say(models: Models, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the words' spans in samples, none where the model has no durations, and the samples.

    A sentence comes in one part, or in several where it is too long for the model; `pause` samples stand between.
    """
    ready = models.ready(from_data(Model, request["model"]), request["durations"])
    words: list[tuple[int, int]] = []
    sounds: list[bytes] = []
    place, is_timed = 0, bool(ready.durations)
    for part in request["parts"]:
        sound, spans = _part(ready, part, request["rate"], request["what"])
        words += [(place + first, place + last) for first, last in spans]
        is_timed = is_timed and len(spans) == len(part["words"])
        sounds.append(sound)
        place += len(sound) // 2 + request["pause"]
    return {"words": words if is_timed else []}, bytes(2 * request["pause"]).join(sounds)


def _part(ready: Ready, part: dict[str, Any], rate: int, what: str) -> tuple[bytes, list[tuple[int, int]]]:
    feeds = {name: np.frombuffer(data, kind).reshape(shape) for name, (kind, shape, data) in part["feeds"].items()}
    first = ready.session.get_outputs()[0].name
    try:
        audio, *durations = ready.session.run([first, ready.durations] if ready.durations else [first], feeds)
    except _FAILURES as error:
        raise EngineError(f"its model refuses what it was given: {_reason(error)}.", permanent=True) from error
    samples = np.asarray(audio, np.float32).ravel()
    sound = trimmed(from_floats(samples, rate, what), what)
    frames = durations[0].ravel() if durations else np.empty(0, np.float32)
    return sound.samples, _spans(frames, samples.size, sound, part["words"]) if frames.size == part["phones"] else []


def _spans(
    durations: "npt.NDArray[np.float32]", total: int, sound: Trimmed, words: list[list[int]]
) -> list[tuple[int, int]]:
    """Return first and last sample of each word; none where what the graph gives are no durations of its phones."""
    frames = durations.astype(np.float64)
    last = len(sound.samples) // 2
    if not (np.isfinite(frames) & (frames >= 0)).all() or not frames.sum():
        return []
    edges = np.concatenate([[0.0], frames.cumsum()]) * (total / frames.sum()) - sound.cut * sound.rate
    spans: list[tuple[int, int]] = []
    for start, end in words:  # inside of the sound, rising, and a sample long even where all of a word was trimmed off
        first = min(max(round(edges[start]), spans[-1][1] if spans else 0), last - 1)
        spans.append((first, min(max(round(edges[end]), first + 1), last)))
    return spans


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def main() -> None:
    """Serve sentences until standard input closes."""
    models = Models(sys.argv[1], int(sys.argv[2]))
    serve(lambda request: say(models, request))


if __name__ == "__main__":
    main()
