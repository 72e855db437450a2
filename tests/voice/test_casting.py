"""Who says what: voices by role, several in one programme, and another one where the wanted one cannot speak."""

import dataclasses
import json
import math
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import pytest

from pronouncer.errors import EngineError, NoVoice, VoiceError
from pronouncer.model.cast import CastRules
from pronouncer.model.script import Script, Sentence
from pronouncer.model.take import Take, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabets import IPA
from pronouncer.phones.telling import Capabilities
from pronouncer.pipeline import Pipeline
from pronouncer.review.listen import listen
from pronouncer.settings import Settings
from pronouncer.testing.silence import SilenceEngine
from pronouncer.voice.casting import casting
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.espeak.engine import EspeakEngine
from pronouncer.voice.patience import patiently

VOICES = {name: Voice("test", name, "en", "1", "CC0-1.0", "nobody") for name in "abcd"}
FRENCH = Voice("test", "fr", "fr", "1", "CC0-1.0", "nobody")


def find(name: str, language: str) -> Voice:
    """Find the voices of the test."""
    if not name:
        return VOICES["a"]
    if name.removeprefix("test:") in VOICES:
        return VOICES[name.removeprefix("test:")]
    if name == "test:fr":
        return FRENCH
    raise NoVoice(f"no {name}")


def line(place: int, kind: str, **more: object) -> Sentence:
    """Return a sentence."""
    return Sentence(f"s{place}", place, place + 1, "x", kind, place, 0.0, **more)  # type: ignore[arg-type]


SCRIPT = Script(
    (
        line(0, "headline"),
        line(1, "paragraph"),
        line(2, "paragraph", quoted=True, speaker="Schmidt"),
        line(3, "paragraph", quoted=True, speaker="Reyes"),
        line(4, "paragraph", quoted=True, speaker="Schmidt"),
        line(5, "paragraph", quoted=True, speaker="Okoro"),
        line(6, "paragraph", quoted=True),
        line(7, "paragraph", quoted=True, speaker="Reyes", language="fr"),
    ),
    (),
    "en",
)


@pytest.mark.parametrize(
    ("rules", "names"),
    [
        (CastRules(), "a a a a a a a a"),
        (CastRules(title="test:b"), "b a a a a a a a"),
        (CastRules(body="test:c", title="test:b"), "b c c c c c c c"),
        (CastRules(quotations=("test:b",)), "a a b b b b b b"),
        (CastRules(quotations=("test:b", "test:c")), "a a b c b b b c"),
        (CastRules(quotations=("test:b", "test:c"), speakers={"Schmidt": "test:d"}), "a a d b d c b b"),
        (CastRules(speakers={"Okoro": "test:d"}), "a a a a a d a a"),
        (CastRules(languages={"fr": "test:fr"}), "a a a a a a a fr"),
        (CastRules(title="test:z", fallback=("test:y", "test:d")), "d a a a a a a a"),
        (CastRules(title="test:z"), "a a a a a a a a"),
        (CastRules(body="test:z", fallback=("test:b",)), "b b b b b b b b"),
    ],
)
def test_roles(rules: CastRules, names: str) -> None:
    """Titles, quotations by speaker, one speaker by name, another language; what cannot speak is replaced by rule."""
    cast = casting(rules, "", "en", find, without=frozenset()).cast(SCRIPT)
    assert [voice.name for voice in cast] == names.split()


def test_missing_voices_are_named() -> None:
    """What was wanted and cannot speak is said, also a voice that failed just now."""
    rules = CastRules(title="test:z", body="test:b", fallback=("test:c",))
    found = casting(rules, "", "en", find, without=frozenset(("test:b",)))
    assert (found.title.name, found.body.name) == ("c", "c")
    assert sorted(found.missing) == ["test:b", "test:z"]


def test_without_any_voice() -> None:
    """Where nothing can say the body, the error is that of the voice that was wanted."""
    with pytest.raises(NoVoice, match="no test:z"):
        casting(CastRules(body="test:z", fallback=("test:y",)), "", "en", find, without=frozenset())


