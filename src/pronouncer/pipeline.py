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
import dataclasses
import functools
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from pronouncer.ensemble import Ensemble, Work
from pronouncer.errors import StoreError, VoiceError
from pronouncer.model.article import Article
from pronouncer.model.digest import digest
from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.script import Script
from pronouncer.model.site import SiteRules
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.noun import noun
from pronouncer.phones.pace import expected_seconds
from pronouncer.settings import Settings
from pronouncer.store.archive import Archive
from pronouncer.store.cache import Behind, Cache
from pronouncer.voice.casting import Cast, Casting
from pronouncer.voice.engine import Progress

if TYPE_CHECKING:
    from pronouncer.model.edition import Edition
    from pronouncer.model.master import Master
    from pronouncer.publish.provenance.sign import Signing
    from pronouncer.studio import Studio

STAGES = ("ingest", "script", "pronounce", "voice", "master", "publish", "review")
"""The same word names a folder, a command, a docs page, a tests folder and what an editor sees."""


@noun
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
    seconds: float = 0.0
    """Time it took."""
    cost: float = 0.0
    """US dollars for what was synthesised, by the prices of the engines' sheets."""
    missing: tuple[str, ...] = ()
    """Voices that were wanted and could not speak, each with the reason."""
    unchanged: bool = False
    """Whether the edition in place was this very one."""
    stages: tuple[tuple[str, float], ...] = ()
    """Seconds in each stage; `voice` is part of `master`."""


class Made(NamedTuple):
    """The nouns of one article on their way to its edition."""

    article: Article
    script: Script
    utterances: tuple[Utterance, ...]
    cast: Cast
    master: "Master"


def _quiet(stage: str, done: int, total: int) -> None:
    pass


