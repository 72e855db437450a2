"""The word index finds every sentence in which the lexicon finds a word, on both databases alike."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.model.lexicon import Lexeme, Lexicon
from pronouncer.model.utterance import Utterance
from pronouncer.pronounce.say import pronounce
from pronouncer.script.order import of_lines
from pronouncer.store.database import lexicon, words
from pronouncer.store.database.database import Database
from pronouncer.store.database.words import Indexed, key, keys_of

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
        ("Macron Emmanuel", [4]),
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


_NAMES = (
    "Macron|Kyiv|Lys|marsh|Xi|NATO|Jan|L’Aquila|O'Neill|Saint-Denis|St Ex|G7|F-16|3M|AB12 corp|Yahoo!|AT&T|U.S.|m²|İz"
    "|twenty-one|percent|5G|Straße|ΟΔΟΣ|№ 5|J. P. Morgan|McDonald’s|p53"
).split("|")
_AROUND = ["", "'s", "’s", "’S", "s", "es", "-born", ".", ", 5", "%", "—", "_", "’", " 12", "/", "7", "½", "²"]
_BEFORE = ["", "anti-", "Mr. ", "(", "“", "the ", "$5 ", "de ", "$5", "5", "7th-", "½", "€3m", "#", "@"]
_OTHERS = [Lexeme("NATO", alias="the alliance"), Lexeme("percent", alias="per cent"), Lexeme("Mr.", alias="Xi")]


@given(
    name=st.sampled_from(_NAMES),
    before=st.sampled_from(_BEFORE),
    after=st.sampled_from(_AROUND),
    change=st.sampled_from([str, str.upper, str.lower, str.title]),
    others=st.lists(st.sampled_from(_OTHERS), max_size=2, unique=True),
)
def test_no_sentence_is_missed(
    name: str, before: str, after: str, change: Callable[[str], str], others: list[Lexeme]
) -> None:
    """Wherever an entry of the lexicon is said, the sentence has the keys of its words, whatever was said before."""
    text = f"We saw {before}{change(name)}{after} there."
    (utterance,) = said([text], [Lexeme(name, "ˈtɛst")])
    if not any(token.rule == "lexicon" for token in utterance.tokens):
        return
    for (indexed,) in (said([text]), said([text], others), (utterance,)):
        keys = keys_of(indexed)
        ways = [name, *(other.alias for other in others if other.grapheme == name)]
        groups = [[{key(run) for run in group} for group in words._groups(way)] for way in ways]
        assert any(all(group & keys for group in way) for way in groups), (text, indexed.tokens)


def test_what_an_alias_brings_up_is_found(database: Database) -> None:
    """A sentence in which a word is only said, by an alias of an alias, is one that the word is in."""
    aliases = [Lexeme("NATO", alias="the alliance"), Lexeme("alliance", alias="Atlantic pact")]
    with database.writing() as connection:
        ids = words.index(connection, rows())
        assert words.containing(connection, "pact") == []
        number = lexicon.change(connection, add=aliases, who="", why="", now=1.0)
        assert words.containing(connection, "pact") == [ids[rows()[6].hash]]
        lexicon.undo(connection, number, who="", why="", now=2.0)
        assert words.containing(connection, "pact") == []
