"""The word index finds every sentence in which the lexicon finds a word, on both databases alike."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.utterance import Utterance
from pronouncer.pronounce.say import pronounce
from pronouncer.script.order import of_lines
from pronouncer.store.database import words
from pronouncer.store.database.database import Database
from pronouncer.store.database.words import Indexed, forms, key, keys_of

LINES = [
    "President Zelenskyy spoke.",
    "It was ZELENSKYY’S plan.",
    "Zelenskyys are rare.",
    "The Zelenskyyev is another name.",
    "Emmanuel Macron spoke with Macron's wife.",
    "Jan. 5 was cold, and Jan was there.",
    "About 5% of NATO’s money.",
    "Marches and marshes.",
]


def said(lines: Sequence[str], lexemes: Sequence[Lexeme] = ()) -> tuple[Utterance, ...]:
    """Return the utterances of lines, without an engine."""
    silent = lambda clauses: [["x"] * len(clause) for clause in clauses]  # noqa: E731
    return pronounce(of_lines(lines, "en"), lexicon=Lexicon(lexemes), phonemize=silent)


def rows() -> list[Indexed]:
    """Return the lines as the index wants them."""
    return [Indexed("en", line, keys_of(each)) for line, each in zip(LINES, said(LINES), strict=True)]


@pytest.mark.parametrize(
    ("grapheme", "places"),
    [
        ("Zelenskyy", [0, 1, 2]),
        ("zelenskyy", [0, 1, 2]),
        ("Macron", [4]),
        ("Emmanuel Macron", [4]),
        ("Jan", [5]),
        ("percent", [6]),
        ("NATO", [6]),
        ("marsh", [7]),
        ("march", [7]),
        ("nobody", []),
    ],
)
def test_every_form_of_a_word_is_found(database: Database, grapheme: str, places: list[int]) -> None:
    """Capitals, possessives and plurals make no difference; parts of longer words do."""
    with database.writing() as connection:
        ids = words.index(connection, rows())
        found = words.containing(connection, grapheme)
    assert sorted(found) == sorted(ids[rows()[place].hash] for place in places)


def test_a_sentence_is_indexed_once(database: Database) -> None:
    """The same sentence again, by another process too, keeps its id."""
    with database.writing() as connection:
        first = words.index(connection, rows())
    with database.writing() as connection:
        assert words.index(connection, rows()) == first
        assert len(words.containing(connection, "Zelenskyy")) == 3


_NAMES = st.sampled_from(["Macron", "Kyiv", "Lys", "marsh", "Xi", "NATO", "Jan", "L’Aquila", "O'Neill", "Saint-Denis"])
_AROUND = st.sampled_from(["", "'s", "’s", "s", "es", "-born", ".", ", 5", "%", "—", "_", "’", " 12", "/"])
_BEFORE = st.sampled_from(["", "anti-", "Mr. ", "(", "“", "the ", "$5 ", "de "])


@given(name=_NAMES, before=_BEFORE, after=_AROUND, upper=st.booleans())
def test_no_sentence_is_missed(name: str, before: str, after: str, upper: bool) -> None:
    """Wherever an entry of the lexicon is said, the sentence has a key of its word."""
    text = f"We saw {before}{name.upper() if upper else name}{after} there."
    (utterance,) = said([text], [Lexeme(name, "ˈtɛst")])
    (plain,) = said([text])
    if any(token.rule == "lexicon" for token in utterance.tokens):
        wanted = [{key(form) for form in forms(run)} for run in words._RUN.findall(name)]
        for keys in (keys_of(utterance), keys_of(plain)):
            assert all(group & keys for group in wanted), (text, utterance.tokens)
