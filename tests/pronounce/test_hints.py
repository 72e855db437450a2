"""How a page itself says its words: read from the page, said at that place, and nowhere else."""

import pytest

from pronouncer.ingest.raw import Raw
from pronouncer.ingest.sources.html.page import extracted
from pronouncer.model.article import Article
from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.pronounce.say import pronounce
from pronouncer.script.order import script

PAGE = """<html lang="en"><head><title>The mayor of Nettle Creek</title></head><body><article>
<h1>The mayor of <span data-ssml-phoneme-ph="ˈnɛtəl">Nettle</span> Creek</h1>
<p>The mayor, Ada&nbsp; {mark}, spoke to the council on Monday and to the press on Tuesday. Quill is 40 years old.</p>
<p>She was elected in the spring with the votes of two parties that do not speak to each other.</p></article></body>
</html>"""


def page(mark: str) -> Article:
    """Return the article with a mark-up of the name Quill in it."""
    return extracted(Raw("x", PAGE.format(mark=mark), "html"), "")


def said(article: Article, lexicon: Lexicon) -> list[str]:
    """Return what decided Quill at its places, with its IPA or words."""
    utterances = pronounce(script(article), lexicon=lexicon, phonemize=lambda each: [["x"] * len(c) for c in each])
    tokens = [token for utterance in utterances for token in utterance.tokens if token.written == "Quill"]
    return [token.ipa if "lexicon" in token.rule else "" for token in tokens]


@pytest.mark.parametrize(
    ("mark", "phoneme", "alias"),
    [
        ("""<span data-ssml='{"phoneme": {"ph": "kwɪl", "alphabet": "ipa"}}'>Quill</span>""", "kwɪl", ""),
        ("""<b data-ssml='{"sub": {"alias": "Ms Quill"}}'>Quill</b>""", "", "Ms Quill"),
        ("""<i ssml:ph="kwɪl">Quill</i>""", "kwɪl", ""),
        ("""<i data-ssml-sub-alias="Ms Quill">Qu<b>ill</b></i>""", "", "Ms Quill"),
    ],
)
def test_attributes(mark: str, phoneme: str, alias: str) -> None:
    """Each way to write it gives the words and their places in the article's text."""
    article = page(mark)
    head, hint = article.hints
    assert (hint.phoneme, hint.alias) == (phoneme, alias)
    assert article.text[hint.start : hint.end] == "Quill"
    assert article.text[head.start : head.end] == "Nettle" and head.phoneme == "ˈnɛtəl"


@pytest.mark.parametrize(
    "mark",
    [
        "<span data-ssml='{'>Quill</span>",
        "<span data-ssml='[1]'>Quill</span>",
        """<span data-ssml='{"phoneme": {"ph": 1}}'>Quill</span>""",
        """<span data-ssml='{"phoneme": {"ph": "k_wIl", "alphabet": "x-sampa"}}'>Quill</span>""",
        """<span data-ssml='{"say-as": {"interpret-as": "characters"}}'>Quill</span>""",
        "<span data-ssml-phoneme-ph=''>Quill</span>",
    ],
)
def test_what_cannot_be_used(mark: str) -> None:
    """It changes nothing, and the words are read."""
    article = page(mark)
    assert len(article.hints) == 1 and "Ada Quill, spoke" in article.text


def test_said_there_and_nowhere_else() -> None:
    """The first Quill is said as the page says, over the newsroom's entry; the second by that entry."""
    article = page("""<span ssml:ph="kwɪl">Quill</span>""")
    house = Lexicon([Lexeme("Quill", "kwaɪl")])
    assert said(article, house) == ["kwɪl", "kwaɪl"]
    assert said(page("Quill"), house) == ["kwaɪl", "kwaɪl"]
    assert len(house) == 1


def test_no_ipa() -> None:
    """What is no IPA is left out: the newsroom's entry is said."""
    assert said(page("""<span ssml:ph="KWILL 7">Quill</span>"""), Lexicon([Lexeme("Quill", "kwaɪl")]))[0] == "kwaɪl"
