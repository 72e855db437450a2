"""Tiny voices of tones as sherpa-onnx's project publishes them: VITS, Matcha with a vocoder, Kitten with styles."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from pronouncer.testing.tones import KOKORO_TONES, PIPER, Flaw, Tones, write_kokoro, write_piper

_META = {"language": "English", "voice": "en-us", "has_espeak": "1", "version": "1"}


def write_vits(folder: Path, *, speakers: Sequence[str] = (), flaw: Flaw = "", **meta: str) -> None:
    """Write a VITS voice."""
    path = write_piper(folder, speakers=speakers, flaw=flaw)
    count = str(max(1, len(speakers)))
    _finish(path, onnx.load(path), PIPER, **{"model_type": "vits", "comment": "piper", "n_speakers": count, **meta})


def write_matcha(folder: Path) -> None:
    """Write a Matcha voice: its frames are the samples of the tones, and its vocoder puts them into a row."""
    path = write_piper(folder)
    model = onnx.load(path)
    graph = model.graph
    graph.input.remove(next(each for each in graph.input if each.name == "scales"))
    for name in ("noise_scale", "length_scale"):
        graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]))
    joined = helper.make_node("Concat", ["noise_scale", "length_scale", "noise_scale"], ["scales"], axis=0)
    graph.node.insert(0, joined)
    graph.node.append(helper.make_node("Reshape", ["output", "frames"], ["mel"]))
    graph.initializer.append(numpy_helper.from_array(np.array([1, PIPER.hop, -1]), "frames"))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("mel", TensorProto.FLOAT, None))
    _finish(path, model, PIPER, model_type="matcha-tts", n_speakers="1", use_eos_bos="1", pad_id="0")
    _write_vocoder(folder / "hifigan.onnx")


def _write_vocoder(path: Path) -> None:
    mel = helper.make_tensor_value_info("mel", TensorProto.FLOAT, [1, PIPER.hop, "frames"])
    audio = helper.make_tensor_value_info("audio", TensorProto.FLOAT, None)
    row = numpy_helper.from_array(np.array([1, 1, -1]), "row")
    graph = helper.make_graph(
        [helper.make_node("Reshape", ["mel", "row"], ["audio"])], "vocoder", [mel], [audio], [row]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    helper.set_model_props(model, {"model_type": "hifigan"})
    onnx.save(model, path)


def write_kitten(folder: Path) -> None:
    """Write two Kitten voices, the second of which is higher."""
    path = write_kokoro(folder, durations=False)
    np.repeat(np.array([0, 1 / 3], "<f4"), 256).tofile(folder / "voices.bin")
    for name in ("voices.npz", "config.json"):
        (folder / name).unlink()
    _finish(path, onnx.load(path), KOKORO_TONES, model_type="kitten-tts", n_speakers="2", style_dim="1,256")


def _finish(path: Path, model: onnx.ModelProto, tones: Tones, **meta: str) -> None:
    """Put what sherpa-onnx reads into a model, and its table of symbols beside it."""
    helper.set_model_props(model, {**_META, "sample_rate": str(tones.rate), **meta})
    onnx.save(model, path)
    path.with_name("voice.onnx.json").unlink(missing_ok=True)
    lines = (f"{symbol} {number}\n" for symbol, number in tones.ids.items())
    path.with_name("tokens.txt").write_text("".join(lines), "utf-8")


KINDS: Mapping[str, Callable[[Path], None]] = {"vits": write_vits, "matcha": write_matcha, "kitten": write_kitten}
