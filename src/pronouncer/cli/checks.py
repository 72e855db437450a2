"""What `pronouncer check` looks at. Every check has an id that docs/check.md explains."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pronouncer.errors import PronouncerError
from pronouncer.extras import needed
from pronouncer.noun import noun
from pronouncer.settings import Settings, load

_ROOM = 50_000_000  # bytes that an article of four hours needs


@noun
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
            rules = rules_for(settings, EVERY).voices
            missing = dict(pipeline.ensemble.casting(rules, voice.language).missing)
            for spare in rules.fallback:
                try:
                    pipeline.ensemble.find(spare, voice.language)
                except PronouncerError as error:
                    missing.setdefault(spare, str(error))
            for name, reason in missing.items():
                yield f"The voice {name} that {settings.site_rules} names cannot speak: {reason}"
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


def _cache_shared(settings: Settings) -> Iterator[str]:
    if not settings.cache_shared:
        return
    try:
        from pronouncer.store.shared import Shared

        shared = Shared(settings.cache_shared)
    except PronouncerError as error:
        yield str(error)
        return
    shared.put("check", "0" * 40, b"writable")
    if shared.problem or shared.get("check", "0" * 40) != b"writable":
        reason = shared.problem or "what is put does not stay"
        yield (
            f"The shared cache {settings.cache_shared} cannot be used: {reason}. Are AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY and AWS_REGION set, and AWS_ENDPOINT for a server that is not Amazon's? Until then "
            "each machine synthesises all by itself."
        )


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


def _server(settings: Settings) -> Iterator[str]:
    server = settings.server
    if server.database:
        with needed("server", "The server"):
            from pronouncer.store.database.database import Database
        database = Database(server.database_url)
        try:
            with database.reading():
                pass
        except PronouncerError as error:
            yield str(error)
        finally:
            database.close()
    if server.blobs:
        from pronouncer.publish.outlets.versions.places import place_of

        try:
            place_of(server.blobs_url).read("check.json")
        except PronouncerError as error:
            yield str(error)
    if server.smtp:
        from pronouncer.newsroom.mail.box import opened

        try:
            with opened(server):
                pass
        except PronouncerError as error:
            yield str(error)
        if not server.url:
            yield "Mail has links in it, and server.url does not say at which address people reach the server."
    if server.host not in ("127.0.0.1", "::1", "localhost") and not server.url:
        yield "The server listens to other machines, and server.url does not say at which address they reach it."


CHECKS: Mapping[str, Callable[[Settings], Iterator[str]]] = {
    "formats": _formats,
    "exports": _exports,
    "voice": _voice,
    "lexicon": _lexicon,
    "sites": _sites,
    "cache": _cache,
    "cache_shared": _cache_shared,
    "archive": _archive,
    "signing": _signing,
    "disk": _disk,
    "server": _server,
}
