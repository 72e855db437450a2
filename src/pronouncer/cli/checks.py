"""What `pronouncer check` looks at. Every check has an id that docs/check.md explains."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pronouncer.errors import PronouncerError
from pronouncer.settings import Settings, load

_ROOM = 50_000_000  # bytes that an article of four hours needs


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that will go wrong, and what to do."""

    id: str
    message: str


def problems(environ: Mapping[str, str], folder: Path) -> list[Problem]:
    """Return all problems of the configuration as it is now."""
    try:
        settings = load({}, environ=environ, folder=folder)
    except ValueError as error:
        return [Problem("settings", str(error))]
    return [Problem(name, message) for name, check in CHECKS.items() for message in check(settings)]


def _formats(settings: Settings) -> Iterator[str]:
    import av

    from pronouncer.master.formats import formats

    try:
        for form in formats(settings.formats):
            if form.codec not in av.codecs_available:
                yield f"The encoder {form.codec} for {form.name} is missing from PyAV. Install PyAV from its wheel."
    except PronouncerError as error:
        yield str(error)


def _exports(settings: Settings) -> Iterator[str]:
    from pronouncer.publish.exports.table import exports

    try:
        exports(settings.exports)
    except PronouncerError as error:
        yield str(error)


def _voice(settings: Settings) -> Iterator[str]:
    from pronouncer.ingest.sites import EVERY, rules_for
    from pronouncer.pipeline import Pipeline

    try:
        with Pipeline(settings) as pipeline:
            voice = pipeline.voice_for(settings.language or "en")
            if not any(pipeline.ensemble.phonemize([["test"]], voice)):
                yield f"The voice {voice.id} gives no pronunciation. Reinstall its engine."
            for missing in pipeline.ensemble.casting(rules_for(settings, EVERY).voices, voice.language).missing:
                yield f"The voice {missing} that {settings.site_rules} names cannot speak; another does instead."
    except PronouncerError as error:
        yield str(error)


def _lexicon(settings: Settings) -> Iterator[str]:
    from pronouncer.pronounce.lexicons.tsv import read

    path = settings.house_lexicon
    if settings.lexicon or path.is_file():
        try:
            read(path)
        except PronouncerError as error:
            yield str(error)


def _sites(settings: Settings) -> Iterator[str]:
    from pronouncer.ingest.sites import EVERY, rules_for

    try:
        rules_for(settings, EVERY)
    except PronouncerError as error:
        yield str(error)


def _cache(settings: Settings) -> Iterator[str]:
    from pronouncer.store.cache import Cache

    try:
        Cache(settings.cache, limit=settings.cache_bytes).put("check", "0" * 40, b"writable")
    except PronouncerError as error:
        yield str(error)


def _archive(settings: Settings) -> Iterator[str]:
    from pronouncer.store.archive import Archive

    try:
        Archive(settings.archive).check()
    except PronouncerError as error:
        yield str(error)


def _signing(settings: Settings) -> Iterator[str]:
    if not settings.sign_certificate:
        return
    from pronouncer.publish.provenance.sign import signing

    path = Path(settings.sign_key).expanduser()
    try:
        if signing(settings) and path.stat().st_mode & 0o077:
            yield f"Others on this machine can read {path}, and sign with it. Run: chmod 600 {path}"
    except PronouncerError as error:
        yield str(error)


def _disk(settings: Settings) -> Iterator[str]:
    place = next(path for path in (settings.cache, *settings.cache.parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < _ROOM:
        yield f"Only {free:,} bytes are free at {place}; an article can need {_ROOM:,}. Make room."


CHECKS: Mapping[str, Callable[[Settings], Iterator[str]]] = {
    "formats": _formats,
    "exports": _exports,
    "voice": _voice,
    "lexicon": _lexicon,
    "sites": _sites,
    "cache": _cache,
    "archive": _archive,
    "signing": _signing,
    "disk": _disk,
}
