"""Voices in the format of Piper, by a loader of our own: VITS models that take phones and have durations inside."""

from collections.abc import Sequence
from pathlib import Path

from pronouncer.errors import SettingsError
from pronouncer.noun import noun
from pronouncer.settings import Settings
from pronouncer.voice.engines.piper.voices import PiperVoice, voices
from pronouncer.voice.onnx.engine import NeuralEngine
from pronouncer.voice.onnx.model import read_model
from pronouncer.voice.options import options

ADAPTER = "1"  # part of every take key: raise it when the same utterance gives other samples


@noun
class PiperOptions:
    """Options in `[engines.piper]`."""

    workers: int = 0
    """Worker processes at most; 0 for as many as the setting `threads` says."""
    memory: int = 1_000_000_000
    """Bytes of model files that a worker keeps loaded."""
    device: str = "cpu"
    """`cpu` or `cuda`."""
    noise: float = 1.0
    """How lively it speaks, times what the voice itself asks for; 0 is flat."""


class PiperEngine(NeuralEngine):
    """The voices in the folder `piper` of the setting `voices`."""

    def __init__(self, settings: Settings) -> None:
        own = options(PiperOptions, "piper", settings)
        if not 0 <= own.noise <= 3:
            raise SettingsError("engines.piper.noise must be 0 to 3; 1 is what the voice itself asks for.")
        super().__init__("piper", settings, own)
        self._noise = own.noise

    def load(self, folder: Path) -> Sequence[PiperVoice]:
        """Return the voices in a folder: one, or one for each speaker of its model."""
        return voices(folder, f"{ADAPTER}-{self._version}", self._noise, lambda path: read_model(path, self._cache))
