"""What the engines of neural voices share: voices in folders, workers that run them, takes from their answers."""

import contextlib
import importlib.util
import os
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from pronouncer.child import WorkerDied, WorkerRefused, Workers
from pronouncer.errors import EngineError, NoVoice, SettingsError, VoiceError
from pronouncer.model.codec import to_data
from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.telling import Capabilities, told
from pronouncer.settings import Settings
from pronouncer.voice.onnx.model import Model

_MODULE = "pronouncer.voice.onnx.worker"
_TRIES = 2  # times that a sentence is tried in all
_DEVICES = ("cpu", "cuda")
_CODES = {1: "f", 6: "i", 7: "q", 10: "e", 11: "d"}  # types of tensors in ONNX, to those of `struct`


class Feed(NamedTuple):
    """What one input of a graph gets."""

    kind: str
    """As numpy names it, such as `<q`."""
    shape: tuple[int, ...]
    data: bytes


class Part(NamedTuple):
    """What a model says in one go: a sentence, or a part of one that is too long for it."""

    feeds: Mapping[str, Feed]
    """By the names of the graph's inputs."""
    phones: int
    """How many there are, those between the words included; as many durations come back."""
    words: Sequence[tuple[int, int]]
    """First phone of each word, and one past its last."""


class Options(Protocol):
    """The options that every engine of neural voices has."""

    @property
    def workers(self) -> int:
        """Worker processes at most; 0 for as many as the setting `threads` says."""

    @property
    def memory(self) -> int:
        """Bytes of model files that a worker keeps loaded."""

    @property
    def device(self) -> str:
        """`cpu` or `cuda`."""


