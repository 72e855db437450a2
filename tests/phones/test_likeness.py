"""Whether two transcriptions are the same sounds: notation does not count, another vowel or consonant does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pronouncer.phones.likeness import alike, beat, folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ʃmˈɪt", "ˈʃmɪt"),
        ("pˈæɹɪs", "ˈpɛɹɪs"),
        ("ˈædəm", "ˈæɾəm"),
        ("zəlˈɛnski", "zəˈlɛnskiː"),
        ("bˈɜːnz", "ˈbɝnz"),
        ("lˈɔːɹəl", "ˈloʊɹəl"),
        ("kˈɑːɹni", "ˈkɑːɹniː"),
        ("nˈuːz", "ˈnjuːz"),
        ("bˈʌʔn̩", "ˈbʌtən"),
        ("ɹᵻplˈeɪs", "ˌɹiːˈpleɪs"),
        ("lˈɪndən", "ˈlɪndʌn"),
        ("t͡ʃˈɑːd", "ˈtʃɒd"),
    ],
)
def test_the_same_sounds(one: str, other: str) -> None:
    """Length, taps, weak vowels, the notation of r and where a stress mark stands make no other pronunciation."""
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ˈpuːtɪn", "ˈpjuːtɪn"),
        ("ˈkiːɪv", "kiːˈɛv"),
        ("ˈɡɪb", "ˈdʒɪb"),
        ("ˈkɑːɹ", "ˈkɔːɹ"),
        ("ˈbɪt", "ˈbɛt"),
        ("ˈkɑːneɪ", "ˈkɑːniː"),
        ("", "ə"),
    ],
)
def test_other_sounds(one: str, other: str) -> None:
    """Another vowel under the stress, another consonant, a sound more: another pronunciation."""
    assert not alike(one, other)


def test_stress_counts_if_asked() -> None:
    """The same sounds with the stress elsewhere are alike, unless stress is asked for; no mark is no difference."""
    assert alike("ˈbɑːbɑː", "bɑːˈbɑː") and not alike("ˈbɑːbɑː", "bɑːˈbɑː", stress=True)
    assert alike("ˈbɑːbɑː", "bˈɑːbɑː", stress=True) and alike("ˈbɑːbɑː", "bɑːbɑː", stress=True)
    assert beat("bɑːˈbɑː") == 1 and beat("bɑː") == -1


@given(st.text(alphabet="ˈˌːabdefhijklmnoprstuvwzæðŋəɚɛɜɡɪɹʃʊʌʒθɑɔɾ̩ʔ", max_size=20))
def test_likeness_is_reflexive(ipa: str) -> None:
    """Any string of phones is like itself, and folding takes the marks away."""
    assert alike(ipa, ipa, stress=True)
    assert not set(folded(ipa)) & set("ˈˌː")
