"""The running order: one article flows through seven stages. Read this first.

    ingest     source            -> Article
    script     Article           -> Script
    pronounce  Script + Lexicon  -> Utterances + Flags
    voice      Utterance         -> Take          (cached by what is said)
    master     Takes             -> Master        (encoded sentence by sentence, spliced)
    publish    Master            -> Edition       (swapped in whole)
    review     Edition           -> Reports       (what is heard to be wrong)

Stages are pure: nouns in, nouns out. Only this module and the studio read and write the store.
"""

import contextlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pronouncer.errors import StoreError
from pronouncer.model.article import Article
from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.script import Script
from pronouncer.model.site import SiteRules
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.store.archive import Archive
from pronouncer.store.cache import Cache
from pronouncer.voice.engine import DEFAULT, Engine, Progress, choose_voice, make_engine

if TYPE_CHECKING:
    from pronouncer.model.edition import Edition
    from pronouncer.model.master import Master
    from pronouncer.studio import Studio

STAGES = ("ingest", "script", "pronounce", "voice", "master", "publish", "review")
"""The same word names a folder, a command, a docs page, a tests folder and what an editor sees."""


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
        self.archive = Archive(settings.archive)
        self._lexicons: dict[str, Lexicon] = {}
        self._progress = progress
        engine, colon, name = settings.voice.partition(":")
        self._engine_name = engine if colon else DEFAULT
        self._voice_name = name if colon else engine
        self._engine: Engine | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._engine:
            self._engine.close()

    def say(self, source: str, out: Path | None) -> Said:
        """Give a source its audio version, in a folder that is named after the article if none is given."""
        from pronouncer.master.formats import formats

        began = time.monotonic()
        formats(self.settings.formats)  # refuses an unknown one before any work
        article = self.ingest(source)
        said = self.say_article(article, out or Path(slug(article.headline)))
        return replace(said, seconds=time.monotonic() - began)

    def say_article(self, article: Article, folder: Path) -> Said:
        """Give an article its audio version in a folder; where it is there already, nothing is done."""
        from pronouncer.publish.outlets.folder.write import published, staged
        from pronouncer.store.fingerprint import fingerprint

        began = time.monotonic()
        voice = self.voice_for(article.language)
        rules = self.rules(article)
        choices = (*self.settings.formats, f"{self.settings.flags} flags", *sorted(rules.read), rules.corrections)
        identity = fingerprint(article, voice, choices, self._lexicon_bytes())
        in_place = published(folder, identity)
        if in_place:
            return _unchanged(in_place, folder, began)
        with staged(folder) as beside:
            script = self.script(article)
            utterances = self.pronounce(script, voice)
            studio = self.studio(voice)
            master = self.master(article, script, utterances, studio, beside)
            edition = self.publish(article, script, utterances, master, voice=voice, folder=beside, identity=identity)
        self.store.prune()
        from pronouncer.pronounce.flags import rare_words

        with contextlib.suppress(StoreError):  # the edition is out; `check` reports an archive that cannot be written
            self.archive.add(rare_words(script, utterances), article.source)
        return Said(
            folder=folder,
            headline=edition.headline,
            minutes=edition.minutes,
            duration=edition.duration,
            words=len(edition.words),
            flags=sum(len(utterance.flags) for utterance in utterances),
            takes=studio.work.takes,
            passages=studio.work.passages,
            seconds=time.monotonic() - began,
        )

    def ingest(self, source: str) -> Article:
        """source -> Article."""
        from pronouncer.ingest.fetch import read
        from pronouncer.ingest.take_in import ingest

        return ingest(read(source, self.settings, memory=self.store), self.settings)

    def script(self, article: Article) -> Script:
        """Article -> Script."""
        from pronouncer.script.order import script

        return script(article, self.rules(article))

    def rules(self, article: Article) -> SiteRules:
        """Return the rules of the site that an article comes from. Raises SettingsError."""
        from pronouncer.ingest.sites import rules_of

        return rules_of(self.settings, article)

    def pronounce(self, script: Script, voice: Voice) -> tuple[Utterance, ...]:
        """Script + Lexicon -> Utterances + Flags. Words that nothing decides are left to the voice's engine."""
        return self.flag(script, self.words(script, voice), voice)

    def words(self, script: Script, voice: Voice) -> tuple[Utterance, ...]:
        """Return the utterances with what was seen in each sentence by itself."""
        from pronouncer.pronounce.say import pronounce

        lexicon, engine = self.lexicon(script.language), self.engine
        return pronounce(script, lexicon=lexicon, phonemize=lambda each: engine.phonemize(each, voice), voice=voice.id)

    def flag(self, script: Script, utterances: Sequence[Utterance], voice: Voice) -> tuple[Utterance, ...]:
        """Return the utterances with the flags of the whole text, ranked."""
        from pronouncer.pronounce.flags import flagged

        return flagged(
            script,
            utterances,
            phonemize=lambda clauses: self.engine.phonemize(clauses, voice),
            capabilities=self.engine.capabilities(voice),
            archive=lambda word: self.archive.has(word, script.article),
            most=self.settings.flags,
        )

    def studio(self, voice: Voice) -> "Studio":
        """Where utterances of a voice become takes, with `Studio.take`: Utterance -> Take."""
        from pronouncer.studio import Studio

        return Studio(self.settings, engine=self.engine, voice=voice, store=self.store, progress=self._progress)

    def master(
        self, article: Article, script: Script, utterances: Sequence[Utterance], studio: "Studio", folder: Path
    ) -> "Master":
        """Takes -> Master, its renditions written into a folder."""
        from pronouncer.publish.edition import DISCLOSURE

        tags = {"title": article.headline, "comment": DISCLOSURE, "language": article.language}
        return studio.master(script, utterances, folder=folder, tags=tags)

    def publish(
        self,
        article: Article,
        script: Script,
        utterances: Sequence[Utterance],
        master: "Master",
        *,
        voice: Voice,
        folder: Path,
        identity: str,
    ) -> "Edition":
        """Master -> Edition, written beside its renditions."""
        from pronouncer.publish.edition import edition
        from pronouncer.publish.outlets.folder.write import write

        made = edition(article, script, utterances, master, voice=voice, fingerprint=identity)
        write(made, folder)
        return made

    @property
    def engine(self) -> Engine:
        """The engine of the settings, made on first use."""
        if self._engine is None:
            self._engine = make_engine(self._engine_name, self.settings)
        return self._engine

    def voice_for(self, language: str) -> Voice:
        """Return the voice of the settings, or the default one of a language."""
        return choose_voice(self.engine, self._voice_name, language)

    def lexicon(self, tag: str) -> Lexicon:
        """Return the newsroom's lexicon over the one of a language. Raises LexiconError."""
        from pronouncer.pronounce.say import base_entries

        if tag not in self._lexicons:
            self._lexicons[tag] = Lexicon([*base_entries(tag), *self.house()])
        return self._lexicons[tag]

    def house(self) -> list[Lexeme]:
        """Return the entries of the newsroom. Raises LexiconError, also where its file was named and is not there."""
        path = self.settings.house_lexicon
        if not self.settings.lexicon and not path.is_file():
            return []
        from pronouncer.pronounce.lexicons.tsv import read

        return read(path)

    def _lexicon_bytes(self) -> bytes:
        with contextlib.suppress(OSError):  # a file that cannot be read is reported when it is needed
            return self.settings.house_lexicon.read_bytes()
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