class Pipeline:
    """The stages with an ensemble of voices and one store. Use it in a `with` block, so that the engines stop.

    An ensemble that is given serves several pipelines, one after the other. Editions that are copied to another place
    at once are not `lasting`.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        progress: Progress = _quiet,
        ensemble: Ensemble | None = None,
        lasting: bool = True,
    ) -> None:
        self.settings = settings
        self.store = Cache(settings.cache, limit=settings.cache_bytes, behind=_shared(settings))
        self.archive = Archive(settings.archive)
        self.ensemble = ensemble or Ensemble(settings)
        self._lasting = lasting
        self._lexicons: dict[tuple[str, bytes], Lexicon] = {}
        self.progress = progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ensemble.__exit__(kind, error, trace)

    def say(self, source: str, out: Path | None) -> Said:
        """Give a source its audio version, in a folder that is named after the article if none is given."""
        from pronouncer.master.formats import formats
        from pronouncer.publish.exports.table import exports

        began = time.monotonic()
        formats(self.settings.formats)  # refuses an unknown one before any work
        exports(self.settings.exports)
        article = self.ingest(source)
        said = self.say_article(article, out or Path(slug(article.headline)))
        return dataclasses.replace(said, seconds=time.monotonic() - began)

    def say_article(
        self, article: Article, folder: Path, *, known: str = "", without: Mapping[str, str] = MappingProxyType({})
    ) -> Said:
        """Give an article its audio version in a folder; where it is there already, nothing is done.

        Neither is where its fingerprint is `known`: an edition like it stands elsewhere. It is said `without` voices,
        by their ids with the reasons.
        """
        began = time.monotonic()
        rules = self.rules(article)
        work = Work()
        silent = dict(without)
        while True:
            casting = self.ensemble.casting(rules.voices, article.language, without=silent)
            try:
                said = self._said(article, rules, casting, folder, work, known)
                return dataclasses.replace(said, seconds=time.monotonic() - began)
            except VoiceError as error:
                if not rules.voices.fallback or not error.voice or error.voice in silent:
                    raise
                silent[error.voice] = str(error)  # another one speaks, until it can again

    def _said(self, article: Article, rules: SiteRules, casting: Casting, folder: Path, work: Work, known: str) -> Said:
        """Publish an article in the voices of a casting, unless the edition in place is this very one."""
        from pronouncer.publish.exports.table import exports
        from pronouncer.publish.outlets.folder.write import published, staged
        from pronouncer.publish.structured import address
        from pronouncer.store.fingerprint import fingerprint

        site = (*sorted(rules.read), rules.corrections, rules.tables)
        place = address(self.settings.base_url, folder.absolute().name)
        told = (self.settings.spoken_disclosure, self.settings.report, *exports(self.settings.exports))
        choices = (*self.settings.formats, f"{self.settings.flags} flags", *site, place, *told, self._certificate())
        named = casting._replace(missing=dict.fromkeys(casting.missing, ""))  # reasons change from day to day
        identity = fingerprint(article, named, choices, self._lexicon_bytes())
        if identity == known:
            return Said(folder, article.headline, 0, 0.0, 0, 0, 0, 0, unchanged=True)
        in_place = published(folder, identity)
        if in_place:
            return _unchanged(in_place, folder)
        self.signing  # noqa: B018 - an expired certificate is found before any work
        with staged(folder) as beside:
            with work.stage("script"):
                script = self.script(article, casting)
                cast = casting.cast(script)
            with work.stage("pronounce"):
                utterances = self.pronounce(script, cast)
            with work.stage("master"):
                master = self.master(article, script, utterances, cast, studio=self.studio(work), folder=beside)
            with work.stage("publish"):
                made = Made(article, script, utterances, cast, master)
                edition = self.publish(made, casting=casting, folder=beside, identity=identity, address=place)
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
            takes=work.takes,
            passages=work.passages,
            cost=work.cost,
            missing=tuple(f"{voice} ({reason})" for voice, reason in casting.missing.items()),
            stages=tuple((name, round(seconds, 4)) for name, seconds in work.stages.items()),
        )

    def ingest(self, source: str) -> Article:
        """source -> Article."""
        from pronouncer.ingest.fetch import read
        from pronouncer.ingest.take_in import ingest

        return ingest(read(source, self.settings, memory=self.store), self.settings)

    def script(self, article: Article, casting: Casting | None = None) -> Script:
        """Article -> Script. A cloned voice of the casting has to say that it is one."""
        from pronouncer.script.order import disclosed, script

        rules, by_default = self.rules(article), ""
        if casting:
            rules, by_default = rules._replace(voices=casting.heard), "start" if casting.has_clone else ""
        return disclosed(script(article, rules), self.settings.spoken_disclosure or by_default)

    def rules(self, article: Article) -> SiteRules:
        """Return the rules of the site that an article comes from. Raises SettingsError."""
        from pronouncer.ingest.sites import rules_of

        return rules_of(self.settings, article)

    def casting(self, article: Article) -> Casting:
        """Return the voices of an article. Raises VoiceError."""
        return self.ensemble.casting(self.rules(article).voices, article.language)

    def cast(self, article: Article, script: Script) -> tuple[Voice, ...]:
        """Return who says each sentence of an article. Raises VoiceError."""
        return self.casting(article).cast(script)

    def pronounce(self, script: Script, cast: Cast) -> tuple[Utterance, ...]:
        """Script + Lexicon -> Utterances + Flags. Words that nothing decides are left to the engine of their voice."""
        return self.flag(script, self.words(script, cast), cast)

    def words(self, script: Script, cast: Cast) -> tuple[Utterance, ...]:
        """Return the utterances with what was seen in each sentence by itself."""
        places: dict[tuple[Voice, str], list[int]] = {}
        for place, (sentence, voice) in enumerate(zip(script.sentences, cast, strict=True)):
            places.setdefault((voice, sentence.language or script.language), []).append(place)
        found: dict[int, Utterance] = {}
        for (voice, language), own in places.items():
            part = dataclasses.replace(
                script, sentences=tuple(script.sentences[place] for place in own), language=language
            )
            found |= zip(own, self._in_one_voice(part, voice), strict=True)
        return tuple(found[place] for place in range(len(script.sentences)))

    def _in_one_voice(self, script: Script, voice: Voice) -> Sequence[Utterance]:
        """Return the utterances of sentences in one language and voice; what was read before is remembered."""
        from pronouncer.pronounce.say import dictionary_stamp, pronounce
        from pronouncer.recall import recalled

        def read(part: Script) -> Sequence[Utterance]:
            said = functools.partial(self.ensemble.phonemize, voice=voice)
            return pronounce(part, lexicon=self.lexicon(part.language), phonemize=said, voice=voice.id)

        rest_on = (digest(self._lexicon_bytes()), self.ensemble.spellers(voice), dictionary_stamp(script.language))
        return recalled(script, voice, read, store=self.store, rest_on=rest_on)

    def flag(self, script: Script, utterances: Sequence[Utterance], cast: Cast) -> tuple[Utterance, ...]:
        """Return the utterances with the flags of the whole text, ranked."""
        from pronouncer.pronounce.flags import flagged

        if not cast:
            return ()
        sheets = {voice: self.ensemble.capabilities(voice) for voice in dict.fromkeys(cast)}
        own = [voice for sentence, voice in zip(script.sentences, cast, strict=True) if not sentence.language] or cast
        main = max(dict.fromkeys(own), key=own.count)
        return flagged(
            script,
            utterances,
            phonemize=functools.partial(self.ensemble.phonemize, voice=main),
            capabilities=[sheets[voice] for voice in cast],
            archive=lambda word: self.archive.has(word, script.article),
            most=self.settings.flags,
        )

    def studio(self, work: Work | None = None) -> "Studio":
        """Where utterances become takes, with `Studio.take`: Utterance -> Take; `work` counts what is made."""
        from pronouncer.studio import Studio

        return Studio(self.settings, ensemble=self.ensemble, store=self.store, progress=self.progress, work=work)

    def master(
        self,
        article: Article,
        script: Script,
        utterances: Sequence[Utterance],
        cast: Cast,
        *,
        studio: "Studio",
        folder: Path,
    ) -> "Master":
        """Takes -> Master, its renditions written into a folder."""
        from pronouncer.publish.edition import shown

        tags = {"title": article.headline, "comment": shown(article.language), "language": article.language}
        return studio.master(script, utterances, cast, folder=folder, tags=tags)

    def publish(self, made: Made, *, casting: Casting, folder: Path, identity: str, address: str = "") -> "Edition":
        """Master -> Edition, written beside its renditions. `address` is the URL at which it will be served."""
        from pronouncer.publish.edition import edition
        from pronouncer.publish.exports.table import Around, exports
        from pronouncer.publish.outlets.folder.write import write

        article, script, utterances, cast, master = made
        voices = tuple(dict.fromkeys((casting.body, *cast)))
        if self.signing:  # nothing may touch the files afterwards
            from pronouncer.publish.provenance.sign import signed

            master = signed(
                master, folder, self.signing, title=article.headline, voices=voices, language=article.language
            )
        noun = edition(
            article, script, utterances, master, voices=voices, missing=tuple(casting.missing), fingerprint=identity
        )
        lexicon = self._lexicon_bytes()
        noun = dataclasses.replace(
            noun, lexicon=digest(lexicon, size=8) if lexicon else "", report=self.settings.report
        )
        around = Around(folder, _pls, address)
        return write(noun, around, exports(self.settings.exports), lasting=self._lasting)

    @functools.cached_property
    def signing(self) -> "Signing | None":
        """What signs renditions, or None. Raises SettingsError."""
        if not self.settings.sign_certificate:
            return None
        from pronouncer.publish.provenance.sign import signing

        return signing(self.settings)

    def voice_for(self, language: str) -> Voice:
        """Return the voice of the settings, or the default one of a language."""
        return self.ensemble.voice_for(language)

    def lexicon(self, tag: str) -> Lexicon:
        """Return the newsroom's lexicon over the one of a language. Raises LexiconError."""
        from pronouncer.pronounce.say import base_shelf

        name = (tag, self._lexicon_bytes())  # it may be edited while a pipeline lives
        if name not in self._lexicons:
            self._lexicons[name] = Lexicon(self.house(), under=base_shelf(tag))
        return self._lexicons[name]

    def house(self) -> list[Lexeme]:
        """Return the entries of the newsroom. Raises LexiconError, also where its file was named and is not there."""
        path = self.settings.house_lexicon
        if not self.settings.lexicon and not path.is_file():
            return []
        from pronouncer.pronounce.lexicons.tsv import read

        return read(path)

    def _certificate(self) -> str:
        """Return a hash of the certificate that signs; empty where nothing is signed."""
        if not self.settings.sign_certificate:
            return ""
        from pronouncer.publish.provenance.sign import certificate_digest

        return certificate_digest(self.settings)

    def _lexicon_bytes(self) -> bytes:
        with contextlib.suppress(OSError):  # a file that cannot be read is reported when it is needed
            return self.settings.house_lexicon.read_bytes()
        return b""


def _pls(lexemes: Sequence[Lexeme], language: str) -> str:
    from pronouncer.export import pls_text  # few ask for it

    return pls_text(lexemes, language)


def estimate(script: Script, utterances: Sequence[Utterance], cast: Cast) -> float:
    """Return the listening time in seconds, from phones and pauses, without speaking."""
    pairs = zip(utterances, cast, strict=True)
    speech = sum(expected_seconds(utterance, voice) for utterance, voice in pairs if utterance.words)
    return speech + sum(sentence.pause for sentence in script.sentences)


def slug(headline: str) -> str:
    """Return a folder name for a headline: letters and digits of any script, joined by hyphens."""
    words = re.findall(r"[^\W_]+", headline.lower())
    name = ""
    for word in words:
        if len(f"{name}-{word}".encode()) > 60:
            break
        name = f"{name}-{word}" if name else word
    return name or "article"


def _unchanged(record: Mapping[str, Any], folder: Path) -> Said:
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
        unchanged=True,
    )


def _shared(settings: Settings) -> Behind | None:
    """Return what the caches of several machines share, where a newsroom has that."""
    if not settings.cache_shared:
        return None
    from pronouncer.store.shared import Shared

    return Shared(settings.cache_shared)
