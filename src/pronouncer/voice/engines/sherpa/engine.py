"""sherpa-onnx: Matcha, Kitten and VITS voices, told in phones, in worker processes."""

import contextlib
import importlib.util
import itertools
import json
import os
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

from pronouncer.child import WorkerDied, WorkerRefused, Workers
from pronouncer.errors import EngineError, NoVoice, SettingsError, VoiceError
from pronouncer.model.digest import digest, text_digest
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.alphabets import piper
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.voice.engines.sherpa.files import Files, files_in, symbols
from pronouncer.voice.installed import Installed, installed
from pronouncer.voice.onnx.engine import spoken
from pronouncer.voice.options import options
from pronouncer.voice.sound import from_pcm
from pronouncer.voice.takes import take_of

ADAPTER = "1"  # part of every take key: raise it when the same utterance is told otherwise

_MODULE = "pronouncer.voice.engines.sherpa.worker"
_TRIES = 2  # times that a sentence is tried in all
_SPEAKER = "#"  # between the name of a voice and the number of its speaker
_LONGEST = {"vits": 10_000, "matcha": 390, "kitten": 240}  # letters; what is over is cut in the middle of a word
_INSTEAD = {";": ",", "!": ".", "?": "."}  # for a voice that lacks a mark


@noun
class Options:
    """The table `[engines.sherpa]`."""

    workers: int = 0
    """Worker processes at most; 0 for as many as the setting `threads` says."""
    noise: float = 1.0
    """How lively VITS and Matcha speak, times what is usual; 0 is flat."""


class _Speaker(NamedTuple):
    """A voice that can speak."""

    voice: Voice
    files: Files
    number: int
    can: Capabilities
    known: frozenset[str]
    """Symbols of the model."""
    made: str
    """Digest of its files."""


