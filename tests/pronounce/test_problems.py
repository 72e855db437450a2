"""Slips in the text: suggested, with their place; plain English is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.utterance import Flag
from pronouncer.pronounce.language import language
from pronouncer.pronounce.problems import problems
from pronouncer.pronounce.tokens import Tokeniser

TOKENISE = Tokeniser(language("en"))


def slips(text: str) -> list[Flag]:
    """Return the flags of a text."""
    return list(problems(text, TOKENISE(text)))


@pytest.mark.parametrize(
    ("text", "reason", "found", "hint"),
    [
        ("It was a great successss.", "stretched-letters", "successss", "'success'"),
        ("They left tooooday.", "stretched-letters", "tooooday", "'tooday'"),
        ("She won the the vote.", "doubled-word", "the the", "once"),
        ("There was reluctance and reluctance.", "doubled-word", "reluctance and reluctance", "another"),
        ("Marks &amp; Spencer", "leftover-markup", "&amp;", "Take it out"),
        ("<p>He left.", "leftover-markup", "<p>", "markup"),
        ("[caption id=3]A man", "leftover-markup", "[caption id=3]", "markup"),
    ],
)
def test_slips(text: str, reason: str, found: str, hint: str) -> None:
    """Each slip is named with its place and what may have been meant."""
    (flag,) = slips(text)
    assert (flag.reason, text[flag.start : flag.end]) == (reason, found)
    assert hint in flag.message


@pytest.mark.parametrize(
    "text",
    [
        "He had had enough, and said that that was it.",
        "Thousands and thousands came again and again, more and more.",
        "World War III, www.example.org, Hmmm, brrrr and aaaah.",
        "Duran Duran played Walla Walla. No, no!",
        "5 < 6 and 7 > 3, AT&T & Co; [sic] was his word.",
        "What it is is unclear.",
        "The committee, too, will assess the classless success.",
    ],
)
def test_plain_english_is_left_alone(text: str) -> None:
    """What only looks like a slip is no flag."""
    assert slips(text) == []


@given(st.text())
def test_flags_lie_in_the_text(text: str) -> None:
    """For any text, a flag points at characters of it."""
    for flag in slips(text):
        assert 0 <= flag.start < flag.end <= len(text)
