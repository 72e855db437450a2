"""Respellings: what editors type becomes IPA, and any IPA can be read aloud."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.errors import LexiconError, SettingsError
from pronouncer.phones.respelling import readings, respelled
from pronouncer.pronounce.homographs import read_readings
from pronouncer.pronounce.language import language
from pronouncer.pronounce.lexicons.tsv import read

PAIRS = [
    line.split("\t")[:2]
    for line in (Path(__file__).parent / "respellings.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def folded(ipa: str) -> str:
    """Return IPA without secondary stress, and one mid vowel."""
    return re.sub("[ˈˌ]", "", ipa).replace("ʌ", "ə")


@pytest.mark.parametrize(("respelling", "ipa"), PAIRS)
def test_pairs(respelling: str, ipa: str) -> None:
    """A respelling has one reading; shown as a respelling again, it is read the same."""
    assert readings(respelling) == [ipa]
    assert folded(ipa) in [folded(each) for each in readings(respelled(ipa))]


def test_there_are_two_hundred_pairs() -> None:
    """The tables are held by two hundred pairs and more."""
    assert len(PAIRS) >= 200 and len({respelling for respelling, _ in PAIRS}) == len(PAIRS)


def test_an_ambiguous_respelling_has_all_its_readings() -> None:
    """What English reads in two ways is not guessed; each reading has a spelling of its own."""
    assert readings("KOU") == ["ˈkaʊ", "ˈkuː"]
    assert [respelled(ipa) for ipa in readings("KOU")] == ["kow", "koo"]
    assert len(readings("EAR-ou")) == 6


@pytest.mark.parametrize(
    ("respelling", "message"),
    [
        ("", "is empty"),
        ("zelensky", "'zelensky' in 'zelensky' is no syllable"),
        ("zuh-len-skee", "no stressed syllable: put it in capitals"),
        ("ZRQ-uh", "'ZRQ' in 'ZRQ-uh' is no syllable"),
        ("ZUH--lah", "letters and hyphens"),
        ("K33-ihv", "letters and hyphens"),
        ("KAYE-uh", "two vowels"),
        ("TCHTCHTCHTCH" * 50, "too long for one syllable"),
        ("EA-" + "ea-" * 40 + "ea", "too many ways"),
    ],
)
def test_an_impossible_respelling_is_explained(respelling: str, message: str) -> None:
    """An error names the syllable and says what to write."""
    with pytest.raises(SettingsError, match=message):
        readings(respelling)


@pytest.mark.parametrize(
    ("ipa", "respelling"),
    [
        ("ɹɪpˈʌblɪkən", "rih-PUB-lih-kuhn"),
        ("ˈaɪslənd", "EYE-sluhnd"),
        ("mˌæsətʃˈuːsɪts", "mas-uh-CHOO-sits"),
        ("kˈiːɪv lˈɛɾɚ", "KEE-iv LET-ur"),
        ("ɡʁɑ̃", "grahn"),
        ("ʘa", "[ʘ]a"),
    ],
)
def test_ipa_is_shown_as_a_respelling(ipa: str, respelling: str) -> None:
    """Syllables are cut where English cuts them; a sound without a spelling is shown in brackets."""
    assert respelled(ipa) == respelling


def test_every_homograph_can_be_shown() -> None:
    """No two readings of a homograph are respelled alike, and none needs brackets."""
    for word, found in read_readings((language("en").homographs or Path()) / "readings.tsv").items():
        shown = [respelled(reading.ipa["US"]) for reading in found]
        assert len(set(shown)) == len(shown) and not any("[" in each for each in shown), (word, shown)


@given(st.text(alphabet="ˈˌːabdefhijklmnoprstuvwzæðŋəɚɛɜɡɪɹʃʊʌʒθɑɔ ", max_size=30))
def test_any_ipa_can_be_shown(ipa: str) -> None:
    """For any string of phones there is a respelling, with as many words."""
    assert len(respelled(ipa).split(" ")) == max(1, len(ipa.split()))


def test_the_lexicon_takes_respellings(tmp_path: Path) -> None:
    """A lexicon line may hold a respelling; an ambiguous or impossible one is refused with its line."""
    path = tmp_path / "names.tsv"
    path.write_text("Kyiv\tKEE-ihv\n", "utf-8")
    assert read(path)[0].phoneme == "ˈkiːɪv"
    path.write_text("# names\nKou\tKOU\n", "utf-8")
    with pytest.raises(
        LexiconError, match=r"line 2: 'KOU' can be read in 2 ways\. Write the one you mean: kow \(ˈkaʊ\), koo"
    ):
        read(path)
    path.write_text("Zrq\tZRQ-uh\n", "utf-8")
    with pytest.raises(LexiconError, match="line 1: 'ZRQ' in 'ZRQ-uh' is no syllable"):
        read(path)
