"""Tokens: they cover the sentence, and read what is written as a newsreader would."""

from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre_constants
from re import _parser as sre_parse
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pronouncer.pronounce.language import LANGUAGES, language
from pronouncer.pronounce.languages.en.numbers import English
from pronouncer.pronounce.tokens import Tokeniser

GOLDEN = Path(__file__).parent / "golden"
LINES = [
    (path.stem.split(".")[0], *line.rsplit("~", 1))
    for path in sorted(GOLDEN.glob("*.txt"))
    for line in path.read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
READERS = {tag: Tokeniser(language(tag)) for tag in {tag for tag, _, _ in LINES}}
ENGLISH = READERS["en-US"]
AMERICAN = English("US")
ENGLISH_CLASSES = set(
    """cardinal ordinal decimal fraction year date time duration money percent measure range score telephone serial
    roman electronic symbol address math abbreviation initialism dateline""".split()
)
FRENCH_CLASSES = set("cardinal ordinal date time money measure abbreviation initialism roman range".split())


def spoken(text: str, tag: str = "en-US") -> str:
    """Return the words of a text."""
    return " ".join(draft.spoken for draft in READERS[tag](text) if draft.spoken)


@pytest.mark.parametrize(("tag", "written", "expected"), LINES)
def test_golden_lines(tag: str, written: str, expected: str) -> None:
    """What is written is said as the golden line of its language says."""
    assert spoken(written, tag) == expected


def test_golden_lines_are_many() -> None:
    """Six hundred lines or more, over every class of English and French; 120 and more must not change."""
    assert len(LINES) >= 600
    assert len((GOLDEN / "en-US.same.txt").read_text("utf-8").splitlines()) > 120
    for tag, kinds in (("en-US", ENGLISH_CLASSES), ("fr", FRENCH_CLASSES)):
        found = {draft.kind for t, written, _ in LINES if t == tag for draft in READERS[tag](written)}
        assert found >= kinds


@pytest.mark.parametrize("tag", ["en", "en-GB", "fr"])
def test_no_pattern_repeats_without_bound(tag: str) -> None:
    """Each repetition in a rule has an upper bound, so that a hostile line takes linear time."""
    for rule in language(tag).rules:
        unbounded = list(_unbounded(sre_parse.parse(rule.pattern).data))
        assert not unbounded, f"{rule.name}: {rule.pattern}"


def _unbounded(parts: Any) -> Iterator[Any]:
    for operation, argument in parts:
        if operation in (sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT) and argument[1] == sre_constants.MAXREPEAT:
            yield argument
        for inner in argument if isinstance(argument, (list, tuple)) else ():
            if isinstance(inner, sre_parse.SubPattern):
                yield from _unbounded(inner.data)
            elif isinstance(inner, list):
                for branch in inner:
                    yield from _unbounded(branch.data if isinstance(branch, sre_parse.SubPattern) else ())


@pytest.mark.parametrize("tag", [*LANGUAGES, "xx"])
@given(st.text(alphabet=st.characters()))
@example("\ud800 a\udfff")
@example("1,2.3-4 p.m. Jan. 99 $$ 5.5.5 U.S.A.. @@ http:// Dr. 1st-2nd")
@example("मैं हिन्दी। שלום עולם، café\u0301 e\u0301")
def test_tokens_cover_any_text(tag: str, text: str) -> None:
    """Tokens put together are the text; starts and ends run without gap; spoken words have single spaces."""
    place = 0
    for draft in Tokeniser(language(tag))(text):
        assert (draft.start, draft.written) == (place, text[place : draft.end])
        assert draft.end > draft.start
        assert draft.spoken == " ".join(draft.spoken.split(" ")) and not draft.spoken.startswith(" ")
        assert not any("\ud800" <= c <= "\udfff" or c in ".,;:?!()" for c in draft.spoken)
        place = draft.end
    assert place == len(text)


@given(st.integers(0, 10**15 - 1))
def test_cardinals_are_words(number: int) -> None:
    """Any whole number becomes words of the language, none empty."""
    words = AMERICAN.cardinal(number).split(" ")
    assert all(word.isalpha() for word in words)
    assert AMERICAN.ordinal(number).endswith(("th", "first", "second", "third"))


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_different_numbers_are_said_differently(one: int, other: int) -> None:
    """No two numbers share their words."""
    assert (AMERICAN.cardinal(one) == AMERICAN.cardinal(other)) == (one == other)
    assert (AMERICAN.year(one) == AMERICAN.year(other)) == (one == other) or min(one, other) < 1000


@pytest.mark.parametrize(
    ("text", "boundaries"),
    [
        ("Yes, he said; no.", [",", ";", "."]),
        ("He (Lee) left – then came… back!", [",", ",", ",", ",", "!"]),
        ("post-war J. Smith at 3.5 U.S.", []),
        ("Why? “Now.”", ["?", "."]),
    ],
)
def test_boundaries(text: str, boundaries: list[str]) -> None:
    """Punctuation gives the breaks; hyphens, initials and decimals do not."""
    assert [draft.boundary for draft in ENGLISH(text) if draft.boundary] == boundaries
