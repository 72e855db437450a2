"""What an entry touches is counted where the reading would say it, and nowhere else."""

from collections.abc import Sequence

import pytest
from tests.conftest import SHARED
from tests.newsroom.loop.texts import fill, put, read

from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop.impact import impact, places

SOUND = "qqqq"  # is in no other entry
WHEN = "2030-01-01T00:00:00Z"
TEXTS = (
    "Zelenskyy spoke.",
    "The plan of Zelenskyy's office was long.",
    "ZELENSKYY LEFT",
    "Both Zelenskyys were there.",
    "Volodymyr Zelenskyy spoke.",
    "Zelenskyy Plaza was closed.",
    "Write to zelenskyy@example.org now.",
    "See zelenskyy.example.org for more.",
    "The Zelenskyy-Trump call was short.",
    "A Zelenskyylike figure spoke.",
    "They met on Jan. 5 in Kyiv.",
    "Jan met them.",
    "Nice is nice.",
    "That was nice.",
    "He took a bow.",
    "The bow of the ship broke.",
    "He paid $5 million.",
    "Dr. Smith saw a doctor.",
    "The U.S. and the US agreed.",
    "Marshes are wet; Marshs are not.",
    "“Zelenskyy,” he said.",
    "He (Zelenskyy) said so.",
    "Boston, Mass.",
    "A man with an A and AI.",
    "I saw T. S. Eliot.",
    "The mass was long.",
)
ENTRIES = (
    Lexeme("Zelenskyy", SOUND, when=WHEN),
    Lexeme("Zelenskyy", SOUND, match="exact", when=WHEN),
    Lexeme("Volodymyr Zelenskyy", f"{SOUND} {SOUND}", when=WHEN),
    Lexeme("Zelenskyy Plaza", f"{SOUND} {SOUND}", when=WHEN),
    Lexeme("Jan", SOUND, when=WHEN),
    Lexeme("Nice", SOUND, match="exact", when=WHEN),
    Lexeme("nice", SOUND, when=WHEN),
    Lexeme("bow", SOUND, left="a", when=WHEN),
    Lexeme("bow", SOUND, right="ship", when=WHEN),
    Lexeme("bow", SOUND, when=WHEN),
    Lexeme("million", SOUND, when=WHEN),
    Lexeme("doctor", SOUND, when=WHEN),
    Lexeme("US", SOUND, match="exact", when=WHEN),
    Lexeme("Marsh", SOUND, when=WHEN),
    Lexeme("mass", SOUND, when=WHEN),
    Lexeme("A", SOUND, when=WHEN),
    Lexeme("S", SOUND, when=WHEN),
    Lexeme("spoke", SOUND, language="en-US", when=WHEN),
    Lexeme("spoke", SOUND, language="en-GB", when=WHEN),
    Lexeme("spoke", SOUND, language="fr", when=WHEN),
)


@pytest.mark.parametrize("others", [(), ("Volodymyr Zelenskyy", "Zelenskyy Plaza", "took a bow")])
def test_the_count_is_what_the_reading_says(house: House, others: tuple[str, ...]) -> None:
    """For every entry, with and without phrases that overrule it, the places are those at which it is read out."""
    fill(house, TEXTS)
    rivals = [Lexeme(each, " ".join("x" for _ in each.split()), when="2020-01-01T00:00:00Z") for each in others]
    if rivals:
        put(house, *rivals)
    for entry in ENTRIES:
        standing = [each for each in rivals if each.grapheme != entry.grapheme]
        wanted = [text for text in TEXTS if SOUND in _ipa(entry, standing, text)]
        with house.database.reading() as connection:
            found = [place.text for place in places(connection, entry)]
        assert sorted(found) == sorted(wanted), entry


def _ipa(entry: Lexeme, others: Sequence[Lexeme], text: str) -> str:
    return " ".join(token.ipa for token in read(text, [*others, entry]).tokens)


def test_real_text_is_counted_as_it_is_read(house: House) -> None:
    """Every word of a real article, as an entry, touches the sentences in which it is read out."""
    path = SHARED / "articles/carney-paris.txt"
    text = path.read_text("utf-8") if path.exists() else " ".join(TEXTS)
    lines = [line.strip() for line in text.replace(". ", ".\n").splitlines() if line.strip()][:25]
    lines = list(dict.fromkeys(lines))
    fill(house, lines)
    words = sorted({word.strip(",.“”'’") for line in lines for word in line.split() if word[:1].isupper()})[:20]
    for word in filter(str.isalpha, words):
        entry = Lexeme(word, SOUND, when=WHEN)
        wanted = [line for line in lines if SOUND in _ipa(entry, [], line)]
        with house.database.reading() as connection:
            assert sorted(place.text for place in places(connection, entry)) == sorted(wanted), word


def test_an_entry_for_a_section_or_a_voice_takes_its_places(house: House) -> None:
    """Where an entry for one section or voice stands already, one for all does not count there."""
    fill(house, ["The bow broke."], section="sport")
    fill(house, ["The bow broke.", "A bow tie."], section="news")
    fill(house, ["The bow broke.", "One bow more."], voice="flite:slt")
    plain = Lexeme("bow", SOUND, when=WHEN)
    with house.database.reading() as connection:
        assert len(places(connection, plain)) == 5
    put(house, Lexeme("bow", "x", scope="section:sport"))
    with house.database.reading() as connection:
        told = impact(connection, plain)
        assert (told.sentences, told.articles, told.seconds) == (4, 4, 8.0) and len(told.winning) == 1
        assert impact(connection, plain._replace(voice="flite")).sentences == 2
    put(house, Lexeme("bow", "x", voice="flite"))
    with house.database.reading() as connection:
        assert impact(connection, plain).sentences == 2
        assert impact(connection, plain._replace(scope="section:sport")).sentences == 1


def test_rules_that_lose_and_win_are_named(house: House) -> None:
    """A longer phrase and a condition win, a shorter word inside and the shipped lexicon lose."""
    put(
        house,
        Lexeme("Rio", "x"),
        Lexeme("Rio Tinto Group", "x x x"),
        Lexeme("Rio Tinto", "x x", right="mine"),
        Lexeme("Grand Rio Tinto", "x x x"),
    )
    with house.database.reading() as connection:
        told = impact(connection, Lexeme("Rio Tinto", f"{SOUND} {SOUND}", when=WHEN))
    assert [each.split(" (")[0] for each in told.losing] == ["Rio"]
    assert sorted(each.split(" (")[0] for each in told.winning) == ["Grand Rio Tinto", "Rio Tinto", "Rio Tinto Group"]


def test_samples_are_of_different_articles(house: House) -> None:
    """Five places to hear, from all over the archive; the price is that of each voice."""
    fill(house, [f"The quay number {number} was long." for number in range(20)])
    with house.database.reading() as connection:
        told = impact(connection, Lexeme("quay", SOUND, when=WHEN), price=lambda voice: 10.0)
    assert len({sample.article for sample in told.samples}) == 5 and told.samples[-1].article > "a00010"
    assert told.cost == pytest.approx(sum(len(f"The quay number {number} was long.") for number in range(20)) / 1e5)
