"""The running order: one article flows through seven stages. Read this first.

    ingest     source            -> Article
    script     Article           -> Script
    pronounce  Script + Lexicon  -> Utterances + Flags
    voice      Utterance         -> Take          (cached by what is said)
    master     Takes             -> Master        (encoded sentence by sentence, spliced)
    publish    Master            -> Edition       (swapped in whole)
    review     Edition           -> Reports       (what is heard to be wrong)

Stages are pure: nouns in, nouns out. Only this module and the command line read and write the store.
"""

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pronouncer.errors import EngineError, NothingToRead
from pronouncer.model.article import Article
from pronouncer.model.lexicon import Lexicon
from pronouncer.model.script import Script, Sentence
from pronouncer.model.take import Take, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache
from pronouncer.voice.engine import DEFAULT, Engine, choose_voice, make_engine

if TYPE_CHECKING:
    from pronouncer.master.formats import Format
    from pronouncer.model.edition import Edition
    from pronouncer.model.master import Master, Passage

STAGES = ("ingest", "script", "pronounce", "voice", "master", "publish", "review")
"""The same word names a folder, a command, a docs page, a tests folder and what an editor sees."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, how many sentences are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """One sentence after voice and encoding."""

    sentence: Sentence
    passages: Mapping[str, "Passage"]
    """By name of the format."""

    @property
    def any(self) -> "Passage":
        """One of the passages, for what they share: length and words of the take."""
        return next(iter(self.passages.values()))


@dataclass(frozen=True, slots=True)
class Said:
    """What `say` did."""

    folder: Path
    headline: str
    minutes: int
    duration: float
    """Seconds of audio."""
    words: int
    flags: int
    takes: int
    """Sentences that were synthesised."""
    passages: int
    """Sentences that were encoded, counted once a format."""
    seconds: float
    """Time it took."""
    unchanged: bool = False
    """Whether the edition in place was this very one."""


def _quiet(stage: str, done: int, total: int) -> None:
    pass


class Pipeline:
    """The stages with one engine and one store. Use it in a `with` block, so that the engine stops."""

    def __init__(self, settings: Settings, *, progress: Progress = _quiet) -> None:
        self.settings = settings
        self.store = Cache(settings.cache, limit=settings.cache_bytes)
        self.takes = self.encodings = 0
        self._progress = progress
        engine, colon, name = settings.voice.partition(":")
        self._engine_name = engine if colon else DEFAULT
        self._voice_name = name if colon else engine
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine:
            self._engine.close()

    @property
    def engine(self) -> Engine:
        """The engine of the settings, made on first use."""
        if self._engine is None:
            self._engine = make_engine(self._engine_name, self.settings)
        return self._engine

    def say(self, source: str, out: Path | None) -> Said:
        """Give a source its audio version, in a folder that is named after the article if none is given."""
        from pronouncer.publish.outlets.folder.write import published, staged
        from pronouncer.store.fingerprint import fingerprint

        began = time.monotonic()
        article = self.ingest(source)
        voice = self.voice_for(article.language)
        folder = out or Path(slug(article.headline))
        print_of = fingerprint(article, voice, self.settings.formats, self._lexicon_bytes())
        record = published(folder)
        if record and record["fingerprint"] == print_of:
            return _unchanged(record, folder, began)
        with staged(folder) as beside:
            edition = self.publish(article, voice, beside, fingerprint=print_of)
        self.store.prune()
        return Said(
            folder=folder,
            headline=edition.headline,
            minutes=edition.minutes,
            duration=edition.duration,
            words=len(edition.words),
            flags=sum(len(utterance.flags) for utterance in edition.utterances),
            takes=self.takes,
            passages=self.encodings,
            seconds=time.monotonic() - began,
        )

    def ingest(self, source: str) -> Article:
        """source -> Article."""
        from pronouncer.ingest.fetch import read
        from pronouncer.ingest.take_in import ingest

        return ingest(read(source, self.settings), self.settings)

    def script(self, article: Article) -> Script:
        """Article -> Script."""
        from pronouncer.script.order import script

        return script(article)

    def pronounce(self, script: Script, voice: Voice) -> tuple[Utterance, ...]:
        """Script + Lexicon -> Utterances. Words that nothing decides are left to the voice's engine."""
        from pronouncer.pronounce.say import pronounce

        lexicon = self._lexicon(script.language)
        return pronounce(script, lexicon=lexicon, phonemize=lambda clauses: self.engine.phonemize(clauses, voice))

    def voice(self, utterance: Utterance, voice: Voice) -> Take:
        """Utterance -> Take, from the store if this was ever said before."""
        from pronouncer.store.records import get_take, put_take

        take = get_take(self.store, take_key(utterance, voice))
        if take is None:
            take = self.engine.synthesize(utterance, voice)
            if len(take.words) != len(utterance.words):
                raise EngineError(f"{voice.id} did not time every word of {utterance.spoken!r}.", permanent=True)
            put_take(self.store, take)
            self._count(takes=1)
        return take

    def master(
        self, script: Script, utterances: Sequence[Utterance], voice: Voice, folder: Path, *, tags: Mapping[str, str]
    ) -> tuple["Master", list[Voiced]]:
        """Takes -> Master, its renditions written into a folder."""
        from pronouncer.master.assemble import Part, chapters, cues, timeline, write
        from pronouncer.master.formats import formats
        from pronouncer.master.loudness import next_gain, programme_loudness
        from pronouncer.model.master import Loudness, Master

        forms = formats(self.settings.formats)
        spoken = [(s, u) for s, u in zip(script.sentences, utterances, strict=True) if u.words]
        if not spoken:
            raise NothingToRead("The voice has no sound for any word of this article. Is it in another language?")
        gain: float | None = voice.gain
        tried: set[float] = set()
        while gain is not None and gain not in tried:
            tried.add(gain)
            used = gain
            voiced = self._voiced(spoken, voice, used, forms)
            loudness = programme_loudness(b for v in voiced for b in v.passages[forms[0].name].blocks)
            gain = next_gain(loudness, used)
        rate = voiced[0].any.rate
        parts = [Part(v.sentence.id, v.any.seconds, v.sentence.pause, _title(v.sentence), v.passages) for v in voiced]
        line = timeline(parts, forms[0], rate)
        marks = chapters(parts, line)
        renditions = tuple(write(parts, form, rate, folder=folder, tags=tags, marks=marks) for form in forms)
        return Master(line.duration, Loudness(loudness, used), cues(parts, line), marks, renditions), voiced

    def publish(self, article: Article, voice: Voice, folder: Path, *, fingerprint: str) -> "Edition":
        """Article -> Edition: the whole way, written into an empty folder."""
        from pronouncer.publish.edition import DISCLOSURE, edition
        from pronouncer.publish.outlets.folder.write import write

        script = self.script(article)
        utterances = self.pronounce(script, voice)
        tags = {"title": article.headline, "comment": DISCLOSURE, "language": article.language}
        master, voiced = self.master(script, utterances, voice, folder, tags=tags)
        timings = {each.sentence.id: each.any.words for each in voiced}
        made = edition(article, script, utterances, timings, master, voice=voice, fingerprint=fingerprint)
        write(made, folder)
        return made

    def voice_for(self, language: str) -> Voice:
        """Return the voice of the settings, or the default one of a language."""
        return choose_voice(self.engine, self._voice_name, language)

    def _voiced(
        self, spoken: Sequence[tuple[Sentence, Utterance]], voice: Voice, gain: float, forms: Sequence["Format"]
    ) -> list[Voiced]:
        """Voice and encode sentences, several at a time, in the order of the script."""
        found: list[Voiced] = []
        with ThreadPoolExecutor(self.settings.threads) as pool:
            jobs = [pool.submit(self._voiced_one, sentence, u, voice, gain, forms) for sentence, u in spoken]
            with _cancelled_on_error(jobs):
                for job in jobs:
                    found.append(job.result())
                    self._progress("voice", len(found), len(jobs))
        return found

    def _voiced_one(
        self, sentence: Sentence, utterance: Utterance, voice: Voice, gain: float, forms: Sequence["Format"]
    ) -> Voiced:
        from pronouncer.master.passage import encode, passage_key
        from pronouncer.store.records import get_passage, put_passage

        key = take_key(utterance, voice)
        passages: dict[str, Passage] = {}
        for form in forms:
            passage = get_passage(self.store, passage_key(key, gain, form))
            if passage is None:
                passage = encode(self.voice(utterance, voice), gain, form)
                put_passage(self.store, passage)
                self._count(encodings=1)
            passages[form.name] = passage
        return Voiced(sentence, passages)

    def _count(self, *, takes: int = 0, encodings: int = 0) -> None:
        with self._lock:
            self.takes += takes
            self.encodings += encodings

    def _lexicon(self, tag: str) -> Lexicon:
        from pronouncer.pronounce.lexicon_file import read
        from pronouncer.pronounce.say import base_entries

        own = read(Path(self.settings.lexicon)) if self.settings.lexicon else []
        return Lexicon([*base_entries(tag), *own])

    def _lexicon_bytes(self) -> bytes:
        with contextlib.suppress(OSError):  # a file that cannot be read is reported when it is needed
            return Path(self.settings.lexicon).read_bytes() if self.settings.lexicon else b""
        return b""


