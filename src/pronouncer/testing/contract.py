"""The tests that every engine must pass: inherit, and give `engine` and `voice`.

class TestMyEngine(EngineContract):
    @pytest.fixture
    def engine(self): ...
    @pytest.fixture
    def voice(self, engine): ...
"""

from pronouncer.model.take import take_key
from pronouncer.model.utterance import Token, Utterance
from pronouncer.model.voice import Voice
from pronouncer.phones.likeness import alike
from pronouncer.phones.telling import told
from pronouncer.voice.engine import Engine


def utterance(words: list[tuple[str, str]], *, boundary: str = ".", language: str = "en", rule: str = "") -> Utterance:
    """Return an utterance of words with their IPA, one token a word, all decided by one rule."""
    tokens: list[Token] = []
    place = 0
    for word, ipa in words:
        tokens.append(Token(place, place + len(word), word, word, ipa, "word", "", rule))
        place += len(word)
    tokens.append(Token(place, place + 1, boundary, "", "", "punctuation", boundary))
    return Utterance("s0", language, tuple(tokens))


PLAIN = utterance([("the", "ðə"), ("leaders", "lˈiːdɚz"), ("met", "mˈɛt"), ("in", "ɪn"), ("Paris", "pˈæɹɪs")])


class EngineContract:
    """What `pronouncer.voice.engine.Engine` promises, as tests."""

    def test_lists_complete_voices(self, engine: Engine) -> None:
        """Every voice names its engine, language, version, licence and who must be named."""
        voices = engine.voices()
        assert voices
        for voice in voices:
            assert all((voice.engine, voice.name, voice.language, voice.version, voice.licence, voice.attribution))
        assert len({voice.id for voice in voices}) == len(voices)

    def test_times_every_word(self, engine: Engine, voice: Voice) -> None:
        """A take has one timing for each spoken word, rising, inside the sound; or none where the sheet says so."""
        take = engine.synthesize(PLAIN, voice)
        assert bool(take.words) == (engine.capabilities(voice).times != "none")
        if not take.words:
            return
        assert [(t.token, t.word) for t in take.words] == [(token, word) for token, word, _ in PLAIN.words]
        edges = [edge for timing in take.words for edge in (timing.start, timing.end)]
        assert edges == sorted(edges)
        assert edges[0] >= 0 and edges[-1] <= take.seconds + 1e-6
        assert all(timing.end > timing.start for timing in take.words)

    def test_same_in_same_out(self, engine: Engine, voice: Voice) -> None:
        """The same utterance gives the same bytes, whatever was said in between, where the sheet promises it."""
        if not engine.capabilities(voice).deterministic:
            return
        first = engine.synthesize(PLAIN, voice)
        engine.synthesize(utterance([("other", "ˈʌðɚ")]), voice)
        assert engine.synthesize(PLAIN, voice) == first

    def test_take_is_named_by_what_is_said(self, engine: Engine, voice: Voice) -> None:
        """The key of a take is the key of its utterance and voice, and its samples are whole."""
        take = engine.synthesize(PLAIN, voice)
        assert take.key == take_key(PLAIN, voice)
        assert len(take.samples) % 2 == 0 and take.rate >= 8000

    def test_says_the_ipa_it_is_given(self, engine: Engine, voice: Voice) -> None:
        """Another IPA for the same word is another sound: no pronunciation is silently dropped."""
        one = engine.synthesize(utterance([("Kyiv", "kˈiːɪv")], rule="lexicon"), voice)
        other = engine.synthesize(utterance([("Kyiv", "kiːˈɛtɛv")], rule="lexicon"), voice)
        assert one.samples != other.samples

    def test_reports_what_it_said(self, engine: Engine, voice: Voice) -> None:
        """An engine that reports its phones reports those that it was given."""
        said = utterance([("Kyiv", "kˈiːɪv"), ("Zelenskyy", "zəˈlɛnskiː")])
        heard = engine.heard(said, voice)
        assert heard is None or all(alike(ipa, own) for (_, _, ipa), own in zip(said.words, heard, strict=True))

    def test_gives_ipa_for_every_word(self, engine: Engine, voice: Voice) -> None:
        """Clauses keep their number of words, where the engine has letter-to-sound rules of its own."""
        clauses = [["one", "of", "the", "leaders"], ["had", "been", "asked"]]
        found = engine.phonemize(clauses, voice)
        if found is None:
            return
        assert [len(clause) for clause in found] == [4, 3]
        assert all(ipa and " " not in ipa for clause in found for ipa in clause)

    def test_alphabet_takes_its_own_words(self, engine: Engine, voice: Voice) -> None:
        """What the engine says by itself can be told to it, without another phone in its place."""
        capabilities, words = engine.capabilities(voice), ["leaders", "met", "in", "Paris"]
        clauses = engine.phonemize([words], voice) or [["lˈiːdɚz", "mˈɛt", "ɪn", "pˈæɹɪs"]]
        assert all(not told(word, ipa, capabilities).replaced for word, ipa in zip(words, clauses[0], strict=True))

    def test_is_loud_enough(self, engine: Engine, voice: Voice) -> None:
        """There is sound from the first sample to the last, neither silence nor clipped."""
        samples = engine.synthesize(PLAIN, voice).samples
        peak = max(map(abs, memoryview(samples).cast("h")))
        assert self.silent or (peak > 1000 and samples.count(b"\xff\x7f") < len(samples) // 200)

    silent = False
    """Set it for an engine that makes no sound on purpose."""
