"""Flite: the contract for each voice, phones to the letter, and a program that is missing, hangs or lies."""

import dataclasses
import itertools
import stat
from pathlib import Path

import pytest
from tests.cli.test_say import run

from pronouncer.errors import EngineError, NoVoice
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.voice.engine import Engine, choose_voice
from pronouncer.voice.engines.flite.engine import FliteEngine
from pronouncer.voice.length import check_length


class TestFlite(EngineContract):
    @pytest.fixture
    def engine(self, settings: Settings) -> Engine:
        return FliteEngine(settings)

    @pytest.fixture(params=["rms", "slt", "awb", "kal16"])
    def voice(self, engine: Engine, request: pytest.FixtureRequest) -> Voice:
        return choose_voice(engine, request.param, "en")

    def test_takes_are_as_long_as_expected(self, engine: Engine, voice: Voice) -> None:
        """The measured seconds of a phone hold for each voice."""
        check_length(engine.synthesize(PLAIN, voice), PLAIN, voice)

    def test_a_break_is_a_pause_between_words(self, engine: Engine, voice: Voice) -> None:
        """After each mark, the next word starts later than the last one ends; elsewhere words touch."""
        said = with_break(PLAIN, 1, ";")
        words = engine.synthesize(said, voice).words
        gaps = [later.start - word.end for word, later in itertools.pairwise(words)]
        assert gaps[1] > 0.05 and max(gaps[0], *gaps[2:]) < 1e-6


def with_break(said: Utterance, place: int, mark: str) -> Utterance:
    """Return an utterance with a mark after a word."""
    tokens = list(said.tokens)
    tokens[place] = dataclasses.replace(tokens[place], boundary=mark)
    return dataclasses.replace(said, tokens=tuple(tokens))


@pytest.fixture
def engine(settings: Settings) -> FliteEngine:
    """Flite as it is installed."""
    return FliteEngine(settings)


@pytest.fixture
def voice(engine: FliteEngine) -> Voice:
    """The first voice."""
    return engine.voices()[0]


def test_a_repeated_word_is_said_twice(engine: FliteEngine, voice: Voice) -> None:
    """Flite leaves out phones that it has just been told; a word after itself is said all the same."""
    once = engine.synthesize(utterance([("bye", "bˈaɪ")]), voice)
    twice = engine.synthesize(utterance([("bye", "bˈaɪ"), ("bye", "bˈaɪ"), ("bye", "bˈaɪ")]), voice)
    assert len(twice.words) == 3 and twice.seconds > 1.5 * once.seconds
    assert all(word.end - word.start > 0.1 for word in twice.words)


def test_its_own_mind_is_not_asked(engine: FliteEngine, voice: Voice) -> None:
    """The vowel of `the` is the one that it is told, before a vowel too."""
    weak, strong = (utterance([("the", ipa), ("apple", "ˈæpəl")]) for ipa in ("ðə", "ðiː"))
    assert engine.heard(weak, voice) == ["ðə", "ˈæpəl"]
    assert engine.synthesize(weak, voice).samples != engine.synthesize(strong, voice).samples


@pytest.mark.parametrize("word", ["<b>", "'s", "O’Brien", '"', "…", "&amp;", "St.", "100", "Ünal"])
def test_letters_of_words_do_not_matter(engine: FliteEngine, voice: Voice, word: str) -> None:
    """What a word is written with changes neither markup nor the phones."""
    said = utterance([("a", "ə"), (word, "ˈuːnɑːl"), ("b", "bˈiː")])
    assert engine.heard(said, voice) == ["ə", "ˈuːnɑːl", "ˈbiː"]


@pytest.mark.parametrize("mark", [".", "?", "!"])
def test_sentences_inside_are_sentences(engine: FliteEngine, voice: Voice, mark: str) -> None:
    """An end inside of an utterance parts it by a longer pause than a comma does, and times go on."""
    comma, end = (engine.synthesize(with_break(PLAIN, 2, found), voice) for found in (",", mark))
    gap = end.words[3].start - end.words[2].end
    assert gap > 2 * (comma.words[3].start - comma.words[2].end)
    assert end.words[-1].end == pytest.approx(end.seconds, abs=0.1)


