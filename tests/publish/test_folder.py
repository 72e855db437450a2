"""The edition folder: whole or not at all, and the one in place stays until then."""

import dataclasses
import json
import subprocess
from pathlib import Path

import pytest

from pronouncer import swap
from pronouncer.errors import PublishError
from pronouncer.model.codec import from_data, to_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Said
from pronouncer.publish.outlets.folder.write import published, staged
from pronouncer.settings import Settings

Harbour = tuple[Path, Said, Settings]


def test_what_is_in_the_folder(harbour: Harbour) -> None:
    """Page, captions, record and the renditions, and nothing else."""
    folder, _, _ = harbour
    assert sorted(path.name for path in folder.iterdir()) == [
        "article.jsonld",
        "article.m4a",
        "article.mp3",
        "article.opus",
        "chapters.json",
        "edition.json",
        "index.html",
        "words.vtt",
    ]


def test_the_record_is_the_edition(harbour: Harbour) -> None:
    """`edition.json` holds every noun, and reads back as the same edition."""
    folder, said, _ = harbour
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    edition = from_data(Edition, record)
    assert to_data(edition) == record
    assert edition.minutes == said.minutes == max(1, round(edition.duration / 60))
    assert {"article", "script", "utterances", "words", "voices", "loudness", "renditions"} <= record.keys()


def test_every_word_leads_back_to_the_article(harbour: Harbour) -> None:
    """The chain of spans: word time -> token -> sentence -> characters of the article."""
    edition = from_data(Edition, published(harbour[0]))
    text = edition.article.text
    sentences = {sentence.id: sentence for sentence in edition.script.sentences}
    utterances = {utterance.sentence_id: utterance for utterance in edition.utterances}
    spoken = 0
    for word in edition.words:
        sentence, tokens = sentences[word.sentence_id], utterances[word.sentence_id].tokens
        token = next(t for t in tokens if sentence.start + t.start == word.start)
        assert text[word.start : word.end] == token.written
        assert word.spoken == token.spoken
        spoken += 1
    assert spoken == sum(bool(token.spoken) for u in edition.utterances for token in u.tokens)
    written = {text[word.start : word.end]: word.spoken for word in edition.words}
    assert written["$1.4 billion"] == "one point four billion dollars"
    assert "Workers" not in written


def test_a_failure_leaves_the_old_edition(tmp_path: Path) -> None:
    """When making the new edition fails, the old one is there to the last byte, and nothing lies beside it."""
    target = tmp_path / "edition"
    with staged(target) as beside:
        (beside / "edition.json").write_text("old")
    with pytest.raises(RuntimeError), staged(target) as beside:
        (beside / "edition.json").write_text("half")
        raise RuntimeError
    assert (target / "edition.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_new_edition_replaces_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    """The swap works with and without the kernel's exchange, and no file of the old edition stays."""
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    target = tmp_path / "deep" / "edition"
    for name in ("article.mp3", "article.m4a"):
        with staged(target) as beside:
            (beside / "edition.json").write_text(name)
            (beside / name).write_text("")
    assert sorted(path.name for path in target.iterdir()) == ["article.m4a", "edition.json"]
    assert [path.name for path in target.parent.iterdir()] == ["edition"]


def test_other_peoples_folders_are_safe(tmp_path: Path) -> None:
    """A folder with something else in it, or a file, is refused before any work."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_text("")
    (tmp_path / "photos/edition.json").write_text("{}")
    with (
        pytest.raises(PublishError, match="holds 'a.jpg', which is not part of an edition"),
        staged(tmp_path / "photos"),
    ):
        raise AssertionError("no work may start")
    with pytest.raises(PublishError, match="is a file"), staged(tmp_path / "photos/a.jpg"):
        raise AssertionError("no work may start")
    with pytest.raises(PublishError, match="--out"), staged(tmp_path / "photos/a.jpg/below"):
        raise AssertionError("no work may start")
    assert (tmp_path / "photos/a.jpg").exists()


def test_leftovers_of_a_killed_process_go(tmp_path: Path) -> None:
    """The next run removes what a killed one left beside the target, and leaves a living one's folder."""
    finished = subprocess.Popen(["true"])
    finished.wait()
    (tmp_path / f".edition.{finished.pid}.new").mkdir()
    (tmp_path / ".edition.1.new").mkdir()
    with staged(tmp_path / "edition") as beside:
        (beside / "edition.json").write_text("{}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".edition.1.new", "edition"]


@pytest.mark.parametrize("damage", ["gone", "cut", "record", "shape"])
def test_a_damaged_edition_is_made_again(harbour: Harbour, tmp_path: Path, damage: str) -> None:
    """An edition with a file that is missing, short or broken does not count as published."""
    import shutil

    folder = tmp_path / "edition"
    shutil.copytree(harbour[0], folder)
    record = published(folder)
    assert record and published(folder, record["fingerprint"]) == record
    assert published(folder, "another") is None
    if damage == "gone":
        (folder / "words.vtt").unlink()
    elif damage == "cut":
        (folder / "article.mp3").write_bytes(b"x")
    else:
        (folder / "edition.json").write_text({"record": "{", "shape": '{"fingerprint":"", "renditions": 3}'}[damage])
    assert published(folder) is None


def test_unicode_names(tmp_path: Path) -> None:
    """A folder may have any name that the system allows, marks of the shell included."""
    target = tmp_path / "Київ [2026] *"
    with staged(target) as beside:
        (beside / "edition.json").write_text("{}")
    assert target.is_dir()


def test_renditions_say_what_they_are(harbour: Harbour) -> None:
    """Media types, sizes and digests are those of the files."""
    import hashlib

    edition = from_data(Edition, published(harbour[0]))
    for rendition in edition.renditions:
        data = (harbour[0] / rendition.file).read_bytes()
        assert rendition.media_type.startswith("audio/")
        assert hashlib.blake2b(data, digest_size=20).hexdigest() == rendition.digest
    assert dataclasses.asdict(edition.renditions[0])["format"] == "m4a"
