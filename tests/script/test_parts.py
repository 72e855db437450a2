"""Quotations and foreign passages as sentences of their own, for voices of their own."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.script.test_order import assert_covers

from pronouncer.errors import NothingToRead
from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.model.cast import CastRules
from pronouncer.model.site import SiteRules
from pronouncer.script.order import PART_PAUSE, SENTENCE_PAUSE, script
from pronouncer.script.tongues import tongue
from pronouncer.settings import Settings

TEXT = """Ferry returns to the bay

By Ada Whitfield

“We have waited long enough for this,” said Captain Anna Schmidt. “The sea is ours. It always was.”

It was “a disgrace”, her deputy, Tom Reyes, told reporters. “I would have gone home, if they had let me,” Reyes said.

The mayor answered in French: « Nous ne sommes pas venus pour vous dire que la mer est à nous. »

Nous avons attendu le bateau pendant des heures, et il est arrivé avec la nuit.
"""
VOICES = SiteRules(voices=CastRules(quotations=("a", "b"), languages={"fr": "c"}))


def article(text: str, language: str = "en") -> Article:
    """Return the article of a plain text."""
    return ingest(Raw("test", clean(text), "plain"), Settings(language=language))


def test_quotations_are_cut_out_of_their_sentences() -> None:
    """Each with its speaker and the marks after it; what is quoted in a few words stays where it is."""
    found = script(article(TEXT), VOICES).sentences[2:]
    assert [(s.text, s.quoted, s.speaker, s.language) for s in found] == [
        ("“We have waited long enough for this,”", True, "Anna Schmidt", ""),
        ("said Captain Anna Schmidt.", False, "", ""),
        ("“The sea is ours.", True, "Anna Schmidt", ""),
        ("It always was.”", True, "Anna Schmidt", ""),
        ("It was “a disgrace”, her deputy, Tom Reyes, told reporters.", False, "", ""),
        ("“I would have gone home, if they had let me,”", True, "Tom Reyes", ""),
        ("Reyes said.", False, "", ""),
        ("The mayor answered in French:", False, "", ""),
        ("« Nous ne sommes pas venus pour vous dire que la mer est à nous.", True, "The mayor", "fr"),
        ("Nous avons attendu le bateau pendant des heures, et il est arrivé avec la nuit.", False, "", "fr"),
    ]
    assert [s.pause for s in found[:3]] == [PART_PAUSE, SENTENCE_PAUSE, SENTENCE_PAUSE]


def test_without_such_voices_sentences_stay_whole() -> None:
    """Rules for titles alone cut nothing."""
    rules = SiteRules(voices=CastRules(title="a", body="b"))
    assert script(article(TEXT), rules) == script(article(TEXT))


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*TEXT.split(), "“", "”", "«", "»", '"', "'", "\n\n", "Q:", "."]), max_size=60))
def test_no_character_is_lost(words: list[str]) -> None:
    """Whatever stands in quotation marks: every character of the article is read once or left out with a reason."""
    try:
        made = article(" ".join(words))
        found = script(made, VOICES)
    except NothingToRead:
        return
    assert_covers(made, found)


@pytest.mark.parametrize(
    ("text", "tags", "found"),
    [
        ("Nous avons attendu le bateau pendant des heures", ("en", "fr"), "fr"),
        ("Wir haben auf das Schiff gewartet und es ist nicht gekommen", ("en", "fr", "de"), "de"),
        ("We have waited for the ship, and it has not come", ("en", "fr", "de"), ""),
        ("The film La Haine is on at the Rex", ("en", "fr"), ""),
        ("Ми чекали на корабель", ("en", "fr", "uk"), "uk"),
        ("Ми чекали на корабель", ("en", "fr"), ""),
        ("Ми чекали на корабель", ("uk", "en"), ""),
        ("He said that the ship is not here", ("uk", "en"), "en"),
        ("", ("en", "fr"), ""),
        ("Nous avons attendu", ("en",), ""),
    ],
)
def test_the_language_of_a_passage(text: str, tags: tuple[str, ...], found: str) -> None:
    """Letters or common words tell it, of the languages that are asked for; else it is the article's."""
    assert tongue(text, tags) == found


def test_a_foreign_passage_is_read_in_its_language() -> None:
    """Numbers and words of a French quotation are French, in an article that is not."""
    from pronouncer.pipeline import Pipeline

    text = TEXT.replace("la mer est à nous", "nous avons perdu 21 % de la mer")
    with Pipeline(Settings()) as pipeline:
        made = dataclasses.replace(article(text), source="test")
        found = script(made, VOICES)
        french = pipeline.voice_for("fr")
        cast = [french if sentence.language else pipeline.voice_for("en") for sentence in found.sentences]
        said = pipeline.pronounce(found, cast)
    quoted = next(u for u, s in zip(said, found.sentences, strict=True) if s.language == "fr" and s.quoted)
    assert quoted.language == "fr" and "vingt et un pour cent" in quoted.spoken


INTERVIEW = """The conductor who came back

Mira Okafor led the Harbour Orchestra for ten years. She spoke to Tom Reyes.

Q: Why did you leave when everybody loved you?

A: I was tired. It could play without me.

Q: And then?

A: They asked me.
"""


@pytest.mark.parametrize(("voices", "labels"), [(("a", "b"), 4), (("a",), 0)])
def test_interviews(voices: tuple[str, ...], labels: int) -> None:
    """Each turn has its speaker, however short; its label is left out, with the reason, where the voice changes."""
    found = script(article(INTERVIEW), SiteRules(voices=CastRules(quotations=voices)))
    turns = [(s.text, s.speaker) for s in found.sentences if s.quoted]
    assert turns == [
        ("Why did you leave when everybody loved you?", "Q"),
        ("I was tired.", "Mira Okafor"),
        ("It could play without me.", "Mira Okafor"),
        ("And then?", "Q"),
        ("They asked me.", "Mira Okafor"),
    ]
    assert sum(omission.reason == "label of a speaker" for omission in found.omissions) == labels
