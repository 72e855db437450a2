"""Nouns: their JSON, their words and breaks, the names of takes."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.article import Article, Block
from pronouncer.model.codec import from_data, to_data
from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.model.take import take_key
from pronouncer.model.utterance import Token, Utterance
from pronouncer.model.voice import Voice
from pronouncer.testing.contract import utterance

VOICE = Voice("silence", "silence-en", "en", "1", "Apache-2.0", "Pronouncer")


@given(st.text(), st.integers(0, 9), st.integers(0, 9))
def test_json_round_trip(text: str, start: int, end: int) -> None:
    """What `to_data` writes, `from_data` reads back as the same noun, through real JSON."""
    article = Article(text, (Block("quote", start, end), Block("paragraph", 0, 1)), "en", "-")
    assert from_data(Article, json.loads(json.dumps(to_data(article)))) == article


@pytest.mark.parametrize(
    "change", [{"text": 3}, {"extra": 1}, {"blocks": [{"kind": "quote"}]}, {"blocks": [{"start": "a"}]}]
)
def test_wrong_data_is_refused(change: dict[str, object]) -> None:
    """Data of another shape raises ValueError and names the noun."""
    data = to_data(Article("a", (), "en", "-")) | change
    with pytest.raises(ValueError, match="Article"):
        from_data(Article, data)


def test_missing_field_is_refused() -> None:
    """A field without a default must be there."""
    with pytest.raises(ValueError, match="not the data of Block"):
        from_data(Block, {"kind": "quote", "start": 1})


def test_headline_falls_back_to_the_first_words() -> None:
    """An article without a headline is named by its first ten words, never by a player's line."""
    text = "Listen\none two three four five six seven eight nine ten eleven"
    article = Article(text, (Block("player", 0, 6), Block("paragraph", 7, len(text))), "en", "-")
    assert article.headline == "one two three four five six seven eight nine ten…"


def test_words_and_breaks_run_in_step() -> None:
    """Each spoken word has one IPA and one break; a boundary belongs to the word before it."""
    said = Utterance(
        "s",
        "en",
        (
            Token(0, 1, "(", "", "", "punctuation", ","),
            Token(1, 3, "30", "thirty men", "ˈa b", "cardinal", ""),
            Token(3, 4, ",", "", "", "punctuation", ","),
            Token(4, 5, "b", "b", "b", "word", ""),
        ),
    )
    assert said.words == [(1, "thirty", "ˈa"), (1, "men", "b"), (3, "b", "b")]
    assert said.breaks == ["", ",", "."]
    assert said.spoken == "thirty men b"


def test_a_take_is_what_is_said() -> None:
    """The key changes with word, IPA, break, language, voice, engine version and speed, and with nothing else."""
    plain = utterance([("Kyiv", "kˈiːɪv")])
    keys = {
        take_key(plain, VOICE),
        take_key(utterance([("kyiv", "kˈiːɪv")]), VOICE),
        take_key(utterance([("Kyiv", "kˈɪv")]), VOICE),
        take_key(utterance([("Kyiv", "kˈiːɪv")], boundary="?"), VOICE),
        take_key(utterance([("Kyiv", "kˈiːɪv")], language="uk"), VOICE),
        *(
            take_key(plain, dataclasses.replace(VOICE, **change))
            for change in ({"name": "b"}, {"engine": "b"}, {"version": "2"}, {"speed": 1.1})
        ),
    }
    assert len(keys) == 9
    elsewhere = dataclasses.replace(plain, sentence_id="s9")
    assert take_key(elsewhere, dataclasses.replace(VOICE, gain=5.0, description="x")) == take_key(plain, VOICE)


def test_lexicon_keeps_every_entry_by_its_first_word() -> None:
    """Entries of one word, and phrases that start with it, are found together, the oldest first."""
    entries = [Lexeme("Kyiv", "a"), Lexeme("KYIV", "b"), Lexeme("Kyiv Post", "c"), Lexeme("Lviv", "d")]
    lexicon = Lexicon(entries)
    assert lexicon.starting("kyiv") == entries[:3]
    assert lexicon.starting("post") == []
    assert len(lexicon) == 4 and list(lexicon) == entries


@pytest.mark.parametrize(
    ("text", "start", "word"), [("Kyiv Post", 0, "kyiv"), ("O’Neill", 0, "o"), ("a&b", 1, "&"), ("", 0, "")]
)
def test_first_word(text: str, start: int, word: str) -> None:
    """The first word is letters and digits, or the one character that stands there."""
    assert first_word(text, start) == word
