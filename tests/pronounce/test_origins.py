import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pronouncer.phones.segments import unknown
from pronouncer.pronounce.languages.en.origins.engine import read
from pronouncer.pronounce.languages.en.origins.guess import guesses, say, spelled
from pronouncer.pronounce.languages.en.origins.table import Table, tables

RIGHT_AT_FIRST = 0.75  # share of the names in origins.tsv whose origin is guessed first; measured, and not to fall
_LINES = Path(__file__).with_name("origins.tsv").read_text(encoding="utf-8").splitlines()
NAMES = [tuple(line.split("\t")) for line in _LINES if line and not line.startswith("#")]
TABLES = {table.origin: table for table in tables()}
READ = [table for table in TABLES.values() if table.origin != "English"]
PHONES = re.compile(
    r"(?:[iuɑɔɜ]ː|eɪ|aɪ|ɔɪ|aʊ|oʊ|[ɪɛæʊʌəɚ]|tʃ|dʒ|[pbtdkɡfvθðszʃʒhxmnŋlɹjw])*ˈ"
    r"(?:[iuɑɔɜ]ː|eɪ|aɪ|ɔɪ|aʊ|oʊ|[ɪɛæʊʌəɚ]|tʃ|dʒ|[pbtdkɡfvθðszʃʒhxmnŋlɹjw])+"
)


def _said(name: str, table: Table) -> str:
    return say(spelled(name.lower().replace("i\u0307", "i"), table)[0], table)


@pytest.mark.parametrize(("name", "origin", "ipa"), NAMES)
def test_a_table_reads_the_names_of_its_origin(name: str, origin: str, ipa: str) -> None:
    """A name in the news is said by the table of its origin as American newsreaders say it."""
    assert _said(name, TABLES[origin]) == ipa


def test_every_origin_is_shown_by_a_dozen_names() -> None:
    """Each table that reads names has at least twelve of them in the test list."""
    shown = [origin for _, origin, _ in NAMES]
    assert {table.origin for table in READ if shown.count(table.origin) < 12} == set()


def test_the_origin_is_mostly_guessed_first() -> None:
    """The spelling alone tells the origin of most names."""
    right = [name for name, origin, _ in NAMES if [guess.origin for guess in guesses(name)][:1] == [origin]]
    assert len(right) / len(NAMES) >= RIGHT_AT_FIRST


@pytest.mark.parametrize("name", "Harrington Smith Westbrook Hawthorne Kingsley Whitmore Bradford Ashworth".split())
def test_english_names_are_taken_for_nothing_else(name: str) -> None:
    """An English name gives no guess that is likelier than not, or none at all."""
    assert all(guess.likelihood < 0.2 for guess in guesses(name))


@settings(deadline=None)  # the first names compile the rules
@given(st.one_of(st.text(), st.text("abcdefghijklmnopqrstuvwxyz'-çğıłńóśšșžéü", max_size=30)))
def test_guesses_are_always_words_in_ipa(name: str) -> None:
    """Whatever the text, guesses are at most four distinct words of IPA with one stress, the likeliest first."""
    found = guesses(name)
    assert len({guess.ipa for guess in found}) == len(found) <= 4
    assert all(unknown(guess.ipa) == "" and PHONES.fullmatch(guess.ipa) for guess in found)
    assert [guess.likelihood for guess in found] == sorted((guess.likelihood for guess in found), reverse=True)
    assert math.fsum(guess.likelihood for guess in found) <= 1.0 + 1e-9


@pytest.mark.parametrize("name", ["", "a", "two words", "4chan", "\n", "Киев", "習近平", "-", "x" * 10_000])
def test_what_is_no_name_in_latin_letters_gives_nothing(name: str) -> None:
    """Text that is no single word of Latin letters, or far too long for a name, has no guesses."""
    assert guesses(name) == []


@pytest.mark.parametrize("name", ["SÁNCHEZ", "Sánchez", "sa\u0301nchez"])
def test_case_and_composition_make_no_difference(name: str) -> None:
    """A name is read the same in capitals and with its accents as separate characters."""
    assert guesses(name) == guesses("sánchez")


def test_the_parts_of_a_name_are_said_in_turn() -> None:
    """A hyphen parts a name into words that are read alone, and the last one has the stress."""
    assert _said("Jong-un", TABLES["Korean"]) == "dʒɔːŋˈʊn"
    assert _said("Fernandez-Castillo", TABLES["Spanish"]) == "fɛɹnɑːndɛzkɑːˈstiːoʊ"


def test_a_likely_origin_is_also_said_with_care() -> None:
    """The vowel before the stress is proposed full as well as weak, as newsreaders differ in it."""
    assert {"həˈɹɪɹiː", "hɑːˈɹɪɹiː"} <= {guess.ipa for guess in guesses("Hariri")}


@pytest.mark.parametrize(("name", "origin", "ipa"), [("Mbeki", "African", "əmˈ"), ("Lviv", "Ukrainian", "ləˈ")])
def test_beginnings_that_english_cannot_say_are_eased(name: str, origin: str, ipa: str) -> None:
    """Where no English word begins with the first consonants, newsreaders put a vowel to them, and so do the tables."""
    assert _said(name, TABLES[origin]).startswith(ipa)


def test_an_apostrophe_parts_syllables() -> None:
    """Letters on the two sides of an apostrophe are never read together: Xi'an is not Xian."""
    assert _said("Xi'an", TABLES["Chinese"]) != _said("Xian", TABLES["Chinese"])
    assert guesses("Xi’an") == guesses("Xi'an")


@pytest.mark.parametrize(("name", "origin"), [("Kigali", "Chinese"), ("Strand", "Japanese"), ("Wojtyla", "Spanish")])
def test_an_impossible_spelling_rules_an_origin_out(name: str, origin: str) -> None:
    """A name with letters or syllables that a language does not have is never proposed as of that origin."""
    assert origin not in {guess.origin for guess in guesses(name)}


def test_origins_that_agree_are_one_guess() -> None:
    """Where two tables give the same sounds, their likelihoods are one guess's."""
    assert len({guess.ipa for guess in guesses("Tanaka")}) == len(guesses("Tanaka"))
    assert guesses("Tanaka")[0][:2] == ("Japanese", "tɑːˈnɑːkə")


@pytest.mark.parametrize("table", [table for table in READ if not table.syllables], ids=lambda table: table.origin)
def test_a_table_has_a_sound_for_each_of_its_letters(table: Table) -> None:
    """No name in the letters of a table is left unread for want of a rule, and none has sounds the voice lacks."""
    for letter in sorted(table.letters):
        ipa = read(f"{letter}ata{letter}a", table)
        assert PHONES.fullmatch(ipa), letter


@pytest.mark.parametrize("table", READ, ids=lambda table: table.origin)
def test_every_rule_is_written_in_phones(table: Table) -> None:
    """The sounds of a rule are phones of American English and nothing else, so that none is dropped unseen."""
    for line in table.written:
        _, _, sounds = line.partition(" / ")[0].partition(">")
        strong, _, weak = sounds.strip().partition("/")
        assert PHONES.fullmatch(f"{strong.strip('ˈ')}ˈ{weak or 'ə'}"), line


def test_tables_wait_for_the_first_name() -> None:
    """Importing the guesser reads no table."""
    code = (
        "from pronouncer.pronounce.languages.en.origins import guess, table;"
        "print(table.tables.cache_info().currsize); guess.guesses('Rossi'); print(table.tables.cache_info().currsize)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0", "1"]
