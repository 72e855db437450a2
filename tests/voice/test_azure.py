"""Azure: the contract through the real SDK and a resource on loopback, its phones and times, and its failures."""

import dataclasses
import importlib.util
import re
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.voice.fakes.azure import PHONES, FakeAzure
from tests.voice.fakes.contract import MIXED
from tests.voice.fakes.server import KEY
from tests.voice.fakes.speech import LEAD

from pronouncer.errors import EngineError, NoVoice, SettingsError
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.alphabet import compiled
from pronouncer.phones.telling import Capabilities
from pronouncer.settings import Settings
from pronouncer.testing.contract import PLAIN, EngineContract, utterance
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.engines.azure.engine import AzureEngine, Event, spans_of
from pronouncer.voice.engines.azure.phones import documented
from pronouncer.voice.wording import worded

Make = Callable[..., AzureEngine]


@pytest.fixture
def server() -> Iterator[FakeAzure]:
    """A resource on loopback."""
    with FakeAzure() as fake:
        yield fake


@pytest.fixture
def make(server: FakeAzure) -> Iterator[Make]:
    """Return a function from options to an engine."""
    made: list[AzureEngine] = []

    def engine(*, seconds: float = 20.0, **given: object) -> AzureEngine:
        table = {"key": KEY, "url": server.url, **given}
        made.append(AzureEngine(Settings(engine_seconds=seconds, engines={"azure": table})))
        return made[-1]

    yield engine
    for each in made:
        each.close()


@pytest.fixture
def engine(make: Make) -> AzureEngine:
    """An engine that asks the fake."""
    return make()


@pytest.fixture
def voice(engine: AzureEngine) -> Voice:
    """The default voice of English."""
    return choose_voice(engine, "", "en")


class TestAzure(EngineContract):
    @pytest.fixture
    def engine(self, make: Make) -> AzureEngine:
        return make()

    @pytest.fixture
    def voice(self, engine: AzureEngine) -> Voice:
        return choose_voice(engine, "", "en")


def fails(engine: AzureEngine, voice: Voice, said: Utterance = PLAIN) -> EngineError:
    """Return the error that it raises, and see that it tells neither key nor sentence."""
    with pytest.raises(EngineError) as caught:
        engine.synthesize(said, voice)
    shown = "".join(traceback.format_exception(caught.value)) + repr(engine)
    assert KEY not in shown and said.spoken not in shown
    return caught.value


def test_voices_are_those_of_the_resource(engine: AzureEngine) -> None:
    """Names and languages come from the list, and voices that obey all of SSML come first."""
    found = [(voice.name, voice.language) for voice in engine.voices()]
    assert found == [
        ("en-US-AvaNeural", "en-US"), ("fr-FR-DeniseNeural", "fr-FR"), ("en-US-Ava:DragonHDLatestNeural", "en-US"),
    ]  # fmt: skip


def test_voices_can_be_named(make: Make) -> None:
    """Where names are given, nobody is asked, and the language is that of the name."""
    found = make(url="http://127.0.0.1:9", voices="de-DE-KatjaNeural, en-GB-SoniaNeural").voices()
    assert [(voice.name, voice.language) for voice in found] == [
        ("de-DE-KatjaNeural", "de-DE"), ("en-GB-SoniaNeural", "en-GB"),
    ]  # fmt: skip


def test_what_is_sent(server: FakeAzure, engine: AzureEngine, voice: Voice) -> None:
    """Decided words are told in IPA without spaces, the others as they are, in the voice and language chosen."""
    engine.synthesize(MIXED, voice)
    engine.synthesize(PLAIN, dataclasses.replace(voice, speed=1.25))
    first, second = server.documents
    assert first == (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-US">'
        '<voice name="en-US-AvaNeural">Señora <phoneme alphabet="ipa" ph="zəˈlɛnskə">Zelenska</phoneme> flew to '
        '<phoneme alphabet="ipa" ph="kˈiɪv">Kyiv</phoneme>.</voice></speak>'
    )
    assert '<prosody rate="1.250">the leaders met in Paris.</prosody>' in second


