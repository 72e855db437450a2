"""Word times that are found in the sound: right where they can be, refused where they cannot be true."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pronouncer.errors import EngineError
from pronouncer.hearing.listening import listened, runs
from pronouncer.hearing.pauses import rested
from pronouncer.hearing.quality import judged
from pronouncer.hearing.spans import Unaligned
from pronouncer.model.take import Take, WordTiming
from pronouncer.model.utterance import Utterance
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, utterance
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.timing.times import Timing, timed
from pronouncer.voice.timing.warp import warp
from truth import Said, flite, utterances

FEW = slice(3, 27, 4)  # sentences with and without pauses, numbers and names


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A pipeline with the embedded voice."""
    with Pipeline(Settings(cache=tmp_path_factory.mktemp("cache"))) as pipeline:
        yield pipeline


@pytest.fixture(scope="module")
def english(pipeline: Pipeline) -> Sequence[Utterance]:
    """A few sentences of news."""
    return utterances(pipeline, "en")[FEW]


def said(pipeline: Pipeline, utterance: Utterance, name: str = "en-us", speed: float = 1.0) -> Take:
    """Return the take of the embedded voice, whose times are exact."""
    engine = pipeline.ensemble.engine("espeak")
    return engine.synthesize(utterance, replace(choose_voice(engine, name, ""), speed=speed))


@pytest.fixture(scope="module")
def ours(pipeline: Pipeline, english: Sequence[Utterance]) -> list[Take]:
    """The sentences in the embedded voice."""
    return [said(pipeline, each) for each in english]


@pytest.fixture(scope="module")
def theirs(english: Sequence[Utterance]) -> list[Said]:
    """The sentences in another program's voice, with its own times."""
    found = [flite(each, "slt") for each in english]
    assert all(found)
    return [each for each in found if each]


def foreign(utterance: Utterance) -> Utterance:
    """Return an utterance in a language that no model for forced alignment knows."""
    return replace(utterance, language="und")


def errors(timings: Sequence[Timing], takes: Sequence[Take]) -> list[float]:
    """Return how far the start of each word is off, in milliseconds, sorted."""
    pairs = zip(timings, takes, strict=True)
    return sorted(
        abs(found.start - true.start) * 1000
        for timing, take in pairs
        for found, true in zip(timing.words, take.words, strict=True)
    )


