"""Engines: the table, the choice of a voice, and the contract for each engine that ships."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import SHARED

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.voice import Voice
from pronouncer.phones.likeness import alike
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.say import base_entries
from pronouncer.script.order import of_lines
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.testing.silence import SilenceEngine
from pronouncer.voice.engine import Engine, choose_voice, make_engine
from pronouncer.voice.engines.espeak.engine import EspeakEngine
from pronouncer.voice.engines.espeak.worker import composed, filled, word_samples


class TestSilence(EngineContract):
    silent = True

    @pytest.fixture
    def engine(self, settings: Settings) -> Engine:
        return SilenceEngine(settings)

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return engine.voices()[0]


class TestEspeak(EngineContract):
    @pytest.fixture
    def engine(self, settings: Settings) -> Iterator[Engine]:
        engine = EspeakEngine(settings)
        yield engine
        engine.close()

    @pytest.fixture
    def voice(self, engine: Engine) -> Voice:
        return choose_voice(engine, "", "en")

    def test_words_merge_for_nobody(self, engine: EspeakEngine, voice: Voice) -> None:
        """Pairs that espeak's dictionary reads as one word keep an IPA and a time each."""
        (ipa,) = engine.phonemize([["leaders", "of", "the", "world", "had", "been", "asked"]], voice)
        take = engine.synthesize(
            utterance(list(zip(["of", "the", "had", "been"], ipa[1:3] + ipa[4:6], strict=True))), voice
        )
        assert len(take.words) == 4 and all(word.end - word.start > 0.02 for word in take.words)

    def test_a_word_without_sound_gets_no_ipa(self, engine: Engine, voice: Voice) -> None:
        """The phonemizer gives an empty string, so that the word can be flagged."""
        assert engine.phonemize([["\u200b"]], voice) == [[""]]

    def test_an_impossible_phone_is_refused(self, engine: Engine, voice: Voice) -> None:
        """IPA that no phone of the voice is near to is a permanent error that names word and phone."""
        with pytest.raises(EngineError, match="no phone for /s☃/.*☃") as caught:
            engine.synthesize(utterance([("snow", "s☃")]), voice)
        assert caught.value.permanent

    @pytest.mark.parametrize("name", ["en-us", "en", "fr", "de", "uk"])
    def test_a_name_in_american_ipa_is_said_by_other_voices(self, engine: Engine, name: str) -> None:
        """A phone that a voice lacks is said with the nearest one it has."""
        voice = choose_voice(engine, name, "")
        take = engine.synthesize(utterance([("Emmanuel", "ɛˌmænjuˈɛl"), ("Macron", "məˈkɹoʊn")]), voice)
        assert take.seconds > 0.5

    @pytest.mark.parametrize("name", ["en-us", "en"])
    def test_shipped_phone_tables_are_what_the_library_teaches(self, engine: EspeakEngine, name: str) -> None:
        """The tables in the package are the ones that scripts/learn_phones.py writes."""
        from pronouncer.voice.engines.espeak.engine import _shipped

        assert _shipped(name) == engine.learn_phones(choose_voice(engine, name, ""))

    def test_a_learned_table_is_kept(self, engine: EspeakEngine, settings: Settings) -> None:
        """A voice whose table does not ship is asked for it once; the next engine finds it in the cache."""
        voice = choose_voice(engine, "de", "")
        alphabet = engine.capabilities(voice).alphabet
        assert alphabet is not None
        table = alphabet.phones
        (kept,) = (settings.cache / "espeak").glob("phones-*-de.json")
        assert json.loads(kept.read_text("utf-8")) == table and len(table) > 40

    @pytest.mark.parametrize("words", [["J.", "three"], ["the", "⑯", "ferries"], ["Ꮁ", "end"]], ids=str)
    def test_odd_words_are_said(self, engine: EspeakEngine, voice: Voice, words: list[str]) -> None:
        """Words that the library counts wrongly, or reads only as phonemes, are said and timed all the same."""
        (ipa,) = engine.phonemize([words], voice)
        said = [(word, sound) for word, sound in zip(words, ipa, strict=True) if sound]
        take = engine.synthesize(utterance(said), voice)
        assert [timing.word for timing in take.words] == [word for word, _ in said]

    def test_every_voice_is_found(self, engine: EspeakEngine) -> None:
        """The library knows each voice that is listed, by its name: it would silently keep another one."""
        assert len(engine.voices()) > 100
        for voice in engine.voices()[::7]:
            assert len(engine.phonemize([["a", "b"]], voice)[0]) == 2