def estimate(script: Script, utterances: Sequence[Utterance], voice: Voice) -> float:
    """Return the listening time in seconds, from phones and pauses, without speaking."""
    phones = sum(len(re.findall(r"[^\W\d_ˈˌː]", ipa)) for u in utterances for _, _, ipa in u.words)
    breaks = sum(sum(map(bool, u.breaks)) - 1 for u in utterances if u.words)
    pauses = sum(sentence.pause for sentence in script.sentences)
    return phones * voice.phone_seconds + breaks * voice.break_seconds + pauses


def slug(headline: str) -> str:
    """Return a folder name for a headline: letters and digits of any script, joined by hyphens."""
    words = re.findall(r"[^\W_]+", headline.lower())
    name = ""
    for word in words:
        if len(f"{name}-{word}".encode()) > 60:
            break
        name = f"{name}-{word}" if name else word
    return name or "article"


def _title(sentence: Sentence) -> str:
    return " ".join(sentence.text.split()) if sentence.kind in ("headline", "subhead") else ""


@contextlib.contextmanager
def _cancelled_on_error(jobs: Sequence[Future[Voiced]]) -> Iterator[None]:
    try:
        yield
    finally:
        for job in jobs:
            job.cancel()  # no effect on those that are done


def _unchanged(record: Mapping[str, Any], folder: Path, began: float) -> Said:
    """The edition in place is this very one: nothing to do but to say so."""
    return Said(
        folder=folder,
        headline=record["headline"],
        minutes=record["minutes"],
        duration=record["duration"],
        words=len(record["words"]),
        flags=sum(len(utterance["flags"]) for utterance in record["utterances"]),
        takes=0,
        passages=0,
        seconds=time.monotonic() - began,
        unchanged=True,
    )
