"""The spoken disclosure: heard in the audio, and of no character of the article."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.test_say import run

from pronouncer.model.article import Article, Block
from pronouncer.model.codec import from_data
from pronouncer.model.disclosure import SENTENCES, disclosure
from pronouncer.model.edition import Edition
from pronouncer.model.voice import Voice
from pronouncer.pipeline import Pipeline, Said
from pronouncer.publish.outlets.folder.write import published
from pronouncer.review.listen import listen
from pronouncer.script.order import disclosed, script
from pronouncer.settings import Settings
from pronouncer.testing.silence import SilenceEngine

ENGLISH = SENTENCES["en"]


class ClonedEngine(SilenceEngine):
    """Its voices resemble real people."""

    def voices(self) -> Sequence[Voice]:
        """Return the voices of silence, marked."""
        return [dataclasses.replace(voice, cloned=True) for voice in super().voices()]


def say(settings: Settings, source: Path, folder: Path, *, cloned: bool = False) -> tuple[Said, Edition]:
    """Say an article, maybe in a cloned voice."""
    with Pipeline(settings) as pipeline:
        if cloned:
            pipeline.ensemble.engines["silence"] = ClonedEngine(settings)
        said = pipeline.say(str(source), folder)
    return said, from_data(Edition, published(folder))


@pytest.mark.parametrize("tag", SENTENCES)
def test_every_language_can_be_said(settings: Settings, tag: str) -> None:
    """The embedded voice of each of the twelve languages has a sound for every word of its sentence."""
    article = Article("x1", (Block("paragraph", 0, 2),), tag, "test")
    told = disclosed(script(article), "start")
    with Pipeline(settings) as pipeline:
        voice = pipeline.voice_for(tag)
        utterance = pipeline.words(told, (voice, voice))[0]
    assert len(utterance.words) == len(SENTENCES[tag].split()) and utterance.flags == ()
    assert voice.language.split("-")[0] == tag and told.sentences[0].language == ""


def test_other_languages_are_told_in_english() -> None:
    """A language without a sentence of its own has the English one, marked as such."""
    assert disclosure("cs") == (ENGLISH, "en") and disclosure("FR-ca").language == "fr"
    article = Article("x1", (Block("paragraph", 0, 2),), "cs", "test")
    assert disclosed(script(article), "end").sentences[-1].language == "en"


@pytest.mark.parametrize("where", ["start", "end"])
def test_it_is_heard_and_not_written(short: Path, settings: Settings, tmp_path: Path, where: str) -> None:
    """It is the first or the last thing that is heard and captioned; no word leads to it; nothing else changes."""
    before, plain = say(settings, short, tmp_path / "plain")
    said, edition = say(dataclasses.replace(settings, spoken_disclosure=where), short, tmp_path / "told")
    assert (said.takes, before.takes) == (1, 8)
    own = edition.script.sentences[0 if where == "start" else -1]
    assert (own.text, own.alias, own.start) == ("", ENGLISH, own.end)
    assert [s.id for s in edition.script.sentences if s != own] == [s.id for s in plain.script.sentences]
    assert [(w.start, w.end, w.spoken) for w in edition.words] == [(w.start, w.end, w.spoken) for w in plain.words]
    cue = next(cue for cue in edition.cues if cue.sentence_id == own.id)
    assert cue == edition.cues[0 if where == "start" else -1] and cue.end - cue.start > 2
    assert edition.duration > plain.duration + 2
    captions = (tmp_path / "told/words.vtt").read_text("utf-8").split("\n\n")
    assert captions[1 if where == "start" else -1].strip().endswith(ENGLISH)
    written, data, _ = (tmp_path / "told/index.html").read_text("utf-8").partition('<script type="application/json"')
    assert data and ENGLISH not in written
    assert edition.chapters[0].start == 0.0 and listen(tmp_path / "told") == []


def test_the_body_voice_says_it(settings: Settings, tmp_path: Path) -> None:
    """In several voices, it is the one of the body, although it stands before the headline."""
    source = tmp_path / "a.txt"
    source.write_text("Ferry returns\n\nIt left at nine.\n")
    (tmp_path / "sites.toml").write_text(
        '["*"]\nvoices = { title = "silence:silence-fr", body = "silence:silence-en" }\n'
    )
    chosen = dataclasses.replace(settings, spoken_disclosure="start", sites=str(tmp_path / "sites.toml"))
    _, edition = say(chosen, source, tmp_path / "e")
    assert [cue.voice for cue in edition.cues] == ["silence:silence-en", "silence:silence-fr", "silence:silence-en"]


def test_a_cloned_voice_says_so(short: Path, settings: Settings, tmp_path: Path) -> None:
    """By default at the start where a voice is cloned, and where the newsroom says else; other voices say nothing."""
    settings = dataclasses.replace(settings, voice="silence:silence-en")
    _, edition = say(settings, short, tmp_path / "a", cloned=True)
    assert edition.script.sentences[0].alias == ENGLISH
    _, edition = say(dataclasses.replace(settings, spoken_disclosure="end"), short, tmp_path / "b", cloned=True)
    assert [s.alias for s in edition.script.sentences if s.alias] == [ENGLISH] == [edition.script.sentences[-1].alias]
    said, edition = say(settings, short, tmp_path / "a")
    assert not said.unchanged and not any(s.alias for s in edition.script.sentences)


def test_no_flags_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """What is flagged of an article is the same with it."""
    source = tmp_path / "a.txt"
    source.write_text("Ferry returns\n\nIt left at successss nine. “We waited\n\nIt brought Xochimilco Brzezinski an")
    _, plain = say(settings, source, tmp_path / "a")
    wanted = [(u.sentence_id, u.flags) for u in plain.utterances if u.flags]
    for where in ("start", "end"):
        _, edition = say(dataclasses.replace(settings, spoken_disclosure=where), source, tmp_path / where)
        assert [(u.sentence_id, u.flags) for u in edition.utterances if u.flags] == wanted != []


def test_the_script_shows_it(short: Path) -> None:
    """`script` shows the sentence where the setting asks for it; another value is refused."""
    shown = run("script", short, PRONOUNCER_SPOKEN_DISCLOSURE="end").stdout.decode()
    assert shown.rstrip().endswith(f"player  {ENGLISH}  [0 s]")
    refused = run("script", short, PRONOUNCER_SPOKEN_DISCLOSURE="middle")
    assert refused.returncode == 2 and b"spoken_disclosure must be start or end, not 'middle'" in refused.stderr