class SherpaEngine:
    """Speaks with the models in the folder `sherpa` of the setting `voices`."""

    def __init__(self, settings: Settings) -> None:
        if importlib.util.find_spec("sherpa_onnx") is None:
            raise NoVoice("Voices of sherpa need sherpa-onnx: pip install 'pronouncer[sherpa]'.")
        own = options(Options, "sherpa", settings)
        most = os.cpu_count() or 1
        if not 0 <= own.noise <= 3:
            raise SettingsError("engines.sherpa.noise must be 0 to 3; 1 is what is usual.")
        if not 0 <= own.workers <= most:
            raise SettingsError(f"engines.sherpa.workers must be 0 to {most}, the cores of this machine.")
        self._settings, self._noise = settings, own.noise
        count = own.workers or min(settings.threads, most)
        self._workers = Workers(("-m", _MODULE), seconds=settings.engine_seconds, count=count, tries=_TRIES)
        self._speakers: dict[str, _Speaker] = {}
        self._broken: dict[str, VoiceError] = {}

    def voices(self) -> Sequence[Voice]:
        """Return the installed voices, one for each speaker; one that cannot speak has no language, and says why."""
        found: dict[str, _Speaker] = {}
        broken: dict[str, VoiceError] = {}
        for place in installed(self._settings, "sherpa"):
            try:
                found |= {each.voice.name: each for each in self._loaded(place)}
            except VoiceError as error:
                broken[place.name] = error
        self._speakers, self._broken = found, broken
        mute = [
            Voice("sherpa", name, "und", "broken", "unknown", "unknown", f"cannot speak: {error}")
            for name, error in broken.items()
        ]
        return [*(each.voice for each in found.values()), *mute]

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, without times."""
        own = self._found(voice)
        said = parts(_said(spoken(utterance, own.can, voice), own.known), _LONGEST[own.files.kind])
        try:
            answer, sound = self._workers.ask(self._request(own.files, own.made, said, own.number, voice.speed))
        except WorkerRefused as error:
            raise EngineError(f"{voice.id} cannot speak: {error}.", permanent=error.permanent) from error
        except WorkerDied as error:
            raise EngineError(f"{voice.id} failed {_TRIES} times: {error}. Try again.", permanent=False) from error
        return take_of(utterance, voice, from_pcm(bytes(sound), answer["rate"]))

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:
        """A model has no letter-to-sound rules."""

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the phones in the model's table of symbols."""
        return self._found(voice).can

    def heard(self, utterance: Utterance, voice: Voice) -> None:
        """A model does not report its phones."""

    @property
    def worker_pids(self) -> set[int]:
        """Process ids of the workers that there are."""
        return self._workers.pids

    def close(self) -> None:
        """End the workers, and with them the models."""
        self._workers.close()

    def _found(self, voice: Voice) -> _Speaker:
        if voice.name not in self._speakers:
            self.voices()
        if voice.name in self._broken:
            raise self._broken[voice.name]
        if voice.name not in self._speakers:
            raise NoVoice(f"The voice {voice.id} is not installed. `pronouncer voices` lists those there are.")
        return self._speakers[voice.name]

    def _loaded(self, place: Installed) -> list[_Speaker]:
        files = files_in(place.folder)
        known = symbols(files.tokens)
        alphabet = piper(dict.fromkeys(known))
        if not alphabet.phones:
            raise NoVoice(f"{files.tokens} has no letter of IPA: this voice takes no phones. Install another.")
        about = self._about(files)
        can = Capabilities(alphabet, deterministic=files.kind == "vits" and not self._noise)
        made = text_digest(f"{about['files']} {place.card.language} {self._noise}", 6)
        count = max(1, about["speakers"])
        return [
            _Speaker(
                place.card.voice(
                    "sherpa",
                    place.name + (f"{_SPEAKER}{number}" if count > 1 else ""),
                    version=f"{version('sherpa-onnx')}+{ADAPTER}-{made}",
                    language=about["language"] or "und",
                ),
                files,
                number,
                can,
                frozenset(known),
                about["files"],
            )
            for number in range(count)
        ]

    def _about(self, files: Files) -> dict[str, Any]:
        """Return what a model is, which is kept for as long as its files stay as they are."""
        try:
            states = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files.all]
            kept = self._settings.cache / "sherpa" / f"{text_digest(repr((ADAPTER, files.kind, states)))}.json"
            with contextlib.suppress(OSError, ValueError):
                about: dict[str, Any] = json.loads(kept.read_text("utf-8"))
                return about
            name = digest(*(path.read_bytes() for path in files.all))
            about = self._workers.ask(self._request(files, name))[0] | {"files": name}
        except OSError as error:
            raise NoVoice(f"{files.model.parent} cannot be read: {error.strerror}. Install the voice again.") from error
        except (WorkerRefused, WorkerDied) as error:
            raise NoVoice(f"{files.model} is no {files.kind} model that sherpa-onnx takes: {error}.") from error
        beside = kept.with_name(f".{kept.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # a cache that cannot be written is reported where audio is kept
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(about), "utf-8")
            beside.replace(kept)
        return about

    def _request(
        self, files: Files, made: str, said: Sequence[str] = (), speaker: int = 0, speed: float = 1.0
    ) -> dict[str, object]:
        voice = (files.kind, str(files.model), str(files.tokens), str(files.beside or ""), self._noise, made)
        return {"voice": voice, "points": [list(map(ord, part)) for part in said], "speaker": speaker, "speed": speed}


def _said(words: Sequence[tuple[str, str]], known: frozenset[str]) -> list[str]:
    """Return words in phones with their marks and the spaces before them, as far as the model knows such."""
    said: list[str] = []
    for phones, mark in words:
        mark = mark if mark in known else _INSTEAD.get(mark, "")
        space = " " if said and " " in known else ""
        said.append(space + phones + (mark if mark in known else ""))
    return said


def parts(said: Sequence[str], longest: int) -> list[str]:
    """Return words joined to parts that are not too long, cut after the last mark that fits, or the last word."""
    found: list[str] = []
    rest = list(said)
    while rest:
        lengths = list(itertools.accumulate(map(len, rest)))
        fits = max(1, sum(length <= longest for length in lengths))
        marks = [place for place in range(1, fits + 1) if rest[place - 1][-1] in ",.?!;"]
        end = marks[-1] if marks and fits < len(rest) else fits
        found.append("".join(rest[:end]))
        rest = rest[end:]
    return found
