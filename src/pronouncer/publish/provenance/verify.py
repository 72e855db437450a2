"""What a signed file says of itself, and whether that can be believed."""

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pronouncer.errors import SettingsError, SourceError
from pronouncer.extras import needed
from pronouncer.publish.provenance.sign import SIDECAR, SIDECAR_TYPES, media_type

State = Literal["intact", "expired", "broken", "missing"]


class Provenance(NamedTuple):
    """The manifest of one file."""

    state: State
    """`expired`: nothing was changed, but the certificate is over, and no time stamp says that it was valid then."""
    trusted: bool = False
    """Whether the certificate leads to an authority that was named as trusted."""
    signer: str = ""
    """Organisation of the certificate that signed."""
    title: str = ""
    disclosure: str = ""
    source_type: str = ""
    """URI of the IPTC digital source type."""
    generator: str = ""
    """Program that made it."""
    problems: tuple[str, ...] = ()
    """What does not fit, as C2PA names it."""


def verify(path: Path, trust: Path | None = None) -> Provenance:
    """Return what the manifest of a file says; `trust` is a PEM file of authorities. Nothing is fetched.

    Raises SourceError where the file cannot be read, SettingsError where the authorities cannot.
    """
    with needed("provenance", "Verifying"):
        import c2pa
    options: dict[str, Any] = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
    if trust:
        options["trust"] = {"trust_anchors": _authorities(trust)}
    kind = media_type(path)
    sidecar = path.with_name(f"{path.name}{SIDECAR}")
    try:
        manifest = sidecar.read_bytes() if kind in SIDECAR_TYPES else None
        with (
            path.open("rb") as file,
            c2pa.Context.from_dict(options) as context,
            c2pa.Reader(kind or None, file, manifest_data=manifest, context=context) as reader,
        ):
            return _told(json.loads(reader.json()), reader.get_validation_state() or "")
    except FileNotFoundError as error:
        if error.filename == str(sidecar) and path.exists():
            return Provenance("missing", problems=(f"There is no {sidecar.name} beside it.",))
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error
    except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
        return Provenance("missing", problems=("It holds no manifest.",))
    except c2pa.C2paError.RemoteManifest:
        return Provenance("missing", problems=("Its manifest is on a server, and nothing is fetched.",))
    except c2pa.C2paError as error:
        return Provenance("broken", problems=(str(error),))


def _told(report: dict[str, Any], state: str) -> Provenance:
    manifest = report["manifests"][report["active_manifest"]]
    against = {each["code"]: each.get("explanation", "") for each in report.get("validation_status", ())}
    against.pop("signingCredential.untrusted", None)
    expired = set(against) == {"signingCredential.expired"}
    actions = [
        action
        for assertion in manifest.get("assertions", ())
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"]["actions"]
        if action.get("action") == "c2pa.created"
    ]
    action = actions[0] if actions else {}
    by: dict[str, Any] = next(iter(manifest.get("claim_generator_info") or ()), {})
    return Provenance(
        state="expired" if expired else "intact" if state in ("Valid", "Trusted") else "broken",
        trusted=state == "Trusted",
        signer=(manifest.get("signature_info") or {}).get("issuer", ""),
        title=manifest.get("title", ""),
        disclosure=action.get("description", ""),
        source_type=action.get("digitalSourceType", ""),
        generator=f"{by.get('name', '')} {by.get('version', '')}".strip(),
        problems=tuple(f"{code}: {why}" for code, why in against.items()),
    )


def _authorities(path: Path) -> str:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        text = path.read_text("utf-8")
        load_pem_x509_certificates(text.encode())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Name a PEM file with --trust.") from error
    except ValueError as error:
        raise SettingsError(f"{path} holds no certificate. Name a PEM file with --trust, such as ca.pem.") from error
    return text
