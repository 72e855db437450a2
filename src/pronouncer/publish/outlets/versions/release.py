"""An edition as a version at a URL of its own, `<name>/<version>/`, and `<name>/latest.json` that points at it."""

import datetime
import json
import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pronouncer.errors import PublishError
from pronouncer.model.codec import from_data
from pronouncer.model.digest import digest
from pronouncer.model.edition import Edition
from pronouncer.publish.exports.table import EXPORTS
from pronouncer.publish.oembed import framed, link, oembed, relinked, written
from pronouncer.publish.outlets.folder.write import OURS, RECORD, published
from pronouncer.publish.outlets.versions.places import Place
from pronouncer.publish.structured import address, structured

LATEST = "latest.json"
NOTE = "version.json"
_JSON = "application/json"
_STRUCTURED, _PAGE, _OEMBED = (EXPORTS[name].file for name in ("structured", "page", "oembed"))
_KINDS = {
    ".jsonld": "application/ld+json",
    ".vtt": "text/vtt; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": _JSON,
    ".c2pa": "application/c2pa",
    ".m3u8": "application/vnd.apple.mpegurl",
}


class Release(NamedTuple):
    """A version that was published."""

    name: str
    version: str
    path: str
    """`name/version/`, under the URL that was published to."""
    url: str
    """At which it is served; empty where `base_url` is."""
    files: int
    """That were not there before."""
    unchanged: bool
    """Whether it was the latest version already."""


def release(folder: Path, place: Place, *, base: str, reason: str, now: datetime.datetime) -> Release:
    """Copy an edition to a place as a version that is never changed again, then point at it.

    The version is a digest of the record, so the same edition is the same version, and copying goes on where it was
    cut off. Publishing an older one again points back at it. Raises PublishError.
    """
    name = folder.absolute().name
    edition = _edition(folder)
    version = version_of(folder)
    latest = _latest(place, name)
    guid = edition.article.guid
    if edition.article.site and latest.get("guid", guid) != guid:  # files have no site; their paths vary
        raise PublishError(
            f"{name} is the place of another article there, {latest.get('headline')!r}. Publish this one from a folder "
            "of another name."
        )
    path = f"{name}/{version}/"
    url = address(base, name, version)
    date = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    before = latest.get("version", "")
    if before == version:
        return Release(name, version, path, url, 0, True)
    note = {"version": version, "published": date, "reason": reason, "replaces": before}
    new = put_version(folder, edition, place, path, url=url, note=note)
    told = {"headline": edition.headline, "language": edition.article.language, "duration": edition.duration}
    place.point(f"{name}/{LATEST}", _data({**note, "path": f"{version}/", "guid": guid, **told}), _JSON)
    return Release(name, version, path, url, new, False)


def version_of(folder: Path) -> str:
    """Return the name of an edition's version: a digest of its record."""
    return digest((folder / RECORD).read_bytes(), size=8)


def put_version(folder: Path, edition: Edition, place: Place, path: str, *, url: str, note: Mapping[str, str]) -> int:
    """Copy an edition to `path`, where it is never changed again; return how many files were not there before.

    `note` has the day it is `published` and the `reason`. Raises PublishError.
    """
    files = [*_files(folder, edition, url, note["published"][:10]), (NOTE, _data(dict(note)))]
    return sum(place.create(path + file, data, kind_of(file)) for file, data in files)


def _edition(folder: Path) -> Edition:
    record = published(folder)
    if record is None:
        raise PublishError(f"The edition in {folder} is not whole. Say its article again.")
    try:
        return from_data(Edition, record)
    except ValueError as error:
        raise PublishError(f"{folder} is of another version of Pronouncer. Say its article again.") from error


def _latest(place: Place, name: str) -> dict[str, Any]:
    data = place.read(f"{name}/{LATEST}")
    if data is None:
        return {}
    try:
        found = json.loads(data)
    except ValueError as error:
        raise PublishError(f"{name}/{LATEST} there is not ours. Move it away, or publish somewhere else.") from error
    return found if isinstance(found, dict) else {}


def _files(folder: Path, edition: Edition, url: str, date: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an edition; structured data and oEmbed with the URLs of this version."""
    before = (folder / _STRUCTURED).read_text("utf-8")
    after = structured(edition, url, uploaded=date)
    changed = {
        name: (folder / name).read_text("utf-8").replace(before, after, 1).encode() for name in (_STRUCTURED, _PAGE)
    }
    if url and (folder / _OEMBED).is_file():
        shown = framed(edition, url)
        changed[_OEMBED] = written(oembed(shown)).encode()
        changed[_PAGE] = relinked(changed[_PAGE].decode(), link(shown, _OEMBED)).encode()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or not OURS.fullmatch(path.relative_to(folder).parts[0]):
            continue
        data = changed.get(name) or path.read_bytes()
        yield name, _recorded(data, changed) if name == RECORD else data


def _recorded(record: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the record of an edition with the sizes of files that were changed."""
    data = json.loads(record)
    for entry in data["exports"]:
        entry["bytes"] = len(changed.get(entry["file"], b"")) or entry["bytes"]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def kind_of(name: str) -> str:
    """Return the media type of a file of an edition."""
    suffix = Path(name).suffix
    audio = {".m4a": "audio/mp4", ".mp4": "audio/mp4", ".opus": "audio/ogg"}
    return audio.get(suffix) or _KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _data(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
