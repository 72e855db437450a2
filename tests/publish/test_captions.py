"""Captions: one cue a sentence, a timestamp a word, the text as written."""

import html
import json
import re
from pathlib import Path

import pytest

from pronouncer.model.codec import from_data
from pronouncer.model.edition import Edition
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.exports.vtt import Block, timestamp, webvtt
from pronouncer.publish.outlets.folder.write import published
from pronouncer.settings import Settings

STAMP = re.compile(r"<(\d\d):(\d\d):(\d\d)\.(\d\d\d)>")


def seconds(parts: tuple[str, ...]) -> float:
    """Return the seconds of a timestamp's parts."""
    hours, minutes, rest, milliseconds = map(int, parts)
    return hours * 3600 + minutes * 60 + rest + milliseconds / 1000


@pytest.mark.parametrize(("at", "text"), [(0, "00:00:00.000"), (61.0626, "00:01:01.063"), (3599.9999, "01:00:00.000")])
def test_timestamp(at: float, text: str) -> None:
    """Hours, minutes, seconds and milliseconds, rounded."""
    assert timestamp(at) == text


def test_a_cue_has_a_length() -> None:
    """What is shorter than a millisecond lasts one, since WebVTT wants an end after the start."""
    assert webvtt([Block("a", 1.0, 1.0002, "x")]) == "WEBVTT\n\na\n00:00:01.000 --> 00:00:01.001\nx\n"


def test_cues_of_the_bundled_article(harbour: tuple[Path, Said, Settings]) -> None:
    """Cues are in order; inside each, timestamps rise within the cue and the words are those of the text."""
    edition = from_data(Edition, published(harbour[0]))
    blocks = (harbour[0] / "words.vtt").read_text("utf-8").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert len(blocks) - 1 == len(edition.cues)
    for block, cue in zip(blocks[1:], edition.cues, strict=True):
        identity, line, text = block.strip().split("\n")
        start, end = (seconds(found) for found in re.findall(r"(\d\d):(\d\d):(\d\d)\.(\d\d\d)", line))
        stamps = [seconds(found) for found in STAMP.findall(text)]
        assert identity == cue.sentence_id and abs(start - cue.start) < 0.001
        assert stamps == sorted(set(stamps)) and all(start < stamp < end for stamp in stamps)
        sentence = next(s for s in edition.script.sentences if s.id == identity)
        assert html.unescape(STAMP.sub("", text)) == sentence.text.replace("\n", " ")
        words = [word for word in edition.words if word.sentence_id == identity]
        assert len(stamps) >= len(words) - 1


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    """Arrows and tags in an article cannot make cues or markup."""
    source = tmp_path / "a.txt"
    source.write_text("Ferry\n\nIt --> left <v Bob> & </c> 00:01.000 today.\n\nNOTE x\n\nIt ends.")
    with Pipeline(Settings(voice="silence:silence-en", cache=tmp_path / "c")) as pipeline:
        pipeline.say(str(source), tmp_path / "e")
    text = (tmp_path / "e/words.vtt").read_text()
    json.loads((tmp_path / "e/edition.json").read_text(), parse_constant=pytest.fail)
    assert text.count("-->") == text.count("\ns")
    assert "<v" not in text and "</c>" not in text
