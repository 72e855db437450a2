"""Slips in the text: suggested, with their place; plain English is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.script import Sentence
from pronouncer.model.utterance import TEXT_PROBLEMS, Flag
from pronouncer.pronounce.language import language
from pronouncer.pronounce.problems import problems, problems_between
from pronouncer.pronounce.tokens import Tokeniser
from pronouncer.pronounce.vocabulary import Vocabulary

TOKENISE = Tokeniser(language("en"))
VOCABULARY = Vocabulary(language("en"))


def slips(text: str) -> list[Flag]:
    """Return the flags of a text."""
    return list(problems(text, TOKENISE(text), VOCABULARY))


def between(*blocks: str) -> list[tuple[str, str]]:
    """Return the reasons of flags of whole paragraphs, with the sentence they are in; a bar parts sentences."""
    sentences = [
        Sentence(f"s{number}", 0, len(text), text, "paragraph", number, 0.0)
        for number, block in enumerate(blocks)
        for text in block.split("|")
    ]
    return [(flag.reason, sentences[place].text) for place, flag in problems_between(sentences)]


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
        ("It will give him a chancethe kind of help.", "joined-words", "chancethe", "'chance the'"),
        ("They spoke ofpeace.", "joined-words", "ofpeace", "'of peace'"),
        ("The war endedThe talks began.", "joined-words", "endedThe", "'ended The'"),
        ("It was the end of the effort. led by the US.", "broken-sentence", "effort. led", "missing"),
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
        "Breathe in: the airstrikes hit policymakers, livestreams and the frontline whereof he wrote.",
        "He runs OpenAI and SpaceX, e.g. the rockets, at approx. five sites vs. the rest.",
        "Sgt. Pepper of the U.S. army came ... late, at 5 p.m. on Monday.",
    ],
)
def test_plain_english_is_left_alone(text: str) -> None:
    """What only looks like a slip is no flag."""
    assert slips(text) == []


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        (["“We will win,” he said.|She did not."], []),
        (["“We will win.|It is late, he said."], [("unbalanced-quotes", "“We will win.")]),
        (["We will win,” he said."], [("unbalanced-quotes", "We will win,” he said.")]),
        (["“We “will win,” he said."], [("unbalanced-quotes", "“We “will win,” he said.")]),
        (["“A quotation goes on.", "“And ends in its second paragraph,” she said."], []),
        (['"Straight ones," he said, "count too."'], []),
        (['"Straight ones, he said.'], [("unbalanced-quotes", '"Straight ones, he said.')]),
        (["He is 6'2\" tall."], []),
        (
            ["The leaders met in the city on Monday and then they"],
            [("broken-sentence", "The leaders met in the city on Monday and then they")],
        ),
        (["The leaders met in the city on Monday (and left.)"], []),
        (["What happens next"], []),
    ],
)
def test_slips_of_a_paragraph(blocks: list[str], found: list[tuple[str, str]]) -> None:
    """Quotation marks that do not pair and a paragraph without an end are slips; a long quotation is none."""
    assert between(*blocks) == found


@given(st.text())
def test_flags_lie_in_the_text(text: str) -> None:
    """For any text, a flag points at characters of it."""
    for flag in slips(text):
        assert 0 <= flag.start < flag.end <= len(text)
        assert flag.reason in TEXT_PROBLEMS and flag.is_text