def assert_holds(timing: Timing, utterance: Utterance, sound: Take) -> None:
    """Assert what every timing promises."""
    assert [(word.token, word.word) for word in timing.words] == [each[:2] for each in utterance.words]
    edges = [edge for word in timing.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(word.end > word.start for word in timing.words)
    assert not edges or (edges[0] >= 0 and edges[-1] <= sound.seconds + 1e-6)
    assert 0 <= timing.quality <= 1


def never() -> Take:
    """Be a reference that is not needed."""
    raise AssertionError("the reference was asked for")


def silence(seconds: float) -> Take:
    """Return a take without sound."""
    return Take("", 16_000, bytes(2 * int(seconds * 16_000)), ())


def test_words_are_forced_within_a_frame_or_two(english: Sequence[Utterance], ours: list[Take]) -> None:
    """Forced alignment finds the words of the embedded voice, without a reference."""
    timings = [timed(each, take, never) for each, take in zip(english, ours, strict=True)]
    assert {timing.source for timing in timings} == {"forced"}
    off = errors(timings, ours)
    assert sum(off) / len(off) < 16 and off[len(off) * 95 // 100] < 60
    for each, timing, take in zip(english, timings, ours, strict=True):
        assert_holds(timing, each, take)


def test_words_of_another_program_are_forced(english: Sequence[Utterance], theirs: list[Said]) -> None:
    """Forced alignment with our IPA finds the words of a voice that says them in its own way."""
    takes = [each.take for each in theirs]
    timings = [timed(each, take, never) for each, take in zip(english, takes, strict=True)]
    assert {timing.source for timing in timings} == {"forced"}
    off = errors(timings, takes)
    assert sum(off) / len(off) < 16 and off[len(off) * 95 // 100] < 50


def test_words_of_another_program_are_warped(
    english: Sequence[Utterance], ours: list[Take], theirs: list[Said]
) -> None:
    """Where there is no model for the language, times are carried over from the embedded voice."""
    takes = [each.take for each in theirs]
    rows = zip(english, takes, ours, strict=True)
    timings = [timed(foreign(each), take, lambda own=own: own) for each, take, own in rows]  # type: ignore[misc]
    assert {timing.source for timing in timings} == {"warped"}
    assert all(timing.passed == ("forced: there is no model for und",) for timing in timings)
    off = errors(timings, takes)
    assert sum(off) / len(off) < 20 and off[len(off) * 95 // 100] < 70


def test_french_is_warped(pipeline: Pipeline) -> None:
    """French sentences at another speed are found to a few milliseconds, from a voice of another country."""
    for each in utterances(pipeline, "fr")[::5]:
        sound, reference = said(pipeline, each, "fr", 1.25), said(pipeline, each, "fr-be")
        timing = timed(each, sound, lambda reference=reference: reference)  # type: ignore[misc]
        assert timing.source == "warped"
        assert max(errors([timing], [sound])) < 80 and sum(errors([timing], [sound])) / len(timing.words) < 10
        assert_holds(timing, each, sound)


def test_same_in_same_out(english: Sequence[Utterance], ours: list[Take], theirs: list[Said]) -> None:
    """The same sound gives the same times, forced and warped, whatever was timed in between."""
    for change in (lambda each: each, foreign):
        first = timed(change(english[0]), theirs[0].take, lambda: ours[0])
        timed(change(english[1]), theirs[1].take, lambda: ours[1])
        assert timed(change(english[0]), theirs[0].take, lambda: ours[0]) == first


def test_silence_around_does_not_matter(english: Sequence[Utterance], ours: list[Take]) -> None:
    """Two seconds of silence before the speech move every word by two seconds."""
    lead = bytes(2 * 2 * ours[1].rate)
    sound = replace(ours[1], samples=lead + ours[1].samples + lead)
    for each in (english[1], foreign(english[1])):
        timing = timed(each, sound, lambda: ours[1])
        moved = replace(ours[1], words=tuple(replace(w, start=w.start + 2, end=w.end + 2) for w in ours[1].words))
        assert timing.source != "stretched" and max(errors([timing], [moved])) < 100


def test_noise_does_not_matter(english: Sequence[Utterance], ours: list[Take]) -> None:
    """Words are found in a sound with hiss 25 dB under the speech, at a hundredth of the level."""
    wave = np.frombuffer(ours[0].samples, "<i2").astype(float)
    hiss = np.random.default_rng(1).standard_normal(len(wave)) * wave.std() * 10 ** (-25 / 20)
    for scale in (1.0, 0.02):
        mixed = np.clip((wave + hiss) * scale, -32_768, 32_767).astype("<i2").tobytes()
        timing = timed(english[0], replace(ours[0], samples=mixed), never)
        off = errors([timing], [ours[0]])
        assert timing.source == "forced" and sum(off) / len(off) < 25


def test_other_sentences_are_refused(english: Sequence[Utterance], ours: list[Take], theirs: list[Said]) -> None:
    """Sounds of other words are never forced; most get stretched times of quality 0, and both refusals are told."""
    takes = [theirs[(place + 2) % len(theirs)].take for place in range(len(theirs))]
    rows = zip(english, takes, ours, strict=True)
    timings = [timed(each, take, lambda own=own: own) for each, take, own in rows]  # type: ignore[misc]
    refused = [timing for timing in timings if timing.source == "stretched"]
    assert all(timing.source != "forced" for timing in timings) and len(refused) > len(timings) * 2 / 3
    assert all(timing.quality == 0 for timing in refused)
    assert {tuple(why.partition(":")[0] for why in timing.passed) for timing in refused} == {("forced", "warped")}
    for each, timing, take in zip(english, timings, takes, strict=True):
        assert_holds(timing, each, take)


def test_speech_that_is_left_out_is_seen(english: Sequence[Utterance], ours: list[Take]) -> None:
    """A sentence that goes on with other words is not timed by force as if they were not there."""
    sound = replace(ours[0], samples=ours[0].samples + bytes(ours[0].rate) + ours[1].samples)
    timing = timed(english[0], sound, lambda: ours[0])
    assert "forced: speech lies outside the words" in timing.passed


@pytest.mark.parametrize("kind", ["silence", "hiss", "hum"])
def test_what_is_no_speech_is_stretched(english: Sequence[Utterance], ours: list[Take], kind: str) -> None:
    """Silence, hiss and a hum get stretched times that hold all promises."""
    count = 48_000
    wave = {
        "silence": np.zeros(count),
        "hiss": np.random.default_rng(1).integers(-9000, 9000, count),
        "hum": 9000 * np.sin(np.arange(count) * 0.05),
    }[kind]
    sound = Take("", 16_000, wave.astype("<i2").tobytes(), ())
    timing = timed(english[0], sound, lambda: ours[0])
    assert timing.source == "stretched" and len(timing.passed) == 2
    assert_holds(timing, english[0], sound)


@pytest.mark.parametrize("count", [1, 2, 11, 160, 799, 800, 2000, 9000])
def test_a_sound_too_short_is_shared(english: Sequence[Utterance], ours: list[Take], count: int) -> None:
    """However short a sound is, each word has a share of it, in order."""
    sound = replace(ours[0], samples=ours[0].samples[4000 : 4000 + 2 * count])
    timing = timed(english[0], sound, lambda: ours[0])
    assert timing.source == "stretched"
    assert_holds(timing, english[0], sound)


def test_half_a_sample_is_no_sample(english: Sequence[Utterance], ours: list[Take]) -> None:
    """A sound that ends within a sample is timed as if it ended before."""
    cut = replace(ours[0], samples=ours[0].samples[:-1])
    for each in (english[0], foreign(english[0])):
        assert_holds(timed(each, cut, lambda: ours[0]), each, cut)
    short = replace(ours[0], samples=ours[0].samples[4000:4101])
    assert_holds(timed(english[0], short, lambda: ours[0]), english[0], short)


def test_no_sound_is_an_error() -> None:
    """Words without any sound are an error that says what to do, no times."""
    with pytest.raises(EngineError, match="made no sound for 'the leaders met in Paris'; try again"):
        timed(PLAIN, silence(0), never)


def test_no_words_need_no_times() -> None:
    """An utterance without words has no times, and asks nobody."""
    timing = timed(utterance([]), silence(1), never)
    assert timing.words == () and timing.passed == ()


def test_a_language_that_no_voice_speaks_is_shared_by_letters() -> None:
    """Without a reference the words get shares of the sound by the letters of their IPA."""
    timing = timed(foreign(utterance([("a", "ab"), ("b", "abcdef")])), silence(2), lambda: None)
    assert timing.source == "stretched" and timing.quality == 0
    assert [(word.start, word.end) for word in timing.words] == [(0, 0.5), (0.5, 2)]


def test_times_are_stretched_over_the_speech_alone() -> None:
    """A reference is stretched from the first loud sample to the last."""
    loud = np.sin(np.arange(16_000)) * 9000
    wave = np.concatenate([np.zeros(8000), loud, np.zeros(24_000)]).astype("<i2")
    words = (WordTiming(0, "a", 0.2, 0.7), WordTiming(1, "b", 0.7, 1.2))
    two = foreign(utterance([("a", "a"), ("b", "b")]))
    timing = timed(two, Take("", 16_000, wave.tobytes(), ()), lambda: replace(silence(1.2), words=words))
    edges = [edge for word in timing.words for edge in (word.start, word.end)]
    assert edges == pytest.approx([0.5, 1.0, 1.0, 1.5], abs=0.011)


def test_what_is_too_long_is_not_listened_to(english: Sequence[Utterance], ours: list[Take]) -> None:
    """A sound of more than two minutes is no sentence: it would cost too much."""
    sound = replace(ours[0], samples=ours[0].samples * 45)
    timing = timed(english[0], sound, lambda: ours[0])
    assert timing.passed == ("forced: it is longer than 120 s", "warped: it is longer than 120 s")
    assert_holds(timing, english[0], sound)


def test_without_the_recogniser_words_are_warped(
    english: Sequence[Utterance], ours: list[Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pocketsphinx is not installed, English is warped, and the timing says why."""
    monkeypatch.setitem(sys.modules, "pocketsphinx", None)
    timing = timed(english[0], ours[0], lambda: ours[0])
    assert timing.source == "warped" and "pocketsphinx" in timing.passed[0]


@pytest.mark.parametrize("ipa", ["ʔ", "s☃"])
def test_a_word_without_phones_is_not_forced(ours: list[Take], ipa: str) -> None:
    """A word that the model has no phone for leaves the sentence to the next way."""
    words = utterance([("odd", ipa), ("word", "wˈɜːd")])
    timing = timed(words, ours[0], lambda: None)
    assert timing.passed[0] == "forced: a word has no sound that the model knows"
    assert_holds(timing, words, ours[0])


def test_a_path_follows_its_frames() -> None:
    """A sound in which every frame is heard twice is warped to twice the place, at no distance."""
    frames = np.random.default_rng(1).standard_normal((80, 13)) * 5
    path = warp(frames, np.repeat(frames, 2, axis=0))
    assert path.rows[0] == path.columns[0] == 0 and (path.rows[-1], path.columns[-1]) == (79, 159)
    assert abs(path.columns - 2 * path.rows).max() <= 1
    assert (np.diff(path.rows) >= 0).all() and (np.diff(path.columns) >= 0).all()
    assert path.detour == pytest.approx(1.0, abs=1e-6)
    single = warp(frames[:1], frames[:3])
    assert list(single.columns) == [0, 1, 2]


def test_words_rest_at_pauses() -> None:
    """The gap that is nearest to a pause takes its edges; a pause that is nobody's, and a short one, change nothing."""
    quiet = np.zeros(300, np.bool_)
    quiet[100:120] = quiet[200:205] = quiet[0:20] = True
    spans = [(0.2, 1.15), (1.15, 2.0), (2.0, 3.0)]
    assert rested(spans, quiet) == [(0.2, 1.0), (1.2, 2.0), (2.0, 3.0)]
    assert rested([(0.2, 1.5), (1.5, 3.0)], quiet) == [(0.2, 1.5), (1.5, 3.0)]
    assert rested([(0.2, 3.0)], quiet) == [(0.2, 3.0)]


def test_impossible_times_are_refused() -> None:
    """Words piled up, over a pause or said too fast are refused with the sign that is against them."""
    wave = np.sin(np.arange(48_000)) * 9000
    heard = listened(Take("", 16_000, wave.astype("<i2").tobytes(), ()))
    even = [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)]
    words = ["abdefkom"] * 3
    assert judged(even, words, heard) > 0.5
    with pytest.raises(Unaligned, match="too short and too long"):
        judged([(0.0, 0.1), (0.1, 1.9), (1.9, 3.0)], words, heard)
    with pytest.raises(Unaligned, match="outside the words"):
        judged([(0.0, 0.9), (0.9, 1.8), (1.8, 2.6)], words, heard)
    with pytest.raises(Unaligned, match="too fast"):
        judged(even, ["abdefkom" * 4] * 3, heard)
    with pytest.raises(Unaligned, match="not those of the words"):
        judged(even, words, heard, detour=1.4)
    heard.quiet[120:160] = True
    with pytest.raises(Unaligned, match="over pauses"):
        judged(even, words, heard)


def test_quiet_is_told_from_soft_speech() -> None:
    """What is far under the speech is quiet; ranges of it are half-open."""
    wave = np.sin(np.arange(16_000)) * 9000
    wave[4800:8000] *= 0.001
    wave[11_200:12_800] *= 0.1
    assert runs(listened(Take("", 16_000, wave.astype("<i2").tobytes(), ())).quiet) == [(30, 50)]


def test_timing_loads_nothing_heavy_before_use() -> None:
    """The door to the aligners imports neither numpy nor the recogniser."""
    import subprocess

    program = (
        "import sys, pronouncer.voice.timing.times; "
        "print([name for name in ('numpy', 'av', 'pocketsphinx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_sentences_are_enough_to_measure_on(pipeline: Pipeline) -> None:
    """The benchmark has at least 60 English sentences, each with several words."""
    assert (Path(__file__).parents[2] / "eval/alignment.txt").is_file()
    found = utterances(pipeline, "en")
    assert len(found) >= 60 and all(len(each.words) > 2 for each in found)
