"""What was read the last time is not read again, and is what would be read."""

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.conftest import ROOT

from pronouncer.model.script import Script
from pronouncer.model.utterance import Candidate, Flag, Token, Utterance
from pronouncer.model.voice import Voice
from pronouncer.pipeline import Pipeline
from pronouncer.recall import recalled
from pronouncer.script.order import of_lines
from pronouncer.settings import Settings
from pronouncer.store.cache import Cache

VOICE = Voice("silence", "en", "en", "1", "CC0-1.0", "nobody")
LINES = ["One is here.", "Two is \ud800 there.", "One is here."]


class Reader:
    """Reads a sentence as one flagged token, and counts."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, script: Script) -> Sequence[Utterance]:
        return list(self._utterances(script))

    def _utterances(self, script: Script) -> Iterator[Utterance]:
        for sentence in script.sentences:
            self.read.append(sentence.text)
            flag = Flag(0, 3, "unknown-name", "Who?", 0.25, "wun", (Candidate("wˈʌn", "wun", "Irish"),))
            token = Token(0, len(sentence.text), sentence.text, sentence.text, "x y z", "word", ".", "lexicon")
            yield Utterance(sentence.id, script.language, (token,), (flag,))


def test_only_new_sentences_are_read(tmp_path: Path) -> None:
    """The same article again is not read; after an edit, the sentence that changed is. What comes is the same."""
    store, reader = Cache(tmp_path, limit=10**6), Reader()
    script = of_lines(LINES, "en")
    for _ in range(2):
        assert recalled(script, VOICE, reader, store=store, rest_on=()) == Reader()(script)
    assert reader.read == LINES
    edited = of_lines(["One is here.", "Three is there.", "One is here."], "en")
    assert recalled(edited, VOICE, reader, store=store, rest_on=()) == Reader()(edited)
    assert reader.read[len(LINES) :] == ["Three is there."]


@pytest.mark.parametrize("other", ["article", "section", "language", "voice", "lexicon", "program"])
def test_all_that_decides_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    """In another article or section, language or voice, with another lexicon or program, everything is read."""
    store, reader = Cache(tmp_path, limit=10**6), Reader()
    script, voice = of_lines(LINES, "en"), VOICE
    recalled(script, voice, reader, store=store, rest_on=("lexicon",))
    if other == "program":
        monkeypatch.setattr("pronouncer.recall.program", lambda: "another")
    elif other == "voice":
        voice = dataclasses.replace(VOICE, version="2")
    elif other != "lexicon":
        script = dataclasses.replace(script, **{other: "fr"})  # type: ignore[arg-type]
    recalled(script, voice, reader, store=store, rest_on=("another" if other == "lexicon" else "lexicon",))
    assert reader.read == 2 * LINES


def test_a_sentence_is_read_alike_in_any_company(settings: Settings) -> None:
    """What is remembered of a sentence holds wherever it stands: read alone, it has the same words and IPA."""
    with Pipeline(settings) as pipeline:
        article = pipeline.ingest(str(ROOT / "articles/harbour.html"))
        casting = pipeline.casting(article)
        script = pipeline.script(article, casting)
        whole = pipeline.words(script, casting.cast(script))
        alone = [
            pipeline.words(part, casting.cast(part))[0]
            for sentence in script.sentences
            for part in [dataclasses.replace(script, sentences=(sentence,), article="elsewhere")]
        ]
    assert len(whole) > 20 and list(whole) == alone


def test_an_edited_lexicon_holds_at_once(settings: Settings, tmp_path: Path) -> None:
    """A pipeline that lives says a name as the newsroom wrote it last."""
    lexicon = tmp_path / "names.tsv"
    script = of_lines(["Brannoc spoke."], "en")
    said: list[str] = []
    with Pipeline(dataclasses.replace(settings, lexicon=str(lexicon))) as pipeline:
        cast = [pipeline.voice_for("en")]
        for ipa in ("bɹˈænək", "bɹˈeɪnək"):
            lexicon.write_text(f"Brannoc\t{ipa}\n")
            said.append(pipeline.words(script, tuple(cast))[0].words[0][2])
    assert said == ["bɹˈænək", "bɹˈeɪnək"]
