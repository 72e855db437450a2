"""A certificate authority of a newsroom's own, and certificates from it to sign with: X.509 v3 as C2PA 2.2 wants it."""

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pronouncer.errors import PublishError, SettingsError
from pronouncer.extras import needed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, CertificateBuilder, Name

# Without a time stamp, a signature ends with its certificate: an archive wants many years.
YEARS_OF_AUTHORITY = 30
YEARS = 10
_LONGEST = 40  # characters of a name: X.520 allows 64, with what is added here


class Keys(NamedTuple):
    """The files of a newsroom's keys."""

    authority: Path
    """Certificate of the authority: whoever trusts it trusts what is signed."""
    authority_key: Path
    """Makes more certificates. It belongs in a safe, not on the server."""
    certificate: Path
    """To sign with: the setting `sign_certificate`."""
    key: Path
    """The setting `sign_key`."""


class _Issuer(NamedTuple):
    certificate: "Certificate"
    key: "EllipticCurvePrivateKey"


def make_keys(folder: Path, name: str, *, now: datetime.datetime, renew: bool = False) -> Keys:
    """Write an authority and a certificate from it into a folder; with `renew` a new certificate from the one there.

    No key is ever replaced but that of a renewed certificate. Raises SettingsError, PublishError.
    """
    keys = Keys(folder / "ca.pem", folder / "ca-key.pem", folder / "certificate.pem", folder / "key.pem")
    with needed("provenance", "Making keys"):
        import cryptography.x509  # noqa: F401
    if not 0 < len(name) <= _LONGEST:
        raise SettingsError(f"A name in a certificate has 1 to {_LONGEST} characters. Name the newsroom with --name.")
    if not renew and any(path.exists() for path in keys):
        raise SettingsError(f"{folder} holds keys already. Name another folder, or renew the certificate with --renew.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        issuer = _read(keys) if renew else _authority(name, now)
        if not renew:
            _write(keys.authority, _pem(issuer.certificate))
            _write(keys.authority_key, _key_pem(issuer.key), mode=0o600)
        leaf = _leaf(name, issuer, now)
        _write(keys.certificate, _pem(leaf.certificate) + _pem(issuer.certificate))
        _write(keys.key, _key_pem(leaf.key), mode=0o600)
    except OSError as error:
        raise PublishError(
            f"{error.filename or folder} cannot be used: {error.strerror}. Make room or rights there, or name another "
            "folder with --out."
        ) from error
    return keys


def _authority(name: str, now: datetime.datetime) -> _Issuer:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(name, f"{name} CA")
    begun = _begun(subject, subject, key, now, YEARS_OF_AUTHORITY)
    return _Issuer(_signed(begun.add_extension(x509.BasicConstraints(True, 0), True), key, ca=True), key)


def _leaf(name: str, issuer: _Issuer, now: datetime.datetime) -> _Issuer:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    begun = (
        _begun(_named(name, f"{name} audio"), issuer.certificate.subject, key, now, YEARS)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False)
    )
    return _Issuer(_signed(begun, issuer.key, ca=False), key)


def _begun(
    subject: "Name", issuer: "Name", key: "EllipticCurvePrivateKey", now: datetime.datetime, years: int
) -> "CertificateBuilder":
    from cryptography import x509

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))  # clocks differ
        .not_valid_after(now + datetime.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _signed(builder: "CertificateBuilder", key: "EllipticCurvePrivateKey", *, ca: bool) -> "Certificate":
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    usage = x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return builder.add_extension(usage, True).sign(key, hashes.SHA256())


def _named(organisation: str, common: str) -> "Name":
    from cryptography.x509 import Name, NameAttribute
    from cryptography.x509.oid import NameOID

    parts = ((NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return Name([NameAttribute(*part) for part in parts])


def _read(keys: Keys) -> _Issuer:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.x509 import load_pem_x509_certificate

    try:
        certificate = load_pem_x509_certificate(keys.authority.read_bytes())
        key = load_pem_private_key(keys.authority_key.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise SettingsError(f"The authority in {keys.authority.parent} cannot be read: {error}.") from error
    if not isinstance(key, EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise SettingsError(f"{keys.authority_key} is not the key of {keys.authority}.")
    return _Issuer(certificate, key)


def _pem(certificate: "Certificate") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: "EllipticCurvePrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file that nobody else can read for a moment before its mode is set."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(data)
    new.replace(path)
