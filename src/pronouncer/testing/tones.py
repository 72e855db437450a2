"""Tiny neural voices that say each phone as a tone of its own, in the formats of Piper and Kokoro. They need `onnx`.

They prove a loader: which phones were said, in which order, how long each and by which speaker can all be read back
from the sound.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pronouncer.phones.alphabets import KOKORO
from pronouncer.testing.graphs import FLOAT, INT64, GraphWriter, frame_index

if TYPE_CHECKING:
    from onnx import ModelProto

Flaw = Literal["", "nan", "silent", "clipped", "noisy", "dice", "two-ceilings", "no-ceiling"]
"""What may be wrong: samples that are no numbers, none that is heard, too many at full scale; noise (`noisy`: by a node
that a table can stand for, `dice`: by one that none can); durations that cannot be found."""

_LETTERS = "abdefhijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒʔθᵻ\u0303"
_MARKS = ",.?!;"
_THIRD = 4 / 3  # from one speaker to the next


class Tones(NamedTuple):
    """The tones of one format."""

    ids: Mapping[str, int]
    """The phone map; the first of it are silent."""
    silent: int
    """How many are."""
    rate: int
    hop: int

    def hertz(self, symbol: str, speaker: int = 0) -> float:
        """Return the tone of a letter; that of each further speaker is a fourth higher."""
        return (6 + self.ids[symbol]) * self.rate / self.hop * _THIRD**speaker

    def frames(self, symbol: str) -> int:
        """Return how many frames a letter or a break lasts, 4 to 8; what else is silent lasts one."""
        number = self.ids[symbol]
        return 4 + number % 5 if number >= self.silent or symbol in _MARKS else 1


PIPER = Tones({letter: place for place, letter in enumerate(f"_^$ {_MARKS}ˈˌː{_LETTERS}")}, 12, 22_050, 256)
_OWN = sorted({letter for symbol in KOKORO.phones.values() for letter in symbol} - {"ː"})
KOKORO_TONES = Tones({letter: place for place, letter in enumerate(["$", *f" {_MARKS}ˈˌː", *_OWN])}, 10, 24_000, 600)


def write_piper(folder: Path, *, speakers: Sequence[str] = (), flaw: Flaw = "") -> Path:
    """Write a voice in the format of Piper into a folder, and return the path of its model."""
    graph = GraphWriter()
    ids = graph.input("input", INT64, 1, "phones")
    graph.input("input_lengths", INT64, 1)
    scales = graph.input("scales", FLOAT, 3)
    noise, length, _ = (graph.node("Gather", scales, graph.constant(place, "int64")) for place in range(3))
    pitch = graph.constant([1.0])
    if speakers:
        pitch = graph.constant([_THIRD**number for number in range(len(speakers))])
        pitch = graph.node("Gather", pitch, graph.input("sid", INT64, 1))
    if flaw == "two-ceilings":
        graph.node("Ceil", pitch)
    rounding = "Round" if flaw == "no-ceiling" else "Ceil"
    sound, _ = _sound(graph, PIPER, ids, _Knobs(length, pitch, noise), rounding, flaw)
    output = graph.node("Reshape", sound, graph.whole(1, 1, 1, -1), name="output")
    return save_piper(folder, graph.model([output]), speakers)


def save_piper(folder: Path, model: "ModelProto", speakers: Sequence[str] = ()) -> Path:
    """Write a model with the configuration of the tones beside it, and return its path."""
    from onnx import save

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "voice.onnx"
    save(model, path)
    config = {
        "audio": {"sample_rate": PIPER.rate, "quality": "tiny"},
        "dataset": "tones",
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_symbols": len(PIPER.ids),
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {name: number for number, name in enumerate(speakers)},
        "phoneme_id_map": {letter: [number] for letter, number in PIPER.ids.items()},
    }
    path.with_name("voice.onnx.json").write_text(json.dumps(config, ensure_ascii=False), "utf-8")
    return path


def write_kokoro(
    folder: Path, *, voices: Sequence[str] = ("af_tone", "bm_tone"), durations: bool = True, flaw: Flaw = ""
) -> Path:
    """Write voices in the format of Kokoro into a folder, and return the path of their model.

    The first number of a style is how much higher the voice is than the tones: one third more for each further voice.
    """
    import numpy as np
    from onnx import save

    graph = GraphWriter()
    ids = graph.input("input_ids", INT64, 1, "phones")
    style = graph.input("style", FLOAT, 1, 256)
    length = graph.node("Reciprocal", graph.input("speed", FLOAT, 1))
    higher = graph.node("Gather", graph.node("Reshape", style, graph.whole(-1)), graph.whole(0))
    pitch, noise = graph.node("Add", higher, graph.constant([1.0])), graph.constant([1.0])
    sound, lasting = _sound(graph, KOKORO_TONES, ids, _Knobs(length, pitch, noise), "Round", flaw)
    output = graph.node("Reshape", sound, graph.whole(-1), name="audio")
    given = [output, graph.node("Identity", lasting, name="duration")] if durations else [output]
    folder.mkdir(parents=True, exist_ok=True)
    save(graph.model(given), folder / "model.onnx")
    styles = {name: np.full((510, 1, 256), _THIRD**number - 1, np.float32) for number, name in enumerate(voices)}
    np.savez(folder / "voices.npz", allow_pickle=False, **styles)
    config = json.dumps({"vocab": KOKORO_TONES.ids}, ensure_ascii=False)
    (folder / "config.json").write_text(config, "utf-8")
    return folder / "model.onnx"


class _Knobs(NamedTuple):
    """Names of the tensors that a speaker and the settings turn."""

    length: str
    pitch: str
    noise: str


def _sound(graph: GraphWriter, tones: Tones, ids: str, knobs: _Knobs, rounding: str, flaw: Flaw) -> tuple[str, str]:
    """Add the tones of phones, a row of samples for each frame; return them and the phones' durations in frames."""
    symbols = sorted(tones.ids, key=lambda symbol: tones.ids[symbol])
    loud = {"nan": math.nan, "silent": 0.0, "clipped": 5.0}.get(flaw, 0.5)
    flat = graph.node("Reshape", ids, graph.whole(-1))
    own = graph.node("Gather", graph.constant([tones.frames(symbol) for symbol in symbols]), flat)
    lasting = graph.node(rounding, graph.node("Mul", own, knobs.length))
    frame, index = frame_index(graph, lasting)
    said = graph.node("Gather", flat, index)
    per_frame = graph.node("Gather", graph.constant([6 + tones.ids[symbol] for symbol in symbols]), said)
    cycles = graph.node("Mul", per_frame, knobs.pitch)
    begun = graph.node("Mod", graph.node("Mul", cycles, frame), graph.constant(1.0), fmod=1)
    ramp = graph.constant([[2 * math.pi * place / tones.hop for place in range(tones.hop)]])
    turned = graph.node("Mul", _column(graph, cycles), ramp)
    start = graph.node("Mul", _column(graph, begun), graph.constant(2 * math.pi))
    levels = [0.0 if tones.ids[symbol] < tones.silent else loud for symbol in symbols]
    level = _column(graph, graph.node("Gather", graph.constant(levels), said))
    sound = graph.node("Mul", graph.node("Sin", graph.node("Add", turned, start)), level)
    if flaw in ("noisy", "dice"):
        drawn = (
            graph.node("RandomNormalLike", sound)
            if flaw == "noisy"
            else graph.node("RandomNormal", shape=[1, tones.hop])
        )
        sound = graph.node("Add", sound, graph.node("Mul", graph.node("Mul", drawn, knobs.noise), graph.constant(0.02)))
    return sound, lasting


def _column(graph: GraphWriter, row: str) -> str:
    return graph.node("Unsqueeze", row, graph.whole(1))
