"""espeak-ng: the embedded voice, the letter-to-sound rules, the reference for timing."""

import contextlib
import importlib.util
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pronouncer.child import WorkerDied, WorkerRefused, Workers
from pronouncer.errors import EngineError, NoVoice
from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.patterns import compiled
from pronouncer.phones.alphabet import Alphabet
from pronouncer.phones.telling import Capabilities, told
from pronouncer.settings import Settings
from pronouncer.voice.engines.espeak.data import view
from pronouncer.voice.engines.espeak.voices import ADAPTER, voice_files, voices

_TRIES = 2  # times that a sentence is tried in all
_STRESSES = {"ˈ": "'", "ˌ": ","}
_WORKER = Path(__file__).with_name("worker.py")
# Imported, and not run by its path, so that its bytecode is kept: 3 ms of every start.
_START = "import sys; sys.path.insert(0, sys.argv.pop(1).removesuffix('worker.py')); import worker; worker.main()"
_BATCH = 12_000  # characters of clauses a request; what fits a pipe cannot block
_SOUND = compiled(rb"[^\0]")


class EspeakEngine:
    """Speaks through a worker process, which is kept between sentences and replaced when it dies.

    One worker feeds several encoders: synthesis is a sixth of the work of an article.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._library, self._data = _installed()
        command = ("-I", "-S", "-c", _START, str(_WORKER), str(self._library))
        self._workers = Workers(command, seconds=settings.engine_seconds, tries=_TRIES)
        self._capabilities: dict[str, Capabilities] = {}

    def voices(self) -> Sequence[Voice]:
        """Return every voice of the data folder."""
        return voices(self._data, f"{_version(self._library)}+{ADAPTER}")

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of the library's own word events."""
        answer, sound = self._said(utterance, voice)
        first, samples = _trimmed(sound)
        rate, last = answer["rate"], len(samples) // 2
        spans = [[min(max(sample - first, 0), last) / rate for sample in span] for span in answer["words"]]
        words = zip(utterance.words, spans, strict=True)
        timings = (WordTiming(token, word, *span) for (token, word, _), span in words)
        return Take(take_key(utterance, voice), rate, samples, tuple(timings))

    def heard(self, utterance: Utterance, voice: Voice) -> list[str]:
        """Return the IPA of each word as the library's phoneme events report what it really said."""
        phones: list[str] = self._said(utterance, voice)[0]["phones"]
        return phones

    def _said(self, utterance: Utterance, voice: Voice) -> tuple[dict[str, Any], bytearray]:
        words, can = utterance.words, self.capabilities(voice)
        request = {
            "do": "synthesize",
            "speed": voice.speed,
            "words": [word for _, word, _ in words],
            "ipa": [ipa for _, _, ipa in words],
            "forced": [_forced(word, ipa, can) for _, word, ipa in words],
            "breaks": utterance.breaks,
        }
        return self._ask(voice, request, utterance.spoken)

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> list[list[str]]:
        """Return the library's own IPA, word by word, as it is in each clause."""
        found: list[list[str]] = []
        for batch in _batches(clauses):
            found += self._ask(voice, {"do": "phonemize", "clauses": batch}, " ".join(batch[0]))[0]["ipa"]
        return found

    def capabilities(self, voice: Voice) -> Capabilities:
        """Return the library's mnemonics for a voice: a table that ships, or one that is learned once and kept.

        Its SSML `phoneme` is ignored, so that it has none.
        """
        name = voice.name
        if name not in self._capabilities:
            table = _shipped(name) or self._learned(voice)
            alphabet = Alphabet("espeak", table, "|", "vowel", _STRESSES)
            self._capabilities[name] = Capabilities(alphabet, times="word", deterministic=True)
        return self._capabilities[name]

    def _learned(self, voice: Voice) -> dict[str, str]:
        path = self._settings.cache / "espeak" / f"phones-{voice.version}-{voice.name}.json"
        with contextlib.suppress(OSError, ValueError):
            kept: dict[str, str] = json.loads(path.read_text("utf-8"))
            return kept
        table = self.learn_phones(voice)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # a cache that cannot be written is reported where audio is kept
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(table, ensure_ascii=False), "utf-8")
            beside.replace(path)
        return table

    def learn_phones(self, voice: Voice) -> dict[str, str]:
        """Return the table from IPA phones to the library's mnemonics that a voice has."""
        table: dict[str, str] = self._ask(voice, {"do": "phones"}, "phones")[0]["phones"]
        return table

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, if there is one."""
        return next(iter(self._workers.pids), None)

    def close(self) -> None:
        """End the worker."""
        self._workers.close()

    def _ask(self, voice: Voice, request: Mapping[str, object], said: str) -> tuple[dict[str, Any], bytearray]:
        data = view(self._data, Path(voice_files(self._data)[voice.name]), self._settings.cache)
        try:
            return self._workers.ask({**request, "voice": voice.name, "data": str(data)})
        except WorkerRefused as error:
            raise EngineError(f"espeak cannot say {said[:80]!r}: {error}.", permanent=True) from error
        except WorkerDied as error:
            raise EngineError(
                f"espeak failed {_TRIES} times on {said[:80]!r}: {error}. Nothing was published; try again, "
                "or say the sentence another way.",
                permanent=False,
            ) from error


def _installed() -> tuple[Path, Path]:
    """Return the library and its data folder, without importing the package that brings them."""
    spec = importlib.util.find_spec("espeakng_loader")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    libraries = sorted(folder.glob("libespeak-ng.*")) if folder else []
    if not folder or not libraries or not (folder / "espeak-ng-data").is_dir():
        raise NoVoice("The embedded voice is missing: install the package espeakng-loader.")
    return libraries[-1], folder / "espeak-ng-data"


def _version(library: Path) -> str:
    digits = [part for part in library.name.split(".") if part.isdigit()]
    return ".".join(digits) or "unknown"


def _shipped(voice: str) -> dict[str, str]:
    """Return the table that ships for a voice; empty where it has to be learned."""
    path = Path(__file__).with_name("phones") / f"{voice}.json"
    table: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return table


def _forced(word: str, ipa: str, can: Capabilities) -> str:
    """Return `[[mnemonics]]`, or what the worker answers where it has to say them and there are none."""
    try:
        return f"[[{told(word, ipa, can).text}]]"
    except ValueError as error:
        return f"it has no phone for /{ipa}/: {error}"


def _trimmed(sound: bytearray) -> tuple[int, bytes]:
    """Return the sound without digital silence at its ends, and how many samples went from the front."""
    heard = _SOUND.search(sound)
    if not heard:
        return 0, b""
    front, back = heard.start() // 2, (len(sound.rstrip(b"\0")) + 1) // 2
    return front, bytes(memoryview(sound)[2 * front : 2 * back])


def _batches(clauses: Sequence[Sequence[str]]) -> Iterator[list[list[str]]]:
    batch: list[list[str]] = []
    size = 0
    for clause in clauses:
        length = sum(len(word) + 1 for word in clause)
        if batch and size + length > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(list(clause))
        size += length
    if batch:
        yield batch