@pytest.mark.parametrize("said", [PLAIN, MIXED], ids=["plain", "mixed"])
def test_times_are_those_of_the_sound(server: FakeAzure, engine: AzureEngine, voice: Voice, said: Utterance) -> None:
    """Every word starts and ends where it is heard."""
    found = engine.synthesize(said, voice).words
    cut = LEAD - 0.02
    for word, (start, end) in zip(found, server.said[-1].times, strict=True):
        assert word.start == pytest.approx(start - cut, abs=0.01)
        assert word.end == pytest.approx(end - cut, abs=0.01)


@pytest.mark.parametrize("word", ["O'Brien", "AT&T", "<b>", "𝔸", "Müller-Lüdenscheidt", "ﬁ"])
def test_odd_letters_keep_their_places(server: FakeAzure, engine: AzureEngine, voice: Voice, word: str) -> None:
    """Words that the SDK cannot find in the document, or finds elsewhere, have their own times all the same."""
    said = utterance([("a", "ə"), (word, "ˈoʊ"), ("met", "mˈɛt"), (word, "ˈoʊ"), ("there", "ðˈɛɹ")], rule="lexicon")
    found = engine.synthesize(said, voice).words
    times = [start - LEAD + 0.02 for start, _ in server.said[-1].times]
    assert [timing.start for timing in found] == pytest.approx(times, abs=0.01)


def test_words_that_the_service_parts_or_joins() -> None:
    """Parts of a word are one word, two words in one event are the first, and an event of nowhere is none."""
    said = utterance([("well-known", "wˈɛl"), ("New", "nˈuː"), ("York", "jˈɔːɹk"), ("ends", "ˈɛndz")])
    wording = worded(said, documented_sheet())
    events = [
        Event(1_000_000, 500_000, 7, "well"),
        Event(1_500_000, 500_000, 12, "known"),
        Event(2_000_000, 900_000, 18, "New York"),
        Event(3_000_000, 100_000, -1, "nowhere"),
        Event(4_000_000, 500_000, 7, "ends"),
    ]
    found = spans_of(events, said, wording, 7)
    assert found[2:] == [None, None]
    assert [span and (span.start, round(span.end or 0, 3)) for span in found[:2]] == [(0.1, 0.2), (0.2, 0.29)]


def documented_sheet() -> Capabilities:
    """Return a sheet of a voice that obeys SSML."""
    return Capabilities(documented("en-US"), frozenset({"speak", "phoneme"}))


def test_a_voice_without_word_boundaries_gives_no_times(server: FakeAzure, engine: AzureEngine, voice: Voice) -> None:
    """Where the service tells of no words, the take has no times."""
    server.fault = "untimed"
    assert engine.synthesize(PLAIN, voice).words == ()


def test_hd_voices_get_words_alone(server: FakeAzure, engine: AzureEngine) -> None:
    """A voice that does not obey phonemes gets respellings, and its sheet says so."""
    voice = choose_voice(engine, "en-US-Ava:DragonHDLatestNeural", "")
    sheet = engine.capabilities(voice)
    assert sheet.alphabet is None and sheet.times == "none" and sheet.price == 30
    assert engine.synthesize(MIXED, voice).seconds > 1
    assert "zuh-len-skuh flew" in server.documents[-1]


@pytest.mark.parametrize(("language", "ipa"), [
    ("en-US", "ˈbɑːx kɔːˈɹiːn ʒɑ̃ ʁøːtə ɲoʊt͡si"), ("fr-FR", "ˈθæŋks ɚθ ɹiːd hæt ʒɑ̃"), ("en-US", "kˈiːɪv ɜːɹ ɒn ɐ ᵻ"),
])  # fmt: skip
def test_only_documented_phones_are_told(language: str, ipa: str) -> None:
    """Whatever the pronunciation, the phones are those in the table of the voice's language."""
    allowed = sorted(PHONES[language], key=len, reverse=True)
    for word in ipa.split():
        text = compiled(word, documented(language)).text
        for phone in allowed:
            text = text.replace(phone, "")
        assert text == ""