def test_a_very_long_sentence_is_said(engine: FliteEngine, voice: Voice) -> None:
    """A sentence of more words than Flite takes at once is timed to its end."""
    take = engine.synthesize(utterance([("a", "ə"), ("bee", "bˈiː")] * 300), choose_voice(engine, "kal16", ""))
    assert len(take.words) == 600 and take.words[-1].end > 0.95 * take.seconds


def test_a_faster_voice_is_faster(engine: FliteEngine, voice: Voice) -> None:
    """Speed shortens the take."""
    fast = engine.synthesize(PLAIN, dataclasses.replace(voice, speed=1.5))
    assert fast.seconds == pytest.approx(engine.synthesize(PLAIN, voice).seconds / 1.5, rel=0.1)


@pytest.mark.parametrize("ipa", ["s☃", "ʔ"])
def test_what_has_no_phone_is_refused(engine: FliteEngine, voice: Voice, ipa: str) -> None:
    """IPA that no phone is near to is a permanent error that names the word."""
    with pytest.raises(EngineError, match="snow") as caught:
        engine.synthesize(utterance([("snow", ipa)]), voice)
    assert caught.value.permanent


def test_diphones_that_lack_are_refused(engine: FliteEngine) -> None:
    """The old voice leaves out joints that no English word has, so that such a word is refused."""
    with pytest.raises(EngineError, match="no sound for hh-v.* Take rms") as caught:
        engine.synthesize(utterance([("Hvar", "hvˈɑːɹ")]), choose_voice(engine, "kal16", ""))
    assert caught.value.permanent


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    """Put a program named flite on the path that knows its voices and does something else when it should speak."""
    path = folder / "flite"
    told = 'case "$1" in -lv) echo "Voices available: rms"; exit;; --help) echo "version: flite-9.9 x"; exit;; esac'
    path.write_text(f"#!/bin/sh\n{told}\n{lines}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


@pytest.mark.parametrize(
    ("lines", "permanent", "message"),
    [
        ("exec sleep 60", False, "not done after 0.5 seconds"),
        ("kill -SEGV $$", False, "ended with status -11"),
        ("echo no disk >&2; exit 1", False, "flite failed: no disk"),
        ("exit 0", False, "no whole audio file"),
        ('PATH=/usr/bin:/bin; shift 5; echo pau:0.1 b:0.2; exec /usr/bin/flite -t hi "$4" "$5"', True, "did not say"),
        ("head -c 1000 /dev/urandom; exit 0", False, "no whole audio file"),
    ],
)
def test_a_bad_program_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, permanent: bool, message: str
) -> None:
    """A program that hangs, crashes, complains or says something else is an error that tells whether to try again."""
    fake(tmp_path, monkeypatch, lines)
    engine = FliteEngine(Settings(cache=tmp_path, engine_seconds=0.5))
    (voice,) = engine.voices()
    assert voice.version.startswith("9.9+")
    with pytest.raises(EngineError, match=message) as caught:
        engine.synthesize(PLAIN, voice)
    assert caught.value.permanent is permanent


def test_a_missing_program_is_no_voice(engine: FliteEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the program there is no voice, and the message says how to install it."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoVoice, match="apt-get install flite"):
        engine.voices()


def test_a_missing_program_hides_no_other_voice() -> None:
    """`pronouncer voices` lists the voices of the others; asked for, it says what lacks."""
    asked = run("voices", "test", "flite:rms", PATH="/nowhere")
    assert asked.returncode == 4 and b"apt-get install flite" in asked.stderr
    done = run("voices", PATH="/nowhere")
    assert b"espeak:uk " in done.stdout and b"flite:" not in done.stdout
    assert b"Not set up: azure, elevenlabs, flite" in done.stderr
