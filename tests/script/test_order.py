"""The script: what is read, in which order; no sentence lost and none read twice."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SHORT

from pronouncer.errors import NothingToRead
from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.sources.plain.read import read
from pronouncer.model.article import READ, Article, Block
from pronouncer.model.script import Script
from pronouncer.script.order import PAUSES, SENTENCE_PAUSE, of_lines, script

Make = Callable[..., Article]


def assert_covers(article: Article, made: Script) -> None:
    """Every character of every block is in one sentence or one omission, or is white space."""
    heard = [0] * len(article.text)
    spans = [(s.start, s.end) for s in made.sentences] + [(o.start, o.end) for o in made.omissions]
    for start, end in spans:
        for place in range(start, end):
            heard[place] += 1
    for block in article.blocks:
        for place in range(block.start, block.end):
            assert heard[place] == 1 or (heard[place] == 0 and article.text[place].isspace())
    for sentence in made.sentences:
        assert sentence.text == article.text[sentence.start : sentence.end]
        assert article.blocks[sentence.block].start <= sentence.start < sentence.end
        assert article.blocks[sentence.block].kind in READ


def test_short_article(article_of: Make) -> None:
    """Headline, byline, paragraphs and subheads are read in order with the pauses of their kinds."""
    made = script(article_of(SHORT))
    assert [(s.kind, s.text, s.pause) for s in made.sentences] == [
        ("headline", "Ferry returns to the bay after nine years", PAUSES["headline"]),
        ("byline", "By Ada Whitfield", PAUSES["byline"]),
        ("paragraph", "The ferry left at 9:30 a.m. on Monday with 212 people on board.", SENTENCE_PAUSE),
        ("paragraph", "It was only six minutes late.", PAUSES["paragraph"]),
        ("paragraph", "“We have waited long enough,” said Captain Zelenskyy.", SENTENCE_PAUSE),
        ("paragraph", "He did not wait again.", 0.9),
        ("subhead", "What happens next", PAUSES["subhead"]),
        ("paragraph", "The next one leaves on March 2.", 0.0),
    ]


def test_headline_is_first_wherever_it_stands() -> None:
    """A dateline before the headline does not come first."""
    article = Article(
        "PARIS Ferry It left.",
        (Block("dateline", 0, 5), Block("headline", 6, 11), Block("paragraph", 12, 20)),
        "en",
        "-",
    )
    assert [s.kind for s in script(article).sentences] == ["headline", "dateline", "paragraph"]


def test_furniture_is_omitted_with_its_reason(article_of: Make) -> None:
    """Player lines and captions are not read, and the script says so."""
    article = article_of(
        "Ferry\n\nListen to this article\n\nPhoto: the quay at low tide\n\nIt left.\n\n* * *\n\nIt ends."
    )
    made = script(article)
    assert [s.text for s in made.sentences] == ["Ferry", "It left.", "It ends."]
    reasons = {article.text[o.start : o.end]: o.reason for o in made.omissions}
    assert reasons == {"Listen to this article": "player", "Photo: the quay at low tide": "credit", "* *": "no words"}
    assert_covers(article, made)


@given(st.lists(st.text(alphabet=st.sampled_from('aB.9 ,\n"“”’?!-*>#—é中\u202e\x00'), max_size=80), max_size=6))
def test_no_sentence_is_lost_and_none_is_read_twice(paragraphs: list[str]) -> None:
    """For any text, the script covers the article character by character, in order."""
    article = read(Raw("t", clean("\n\n".join(paragraphs)), "plain"), "en")
    try:
        made = script(article)
    except NothingToRead:
        return
    assert_covers(article, made)
    body = [s.start for s in made.sentences if s.kind != "headline"]
    assert body == sorted(body)
    assert len({s.id for s in made.sentences}) == len(made.sentences)


def test_ids_are_stable(article_of: Make) -> None:
    """A sentence keeps its id when others come or go; the same text twice has two ids."""
    before = script(article_of("Ferry\n\nIt left. It came.\n\nIt left."))
    after = script(article_of("Ferry\n\nA new one.\n\nIt left. It came.\n\nIt left."))
    ids = [s.id for s in before.sentences]
    assert set(ids) < {s.id for s in after.sentences}
    assert ids[3] == f"{ids[1]}-2"


def test_nothing_to_read(article_of: Make) -> None:
    """An article of captions and player lines alone is refused."""
    with pytest.raises(NothingToRead, match="captions"):
        script(article_of("Listen to this article\n\nPhoto: the quay"))


def test_lines_are_sentences_as_they_stand() -> None:
    """`--lines` neither splits nor drops: an empty line is an empty sentence."""
    made = of_lines(["One. Two.", "", "One. Two."], "en")
    assert [s.text for s in made.sentences] == ["One. Two.", "", "One. Two."]
    assert len({s.id for s in made.sentences}) == 3
