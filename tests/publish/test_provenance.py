"""Provenance: signed last, readable by a library that is not ours, and broken by any change."""

import dataclasses
import datetime
import hashlib
import json
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import av
import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests.cli.test_say import run

from pronouncer.errors import PublishError, SettingsError, SourceError
from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline
from pronouncer.publish.outlets.folder.write import published
from pronouncer.publish.provenance.keys import Keys, make_keys
from pronouncer.publish.provenance.sign import signing
from pronouncer.publish.provenance.verify import verify
from pronouncer.settings import Settings

NOW = datetime.datetime.now(datetime.UTC)
FORMATS = ("m4a", "mp3", "opus")
TEXT = "Ferry returns\n\nIt left at nine.\n\nWhat happens next\n\nIt comes back.\n"


class Signed(NamedTuple):
    plain: Path
    folder: Path
    keys: Keys
    settings: Settings
    source: Path


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """An edition unsigned and signed, with keys of a newsroom."""
    base = tmp_path_factory.mktemp("signed")
    keys = make_keys(base / "keys", "The Courier", now=NOW)
    source = base / "ferry.txt"
    source.write_text(TEXT)
    plain = Settings(voice="silence:silence-en", cache=base / "c", archive=base / "words.txt", formats=FORMATS)
    settings = dataclasses.replace(plain, sign_certificate=str(keys.certificate), sign_key=str(keys.key))
    for chosen, folder in ((plain, "plain"), (settings, "signed")):
        with Pipeline(chosen) as pipeline:
            pipeline.say(str(source), base / folder)
    return Signed(base / "plain", base / "signed", keys, settings, source)


@pytest.fixture
def edition(signed: Signed, tmp_path: Path) -> Path:
    """A copy of the signed edition, to be damaged."""
    return Path(shutil.copytree(signed.folder, tmp_path / "edition"))


def samples(path: Path) -> bytes:
    """Return all samples of a file, decoded."""
    with av.open(str(path)) as container:
        return b"".join(bytes(frame.to_ndarray().tobytes()) for frame in container.decode(audio=0))


@pytest.mark.parametrize("name", FORMATS)
def test_a_signed_file_says_what_it_is(signed: Signed, name: str) -> None:
    """Title, disclosure, kind of source and program are in the manifest, intact, and trusted with the authority."""
    found = verify(signed.folder / f"article.{name}", signed.keys.authority)
    assert (found.state, found.trusted, found.signer) == ("intact", True, "The Courier")
    assert found.title == "Ferry returns" and found.generator.startswith("Pronouncer 0.")
    assert found.source_type == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert "created by AI-based technology" in found.disclosure and found.problems == ()


def test_the_disclosure_is_in_the_articles_language(signed: Signed, tmp_path: Path) -> None:
    """The manifest of a French article says in French that nobody speaks, as page and tags do."""
    source = tmp_path / "bac.txt"
    source.write_text("Le bac revient\n\nIl est parti lundi matin avec deux cents personnes à bord.\n", "utf-8")
    settings = dataclasses.replace(signed.settings, formats=("mp3",), language="fr", voice="silence:silence-fr")
    with Pipeline(settings) as pipeline:
        pipeline.say(str(source), tmp_path / "bac")
    found = verify(tmp_path / "bac/article.mp3", signed.keys.authority)
    assert found.state == "intact"
    assert "lu par une voix artificielle" in found.disclosure
    assert found.disclosure == (published(tmp_path / "bac") or {})["disclosure"]


@pytest.mark.parametrize("name", FORMATS)
def test_signing_changes_no_sample_and_no_tag(signed: Signed, name: str) -> None:
    """The signed file decodes to the same samples, with the same tags and chapters, as the unsigned one."""
    one, other = signed.plain / f"article.{name}", signed.folder / f"article.{name}"
    assert samples(one) == samples(other)
    with av.open(str(one)) as before, av.open(str(other)) as after:
        assert before.metadata == after.metadata and before.duration == after.duration
        assert before.chapters() == after.chapters()
    assert b"SYLT" not in other.read_bytes()


