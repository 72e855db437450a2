"""Sentences of news text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.script.split import LONGEST, split

CASES = [
    ["He met Mr. Smith.", "They talked."],
    ["She lives at No. 10 Quay Street.", "It is old."],
    ["J. K. Rowling spoke.", "So did George R. R. Martin."],
    ["“I read every page,” said Ms. Adeyemi.", "Then she left."],
    ["It cost $2.5bn.", "Nobody paid."],
    ["Is it late?", "Yes!", "It is."],
    ["Rep. Lee and Sen. Vass voted.", "Gov. Rivera did not."],
    ["Visit www.example.org/wall.", "Or write."],
    ["The team won 3-2.", "The U.S. team lost."],
    ["He said: “It is over.", "We won.", "Now go.”", "Then he left."],
    ["“Why?” she asked.", "“No reason.”"],
    ["“Stop!” Mr Smith said.", "“We are here.", "Go.”"],
    ["'It's over,' he said.", "'They've won.", "Go.'", "She left."],
    ["“I don’t know.", "Maybe.", "We’ll see,” said Lee.", "“It is hard to say.”"],
    ["He lives in the U.S.", "She does not."],
    ["It began at 6 p.m.", "The crowd had left."],
    ["The U.S. Senate met U.N. envoys.", "U.S. officials agreed."],
    ["He lives on Oak St.", "He ran to St. Paul."],
    ["Was it No. 1?", "No.", "He lost."],
    ["Prices rose (see Fig. 3).", "They fell."],
    ["The Dow Jones Industrial Avg. rose.", "It fell."],
    ["She joined Acme Inc. in May.", "It grew."],
    ["He met Sen. J.D. Vance, R-Ohio.", "They talked."],
    ["Wait ... what?", "Yes … indeed.", "OK."],
    ["Dr. Who?", "No, Dr. Lee."],
    ["The players' union met.", "It's Smith's."],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda sentences: sentences[0])
def test_news_sentences(sentences: list[str]) -> None:
    """Titles, initials, amounts and addresses do not end a sentence; a quotation holds as many as it has."""
    text = " ".join(sentences)
    assert [text[start:end] for start, end in split(text, "en")] == sentences


def test_sentences_that_were_joined_by_mistake() -> None:
    """A full stop without a space after it ends a sentence, but not inside an address."""
    text = "They want peace.The leaders met at www.example.org/A.Better today."
    assert [text[start:end] for start, end in split(text, "en")] == [
        "They want peace.",
        "The leaders met at www.example.org/A.Better today.",
    ]


def test_line_breaks_do_not_end_a_sentence() -> None:
    """A line break inside a paragraph is white space."""
    text = "The ferry left\nthe bay. It was\nlate."
    assert [text[start:end] for start, end in split(text, "en")] == ["The ferry left\nthe bay.", "It was\nlate."]


@pytest.mark.parametrize("text", ["word " * 4000, "x" * 20_000, "one, two; " * 2000])
def test_long_sentences_are_said_in_parts(text: str) -> None:
    """A sentence without end comes in parts of bounded length that cover it."""
    spans = list(split(text, "en"))
    assert max(end - start for start, end in spans) <= LONGEST
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")


@given(st.text())
def test_spans_are_in_order_and_cover_all_but_white_space(text: str) -> None:
    """For any text, spans rise and what lies between them is white space."""
    place = 0
    for start, end in split(text, "en"):
        assert place <= start < end
        assert not text[place:start].strip()
        assert text[start:end] == text[start:end].strip()
        place = end
    assert not text[place:].strip()