class Tones(SilenceEngine):
    """Speaks in tones at 16 kHz, louder than it should, and can be down."""

    down = False

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return a tone with a slow beat instead of silence."""
        if self.down:
            raise EngineError("the engine is down", permanent=True)
        take = super().synthesize(utterance, voice)
        count = round(take.seconds * 16_000)
        wave = (9000 * math.sin(place / 8) * math.sin(place / 900) for place in range(count))
        return dataclasses.replace(take, rate=16_000, samples=struct.pack(f"<{count}h", *map(round, wave)))


@pytest.fixture
def pipeline(settings: Settings, tmp_path: Path) -> Iterator[Pipeline]:
    """A pipeline with two engines, of which one says the titles."""
    rules = tmp_path / "sites.toml"
    rules.write_text('["*".voices]\ntitle = "silence:silence-en"\nfallback = ["espeak:en"]\n', "utf-8")
    chosen = dataclasses.replace(settings, sites=str(rules), formats=("m4a", "mp3", "opus"))
    with Pipeline(chosen) as pipeline:
        pipeline.ensemble.engines["silence"] = Tones(chosen)
        yield pipeline


def record(folder: Path) -> dict[str, object]:
    """Return the record of an edition."""
    found: dict[str, object] = json.loads((folder / "edition.json").read_text("utf-8"))
    return found


def heard(folder: Path) -> list[str]:
    """Return the voice of each cue."""
    cues = record(folder)["cues"]
    assert isinstance(cues, list)
    return [cue["voice"] for cue in cues]


def test_two_voices_in_one_programme(pipeline: Pipeline, short: Path, tmp_path: Path) -> None:
    """Voices of 16 and 22.05 kHz are equally loud in one file, which is whole by the automatic check."""
    said = pipeline.say(str(short), tmp_path / "e")
    assert heard(tmp_path / "e") == ["silence:silence-en", *["espeak:en-us"] * 5, "silence:silence-en", "espeak:en-us"]
    assert listen(tmp_path / "e") == []
    for name in ("m4a", "mp3", "opus"):
        with av.open(str(tmp_path / "e" / f"article.{name}"), "r") as file:
            rate = file.streams.audio[0].rate
            samples = sum(frame.samples for frame in file.decode(audio=0))
        assert rate in (24_000, 48_000) and abs(samples / rate - said.duration) < 0.06


def test_an_engine_that_is_down(pipeline: Pipeline, short: Path, tmp_path: Path) -> None:
    """The next voice speaks and the edition says so; it stays while the engine is down, and is voiced again after."""
    engine = pipeline.ensemble.engines["silence"]
    assert isinstance(engine, Tones)
    engine.down = True
    said = pipeline.say(str(short), tmp_path / "e")
    assert said.missing == ("silence:silence-en",) and "espeak:en" in heard(tmp_path / "e")
    assert record(tmp_path / "e")["missing"] == ["silence:silence-en"]
    assert pipeline.say(str(short), tmp_path / "e").unchanged
    engine.down = False
    again = pipeline.say(str(short), tmp_path / "e")
    assert again.missing == () and again.takes == 2 and "silence:silence-en" in heard(tmp_path / "e")


def test_without_a_fallback_the_failure_is_told(pipeline: Pipeline, short: Path, tmp_path: Path) -> None:
    """Where no rule names another voice, the error says which one failed, and nothing is published."""
    Path(pipeline.settings.sites).write_text('["*".voices]\ntitle = "silence:silence-en"\n', "utf-8")
    engine = pipeline.ensemble.engines["silence"]
    assert isinstance(engine, Tones)
    engine.down = True
    with pytest.raises(VoiceError, match="engine is down") as caught:
        pipeline.say(str(short), tmp_path / "e")
    assert caught.value.voice == "silence:silence-en" and not (tmp_path / "e").exists()


def test_patience() -> None:
    """What may pass is tried again after twice as long each time, or as long as the engine asked, and no longer."""
    waits: list[float] = []
    failures: list[EngineError | None] = [
        EngineError("busy", permanent=False),
        EngineError("busy", permanent=False, wait=7.0),
        EngineError("busy", permanent=False, wait=900.0),
        None,
    ]

    def act() -> str:
        failure = failures.pop(0)
        if failure:
            raise failure
        return "said"

    assert patiently(act, sleep=waits.append) == "said"
    assert waits == [0.5, 7.0, 30.0]


@pytest.mark.parametrize(("permanent", "calls"), [(True, 1), (False, 4)])
def test_patience_ends(permanent: bool, calls: int) -> None:
    """What will never work is tried once, all else four times."""
    tried: list[int] = []

    def act() -> None:
        tried.append(1)
        raise EngineError("no", permanent=permanent)

    with pytest.raises(EngineError, match="no"):
        patiently(act, sleep=lambda seconds: None)
    assert len(tried) == calls


class Untimed(SilenceEngine):
    """Says what espeak says, and not when."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.inner = EspeakEngine(settings)

    def synthesize(self, utterance: Utterance, voice: Voice) -> Take:
        """Return the sound alone."""
        take = self.inner.synthesize(utterance, choose_voice(self.inner, "", voice.language))
        return Take(take_key(utterance, voice), take.rate, take.samples, ())

    def capabilities(self, voice: Voice) -> Capabilities:
        """Take any IPA, give no times."""
        return Capabilities(IPA)

    def phonemize(self, clauses: Sequence[Sequence[str]], voice: Voice) -> None:  # type: ignore[override]
        """Have no rules."""

    def close(self) -> None:
        """End the worker."""
        self.inner.close()


@pytest.mark.parametrize(("voice", "source"), [("silence-en", "forced"), ("silence-fr", "warped")])
def test_times_are_found_where_an_engine_gives_none(
    settings: Settings, short: Path, tmp_path: Path, voice: str, source: str
) -> None:
    """By force in English and by warping elsewhere, within 60 ms for nearly every word; the edition says how."""
    tag = voice.removeprefix("silence-")
    chosen = dataclasses.replace(settings, voice=f"silence:{voice}", language=tag)
    with Pipeline(chosen) as pipeline:
        pipeline.ensemble.engines["silence"] = Untimed(chosen)
        pipeline.say(str(short), tmp_path / "found")
        pipeline.ensemble.engines["silence"].close()
    with Pipeline(dataclasses.replace(settings, language=tag)) as pipeline:
        pipeline.say(str(short), tmp_path / "exact")
    found, exact = record(tmp_path / "found"), record(tmp_path / "exact")
    assert isinstance(found["cues"], list) and isinstance(found["words"], list) and isinstance(exact["words"], list)
    assert [cue["timed"] for cue in found["cues"]].count(source) >= len(found["cues"]) - 1
    off = [abs(one["at"] - other["at"]) for one, other in zip(found["words"], exact["words"], strict=True)]
    assert sum(each <= 0.06 for each in off) >= 0.93 * len(off)
