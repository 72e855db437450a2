"""What was said is compared with what should have been, and faults made on purpose are heard."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pronouncer.errors import VoiceError
from pronouncer.listening import hear_edition, others
from pronouncer.model.report import Listening, Report, Unchecked
from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.pipeline import Pipeline
from pronouncer.review.checks.numbers import cardinal, readings
from pronouncer.review.hear import hear, together, which
from pronouncer.review.line import Line
from pronouncer.review.table import CHECKS, MISFIT, SOUNDS, WORDS
from pronouncer.review.verdict import Rule, verdict
from pronouncer.script.order import of_lines
from pronouncer.settings import Settings
from pronouncer.voice.casting import solo
from pronouncer.voice.engine import choose_voice

RULES: tuple[Rule, ...] = ("hold", "fallback", "publish")
TEXTS = (
    "President Zelenskyy thanked the hospital for its help on Saturday.",
    "The fund lost 40 dollars, and the fake letter was found in 1957.",
)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A pipeline with all voices that are there."""
    with Pipeline(Settings(cache=tmp_path_factory.mktemp("cache"))) as pipeline:
        yield pipeline


@pytest.fixture(scope="module", params=["espeak:en-us", "flite:slt"])
def lines(pipeline: Pipeline, request: pytest.FixtureRequest) -> list[Line]:
    """Two sentences, said right by a voice."""
    script = of_lines(TEXTS, "en")
    voice = pipeline.ensemble.find(request.param, "en")
    told = pipeline.pronounce(script, solo(voice, script))
    ways = others(told, [voice] * len(told), pipeline.ensemble)
    return [Line(each, said(pipeline, each, voice.id), voice, own) for each, own in zip(told, ways, strict=True)]


def said(pipeline: Pipeline, utterance: Utterance, voice: str, speed: float = 1.0) -> Take:
    """Return an utterance as a voice says it."""
    engine, _, name = voice.partition(":")
    made = pipeline.ensemble.engine(engine)
    return made.synthesize(utterance, replace(choose_voice(made, name, "en"), speed=speed))


def instead(utterance: Utterance, word: str, ipa: str) -> Utterance:
    """Return an utterance with another pronunciation for a token."""
    tokens = [
        replace(token, ipa=ipa, spoken=" ".join("word" for _ in ipa.split())) if token.written == word else token
        for token in utterance.tokens
    ]
    return replace(utterance, tokens=tuple(tokens))


def wave(line: Line) -> "np.typing.NDArray[np.int16]":
    """Return the samples of a line."""
    return np.frombuffer(line.take.samples, "<i2")


def with_wave(line: Line, *pieces: "np.typing.NDArray[np.int16]") -> Line:
    """Return a line with another sound."""
    return line._replace(take=replace(line.take, samples=np.concatenate(pieces).astype("<i2").tobytes()))


def at(line: Line, word: str) -> tuple[int, int]:
    """Return the first and the last sample of a word."""
    timing = next(each for each in line.take.words if each.word == word)
    return round(timing.start * line.take.rate), round(timing.end * line.take.rate)


def found(line: Line) -> dict[str, Report]:
    """Return what is heard to be wrong, by check."""
    return {report.check: report for report in hear(line).reports if report.severity == "wrong"}


def test_nothing_is_wrong_with_what_is_right(lines: list[Line]) -> None:
    """A voice that says what it was told is heard by every check, and by none to be wrong."""
    for line in lines:
        assert hear(line) == Listening((), CHECKS)


def test_a_word_left_out_or_said_twice_is_heard(lines: list[Line]) -> None:
    """A word that is cut out or doubled is named, with its place in the sentence."""
    line, text = lines[0], TEXTS[0]
    first, last = at(line, "hospital")
    for check, sound in (
        ("dropped", (wave(line)[:first], wave(line)[last:])),
        ("repeated", (wave(line)[:last], wave(line)[first:])),
    ):
        report = found(with_wave(line, *sound))[check]
        assert text[report.start : report.end] == "hospital"
        assert "hospital" in report.message


@pytest.mark.parametrize(
    ("place", "word", "ipa", "check", "heard"),
    [
        (1, "40", "fˈɔːɹ zˈiəɹoʊ", "numbers", "four zero"),
        (1, "1957", "wˈʌn nˈaɪn fˈaɪv sˈɛvən", "numbers", "one nine five seven"),
        (1, "fake", "fˈʌk", "offensive", "fˈʌk"),
    ],
)
def test_other_words_are_heard(
    pipeline: Pipeline, lines: list[Line], place: int, word: str, ipa: str, check: str, heard: str
) -> None:
    """A number misread and a word that comes out as an offensive one are named, with what was said."""
    line = lines[place]
    take = said(pipeline, instead(line.utterance, word, ipa), line.voice.id)
    report = found(line._replace(take=take))[check]
    assert (TEXTS[place][report.start : report.end], report.heard) == (word, heard)


