"""Words, names and the dictionary: what is known before anybody is asked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.pronounce.dictionary import Dictionary, cmudict
from pronouncer.pronounce.language import language
from pronouncer.pronounce.mistakes import letter_groups, probability
from pronouncer.pronounce.vocabulary import Vocabulary, confirmed, stem

WORDS = Vocabulary(language("en"))


@pytest.mark.parametrize("word", ["Zelenskyy", "Carney", "Carney's", "NATO", "O'Brien", "Kyiv", "Beresfords'"])
def test_names(word: str) -> None:
    """A word with a capital that never stands in lower case is a name."""
    assert WORDS.is_name(word)


@pytest.mark.parametrize("word", ["However", "It's", "Don't", "They've", "Ministers", "carney", "A", "I", "", "1st"])
def test_no_names(word: str) -> None:
    """Common words are no names wherever they stand, and neither is what has no capital."""
    assert not WORDS.is_name(word)


@pytest.mark.parametrize(
    "word", ["café", "retweeted", "policymakers", "unfairly", "livestreams", "stopping", "happily", "ox"]
)
def test_known_words(word: str) -> None:
    """Words of the dictionary, their inflections, and compounds of common words are known."""
    assert WORDS.has(word)


@pytest.mark.parametrize("word", ["zyrglet", "chancethx", "smörgåsbordet", "blorptastic"])
def test_unknown_words(word: str) -> None:
    """What neither stands in the dictionary nor is made of its words is unknown."""
    assert not WORDS.has(word)


def test_pronunciations_of_the_dictionary() -> None:
    """A name has all its pronunciations, the usual one first, with or without its ending and its accents."""
    assert WORDS.pronunciations("Wednesday") == ("ˈwɛnzdiː", "ˈwɛnzˌdeɪ")
    assert WORDS.pronunciations("Carney's") == WORDS.pronunciations("Carney") != ()
    assert WORDS.pronunciations("José") == WORDS.pronunciations("Jose") != ()
    assert WORDS.pronunciations("Zzyzxqq") == () and Vocabulary(language("fr")).pronunciations("Paris") == ()
    assert confirmed("wˈɛnzdeɪ", WORDS.pronunciations("Wednesday"))
    assert not confirmed("wˈɛdnzdeɪ", WORDS.pronunciations("Wednesday"))


def test_bases() -> None:
    """Contractions and possessives end where the word does."""
    assert [stem(word) for word in ("Carney's", "they've", "Carneys'", "O'Brien", "It's")] == [
        "Carney", "they", "Carneys", "O'Brien", "It",
    ]  # fmt: skip


def test_every_word_of_the_dictionary_is_found() -> None:
    """The search lands on each word, also at the ends of the file and where its order has slips."""
    dictionary = cmudict()
    assert dictionary
    words = [word for word in dictionary if word[0].isalnum()]
    assert len(words) > 120_000
    for word in [*words[:300], *words[::97], *words[-300:], "sepulveda", "stilton", "a", "zywicki"]:
        assert word in dictionary, word
    assert "ABBOTT" in dictionary and dictionary.ipa("a") == ("ə", "ˈeɪ")


def test_a_small_dictionary(tmp_path: Path) -> None:
    """A file smaller than one step of the search, with variants and comments, is read whole."""
    path = tmp_path / "d.dict"
    path.write_text("a AH0\na(2) EY1\nkyiv K IY1 IH0 V # city\nlviv L AH0 V IY1 V", "utf-8")
    small = Dictionary(path)
    assert list(small) == ["a", "kyiv", "lviv"]
    assert [small.ipa(word) for word in ("a", "kyiv", "lviv", "lv", "kyivs")] == [
        ("ə", "ˈeɪ"), ("ˈkiːɪv",), ("ləˈviːv",), (), (),
    ]  # fmt: skip


@given(st.text(max_size=20))
def test_any_word_can_be_asked(word: str) -> None:
    """For any text there is an answer, and a chance is a chance."""
    assert isinstance(WORDS.pronunciations(word), tuple)
    assert isinstance(WORDS.has(word), bool) and isinstance(WORDS.is_name(word), bool)
    assert 0 < WORDS.chance_of_mistake(word) < 1


def test_mistakes_are_told_by_letters() -> None:
    """Spellings that English rules get wrong have a higher chance of a mistake than those of English names."""
    easy = [WORDS.chance_of_mistake(name) for name in ("Harrington", "Wilson", "Jackson", "Blackwood")]
    hard = [WORDS.chance_of_mistake(name) for name in ("Szczebrzyk", "Migliaccio", "Oduyemi", "Nguyen")]
    assert max(easy) < 0.2 < 0.4 < min(hard)
    assert letter_groups("Ab") == [".", "^a", "^ab", "^ab$", "ab", "ab$", "b$"]
    assert probability("Ab", {}) == 0.5 and probability("Ab", {".": 20}) == pytest.approx(0.731, abs=0.001)


def test_a_guess_needs_a_risk_and_a_clear_origin() -> None:
    """Only a name that English rules may get wrong, and whose origin is clear, is said by the rules of that origin."""
    assert WORDS.guess("Harrington") is None and WORDS.guess("Xq") is None
    guess = WORDS.guess("Wojciechowicz")
    assert guess and guess.origin == "Polish"
