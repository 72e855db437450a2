"""The studio: where utterances become takes and passages, several at a time, and nothing is made twice.

The ensemble speaks, the store remembers, the encoder follows. The pipeline calls it for the stages voice and master.
"""

import functools
import io
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pronouncer.ensemble import Ensemble, Work
from pronouncer.errors import MasterError, NothingToRead
from pronouncer.master.assemble import Part, chapters, cues, least_pause, timeline, write
from pronouncer.master.formats import MIXED_RATE, Format, formats
from pronouncer.master.level import blocks_key, loudness_blocks
from pronouncer.master.loudness import ABSOLUTE_GATE, TARGET, next_gain, programme_loudness
from pronouncer.master.passage import encode, passage_key, silence, silence_key
from pronouncer.model.master import Loudness, Master, Passage
from pronouncer.model.script import Script, Sentence
from pronouncer.model.take import Take, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.pace import expected_seconds
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache
from pronouncer.store.records import SILENCES, get_levels, get_passage, get_take, put_levels, put_passage, put_take
from pronouncer.voice.engine import Progress
from pronouncer.voice.wording import worded


class Line(NamedTuple):
    """One sentence of the programme and who says it."""

    sentence: Sentence
    utterance: Utterance
    voice: Voice


Passages = Mapping[str, Passage]  # by name of the format
_FAINT = 6.0  # LU under the target at which nothing is published
METERED = 60.0  # seconds of speech


