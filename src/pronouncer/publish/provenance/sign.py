"""Signed manifests (C2PA 2.2) of renditions: the last step, since any later change of a file breaks them."""

import dataclasses
import datetime
import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pronouncer import __version__
from pronouncer.errors import PublishError, SettingsError
from pronouncer.extras import needed
from pronouncer.model.digest import digest
from pronouncer.model.master import Master, Rendition
from pronouncer.model.voice import Voice, source_type
from pronouncer.publish.edition import shown
from pronouncer.publish.plain import MOST, plain
from pronouncer.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

SIDECAR = ".c2pa"
"""Added to the name of a file whose format cannot hold a manifest."""
SIDECAR_TYPES = ("audio/ogg",)


class Signing(NamedTuple):
    """What signs."""

    certificate: bytes
    """PEM, those of its issuers after it."""
    key: bytes
    """PEM."""
    algorithm: str
    """Of COSE, as C2PA names it."""


def certificate_digest(settings: Settings) -> str:
    """Return a hash of the certificate that signs. Raises SettingsError."""
    return digest(_read(settings.sign_certificate, "sign_certificate"))


def signing(settings: Settings) -> Signing:
    """Return the certificate and the key of the settings, proven to fit and to be valid now. Raises SettingsError."""
    with needed("provenance", "Signing"):
        import c2pa  # noqa: F401
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
        from cryptography.x509 import load_pem_x509_certificate
    chain, pem = (_read(getattr(settings, name), name) for name in ("sign_certificate", "sign_key"))
    try:
        certificate = load_pem_x509_certificate(chain)
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:  # TypeError where the key has a password
        raise SettingsError(
            f"sign_certificate and sign_key must be PEM files, the key without a password: {error}. `pronouncer keys` "
            "makes both."
        ) from error
    if certificate.public_key() != key.public_key():
        raise SettingsError(f"{settings.sign_key} is not the key of {settings.sign_certificate}.")
    if certificate.not_valid_after_utc < datetime.datetime.now(datetime.UTC):
        raise SettingsError(
            f"{settings.sign_certificate} expired on {certificate.not_valid_after_utc:%Y-%m-%d}. Get a new one; one of "
            "`pronouncer keys` is renewed with --renew."
        )
    return Signing(chain, pem, _algorithm(key))


def signed(
    master: Master, folder: Path, by: Signing, *, title: str, voices: Iterable[Voice], language: str = "en"
) -> Master:
    """Sign the files of a master in a folder and return it as it is then. Raises PublishError.

    `language` is the article's, BCP 47: the manifest has the disclosure in it.
    """
    import c2pa

    manifest = _manifest(title, source_type(voices), shown(language))
    try:
        renditions = tuple(_signed(rendition, folder, by, manifest) for rendition in master.renditions)
    except c2pa.C2paError as error:
        raise PublishError(
            f"The audio could not be signed: {error}. Is sign_certificate one for C2PA, with its issuer's after it? "
            "`pronouncer keys` makes one."
        ) from error
    return dataclasses.replace(master, renditions=renditions)


def media_type(path: Path) -> str:
    """Return the media type of an audio file by its name; empty where it is not known."""
    known = {".opus": "audio/ogg", ".ogg": "audio/ogg", ".m4a": "audio/mp4"}
    return known.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or ""


def _signed(rendition: Rendition, folder: Path, by: Signing, manifest: dict[str, object]) -> Rendition:
    import c2pa

    path = folder / rendition.file
    kind = media_type(path)
    information = c2pa.C2paSignerInfo(by.algorithm.encode(), by.certificate, by.key, None)
    with (
        c2pa.Builder(manifest) as builder,
        c2pa.Signer.from_info(information) as signer,
        path.open("rb") as source,
    ):
        if kind in SIDECAR_TYPES:
            builder.set_no_embed()
            sidecar = f"{rendition.file}{SIDECAR}"
            (folder / sidecar).write_bytes(builder.sign(signer, kind, source))
            return dataclasses.replace(rendition, manifest=sidecar)
        new = path.with_suffix(".signed")
        with new.open("w+b") as target:
            builder.sign(signer, kind, source, target)
    new.replace(path)
    data = path.read_bytes()
    return dataclasses.replace(rendition, bytes=len(data), digest=digest(data), manifest=rendition.file)


def _manifest(title: str, kind: str, disclosure: str) -> dict[str, object]:
    """Return what is claimed: made by this program, as what kind of source (IPTC), with the disclosure of the page."""
    action = {"action": "c2pa.created", "digitalSourceType": kind, "description": plain(disclosure)}
    return {
        "claim_generator_info": [{"name": "Pronouncer", "version": __version__}],
        "title": plain(title, MOST),
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }


def _algorithm(key: "PrivateKeyTypes") -> str:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if isinstance(key, EllipticCurvePrivateKey) and key.key_size in (256, 384, 521):
        return {256: "es256", 384: "es384", 521: "es512"}[key.key_size]
    if isinstance(key, Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, RSAPrivateKey):
        return "ps256"
    raise SettingsError("sign_key is of a kind that C2PA does not have. Use P-256, as `pronouncer keys` does.")


def _read(path: str, name: str) -> bytes:
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        raise SettingsError(f"The file {path} of the setting {name} cannot be read: {error.strerror}.") from error