def test_the_gpl_library_is_not_in_our_process(settings: Settings) -> None:
    """espeak-ng is loaded by the worker process alone."""
    engine = EspeakEngine(settings)
    try:
        engine.synthesize(PLAIN, choose_voice(engine, "", "en"))
        assert "libespeak" not in Path("/proc/self/maps").read_text()
        assert "libespeak" in Path(f"/proc/{engine.worker_pid}/cmdline").read_text()
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "en-us"),
        ("en-CA", "en-us"),
        ("en-GB", "en"),
        ("fr-CA", "fr"),
        ("uk", "uk"),
        ("zh", "cmn"),
        ("pt-BR", "pt-br"),
    ],
)
def test_voice_by_language(settings: Settings, language: str, name: str) -> None:
    """A language finds its voice, a longer tag falling back to a shorter one."""
    assert choose_voice(EspeakEngine(settings), "", language).name == name


def test_no_voice(settings: Settings) -> None:
    """A language or a name without a voice is refused with where to look."""
    engine = EspeakEngine(settings)
    with pytest.raises(NoVoice, match="speaks 'tlh'"):
        choose_voice(engine, "", "tlh")
    with pytest.raises(NoVoice, match="pronouncer voices"):
        choose_voice(engine, "en-gb", "")


def test_unknown_engine(settings: Settings) -> None:
    """An engine that is in no table is refused with the names of those that are."""
    with pytest.raises(SettingsError, match="espeak.*silence"):
        make_engine("nobody", settings)


def test_forced_words_stand_between_spaces() -> None:
    """Phoneme input after a no-break space would be dropped without a word, so none stands there."""
    text, places = composed(["in", "[[a]]", "the", "end"], ["", "", "", "."])
    assert text == "in [[a]] the\u00a0end. "
    assert places == [1, 4, 10, 14]


def test_word_times_from_events() -> None:
    """A word ends where the pause after its last phone starts; one without an event shares the gap."""
    events = [(1, 1, 0, ""), (7, 1, 10, "a"), (1, 3, 100, ""), (7, 3, 110, "b"), (7, 99, 180, "")]
    assert word_samples(events, [1, 3], 200)[0] == [[0, 100], [100, 180]]
    assert filled([0, None, 100], [None, None, None], 150) == [[0, 50], [50, 100], [100, 150]]
    assert filled([None, None], [None, None], 10) == [[0, 5], [5, 10]]


def test_a_dropped_word_is_an_error() -> None:
    """A word that no phone was heard for is refused, not passed over."""
    from pronouncer.voice.engines.espeak.worker import Refused

    with pytest.raises(Refused, match="word 2"):
        word_samples([(1, 1, 0, ""), (7, 1, 10, "a")], [1, 3], 200)


def test_the_names_that_ship_are_heard(settings: Settings) -> None:
    """Every tenth name of our lexicon, spoken in a sentence, is what the library reports to have said."""
    names = [lexeme for lexeme in base_entries("en") if " " not in lexeme.grapheme][::10]
    assert len(names) > 250
    with Pipeline(settings) as pipeline:
        voice = pipeline.voice_for("en")
        script = of_lines([f"They met {lexeme.grapheme} there." for lexeme in names], "en")
        for lexeme, utterance in zip(names, pipeline.pronounce(script, voice), strict=True):
            heard = pipeline.engine.heard(utterance, voice)
            assert heard
            (said,) = [
                phones
                for (token, _, _), phones in zip(utterance.words, heard, strict=True)
                if utterance.tokens[token].written == lexeme.grapheme
            ]
            assert alike(lexeme.phoneme, said), (lexeme.grapheme, lexeme.phoneme, said)


@pytest.mark.skipif(not (SHARED / "articles/carney-paris.txt").is_file(), reason="the shared article is not here")
def test_the_names_of_the_shared_article_are_heard(settings: Settings) -> None:
    """The names of the real article are said right by the embedded voice."""
    wanted = {"Zelenskyy": "zəˈlɛnskiː", "Volodymyr": "voʊloʊˈdɪmɪɹ", "Macron": "məˈkɹoʊn", "Kyiv": "ˈkiːɪv"}
    wanted |= {"Angell": "ˈeɪndʒəl", "Carney": "ˈkɑːɹniː", "Putin’s": "ˈpuːtɪnz", "Emmanuel": "ɛˈmænjuːɛl"}
    found: dict[str, str] = {}
    with Pipeline(settings) as pipeline:
        article = pipeline.ingest(str(SHARED / "articles/carney-paris.txt"))
        voice = pipeline.voice_for("en")
        for utterance in pipeline.pronounce(pipeline.script(article), voice):
            heard = pipeline.engine.heard(utterance, voice) or []
            for (token, _, _), phones in zip(utterance.words, heard, strict=True):
                written = utterance.tokens[token].written
                if written in wanted and not alike(wanted[written], phones):
                    found[written] = phones
    assert found == {}
