"""Paragraphs that may not belong: a caption with its own story, and stories without one."""

import pytest
from tests.conftest import SHARED

from pronouncer.model.script import Script
from pronouncer.pronounce.strangers import strangers
from pronouncer.script.order import of_lines

STORY = [
    "The keeper of the Saltley bridge has been told to stop playing his accordion to passing boats.",
    "For sixteen summers Dudley Orrell has played every boat through the narrow channel, in rain or shine.",
    "Orrell began with sea songs, and went on to whatever the crews asked of him.",
    "A skipper complained in April that the music kept his parrot awake, and the canal trust agreed with him.",
    "The trust says that its bridges have rules, and that an accordion was never in them.",
]
CAPTION = "Dudley Orrell rows to a concert in a friend’s dinghy. Hundreds watched from the bank on a wet Sunday."


def script(lines: list[str], language: str = "en") -> Script:
    """Return a script with a paragraph a line."""
    return of_lines(lines, language)


def found(lines: list[str], language: str = "en") -> list[str]:
    """Return the sentences that are flagged."""
    made = script(lines, language)
    return [made.sentences[index].text[flag.start : flag.end] for index, flag in strangers(made)]


def test_a_caption_between_paragraphs() -> None:
    """It introduces somebody again, in a story of its own."""
    assert found([*STORY[:4], CAPTION, *STORY[4:]]) == [CAPTION]


@pytest.mark.parametrize(
    "lines",
    [
        STORY,
        [CAPTION, *STORY],  # it may be the beginning
        [*STORY, CAPTION],  # or the end
        [*STORY[:2], STORY[3], CAPTION, STORY[4]],  # the surname has not stood alone
        [*STORY[:4], CAPTION.replace("a concert", "the canal"), *STORY[4:]],  # it goes on with the canal
        [*STORY[:4], CAPTION.replace("wet", "“wet”"), *STORY[4:]],  # it quotes
    ],
)
def test_a_story_without_one(lines: list[str]) -> None:
    """Nothing is flagged where it may belong."""
    assert found(lines) == []


def test_languages_with_other_capitals() -> None:
    """German writes all nouns with capitals."""
    assert found([*STORY[:4], CAPTION, *STORY[4:]], "de") == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared article is not here")
def test_the_shared_article() -> None:
    """Its one intruding caption is found, and nothing else."""
    lines = [line for line in (SHARED / "articles/carney-paris.txt").read_text("utf-8").splitlines() if line.strip()]
    (caption,) = found(lines)
    assert caption.startswith("A US intelligence investigation")