class NeuralVoice(Protocol):
    """A voice of one format."""

    @property
    def voice(self) -> Voice:
        """Who speaks."""

    @property
    def model(self) -> Model:
        """What runs."""

    @property
    def durations(self) -> str:
        """Name of the tensor in its graph that holds the durations of the phones; empty where none does."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    @property
    def capabilities(self) -> Capabilities:
        """The capability sheet."""

    def parts(self, utterance: Utterance, speed: float) -> Sequence[Part]:
        """Return what the model is given. Raises EngineError for what it cannot be told."""


class NeuralEngine:
    """Speaks with the models in the folders of one engine, each by a worker process that is free."""

    def __init__(self, name: str, settings: Settings, options: Options) -> None:
        if importlib.util.find_spec("onnxruntime") is None:
            raise NoVoice(f"Voices of {name} need onnxruntime: pip install 'pronouncer[neural]'.")
        self._name, self._folder, self._cache = name, settings.voices / name, settings.cache
        self._voices: dict[str, NeuralVoice] = {}
        self._broken: dict[str, VoiceError] = {}
        self._version = _runtime(self._device(options.device))
        command = ("-P", "-m", _MODULE, options.device, str(options.memory))
        count = self._count(options.workers, settings.threads)
        self._workers = Workers(command, seconds=settings.engine_seconds, count=count, tries=_TRIES)

    def load(self, folder: Path) -> Sequence[NeuralVoice]:
        """Return the voices in the folder of a model. Raises VoiceError where there is none that can speak."""
        raise NotImplementedError

    def _device(self, device: str) -> str:
        if device not in _DEVICES:
            raise SettingsError(f"engines.{self._name}.device must be cpu or cuda, not {device!r}.")
        return device

    def _count(self, workers: int, threads: int) -> int:
        most = os.cpu_count() or 1
        if not 0 <= workers <= most:
            raise SettingsError(f"engines.{self._name}.workers must be 0 to {most}, the cores of this machine.")
        return workers or min(threads, most)

    def voices(self) -> Sequence[Voice]:
        """Return the voices in the engine's folder; one that cannot speak has no language, and says why."""
        found: dict[str, NeuralVoice] = {}
        broken: dict[str, VoiceError] = {}
        for folder in sorted(self._folder.glob("*/")):
            try:
                found |= {each.voice.name: each for each in self.load(folder)}
            except VoiceError as error:
                broken[folder.name] = error
        self._voices, self._broken = found, broken
        return [
            *(each.voice for each in found.values()),
            *(
                Voice(self._name, name, "und", "broken", "unknown", "unknown", f"cannot speak: {error}")
                for name, error in broken.items()
            ),
        ]

    def _found(self, voice: Voice) -> NeuralVoice:
        if voice.name not in self._voices:
            self.voices()
        if voice.name in self._broken:
            raise NoVoice(str(self._broken[voice.name]))
        if voice.name not in self._voices:
            raise NoVoice(f"The voice {voice.id} is not in {self._folder}. `pronouncer voices` lists those there are.")
        return self._voices[voice.name]

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of the model's own durations where it gives them."""
        own = self._found(voice)
        request = {
            "model": to_data(own.model),
            "durations": own.durations,
            "parts": [_data(part) for part in own.parts(utterance, voice.speed)],
            "rate": own.rate,
            "pause": round(voice.break_seconds * own.rate),
            "what": "it",
        }
        answer, sound = self._ask(request, voice, utterance.spoken)
        words = zip(utterance.words, answer["words"], strict=True) if answer["words"] else ()
        timings = (
            WordTiming(token, word, first / own.rate, last / own.rate) for (token, word, _), (first, last) in words
        )
        return Take(take_key(utterance, voice), own.rate, bytes(sound), tuple(timings))

    def _ask(
        self, request: dict[str, object], voice: Voice, said: str
    ) -> tuple[dict[str, list[tuple[int, int]]], bytearray]:
        try:
            return self._workers.ask(request)
        except WorkerRefused as error:
            if error.error == "SettingsError":
                raise SettingsError(_no_device(self._name, str(error))) from error
            message = f"{voice.id} cannot say {said[:80]!r}: {error} `pronouncer voices` lists other voices."
            raise EngineError(message, permanent=error.permanent) from error
        except WorkerDied as error:
            raise EngineError(
                f"{voice.id} failed {_TRIES} times on {said[:80]!r}: {error}. Nothing was published; try again, "
                "or say the sentence another way.",
                permanent=False,
            ) from error

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """A model has no letter-to-sound rules."""

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return what the model takes and gives."""
        return self._found(voice).capabilities

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """A model does not report its phones."""

    @property
    def worker_pids(self) -> set[int]:
        """Process ids of the workers that there are."""
        return self._workers.pids

    def close(self) -> None:
        """End the workers, and with them the models."""
        self._workers.close()


def _data(part: Part) -> dict[str, object]:
    return {
        "feeds": {name: tuple(feed) for name, feed in part.feeds.items()},
        "phones": part.phones,
        "words": [tuple(span) for span in part.words],
    }


def _no_device(name: str, reason: str) -> str:
    return (
        f"engines.{name}.{reason}. Install onnxruntime-gpu in place of onnxruntime, with the CUDA and cuDNN "
        f"that it asks for, or set engines.{name}.device to cpu."
    )


def feed(values: Sequence[float], kind: int, *shape: int) -> Feed:
    """Return numbers as what an input of a type of ONNX gets; of one dimension where no shape is given."""
    code = _CODES[kind]
    return Feed(f"<{code}", shape or (len(values),), struct.pack(f"<{len(values)}{code}", *values))


def spoken(utterance: Utterance, capabilities: Capabilities, voice: Voice) -> list[tuple[str, str]]:
    """Return each word in the alphabet of a voice, with the break after it.

    Raises EngineError for IPA that is none, and for a word that has no phone of the voice.
    """
    found: list[tuple[str, str]] = []
    for (_, word, ipa), mark in zip(utterance.words, utterance.breaks, strict=True):
        try:
            text = told(word, ipa, capabilities).text
        except ValueError as error:
            raise EngineError(f"{voice.id} has no phone for /{ipa}/ ({word!r}): {error}.", permanent=True) from error
        if not text:
            raise EngineError(f"{voice.id} has no phone at all for {word!r}, /{ipa}/.", permanent=True)
        found.append((text, mark))
    return found


def _runtime(device: str) -> str:
    """Return what changes samples apart from the voice: the version of onnxruntime, and the device."""
    from importlib.metadata import PackageNotFoundError, version

    for name in ("onnxruntime", "onnxruntime-gpu"):
        with contextlib.suppress(PackageNotFoundError):
            return f"{version(name)}-{device}"
    return device