def test_the_record_is_of_the_signed_files(signed: Signed) -> None:
    """Sizes and digests in the record are those of the signed files; each rendition names where its manifest is."""
    edition = from_data(Edition, published(signed.folder))
    for rendition in edition.renditions:
        data = (signed.folder / rendition.file).read_bytes()
        assert (rendition.bytes, rendition.digest) == (len(data), hashlib.blake2b(data, digest_size=20).hexdigest())
    assert [each.manifest for each in edition.renditions] == ["article.m4a", "article.mp3", "article.opus.c2pa"]
    unsigned = from_data(Edition, published(signed.plain))
    assert [each.manifest for each in unsigned.renditions] == ["", "", ""]


def test_the_second_time_nothing_is_signed(signed: Signed) -> None:
    """Signatures differ each time, so an edition in place is kept to the byte; a new certificate signs anew."""
    before = {path.name: path.read_bytes() for path in signed.folder.iterdir()}
    with Pipeline(signed.settings) as pipeline:
        assert pipeline.say(str(signed.source), signed.folder).unchanged
    assert {path.name: path.read_bytes() for path in signed.folder.iterdir()} == before
    other = make_keys(signed.folder.parent / "other", "The Courier", now=NOW)
    settings = dataclasses.replace(signed.settings, sign_certificate=str(other.certificate), sign_key=str(other.key))
    with Pipeline(settings) as pipeline:
        said = pipeline.say(str(signed.source), signed.folder.parent / "again")
    assert not said.unchanged and (said.takes, said.passages) == (0, 0)
    assert verify(said.folder / "article.mp3", other.authority).trusted


def test_a_missing_sidecar_is_made_again(edition: Path) -> None:
    """An edition without the sidecar of its Opus file is not whole, and the file counts as unsigned."""
    (edition / "article.opus.c2pa").unlink()
    assert published(edition) is None
    found = verify(edition / "article.opus")
    assert found.state == "missing" and found.problems == ("There is no article.opus.c2pa beside it.",)


@pytest.mark.parametrize("name", FORMATS)
def test_a_flipped_byte_is_found(edition: Path, signed: Signed, name: str) -> None:
    """One bit of sound changed, or the end cut off: it is not the file that was signed."""
    path = edition / f"article.{name}"
    whole = path.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) * 3 // 4] ^= 1
    for data in (bytes(flipped), whole[:-100]):
        path.write_bytes(data)
        found = verify(path, signed.keys.authority)
        assert (found.state, found.trusted) == ("broken", False)
        assert any("mismatch" in problem for problem in found.problems), found.problems


@pytest.mark.parametrize("name", ["m4a", "mp3"])
def test_an_edited_tag_breaks_it(edition: Path, name: str) -> None:
    """Another title in the tags, as a tag editor would write it, is found."""
    path = edition / f"article.{name}"
    data = path.read_bytes()
    place = data.rfind(b"Ferry returns") if name == "m4a" else data.find(b"Ferry returns")
    path.write_bytes(data[:place] + b"Fairy" + data[place + 5 :])
    with av.open(str(path)) as container:
        titles = [container.metadata["title"], *(mark["metadata"]["title"] for mark in container.chapters())]
        assert "Fairy returns" in titles
    assert verify(path).state == "broken"


def test_a_changed_manifest_breaks_it(edition: Path) -> None:
    """A manifest that says something else than what was signed, and a sidecar that is none, are found."""
    path = edition / "article.mp3"
    path.write_bytes(path.read_bytes().replace(b"algorithmicMedia", b"algorithmicMusic"))
    assert verify(path).state == "broken"
    (edition / "article.opus.c2pa").write_bytes(b"nothing of the kind")
    assert verify(edition / "article.opus").state in ("broken", "missing")


def test_trust_is_in_the_authority(signed: Signed, tmp_path: Path) -> None:
    """Without the authority, or with that of somebody else, the file is intact and not trusted."""
    other = make_keys(tmp_path / "other", "Somebody", now=NOW)
    for trust in (None, other.authority):
        found = verify(signed.folder / "article.m4a", trust)
        assert (found.state, found.trusted, found.signer) == ("intact", False, "The Courier")


