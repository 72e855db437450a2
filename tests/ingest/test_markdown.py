"""Markdown, as files, notes and e-mails hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.ingest.raw import Raw, clean, decode
from pronouncer.ingest.sources.markdown.read import read
from pronouncer.ingest.take_in import ingest
from pronouncer.model.article import Article
from pronouncer.settings import Settings

FERRY = """---
title: "Ferry returns"
author: Ada Whitfield
date: 2025-06-03
lang: en-GB
section: local
tags:
  - sea
---

The ferry *left* the **harbour** at
nine, with [212 people](https://bay.example/212) on board.

![An empty quay](quay.jpg)

## What happens next

> We have waited long enough.

1. The bay
2. The `quay`
   and the pier

```
print("not aloud")
```

| Day | Ferries |
|-----|---------|
| Mon | 3       |
"""


def article(text: str) -> Article:
    """Return the article in a Markdown text."""
    return read(Raw("a.md", clean(text), "markdown"), "")


def blocks(text: str) -> list[tuple[str, str]]:
    """Return kinds and texts of the blocks in a Markdown text."""
    found = article(text)
    return [(block.kind, found.written(block)) for block in found.blocks]


def test_a_file() -> None:
    """Front matter, emphasis, links, images, headings, quotes, lists, code and tables have their places."""
    raw = decode(FERRY.encode(), "ferry.md")
    found = ingest(raw, Settings())
    assert raw.kind == "markdown"
    assert (found.language, found.published, found.section) == ("en-GB", "2025-06-03", "local")
    assert [(block.kind, found.written(block)) for block in found.blocks] == [
        ("headline", "Ferry returns"),
        ("byline", "By Ada Whitfield"),
        ("paragraph", "The ferry left the harbour at nine, with 212 people on board."),
        ("subhead", "What happens next"),
        ("quote", "We have waited long enough."),
        ("list_item", "The bay"),
        ("list_item", "The quay and the pier"),
        ("code", 'print("not aloud")'),
        ("table", "Day; Ferries:\nMon; 3"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# A\n\nB.\n\n# C\n\nD.", [("headline", "A"), ("paragraph", "B."), ("subhead", "C"), ("paragraph", "D.")]),
        ("A\n===\n\nBy Ada Whitfield\n\nB.", [("headline", "A"), ("byline", "By Ada Whitfield"), ("paragraph", "B.")]),
        ("---\ntitle: A\n---\n# A\n\nB.", [("headline", "A"), ("paragraph", "B.")]),
        ("---\n\nB.\n\n---\n\nC.", [("paragraph", "B."), ("paragraph", "C.")]),
        ("---\nNot a field at all\n---\nB.", [("subhead", "Not a field at all"), ("paragraph", "B.")]),
        ("    Indented by four.\n\n    B.", [("paragraph", "Indented by four."), ("paragraph", "B.")]),
        ("1986 was late.\n\n* a\n* b", [("paragraph", "1986 was late."), ("list_item", "a"), ("list_item", "b")]),
        ("Five \\* three &amp; &eacute;.", [("paragraph", "Five * three & é.")]),
        ("A  \nB <b>C</b><br>D ~~E~~", [("paragraph", "A B C D E")]),
        ("![alt *text*](a.jpg) After.", [("paragraph", "After.")]),
        ("Listen to this article\n\nB.", [("player", "Listen to this article"), ("paragraph", "B.")]),
    ],
)
def test_marks(text: str, found: list[tuple[str, str]]) -> None:
    """Marks are structure, not words."""
    assert blocks(text) == found


def test_html_inside() -> None:
    """HTML inside gives its paragraphs; scripts, figures and frames give nothing."""
    text = "<div><p>One.</p><p>Two &amp; three.</p></div>\n\n<script>\nx()\n</script>\n\n"
    text += "<iframe src='x'>y</iframe>\n\nFour."
    assert blocks(text) == [("paragraph", "One."), ("paragraph", "Two & three."), ("paragraph", "Four.")]


def test_footnotes() -> None:
    """Footnotes and their marks are dropped, also notes of several lines; code keeps its brackets."""
    text = "It left.[^1] Late.[^long]^[Inline.]\n\n[^1]: A note\nwrapped by hand.\n\n"
    text += "    Its second paragraph.\n\nOn.\n\n```\na[^1]\n```"
    assert blocks(text) == [("paragraph", "It left. Late."), ("paragraph", "On."), ("code", "a[^1]")]


def test_mail() -> None:
    """Of an e-mail the signature and the quoted reply are dropped; quotes of the article stay."""
    text = (
        "# Ferry returns\n\nIt left.\n\n> We waited.\n\nOn 3 June 2025 at 10:02, Jo Roth <jo@bay.example> wrote:\n\n"
        "> When will it come?\n>> Soon.\n\n-- \nAda Whitfield\nThe Bay"
    )
    assert blocks(text) == [("headline", "Ferry returns"), ("paragraph", "It left."), ("quote", "We waited.")]


def test_what_looks_like_mail() -> None:
    """A quote that an article introduces is kept, as is what follows two dashes and is too long for a signature."""
    text = "On Monday the king wrote:\n\n> I abdicate.\n\nHe left."
    assert ("quote", "I abdicate.") in blocks(text)
    assert blocks("A.\n\n--\nAda") == blocks("A.\n\n-- \nAda") == [("paragraph", "A.")]
    assert ("paragraph", "Line 19.") in blocks("A.\n\n-- \n\n" + "\n\n".join(f"Line {n}." for n in range(20)))
    assert blocks("A.\n\n-----Original Message-----\nFrom: Jo\n\nB.") == [("paragraph", "A.")]


def test_quoted_printable() -> None:
    """Soft line breaks and encoded letters of e-mails are undone; an equals sign in an article is not."""
    line = (
        "The caf=C3=A9 at the harbour, which had been closed for nine years, opened=\n again on Monday =E2=80=93 late."
    )
    assert blocks(line) == [
        ("paragraph", "The café at the harbour, which had been closed for nine years, opened again on Monday – late.")
    ]
    assert blocks("See x=20 here.") == [("paragraph", "See x=20 here.")]


def test_hostile_text() -> None:
    """A dozen texts that trip Markdown parsers end, and add no words."""
    for mark in ("[", "![[", "*a ", "> ", "- ", "`` ", "<", "[^1]", "|a", "=\n", "On 1:00 \n", "--\n"):
        assert len(article(mark * 20_000).text) <= 2 * len(mark) * 20_000, mark
    assert len(article("---\n" + "a: b\n" * 20_000).text) <= 200_000


@given(st.text(alphabet="#*_[]()!`~>|-=:^<\n ab1.\\&;", max_size=300))
def test_any_text(text: str) -> None:
    """Of any text the blocks lie in order inside the article's text, without white space round them."""
    found = article(text)
    ends = [0]
    for block in found.blocks:
        assert ends[-1] <= block.start < block.end <= len(found.text)
        assert found.written(block) == found.written(block).strip()
        ends.append(block.end)
