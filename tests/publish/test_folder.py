"""The edition folder: whole or not at all, and the one in place stays until then."""

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.editions import Made

from pronouncer import swap
from pronouncer.errors import PublishError, SettingsError
from pronouncer.model.codec import from_data, to_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.exports.table import EXPORTS, exports
from pronouncer.publish.outlets.folder.write import OURS, RECORD, published, staged
from pronouncer.settings import Settings

Harbour = tuple[Path, Said, Settings]


def test_what_is_in_the_folder(harbour: Harbour) -> None:
    """Page, captions, chapters, words, record and the renditions, and nothing else."""
    folder, _, _ = harbour
    assert sorted(path.name for path in folder.iterdir()) == [
        "article.jsonld",
        "article.m4a",
        "article.mp3",
        "article.opus",
        "chapters.json",
        "chapters.vtt",
        "edition.json",
        "index.html",
        "listen-to-article.js",
        "sentences.vtt",
        "words.json",
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


@pytest.mark.parametrize("damage", ["gone", "short", "cut", "record", "shape", "before exports"])
def test_a_damaged_edition_is_made_again(harbour: Harbour, tmp_path: Path, damage: str) -> None:
    """An edition with a file that is missing, short or broken does not count as published."""
    folder = tmp_path / "edition"
    shutil.copytree(harbour[0], folder)
    record = published(folder)
    assert record and published(folder, record["fingerprint"]) == record
    assert published(folder, "another") is None
    if damage == "gone":
        (folder / "chapters.json").unlink()
    elif damage == "short":
        (folder / "words.json").write_text("{}")
    elif damage == "cut":
        (folder / "article.mp3").write_bytes(b"x")
    else:
        older = {name: value for name, value in record.items() if name != "exports"}
        shape = {"fingerprint": "", "renditions": 3}
        broken = {"record": "{", "shape": json.dumps(shape), "before exports": json.dumps(older)}
        (folder / "edition.json").write_text(broken[damage].replace(": ", ":"))
    assert published(folder) is None


def test_unicode_names(tmp_path: Path) -> None:
    """A folder may have any name that the system allows, marks of the shell included."""
    target = tmp_path / "Київ [2026] *"
    with staged(target) as beside:
        (beside / "edition.json").write_text("{}")
    assert target.is_dir()


def test_renditions_say_what_they_are(harbour: Harbour) -> None:
    """Media types, sizes and digests are those of the files."""
    edition = from_data(Edition, published(harbour[0]))
    for rendition in edition.renditions:
        data = (harbour[0] / rendition.file).read_bytes()
        assert rendition.media_type.startswith("audio/")
        assert hashlib.blake2b(data, digest_size=20).hexdigest() == rendition.digest
    assert dataclasses.asdict(edition.renditions[0])["format"] == "m4a"


def test_every_file_is_declared(editions: Mapping[str, Made]) -> None:
    """The record names each file of the folder with its size, so that an edition is whole or not."""
    for folder, edition in editions.values():
        declared = {entry.file: entry.bytes for entry in edition.renditions}
        declared |= {entry.file: entry.bytes for entry in edition.exports}
        found = {path.name: path.stat().st_size for path in folder.iterdir() if path.name != RECORD}
        assert declared == found
        assert all(OURS.fullmatch(name) for name in found)
        assert all(EXPORTS[entry.name].file == entry.file for entry in edition.exports)


def test_the_table_of_exports() -> None:
    """What every edition has comes with what was asked for, each once; an unknown name is refused with the others."""
    always = [name for name, export in EXPORTS.items() if export.always]
    assert exports(()) == always and exports(["pls", "epub", "pls", "words"]) == [*always, "pls", "epub"]
    with pytest.raises(SettingsError, match="no export 'odf'. Exports are: transcript, ssml, pls, epub"):
        exports(["odf"])


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A source whose file name is no UTF-8 is said, and its edition is found again."""
    source = tmp_path / os.fsdecode(b"ferry\xff.txt")
    source.write_text("Ferry returns\n\nIt left.\n")
    with Pipeline(Settings(voice="silence:silence-en", cache=tmp_path / "c")) as pipeline:
        assert pipeline.say(str(source), tmp_path / "e").takes == 2
        assert pipeline.say(str(source), tmp_path / "e").unchanged


@pytest.mark.parametrize(
    "change", [{"exports": ("ssml",)}, {"exports": ("ssml", "pls")}, {"report": "mailto:desk@example.com"}]
)
def test_another_choice_is_another_edition(tmp_path: Path, short: Path, change: dict[str, Any]) -> None:
    """What is asked for is part of the fingerprint: it appears, and goes with the choice; no sentence is said again."""
    settings = Settings(voice="silence:silence-en", cache=tmp_path / "c", archive=tmp_path / "w")
    records: list[dict[str, Any] | None] = []
    for chosen in (settings, dataclasses.replace(settings, **change), settings):
        with Pipeline(chosen) as pipeline:
            said = pipeline.say(str(short), tmp_path / "e")
            assert not said.unchanged and said.takes == (0 if records else 8)
            assert pipeline.say(str(short), tmp_path / "e").unchanged
        records.append(published(tmp_path / "e"))
        files = {path.name for path in (tmp_path / "e").iterdir()}
        assert ("said.ssml" in files, "said.pls" in files) == ("ssml" in chosen.exports, "pls" in chosen.exports)
    assert records[0] == records[2] != records[1]


def test_the_lexicon_is_named(tmp_path: Path, short: Path) -> None:
    """The edition says which lexicon it was made with, so that a report can be judged later."""
    lexicon = tmp_path / "names.tsv"
    lexicon.write_text("grapheme\tphoneme\nZelenskyy\tzəˈlɛnski\n", "utf-8")
    settings = Settings(voice="silence:silence-en", cache=tmp_path / "c", archive=tmp_path / "w", lexicon=str(lexicon))
    with Pipeline(settings) as pipeline:
        pipeline.say(str(short), tmp_path / "e")
    words = json.loads((tmp_path / "e/words.json").read_text("utf-8"))
    digest = hashlib.blake2b(lexicon.read_bytes(), digest_size=8).hexdigest()
    assert words["versions"]["lexicon"] == digest
