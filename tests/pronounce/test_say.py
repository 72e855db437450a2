"""Utterances: rules, lexicon and engine each give the words that are theirs, and nothing is lost in silence."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import LexiconError
from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.utterance import Utterance
from pronouncer.pronounce.language import LANGUAGES
from pronouncer.pronounce.lexicons.tsv import read
from pronouncer.pronounce.say import base_entries, pronounce
from pronouncer.script.order import of_lines


def engine(clauses: Sequence[Sequence[str]]) -> list[list[str]]:
    """An engine that says each word as `<word>`, and has no sound for x."""
    return [["" if word == "x" else f"<{word}>" for word in clause] for clause in clauses]


def say(*lines: str, lexicon: Lexicon | None = None, tag: str = "en") -> list[Utterance]:
    """Return the utterances of lines."""
    return list(pronounce(of_lines(lines, tag), lexicon=lexicon or Lexicon(), phonemize=engine))


def test_the_lexicon_decides_and_the_rest_is_the_engines() -> None:
    """A lexicon word has the lexicon's IPA, a letter the language's name for it, any other the engine's."""
    lexicon = Lexicon([Lexeme("Kyiv", "kˈiːɪv", "")])
    (said,) = say("The EU met in Kyiv.", lexicon=lexicon)
    assert [(word, ipa) for _, word, ipa in said.words] == [
        ("The", "<The>"),
        ("E", "ˈiː"),
        ("U", "jˈuː"),
        ("met", "<met>"),
        ("in", "<in>"),
        ("Kyiv", "kˈiːɪv"),
    ]


def test_words_of_one_letter_are_words() -> None:
    """ "A" and "I" at the start of a sentence are left to the engine; in initials they are letters."""
    (said,) = say("A man and I met the A.I. team")
    assert [ipa for _, word, ipa in said.words if word in "AI"] == ["<A>", "<I>", "ˈeɪ", "ˈaɪ"]


@pytest.mark.parametrize(
    ("written", "ipa"), [("Kyiv's", "kˈiːɪvz"), ("Kyiv’s", "kˈiːɪvz"), ("Keats's", "kˈiːtsɪz"), ("Falk’s", "fˈɔːlks")]
)
def test_a_possessive_comes_from_one_entry(written: str, ipa: str) -> None:
    """`'s` is said after what the word ends in."""
    lexicon = Lexicon([Lexeme("Kyiv", "kˈiːɪv", ""), Lexeme("Keats", "kˈiːts", ""), Lexeme("Falk", "fˈɔːlk", "")])
    (said,) = say(written, lexicon=lexicon)
    assert said.words == [(0, written.replace("’", "'"), ipa)]


def test_an_alias_is_said_instead() -> None:
    """An alias gives other words, also for what a rule would spell; the token keeps what is written."""
    (said,) = say("The ECHR’s view", lexicon=Lexicon([Lexeme("ECHR", "", "court of human rights")]))
    assert said.spoken == "The court of human rights's view"
    (said,) = say("Qatar’s view", lexicon=Lexicon([Lexeme("Qatar", "", "cutter land")]))
    assert said.spoken == "cutter land's view"
    assert said.tokens[0].written == "Qatar’s"


def test_what_has_no_sound_is_flagged() -> None:
    """A word the engine is silent on, and a character without a reading, are flags with their place."""
    (said,) = say("a x ★ b")
    assert said.spoken == "a b"
    assert [(flag.reason, "a x ★ b"[flag.start : flag.end]) for flag in said.flags] == [
        ("no-pronunciation", "x"),
        ("unknown-character", "★"),
    ]
    assert "left out" in said.flags[0].message


def test_a_clause_without_end_gets_breath() -> None:
    """Words without punctuation are said in clauses that an engine can take in."""
    (said,) = say("the ferry left the bay " * 60)
    assert said.breaks.count(",") == 4 and said.breaks[-1] == "."


def test_quotes_are_verbatim() -> None:
    """Nothing between quotation marks is reworded: contractions and odd grammar stay."""
    (said,) = say("“We don’t got none,” he said.")
    assert said.spoken == "We don't got none he said"


@given(st.lists(st.text(alphabet=st.characters()), max_size=4), st.sampled_from([*LANGUAGES, "xx"]))
def test_every_word_leads_back_to_its_characters(lines: list[str], tag: str) -> None:
    """For any text: tokens cover the sentence, and each has as many IPA words as spoken ones."""
    lines = [line.replace("\n", " ") for line in lines]
    for line, said in zip(lines, say(*lines, tag=tag), strict=True):
        assert "".join(token.written for token in said.tokens) == line
        assert all(line[token.start : token.end] == token.written for token in said.tokens)
        assert len(said.words) == len(said.breaks)
        assert all(word and ipa for _, word, ipa in said.words)
        assert not said.breaks or said.breaks[-1] in ".?!"


def test_the_lexicon_that_ships_is_sound() -> None:
    """Every entry of ours is read, stands once, and is in IPA letters."""
    entries = base_entries("en")
    assert len(entries) > 20
    assert len(Lexicon(entries)) == len(entries)
    for entry in entries:
        assert entry.phoneme and not set(entry.phoneme) & set("0123456789'\"_@{}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Kyiv", "has no pronunciation"),
        ("\tkˈiːɪv", "grapheme is empty"),
        ("Kyiv\tkˈiːɪv\tkeev", "not both"),
        ("Kyiv\tk☃v", "no IPA: it holds '☃'"),
        ("Kyiv\tkiː", "has 1 .*" if False else "already"),
        ("Ky.*\tkiː", "regular expression"),
        ("<b>Kyiv\tkiː", "markup"),
        ("Кyiv\tkiː", "look alike"),
        ("a\tb\tc\td", "4 cells"),
        ("Kiev\tkou-KEE", "2 ways"),
        ("Kiev\tzrk-LEN", "no syllable"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    """A lexicon file that cannot be used says which line is wrong and why."""
    path = tmp_path / "names.tsv"
    path.write_text(f"# names\nLviv\tləˈviːv\nKyiv\tkˈiːɪv\n{line}\n", "utf-8")
    with pytest.raises(LexiconError, match=f"line 4: .*{message}"):
        read(path)


def test_every_wrong_line_is_named_at_once(tmp_path: Path) -> None:
    """The errors of a file come together, so that it is mended in one go; after ten the rest is counted."""
    path = tmp_path / "names.tsv"
    path.write_text("\n".join(f"Name{number}\t☃" for number in range(15)), "utf-8")
    with pytest.raises(LexiconError) as raised:
        read(path)
    assert "line 1:" in str(raised.value) and "line 10:" in str(raised.value) and "5 more" in str(raised.value)


def test_a_lexicon_that_is_not_there(tmp_path: Path) -> None:
    """A missing or binary lexicon file is refused by name."""
    with pytest.raises(LexiconError, match="cannot be read"):
        read(tmp_path / "missing.tsv")
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconError, match="cannot be read"):
        read(tmp_path / "binary.tsv")


def test_aliases_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    """An alias of an alias that comes back to the first word would never end, and is named with its line."""
    path = tmp_path / "names.tsv"
    path.write_text("UAE\t\tthe Emirates\nEmirates\t\tthe UAE\n", "utf-8")
    with pytest.raises(LexiconError, match=r"line 2: the alias of 'Emirates' leads back"):
        read(path)
