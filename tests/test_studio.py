"""The studio and the pipeline: nothing is made twice, the level comes home, and a failure leaves what was there."""

import dataclasses
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SHORT

from pronouncer.errors import EngineError, NothingToRead
from pronouncer.master.loudness import TARGET, TOLERANCE
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.testing.silence import SilenceEngine


class Faulty(SilenceEngine):
    """Fails where it is told to, and otherwise keeps silent."""

    fault = ""

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Fail, or forget a word, on the sentence that has a word."""
        take = super().synthesize(utterance, voice)
        if "Zelenskyy" not in utterance.spoken:
            return take
        if self.fault == "fails":
            raise EngineError("the engine is down", permanent=False)
        return dataclasses.replace(take, words=take.words[1:]) if self.fault == "forgets" else take


@pytest.fixture
def pipeline(settings: Settings) -> Iterator[Pipeline]:
    """A pipeline with the engine that can fail."""
    chosen = dataclasses.replace(settings, voice="silence:silence-en")
    with Pipeline(chosen) as pipeline:
        pipeline.ensemble.engines["silence"] = Faulty(chosen)
        yield pipeline


@pytest.mark.parametrize(("fault", "message"), [("fails", "engine is down"), ("forgets", "did not time every word")])
def test_a_failing_engine_leaves_the_old_edition(
    pipeline: Pipeline, short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, message: str
) -> None:
    """When one sentence of the new edition fails, the old one is there to the last byte, and nothing lies beside it."""
    pipeline.say(str(short), tmp_path / "e")
    before = {path.name: path.read_bytes() for path in (tmp_path / "e").iterdir()}
    short.write_text(SHORT.replace("enough,” said", "enough now,” said"))
    monkeypatch.setattr(Faulty, "fault", fault)
    with pytest.raises(EngineError, match=message):
        pipeline.say(str(short), tmp_path / "e")
    assert {path.name: path.read_bytes() for path in (tmp_path / "e").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "e", "ferry.txt"]
    monkeypatch.setattr(Faulty, "fault", "")
    assert pipeline.say(str(short), tmp_path / "e").takes == 1


def test_what_succeeded_is_not_made_again(
    pipeline: Pipeline, short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failure the sentences that were voiced are in the store."""
    monkeypatch.setattr(Faulty, "fault", "fails")
    with pytest.raises(EngineError):
        pipeline.say(str(short), tmp_path / "e")
    monkeypatch.setattr(Faulty, "fault", "")
    assert pipeline.say(str(short), tmp_path / "e").takes < 8


def test_progress_counts_to_the_end(settings: Settings, short: Path, tmp_path: Path) -> None:
    """Progress is told for every sentence that is made, and ends with all of them."""
    told: list[tuple[str, int, int]] = []
    chosen = dataclasses.replace(settings, voice="silence:silence-en")
    with Pipeline(chosen, progress=lambda *each: told.append(each)) as pipeline:
        pipeline.say(str(short), tmp_path / "e")
    assert told == [("voice", done, 8) for done in range(1, 9)]


def test_another_format_costs_no_synthesis(settings: Settings, short: Path, tmp_path: Path) -> None:
    """A second format is encoded from the takes that are there."""
    chosen = dataclasses.replace(settings, voice="silence:silence-en")
    with Pipeline(chosen) as pipeline:
        assert pipeline.say(str(short), tmp_path / "e").takes == 8
    with Pipeline(dataclasses.replace(chosen, formats=("m4a", "mp3"))) as pipeline:
        said = pipeline.say(str(short), tmp_path / "e")
    assert (said.takes, said.passages) == (0, 8)


@pytest.mark.parametrize("text", ["Ferry", "Is it true?", "The ferry left the bay. It came back.", SHORT])
def test_short_programmes_come_home_too(settings: Settings, tmp_path: Path, text: str) -> None:
    """A word, a question, two sentences: the programme comes within the tolerance of -16 LUFS."""
    source = tmp_path / "a.txt"
    source.write_text(text)
    with Pipeline(settings) as pipeline:
        pipeline.say(str(source), tmp_path / "e")
    record = json.loads((tmp_path / "e/edition.json").read_text("utf-8"))
    assert abs(record["loudness"]["integrated"] - TARGET) <= TOLERANCE + 0.1


def test_words_without_sound_are_nothing_to_read(
    pipeline: Pipeline, short: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article that the voice has no sound for at all is refused, and no folder is left."""
    monkeypatch.setattr(Faulty, "phonemize", lambda self, clauses, voice: [["" for _ in clause] for clause in clauses])
    short.write_text("The ferry left the bay.")
    with pytest.raises(NothingToRead, match="no sound"):
        pipeline.say(str(short), tmp_path / "e")
    assert not (tmp_path / "e").exists()


def test_the_lexicon_is_not_in_the_key_only_its_effect(settings: Settings, short: Path, tmp_path: Path) -> None:
    """A new entry for a word that is not there costs nothing; one for a word that is, its sentences."""
    lexicon = tmp_path / "names.tsv"
    made: list[int] = []
    for entry in ("Nobody\tnˈoʊbɑːdi", "Nobody\tnˈoʊbədi", "Nobody\tnˈoʊbədi\nMonday\tmˈʌndi"):
        lexicon.write_text(entry)
        chosen = dataclasses.replace(settings, voice="silence:silence-en", lexicon=str(lexicon))
        with Pipeline(chosen) as pipeline:
            made.append(pipeline.say(str(short), tmp_path / "e").takes)
    assert made == [8, 0, 1]


def test_pipelines_in_threads_share_a_store(settings: Settings, short: Path, tmp_path: Path) -> None:
    """Several pipelines of one process, each with a folder of its own, give the same audio."""
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Pipeline(dataclasses.replace(settings, voice="silence:silence-en")) as pipeline:
                pipeline.say(str(short), tmp_path / f"e{number}")
        except (OSError, EngineError) as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len({(tmp_path / f"e{number}/article.m4a").read_bytes() for number in range(4)}) == 1
