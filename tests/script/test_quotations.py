"""Where quotations stand: marks of every style, apostrophes, paragraphs and interviews."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.script.quotations import quotations

PIECES = st.sampled_from(
    [
        *"“”\"‘’'«»„‚‹›.,:;?!… \n()—-",
        *"said he she it Anna Brandt who of that l' dit-il a-t-elle selon Mr. ’90s".split(),
        *("the mayor", "Q: ", "A: ", "LEE: ", "according to", "6' 2\"", "was told by"),
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=12), PIECES), max_size=25).map(" ".join)


def found(*paragraphs: str, language: str = "en") -> list[str]:
    """Return what is quoted in paragraphs, marks included."""
    return [paragraphs[each.paragraph][each.start : each.end] for each in quotations(paragraphs, language)]


@given(st.lists(TEXTS, max_size=5), st.sampled_from(["en", "en-GB", "fr", "de", "x"]))
def test_any_text_gives_ordered_spans(paragraphs: list[str], language: str) -> None:
    """For any text nothing is raised, and spans lie in their paragraphs, in order, without overlap."""
    place = (0, 0)
    for each in quotations(paragraphs, language):
        assert (each.paragraph, each.start) >= place
        assert 0 <= each.start < each.end <= len(paragraphs[each.paragraph])
        assert each.is_speech or not each.speaker
        place = (each.paragraph, each.end)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“Yes,” she said. “No.”", ["“Yes,”", "“No.”"]),
        ('"Yes," she said. "No."', ['"Yes,"', '"No."']),
        ("‘It’s the wardens’ rota,’ he said.", ["‘It’s the wardens’ rota,’"]),
        ("'It's ours, and we've the receipt,' he said.", ["'It's ours, and we've the receipt,'"]),
        ("The dealers' ledgers aren't the boys' own.", []),
        ("« Non », dit-il. «Oui.»", ["« Non »", "«Oui.»"]),
        ("„Nein“, sagt sie. »Doch«, sagt er.", ["„Nein“", "»Doch«"]),
        ("”Ja”, sade hon. ”Nej.”", ["”Ja”", "”Nej.”"]),
        ("A man of 6' 2\" with a limp", []),
    ],
)
def test_marks_of_every_style_are_found(text: str, quoted: list[str]) -> None:
    """A quotation is found in the marks of any style, and no apostrophe or inch is taken for one."""
    assert found(text) == quoted


def test_of_nested_marks_the_outer_count() -> None:
    """What a quotation quotes is part of it."""
    text = "“He said, ‘Careers end,’ and smiled,” she said."
    assert found(text) == ["“He said, ‘Careers end,’ and smiled,”"]
    assert found("« Il m'a dit : « Signe » », dit-il.", language="fr") == ["« Il m'a dit : « Signe » »"]


def test_a_quotation_over_paragraphs_is_one_in_each() -> None:
    """Where the next paragraph opens again, a quotation without closing mark goes to the end of its paragraph."""
    paragraphs = ("She said: “One.", "“Two.", "“Three.” He left.")
    assert found(*paragraphs) == ["“One.", "“Two.", "“Three.”"]


def test_a_mark_that_nothing_closes_is_no_quotation() -> None:
    """A stray mark takes nothing with it."""
    assert found("He called it “a disgrace and left.", "Nobody minded.") == []


def test_turns_of_an_interview_are_quotations() -> None:
    """After a label a turn runs to the end of its paragraph, and what it quotes is part of it."""
    assert found("We met Ada Lund.", "Q: Why?", "LUND: She said “no”.") == ["Why?", "She said “no”."]


def test_one_label_makes_no_interview() -> None:
    """A paragraph that begins with a word and a colon is not yet a turn."""
    assert found("Update: the match is off.", "It rained.") == []


def test_other_languages_have_spans_and_no_speakers() -> None:
    """Where there are no rules for a language, speech is found and its speaker is left open."""
    (only,) = quotations(["„Nein“, sagt Ada Lund."], "de")
    assert (only.speaker, only.is_speech, only.sure) == ("", True, False)
