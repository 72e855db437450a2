"""Voices in the format of Kokoro, by a loader of our own: one model, and a file of styles, one a voice."""

from collections.abc import Sequence
from pathlib import Path

from pronouncer.noun import noun
from pronouncer.settings import Settings
from pronouncer.voice.engines.kokoro.voices import KokoroVoice, voices
from pronouncer.voice.onnx.engine import NeuralEngine
from pronouncer.voice.onnx.model import read_model
from pronouncer.voice.options import options

ADAPTER = "1"  # part of every take key: raise it when the same utterance gives other samples


@noun
class KokoroOptions:
    """Options in `[engines.kokoro]`."""

    workers: int = 0
    """Worker processes at most; 0 for as many as the setting `threads` says."""
    memory: int = 1_000_000_000
    """Bytes of model files that a worker keeps loaded."""
    device: str = "cpu"
    """`cpu` or `cuda`."""


class KokoroEngine(NeuralEngine):
    """The voices in the folder `kokoro` of the setting `voices`."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("kokoro", settings, options(KokoroOptions, "kokoro", settings))

    def load(self, folder: Path) -> Sequence[KokoroVoice]:
        """Return the voices of the styles in a folder."""
        return voices(folder, f"{ADAPTER}-{self._version}", lambda path: read_model(path, self._cache))
