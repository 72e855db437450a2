"""The studio: where utterances become takes and passages, several at a time, and nothing is made twice.

The engine speaks, the store remembers, the encoder follows. The pipeline calls it for the stages voice and master.
"""

import io
import threading
import wave
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pronouncer.errors import EngineError, NothingToRead
from pronouncer.master.assemble import Part, chapters, cues, timeline, write
from pronouncer.master.formats import Format, formats
from pronouncer.master.level import blocks_key, loudness_blocks
from pronouncer.master.loudness import next_gain, programme_loudness
from pronouncer.master.passage import encode, passage_key
from pronouncer.model.master import Loudness, Master, Passage
from pronouncer.model.script import Script, Sentence
from pronouncer.model.take import Take, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache
from pronouncer.store.records import get_levels, get_passage, get_take, put_levels, put_passage, put_take
from pronouncer.voice.engine import Engine, Progress
from pronouncer.voice.length import check_length

Spoken = Sequence[tuple[Sentence, Utterance]]
Passages = Mapping[str, Passage]  # by name of the format
METERED = 60.0  # seconds of speech


@dataclass(slots=True)
class Work:
    """What was made and not found in the store."""

    takes: int = 0
    passages: int = 0


class Studio:
    """One voice of one engine, with a store."""

    def __init__(self, settings: Settings, *, engine: Engine, voice: Voice, store: Cache, progress: Progress) -> None:
        self.work = Work()
        self._settings, self._engine, self._voice, self._store = settings, engine, voice, store
        self._progress = progress
        self._lock = threading.Lock()

    def take(self, utterance: Utterance) -> Take:
        """Return the take of an utterance, from the store if this was ever said before."""
        take = get_take(self._store, take_key(utterance, self._voice))
        if take is None:
            take = self._engine.synthesize(utterance, self._voice)
            check_length(take, utterance, self._voice)
            if len(take.words) != len(utterance.words):
                raise EngineError(f"{self._voice.id} did not time every word of {utterance.spoken!r}.", permanent=True)
            put_take(self._store, take)
            with self._lock:
                self.work.takes += 1
        return take

    def snippet(self, utterance: Utterance, start: int, end: int) -> Path | None:
        """Return a WAV file of some characters of a sentence, a word before and after included; None for silence."""
        take = self.take(utterance)
        places = [
            place
            for place, word in enumerate(take.words)
            if utterance.tokens[word.token].start < end and utterance.tokens[word.token].end > start
        ]
        if not places:
            return None
        first, last = take.words[max(0, places[0] - 1)], take.words[min(len(take.words) - 1, places[-1] + 1)]
        span = slice(2 * round(first.start * take.rate), 2 * round(last.end * take.rate))
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setparams((1, 2, take.rate, 0, "NONE", ""))
            file.writeframes(take.samples[span])
        return self._store.keep("snippets", f"{take.key}-{start}-{end}.wav", sound.getvalue())

    def master(
        self, script: Script, utterances: Sequence[Utterance], *, folder: Path, tags: Mapping[str, str]
    ) -> Master:
        """Return the programme of a script, its renditions written into a folder."""
        forms = formats(self._settings.formats)
        spoken = [(s, u) for s, u in zip(script.sentences, utterances, strict=True) if u.words]
        if not spoken:
            raise NothingToRead("The voice has no sound for any word of this article. Is it in another language?")
        passages, loudness = self._levelled(spoken, forms)
        parts = [
            Part(sentence.id, sentence.pause, _title(sentence), made)
            for (sentence, _), made in zip(spoken, passages, strict=True)
        ]
        line = timeline(parts, forms[0])
        marks = chapters(parts, line)
        renditions = tuple(write(parts, form, folder=folder, tags=tags, marks=marks) for form in forms)
        words = tuple(part.any.words for part in parts)
        return Master(line.duration, loudness, cues(parts, line), words, marks, renditions)

    def _levelled(self, spoken: Spoken, forms: Sequence[Format]) -> tuple[list[Passages], Loudness]:
        """Passages at the voice's gain, or at the next one that brings a short or odd programme home."""
        gain: float | None = self._voice.gain
        tried: set[float] = set()
        while gain is not None and gain not in tried:
            used = gain
            tried.add(used)
            passages = self._all(spoken, used, forms)
            loudness = programme_loudness(self._blocks(spoken, used))
            gain = next_gain(loudness, used)
        return passages, Loudness(loudness, used)

    def _blocks(self, spoken: Spoken, gain: float) -> Iterator[float]:
        """Loudness blocks of the first minute of speech, which is all of a short programme.

        The voice's gain is measured, and articles differ by a fifth of a LU: a minute tells whether it fits.
        """
        heard = 0.0
        for _, utterance in spoken:
            if heard >= METERED:
                return
            take = self.take(utterance)
            heard += take.seconds
            key = blocks_key(take.key, gain)
            blocks = get_levels(self._store, key)
            if blocks is None:
                blocks = loudness_blocks(take, gain)
                put_levels(self._store, key, blocks)
            yield from blocks

    def _all(self, spoken: Spoken, gain: float, forms: Sequence[Format]) -> list[Passages]:
        """What the store has, and what it lacks voiced and encoded, several sentences at a time."""
        found = [self._stored(utterance, gain, forms) for _, utterance in spoken]
        lacking = [place for place, made in enumerate(found) if len(made) < len(forms)]
        if not lacking:
            return found
        pool = ThreadPoolExecutor(self._settings.threads)
        try:
            jobs = {place: pool.submit(self._made, spoken[place][1], gain, forms, found[place]) for place in lacking}
            for done, (place, job) in enumerate(jobs.items(), len(found) - len(jobs) + 1):
                found[place] = job.result()
                self._progress("voice", done, len(found))
        finally:
            pool.shutdown(cancel_futures=True)  # after an error or an interrupt, the rest is not begun
        return found

    def _stored(self, utterance: Utterance, gain: float, forms: Sequence[Format]) -> Passages:
        take = take_key(utterance, self._voice)
        stored = {form.name: get_passage(self._store, passage_key(take, gain, form)) for form in forms}
        return {name: passage for name, passage in stored.items() if passage}

    def _made(self, utterance: Utterance, gain: float, forms: Sequence[Format], stored: Passages) -> Passages:
        made = dict(stored)
        for form in forms:
            if form.name not in made:
                made[form.name] = encode(self.take(utterance), gain, form)
                put_passage(self._store, made[form.name])
                with self._lock:
                    self.work.passages += 1
        return made


def _title(sentence: Sentence) -> str:
    """A headline or a subhead starts a chapter."""
    return " ".join(sentence.text.split()) if sentence.kind in ("headline", "subhead") else ""