def test_what_holds_no_manifest(signed: Signed, tmp_path: Path) -> None:
    """An unsigned file and a text are not signed; files that are not there, and no authorities, are errors."""
    (tmp_path / "a.txt").write_text("text")
    for path in (signed.plain / "article.mp3", signed.plain / "article.m4a", tmp_path / "a.txt"):
        assert verify(path).state == "missing"
    for path in (tmp_path / "none.mp3", tmp_path / "none.opus", tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            verify(path)
    for path in (tmp_path / "a.txt", tmp_path / "none.pem"):
        with pytest.raises(SettingsError, match="--trust"):
            verify(signed.folder / "article.mp3", path)


def test_the_keys(signed: Signed) -> None:
    """Nobody else can read the keys; the certificate is for signing only and comes from the authority."""
    for path in (signed.keys.key, signed.keys.authority_key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    leaf, issuer = x509.load_pem_x509_certificates(signed.keys.certificate.read_bytes())
    assert issuer.public_bytes(Encoding.PEM) == signed.keys.authority.read_bytes()
    leaf.verify_directly_issued_by(issuer)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and not usage.key_cert_sign
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION]
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_keys_are_never_lost(tmp_path: Path) -> None:
    """A folder with keys is refused; a renewed certificate is from the same authority, with another key."""
    keys = make_keys(tmp_path / "keys", "The Courier", now=NOW)
    before = {path: path.read_bytes() for path in keys}
    with pytest.raises(SettingsError, match="holds keys already"):
        make_keys(tmp_path / "keys", "The Courier", now=NOW)
    assert {path: path.read_bytes() for path in keys} == before
    make_keys(tmp_path / "keys", "The Courier", now=NOW, renew=True)
    assert {path for path in keys if path.read_bytes() != before[path]} == {keys.certificate, keys.key}
    settings = Settings(sign_certificate=str(keys.certificate), sign_key=str(keys.key))
    found = signing(settings)
    assert found.algorithm == "es256"
    keys.authority_key.write_bytes(keys.key.read_bytes())
    with pytest.raises(SettingsError, match="is not the key of"):
        make_keys(tmp_path / "keys", "The Courier", now=NOW, renew=True)
    with pytest.raises(SettingsError, match="1 to 40 characters"):
        make_keys(tmp_path / "more", "x" * 41, now=NOW)


def test_an_expired_certificate_does_not_sign(signed: Signed, tmp_path: Path) -> None:
    """Before any work, the day it expired on is named, and how to get a new one; the edition in place stays."""
    old = make_keys(tmp_path / "old", "The Courier", now=NOW - datetime.timedelta(days=365 * 11))
    settings = dataclasses.replace(signed.settings, sign_certificate=str(old.certificate), sign_key=str(old.key))
    with Pipeline(settings) as pipeline, pytest.raises(SettingsError, match=r"expired on \d{4}-.*renewed with --renew"):
        pipeline.say(str(signed.source), tmp_path / "e")
    assert not (tmp_path / "e").exists()


def test_a_certificate_that_expired_since(signed: Signed, tmp_path: Path) -> None:
    """What an expired certificate signed is told apart from what was changed."""
    length = datetime.timedelta(days=365 * 10)
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    keys = make_keys(tmp_path / "keys", "The Courier", now=soon - length)
    settings = dataclasses.replace(
        signed.settings, sign_certificate=str(keys.certificate), sign_key=str(keys.key), formats=("mp3",)
    )
    with Pipeline(settings) as pipeline:
        pipeline.say(str(signed.source), tmp_path / "e")
    while datetime.datetime.now(datetime.UTC) < soon + datetime.timedelta(seconds=1.5):
        time.sleep(0.1)
    found = verify(tmp_path / "e/article.mp3", keys.authority)
    assert (found.state, found.trusted) == ("expired", False)
    done = run("verify", tmp_path / "e/article.mp3")
    assert done.returncode == 1 and b"its certificate expired, and no time stamp says when it signed" in done.stdout


@pytest.mark.parametrize(
    ("certificate", "key", "message"),
    [
        ("none.pem", "key.pem", "none.pem of the setting sign_certificate cannot be read: No such file"),
        ("certificate.pem", "none.pem", "of the setting sign_key cannot be read"),
        ("key.pem", "key.pem", "must be PEM files, the key without a password"),
        ("certificate.pem", "ca-key.pem", "is not the key of"),
    ],
)
def test_keys_that_cannot_be_used(signed: Signed, certificate: str, key: str, message: str) -> None:
    """A file that is missing, is no certificate or does not fit is named."""
    folder = signed.keys.key.parent
    with pytest.raises(SettingsError, match=message):
        signing(Settings(sign_certificate=str(folder / certificate), sign_key=str(folder / key)))


def test_a_certificate_for_something_else(signed: Signed, tmp_path: Path) -> None:
    """One that C2PA does not take, such as an authority's own, is an error of ours; nothing is put in place."""
    settings = dataclasses.replace(
        signed.settings, sign_certificate=str(signed.keys.authority), sign_key=str(signed.keys.authority_key)
    )
    with (
        Pipeline(settings) as pipeline,
        pytest.raises(PublishError, match="could not be signed: .*Is sign_cert"),
    ):
        pipeline.say(str(signed.source), tmp_path / "e")
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_alone_is_refused() -> None:
    """The two settings go together."""
    with pytest.raises(ValueError, match="sign_certificate and sign_key go together"):
        Settings(sign_certificate="certificate.pem")


def test_without_the_extra(signed: Signed, tmp_path: Path) -> None:
    """Where c2pa-python is not installed, signing and verifying say how to get it."""
    program = "import sys; sys.modules['c2pa'] = None; from pronouncer.cli.main import run; run()"
    for arguments in (
        ("verify", signed.folder / "article.mp3"),
        ("say", signed.source, "--out", tmp_path / "e", "--voice", "silence:silence-en"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, *map(str, arguments)],
            env={
                "PYTHONPATH": ":".join(sys.path),
                "PRONOUNCER_CACHE": str(tmp_path / "c"),
                "PRONOUNCER_SIGN_CERTIFICATE": str(signed.keys.certificate),
                "PRONOUNCER_SIGN_KEY": str(signed.keys.key),
            },
            capture_output=True,
            check=False,
        )
        assert done.returncode == 2 and b"Install it with: pip install 'pronouncer[provenance]'" in done.stderr


def test_a_reader_without_our_settings(signed: Signed) -> None:
    """Others find one action, c2pa.created, and hold nothing against it but that they do not know our authority."""
    with c2pa.Reader(str(signed.folder / "article.m4a")) as reader:
        report = json.loads(reader.json())
    manifest = report["manifests"][report["active_manifest"]]
    (actions,) = [each for each in manifest["assertions"] if each["label"].startswith("c2pa.actions")]
    assert [action["action"] for action in actions["data"]["actions"]] == ["c2pa.created"]
    assert [each["code"] for each in report["validation_status"]] == ["signingCredential.untrusted"]


def test_the_commands(tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`keys`, `say` with them and `verify` work together; a changed file gives exit code 1."""
    made = run("keys", "--out", tmp_path / "keys", "--name", "The Courier")
    assert made.stdout.decode().startswith(f'sign_certificate = "{tmp_path}/keys/certificate.pem"\n')
    monkeypatch.setenv("PRONOUNCER_SIGN_CERTIFICATE", str(tmp_path / "keys/certificate.pem"))
    monkeypatch.setenv("PRONOUNCER_SIGN_KEY", str(tmp_path / "keys/key.pem"))
    assert run("say", short, "--out", tmp_path / "e").returncode == 0
    assert run("check").returncode == 0
    audio = tmp_path / "e/article.m4a"
    shown = run("verify", audio, "--trust", tmp_path / "keys/ca.pem")
    assert shown.returncode == 0 and b"intact\n  signed by   The Courier, trusted\n" in shown.stdout
    assert json.loads(run("verify", audio, "--json").stdout)["state"] == "intact"
    audio.write_bytes(audio.read_bytes()[:-1])
    broken = run("verify", audio)
    assert broken.returncode == 1 and b"BROKEN: it is not the file that was signed" in broken.stdout
    (tmp_path / "keys/key.pem").chmod(0o644)
    assert b"signing: Others on this machine can read" in run("check").stdout