@pytest.mark.parametrize(
    ("fault", "permanent", "message"),
    [
        ("busy", False, "azure has too much to do"),
        ("down", False, "azure failed"),
        ("forbidden", True, "azure refused the key"),
        ("silent", False, "no sound that can be heard"),
        ("cut", False, "cut off"),
        ("broken", False, "azure failed|azure cannot be reached"),
        ("gone", False, "azure cannot be reached|azure gave no sentence"),
        ("hang", False, "no answer within 2 seconds"),
    ],
)
def test_a_fault_says_what_happened(
    server: FakeAzure, make: Make, voice: Voice, fault: str, permanent: bool, message: str
) -> None:
    """Whatever goes wrong is an EngineError that says what, and the next sentence is said."""
    engine = make(seconds=2.0)
    server.fault = fault
    error = fails(engine, voice)
    assert error.permanent is permanent and re.search(message, str(error))
    server.fault = ""
    assert engine.synthesize(PLAIN, voice).seconds > 1


def test_a_wrong_key_is_permanent(make: Make, voice: Voice) -> None:
    """A key that is refused is an error for good, for the list of voices too."""
    engine = make(key="sk-wrong-5e1f0c7a")
    error = fails(engine, voice)
    assert error.permanent and "refused the key" in str(error)
    with pytest.raises(EngineError, match="status 401"):
        engine.voices()


def test_a_refusal_names_the_words(engine: AzureEngine, voice: Voice) -> None:
    """A document that is refused is an error for good, with the voice and the words that were told in phones."""
    error = fails(engine, dataclasses.replace(voice, name="en-US-NobodyNeural"), MIXED)
    assert error.permanent
    assert "en-US-NobodyNeural, or a phone of 'Zelenska', 'Kyiv'" in str(error)


def test_nobody_there(make: Make, voice: Voice) -> None:
    """A server that does not run may be tried again."""
    with FakeAzure() as gone:
        url = gone.url
    error = fails(make(url=url), voice)
    assert not error.permanent and "cannot be reached" in str(error)


def test_a_long_sentence_is_refused_before_it_is_sent(server: FakeAzure, engine: AzureEngine, voice: Voice) -> None:
    """A document that is over the limit of a message is a permanent error."""
    said = utterance([("word", "wˈɜːd")] * 2000, rule="lexicon")
    error = fails(engine, voice, said)
    assert error.permanent and "60,000 bytes" in str(error) and server.documents == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "PRONOUNCER_ENGINE_AZURE_KEY"),
        ({"key": KEY}, "PRONOUNCER_ENGINE_AZURE_REGION"),
        ({"key": KEY, "url": "ftp://x"}, "url in"),
        ({"key": "ключ-5e1f0c7a", "region": "westeurope"}, "characters that no key has"),
        ({"key": KEY, "region": "example.com/"}, "such as westeurope"),
    ],
)
def test_options_that_cannot_be(table: dict[str, object], message: str) -> None:
    """What is missing or cannot be is an error of the settings that shows no value."""
    with pytest.raises(SettingsError, match=message) as caught:
        AzureEngine(Settings(engines={"azure": table}))
    assert KEY not in str(caught.value)


def test_without_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the SDK there is no engine, and the message says how to install it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoVoice, match=r"pip install 'pronouncer\[azure\]'"):
        AzureEngine(Settings())


def test_threads_may_share_it(engine: AzureEngine, voice: Voice) -> None:
    """Several sentences at a time come back each as itself."""
    said = [utterance([("one", "wˈʌn")] * count) for count in range(1, 7)]
    with ThreadPoolExecutor(6) as pool:
        takes = list(pool.map(lambda each: engine.synthesize(each, voice), said))
    assert takes == [engine.synthesize(each, voice) for each in said]