class Studio:
    """The voices of an ensemble, with a store."""

    def __init__(
        self, settings: Settings, *, ensemble: Ensemble, store: Cache, progress: Progress, work: Work | None = None
    ) -> None:
        self.work = work or Work()
        self._settings, self._ensemble, self._store = settings, ensemble, store
        self._progress = progress
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}

    def take(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the take of an utterance, from the store if this was ever said before."""
        key = take_key(utterance, voice)
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        with turn:  # the same sentence twice is said once
            take = get_take(self._store, key)
            if take is None:
                with self.work.stage("voice"):
                    take = self._ensemble.say(utterance, voice)
                put_take(self._store, take)
                with self._lock:
                    self.work.takes += 1
                    self.work.cost += self.cost(utterance, voice)
        return take

    def cost(self, utterance: Utterance, voice: Voice) -> float:
        """Return what saying an utterance costs, in US dollars by the price on the voice's sheet."""
        sheet = self._ensemble.capabilities(voice)
        return sheet.price * len(worded(utterance, sheet).text) / 1e6 if sheet.price else 0.0

    def snippet(self, utterance: Utterance, voice: Voice, start: int, end: int) -> Path | None:
        """Return a WAV file of some characters of a sentence, a word before and after included; None for silence."""
        take = self.take(utterance, voice)
        places = [
            place
            for place, word in enumerate(take.words)
            if utterance.tokens[word.token].start < end and utterance.tokens[word.token].end > start
        ]
        if not places:
            return None
        first, last = take.words[max(0, places[0] - 1)], take.words[min(len(take.words) - 1, places[-1] + 1)]
        import wave  # only editors listen to single words

        span = slice(2 * round(first.start * take.rate), 2 * round(last.end * take.rate))
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setparams((1, 2, take.rate, 0, "NONE", ""))
            file.writeframes(take.samples[span])
        return self._store.keep("snippets", f"{take.key}-{start}-{end}.wav", sound.getvalue())

    def master(
        self,
        script: Script,
        utterances: Sequence[Utterance],
        cast: Sequence[Voice],
        *,
        folder: Path,
        tags: Mapping[str, str],
    ) -> Master:
        """Return the programme of a script, its renditions written into a folder."""
        forms = formats(self._settings.formats)
        lines = [Line(*line) for line in zip(script.sentences, utterances, cast, strict=True) if line[1].words]
        if not lines:
            raise NothingToRead("The voice has no sound for any word of this article. Is it in another language?")
        passages, loudness = self._levelled(lines, forms)
        least = max(least_pause(form, passages[0][form.name].rate) for form in forms)
        titles = _titles(line.sentence for line in lines)
        parts = [
            Part(
                line.sentence.id,
                max(line.sentence.pause, least),
                titles.pop(line.sentence.block, ""),
                made,
                line.voice.id,
            )
            for line, made in zip(lines, passages, strict=True)
        ]
        timed = timeline(parts, forms[0])
        marks = chapters(parts, timed)
        renditions = tuple(
            write(parts, form, folder=folder, tags=tags, marks=marks, quiet=self._quiet(form, parts[0].any.rate))
            for form in forms
        )
        words = tuple(part.any.words for part in parts)
        return Master(timed.duration, loudness, cues(parts, timed), words, marks, renditions)

    def _quiet(self, form: Format, rate: int) -> bytes:
        """Return the packet of a frame of silence, which is encoded once."""
        key = silence_key(rate, form)
        quiet = self._store.get(SILENCES, key)
        if quiet is None:
            quiet = silence(rate, form)
            self._store.put(SILENCES, key, quiet)
        return quiet

    def _levelled(self, lines: Sequence[Line], forms: Sequence[Format]) -> tuple[list[Passages], Loudness]:
        """Return the passages with every voice brought to the target by itself, so that all are equally loud.

        A voice speaks at its own gain, or at the next one that brings a short or odd programme home.
        """
        places: dict[Voice, list[int]] = {}
        for place, line in enumerate(lines):
            places.setdefault(line.voice, []).append(place)
        rate = MIXED_RATE if len(places) > 1 else None
        passages: dict[int, Passages] = {}
        loudness: dict[Voice, Loudness] = {}
        for voice, own in places.items():
            made, loudness[voice] = self._in_one_voice([lines[place] for place in own], forms, rate)
            passages |= zip(own, made, strict=True)
        main = max(places, key=lambda voice: len(places[voice]))
        if rate is None and len({passage.rate for made in passages.values() for passage in made.values()}) > 1:
            gain = loudness[main].gain  # an engine that answers at more than one rate
            return self._all(lines, gain, forms, MIXED_RATE), loudness[main]
        return [passages[place] for place in range(len(lines))], loudness[main]

    def _in_one_voice(
        self, lines: Sequence[Line], forms: Sequence[Format], rate: int | None
    ) -> tuple[list[Passages], Loudness]:
        gain: float | None = lines[0].voice.gain
        tried: set[float] = set()
        while gain is not None and gain not in tried:
            used = gain
            tried.add(used)
            passages = self._all(lines, used, forms, rate)
            lengths = [next(iter(each.values())).seconds for each in passages]
            loudness = programme_loudness(self._blocks(lines, lengths, used, forms[0].makeup))
            gain = next_gain(loudness, used)
        if ABSOLUTE_GATE < loudness < TARGET - _FAINT:
            raise MasterError(
                f"{lines[0].voice.id} is too quiet: {loudness:.0f} LUFS with {used:+.0f} dB of gain, where "
                f"{TARGET:.0f} are wanted. Choose another voice, or make it louder at its source."
            )
        return passages, Loudness(loudness, used)

    def _blocks(self, lines: Sequence[Line], lengths: Sequence[float], gain: float, makeup: float) -> Iterator[float]:
        """Loudness blocks of the first minute of a voice's speech, which is all of a short programme.

        The voice's gain is measured, and articles differ by a fifth of a LU: a minute tells whether it fits.
        """
        heard = 0.0
        for line, seconds in zip(lines, lengths, strict=True):
            if heard >= METERED:
                return
            heard += seconds
            key = blocks_key(take_key(line.utterance, line.voice), gain, makeup)
            blocks = get_levels(self._store, key)
            if blocks is None:
                blocks = loudness_blocks(self.take(line.utterance, line.voice), gain, makeup)
                put_levels(self._store, key, blocks)
            yield from blocks

    def _all(self, lines: Sequence[Line], gain: float, forms: Sequence[Format], rate: int | None) -> list[Passages]:
        """What the store has, and what it lacks voiced and encoded, several sentences at a time."""
        found = [self._stored(line, gain, forms, rate) for line in lines]
        opening = _opening(lines)
        lacking = [place for place, made in enumerate(found) if len(made) < len(forms)]
        if not lacking:
            return found
        if len(lacking) == 1:  # after an edit: no thread has to be started
            (place,) = lacking
            found[place] = self._made(lines[place], gain, forms, rate, found[place], meter=place < opening)
            self._progress("voice", len(found), len(found))
            return found
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(self._settings.threads)
        try:
            jobs = {
                place: pool.submit(self._made, lines[place], gain, forms, rate, found[place], meter=place < opening)
                for place in lacking
            }
            for done, (place, job) in enumerate(jobs.items(), len(found) - len(jobs) + 1):
                found[place] = job.result()
                self._progress("voice", done, len(found))
        finally:
            pool.shutdown(cancel_futures=True)  # after an error or an interrupt, the rest is not begun
        return found

    def _stored(self, line: Line, gain: float, forms: Sequence[Format], rate: int | None) -> Passages:
        take = take_key(line.utterance, line.voice)
        stored = {form.name: get_passage(self._store, passage_key(take, gain, form, rate)) for form in forms}
        return {name: passage for name, passage in stored.items() if passage}

    def _made(
        self, line: Line, gain: float, forms: Sequence[Format], rate: int | None, stored: Passages, *, meter: bool
    ) -> Passages:
        made = dict(stored)
        for form in forms:
            if form.name not in made:
                take = self.take(line.utterance, line.voice)
                key = blocks_key(take.key, gain, form.makeup)
                heard = functools.partial(put_levels, self._store, key) if meter and form is forms[0] else None
                made[form.name] = encode(take, gain, form, rate, heard=heard)
                put_passage(self._store, made[form.name])
                with self._lock:
                    self.work.passages += 1
        return made


def _opening(lines: Sequence[Line]) -> int:
    """Return how many lines the first minute of a voice takes, as it is expected: they are metered when encoded."""
    heard = 0.0
    for place, line in enumerate(lines):
        if heard >= METERED:
            return place
        heard += expected_seconds(line.utterance, line.voice)
    return len(lines)


def _titles(sentences: Iterable[Sentence]) -> dict[int, str]:
    """Return the title of each block that starts a chapter, a headline or a subhead, by the index of the block."""
    found: dict[int, str] = {}
    for sentence in sentences:
        if sentence.kind in ("headline", "subhead"):
            found[sentence.block] = f"{found.get(sentence.block, '')} {' '.join(sentence.text.split())}".strip()
    return found
