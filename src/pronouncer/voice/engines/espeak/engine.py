"""espeak-ng: the embedded voice, the letter-to-sound rules, the reference for timing."""

import functools
import importlib.util
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pronouncer.errors import EngineError, NoVoice
from pronouncer.model.take import Take, WordTiming, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.voice.engines.espeak.process import WorkerDied, WorkerProcess, WorkerRefused
from pronouncer.voice.engines.espeak.voices import ADAPTER, voices

_TRIES = 2  # a sentence that a worker died of is tried again in a new one, once
_BATCH = 12_000  # characters of clauses a request; what fits a pipe cannot block


class EspeakEngine:
    """Speaks through worker processes, one for each caller at a time; they are kept between sentences."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.engine_seconds
        self._library, self._data = _installed()
        self._idle: list[WorkerProcess] = []
        self._lock = threading.Lock()

    def voices(self) -> Sequence[Voice]:
        """Return every voice of the data folder."""
        return voices(self._data, f"{_version(self._library)}+{ADAPTER}")

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take, with the times of the library's own word events."""
        words = utterance.words
        request = {
            "do": "synthesize",
            "voice": voice.name,
            "speed": voice.speed,
            "words": [word for _, word, _ in words],
            "ipa": [ipa for _, _, ipa in words],
            "breaks": utterance.breaks,
            "phones": _phones(voice.name),
        }
        answer, sound = self._ask(request, utterance.spoken)
        first, sound = _trimmed(sound)
        rate, last = answer["rate"], len(sound) // 2
        spans = [[min(max(sample - first, 0), last) / rate for sample in span] for span in answer["words"]]
        timings = (
            WordTiming(token, word, *span) for (token, word, _), span in zip(words, spans, strict=True)
        )
        return Take(take_key(utterance, voice), rate, sound, tuple(timings))

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> list[list[str]]:
        """Return the library's own IPA, word by word, as it is in each clause."""
        found: list[list[str]] = []
        for batch in _batches(clauses):
            request = {"do": "phonemize", "voice": voice.name, "clauses": batch}
            found += self._ask(request, " ".join(batch[0]))[0]["ipa"]
        return found

    def learn_phones(self, voice: Voice) -> dict[str, str]:
        """Return the table from IPA phones to the library's mnemonics that a voice has."""
        table: dict[str, str] = self._ask({"do": "phones", "voice": voice.name}, "phones")[0]["phones"]
        return table

    def worker_pids(self) -> list[int]:
        """Return the process ids of the workers that wait for work."""
        return [worker.pid for worker in self._idle]

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            workers, self._idle = self._idle, []
        for worker in workers:
            worker.close()

    def _ask(self, request: Mapping[str, object], said: str) -> tuple[dict[str, Any], bytes]:
        failure = ""
        for _ in range(_TRIES):
            worker = self._worker()
            try:
                answer = worker.ask(request)
            except WorkerDied as error:
                worker.close()
                failure = str(error)
                continue
            except WorkerRefused as error:
                self._idle.append(worker)
                raise EngineError(f"espeak cannot say {said[:80]!r}: {error}.", permanent=True) from error
            except BaseException:
                worker.close()  # interrupted in the middle of an answer: its pipe cannot be used again
                raise
            self._idle.append(worker)
            return answer
        raise EngineError(
            f"espeak failed {_TRIES} times on {said[:80]!r}: {failure}. Nothing was published; try again, "
            "or say the sentence another way.",
            permanent=False,
        )

    def _worker(self) -> WorkerProcess:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return WorkerProcess(self._library, self._data, seconds=self._seconds)


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


@functools.cache
def _phones(voice: str) -> dict[str, str]:
    """Return the table that ships for a voice; empty where the worker has to learn it."""
    path = Path(__file__).with_name("phones") / f"{voice}.json"
    table: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return table


def _trimmed(sound: bytes) -> tuple[int, bytes]:
    """Return the sound without digital silence at its ends, and how many samples went from the front."""
    front = (len(sound) - len(sound.lstrip(b"\0"))) // 2
    back = (len(sound.rstrip(b"\0")) + 1) // 2
    return (front, sound[2 * front : 2 * back]) if back > front else (0, b"")


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
