"""The automatic check hears what is wrong, and nothing where all is well."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pronouncer.errors import SourceError
from pronouncer.pipeline import Said
from pronouncer.review.listen import decoded, listen
from pronouncer.settings import Settings

Harbour = tuple[Path, Said, Settings]
Record = dict[str, Any]


def test_the_bundled_article_is_fine(harbour: Harbour) -> None:
    """Nothing is reported about an edition as it was made, in three formats."""
    assert listen(harbour[0]) == []


def _swap_cues(record: Record) -> None:
    record["cues"][2], record["cues"][3] = record["cues"][3], record["cues"][2]


def _drop_token(record: Record) -> None:
    del record["utterances"][0]["tokens"][0]


def _late_word(record: Record) -> None:
    record["words"][5]["at"] = 0.0


def _long(record: Record) -> None:
    record["renditions"][0]["duration"] += 1


def _shifted(record: Record) -> None:
    for cue in record["cues"]:
        cue["end"] -= 0.5


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (_swap_cues, "sentences"),
        (_drop_token, "spans"),
        (_late_word, "times"),
        (_long, "duration"),
        (_shifted, "joins"),
    ],
)
def test_a_wrong_record_is_heard(
    harbour: Harbour, tmp_path: Path, change: Callable[[Record], None], check: str
) -> None:
    """Sentences out of order, spans with a hole, wrong times or lengths: each is reported by its check."""
    folder = tmp_path / "edition"
    shutil.copytree(harbour[0], folder)
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    change(record)
    (folder / "edition.json").write_text(json.dumps(record))
    assert check in {report.check for report in listen(folder)}


def test_wrong_sound_is_heard(harbour: Harbour, tmp_path: Path) -> None:
    """Audio that is too loud, of another length, or not audio at all is reported."""
    from array import array

    from pronouncer.master.assemble import Part, write
    from pronouncer.master.formats import FORMATS
    from pronouncer.master.passage import encode
    from pronouncer.model.take import Take

    folder = tmp_path / "edition"
    shutil.copytree(harbour[0], folder)
    samples, rate, _, _ = decoded(folder / "article.m4a")
    loud = array("h", (max(-32_768, min(32_767, 3 * sample)) for sample in samples[: 20 * rate]))
    form = FORMATS["m4a"]
    passage = encode(Take("loud", rate, loud.tobytes(), ()), 6.0, form)
    write([Part("s", 0, "", {"m4a": passage})], form, folder=folder, tags={}, marks=())
    (folder / "article.mp3").write_bytes(b"not sound")
    found = {report.check for report in listen(folder)}
    assert {"loudness", "duration", "decodes"} <= found


def test_no_edition(tmp_path: Path) -> None:
    """A folder without an edition is an error, not a clean bill."""
    with pytest.raises(SourceError, match="no edition"):
        listen(tmp_path)
    (tmp_path / "edition.json").write_text('{"fingerprint": 1}')
    with pytest.raises(SourceError, match="no edition"):
        listen(tmp_path)