def test_another_pronunciation_is_heard(pipeline: Pipeline, lines: list[Line]) -> None:
    """A name that is said as the engine would by itself is heard, and `which` tells the two apart."""
    line = lines[0]
    (index,) = [place for place, token in enumerate(line.utterance.tokens) if token.written == "Zelenskyy"]
    wanted = line.utterance.tokens[index].ipa
    other = "zˈeɪlɪnskˌaɪ"
    told = line._replace(others={index: (other,)})
    assert not found(told)
    take = said(pipeline, instead(line.utterance, "Zelenskyy", other), line.voice.id)
    report = found(told._replace(take=take))["pronunciation"]
    assert (TEXTS[0][report.start : report.end], report.heard) == ("Zelenskyy", other)
    for sound, ipa in ((line.take, wanted), (take, other)):
        heard = which(sound.samples, sound.rate, line.words, 1, (wanted, other))
        assert (heard.candidate, heard.sure) == (ipa, True)


def test_a_broken_sound_is_heard(pipeline: Pipeline, lines: list[Line]) -> None:
    """Silence inside, clipping, missing samples and a wrong speed are heard, in a language without a recogniser too."""
    line = lines[0]._replace(utterance=replace(lines[0].utterance, language="und"))
    sound, rate = wave(line), line.take.rate
    first, _ = at(line, "hospital")
    hole = sound.copy()
    loudest = int(np.argmax(np.abs(sound[: -rate // 2])))
    hole[loudest : loudest + rate // 50] = 0
    slow = said(pipeline, lines[0].utterance, line.voice.id, speed=0.5)
    assert "silence" in found(with_wave(line, sound[:first], np.zeros(rate, "<i2"), sound[first:]))
    assert "clipping" in found(with_wave(line, np.clip(sound.astype(np.int32) * 6, -32_768, 32_767)))
    assert "dropouts" in found(with_wave(line, hole))
    assert "pace" in found(line._replace(take=slow))
    assert "pace" in found(with_wave(line, sound[: len(sound) // 3]))
    assert {"silence", "pace"} & found(line._replace(take=replace(line.take, samples=bytes(20_000)))).keys()


def test_another_sentence_is_heard(lines: list[Line]) -> None:
    """The sound of another sentence is wrong, whatever check says so."""
    assert found(lines[0]._replace(take=lines[1].take))
    assert found(lines[1]._replace(take=lines[0].take))


def test_what_cannot_be_heard_is_not_fine(lines: list[Line], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a recogniser, or in a language that it does not know, checks of words are not made, and it is said."""
    spoken = (*WORDS, MISFIT)
    french = lines[0]._replace(utterance=replace(lines[0].utterance, language="fr"))
    assert hear(french).checked == tuple(SOUNDS)
    assert hear(french).not_checked == tuple(Unchecked(check, "there is no model for fr", 1) for check in spoken)
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    heard = hear(lines[0])
    assert heard.checked == tuple(SOUNDS)
    assert all("install the extra `align`" in each.reason for each in heard.not_checked)
    assert together([heard, heard]).not_checked[0].sentences == 2
    with pytest.raises(VoiceError, match="Listen to it"):
        which(lines[0].take.samples, lines[0].take.rate, lines[0].words, 1, ("a", "b"))


def test_the_site_decides() -> None:
    """What is wrong holds an edition, or has another voice say it, by the rule; a doubt does neither."""
    wrong, doubt = Report("dropped", "", "s", 1, 5), Report("dropped", "", "s", severity="doubt")
    for rule in RULES:
        assert verdict(Listening((doubt, wrong), CHECKS), rule) == (rule, (wrong,))
        assert verdict(Listening((doubt,), CHECKS), rule).result == "publish"


def test_readings_of_numbers() -> None:
    """A number has readings digit by digit, in full, in pairs, and with and without its point."""
    assert " ".join(cardinal(1_204_019)) == "one million two hundred four thousand nineteen"
    told = {" ".join(each) for each in readings("1931")}
    assert told >= {"one nine three one", "nineteen thirty one", "one thousand nine hundred thirty one"}
    assert {"three point one four", "three point fourteen", "three hundred fourteen"} <= {
        " ".join(each) for each in readings("3.14")
    }


def test_an_edition_is_listened_to(short: Path, pipeline: Pipeline, tmp_path: Path) -> None:
    """Nothing is wrong in an edition as it was made; where sentences are swapped in its sound, words are wrong."""
    folder = tmp_path / "edition"
    pipeline.say(str(short), folder)
    heard = hear_edition(folder, pipeline.ensemble)
    assert [report for report in heard.reports if report.severity == "wrong"] == []
    assert set(CHECKS) < set(heard.checked)
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    one, other = record["cues"][2], record["cues"][5]
    one["sentence_id"], other["sentence_id"] = other["sentence_id"], one["sentence_id"]
    (folder / "edition.json").write_text(json.dumps(record))
    wrong = [report for report in hear_edition(folder, pipeline.ensemble).reports if report.severity == "wrong"]
    swapped = {report.sentence_id for report in wrong if report.check in CHECKS}
    assert swapped == {one["sentence_id"], other["sentence_id"]}
