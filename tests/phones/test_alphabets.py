"""IPA in the alphabets of engines, and back; the nearest phone for one that is lacking."""

import pytest

from pronouncer.phones.alphabet import Alphabet, compiled, nearest
from pronouncer.phones.alphabets import ALPHABETS, ARPABET, IPA, KOKORO, X_SAMPA, ipa_of_arpabet, ipa_of_x_sampa, piper
from pronouncer.phones.segments import distance, plain, unknown

ESPEAK = Alphabet("espeak", {"z": "z", "ə": "@", "l": "l", "ɛ": "E", "n": "n"}, "|", "vowel", {"ˈ": "'", "ˌ": ","})


@pytest.mark.parametrize(
    ("alphabet", "ipa", "text"),
    [
        (ESPEAK, "zəˈlɛn", "z|@|l|'E|n"),
        (X_SAMPA, "zəˈlɛnskiː", 'z@"lEnski:'),
        (X_SAMPA, "ˈlɔːɹəˌvɔ̃", '"lO:r\\@%vO~'),
        (ARPABET, "zəˈlɛnskiː", "Z AH0 L EH1 N S K IY0"),
        (ARPABET, "ˈmɜːɹiː", "M ER1 IY0"),
        (ARPABET, "ˌɔːlˈbɛɹtoʊ", "AO2 L B EH1 R T OW0"),
        (KOKORO, "dʒoʊˈkeɪtʃaɪ", "ʤOkˈAʧI"),
        (IPA, "d͡ʒoˈkɔvitɕ", "dʒoˈkɔvitɕ"),
    ],
)
def test_ipa_in_an_alphabet(alphabet: Alphabet, ipa: str, text: str) -> None:
    """Every phone has its symbol, the longest phone wins, and stress goes where the alphabet wants it."""
    assert compiled(ipa, alphabet) == (text, ())


@pytest.mark.parametrize(
    ("ipa", "text", "replaced"),
    [
        ("bɑːxˈmuːt", "B AA0 K M UW1 T", (("x", "k"),)),
        ("ˈɬanɛɬi", "L AA1 N EH0 L IY0", (("ɬ", "l"), ("ɬ", "l"))),
        ("ʁɔ̃ˈsaʁ", "R AO0 S AA1 R", (("ʁ", "r"), ("ɔ̃", "ɔ"), ("ʁ", "r"))),
        ("haˈwaɪʔi", "HH AA0 W AY1 IY0", (("ʔ", ""),)),
    ],
)
def test_a_phone_that_is_lacking_becomes_the_nearest(
    ipa: str, text: str, replaced: tuple[tuple[str, str], ...]
) -> None:
    """The nearest phone by features is taken, and the answer says which stands for which."""
    assert compiled(ipa, ARPABET) == (text, replaced)


def test_what_is_no_ipa_is_refused() -> None:
    """A character that the alphabet of the IPA does not have is an error that names it, never left out."""
    with pytest.raises(ValueError, match="☃"):
        compiled("s☃", X_SAMPA)
    assert unknown("s☃") == "☃" and unknown("ˈkiːɪv") == "" and unknown("ːk") == "ː"


def test_piper_alphabet_is_that_of_the_voice() -> None:
    """A Piper voice can be told the letters of its own id map, stress included, and no others."""
    voice = piper({"_": [0], "^": [1], "k": [2], "i": [3], "ː": [4], "v": [5], "ˈ": [6], " ": [7]})
    assert compiled("ˈkiːv", voice) == ("kˈiːv", ())
    assert compiled("ˈɡuː", voice).replaced == (("ɡ", "k"), ("uː", "i"))


@pytest.mark.parametrize("name", ["x-sampa", "ipa"])
def test_round_trip_of_each_phone(name: str) -> None:
    """Each phone that X-SAMPA has a symbol for comes back as itself."""
    alphabet = ALPHABETS[name]
    for phone in alphabet.phones:
        if len(phone) == 1 and phone.isalpha() and not unknown(phone):
            text = compiled(phone, alphabet).text
            assert (ipa_of_x_sampa(text) if name == "x-sampa" else plain(text)) == phone


@pytest.mark.parametrize(
    ("arpabet", "ipa"),
    [
        ("Z AH0 L EH1 N S K IY0", "zəˈlɛnskiː"),
        ("W UH1 S T ER0 SH ER0", "ˈwʊstɚʃɚ"),
        ("AE2 N T IH0 G W AA1", "ˌæntɪɡˈwɑː"),
        ("M ER1 IY0", "ˈmɜːɹiː"),
        ("hh ah l ow", "hʌloʊ"),
    ],
)
def test_arpabet_to_ipa(arpabet: str, ipa: str) -> None:
    """Stress goes before the consonants that an English syllable may begin with; unstressed AH is a schwa."""
    assert ipa_of_arpabet(arpabet) == ipa


@pytest.mark.parametrize(
    ("read", "text"), [(ipa_of_arpabet, "K QX1"), (ipa_of_arpabet, "K -"), (ipa_of_x_sampa, "k^i")]
)
def test_an_unknown_symbol_is_named(read: object, text: str) -> None:
    """Another alphabet's symbol is refused by name."""
    with pytest.raises(ValueError, match=r"QX1|-|\^"):
        read(text)  # type: ignore[operator]


def test_distances_order_the_sounds() -> None:
    """Neighbours on the chart are nearer than strangers, and a sound is no distance from itself."""
    assert distance("ʂ", "ʃ") < distance("ʂ", "s") < distance("ʂ", "k") < distance("ʂ", "a")
    assert distance("ɨ", "ɪ") < distance("ɨ", "ɑ") and distance("eɪ", "eɪ") == 0 and distance("p", "b") > 0
    assert nearest("œ", ARPABET) in ("ɛ", "e", "ɜ") and nearest("ɲ", ARPABET) == "n"
