"""Each engine is told a pronunciation in the best way that it obeys, and what is lost is said."""

import pytest

from pronouncer.phones.alphabets import ARPABET, IPA, KOKORO, X_SAMPA
from pronouncer.phones.telling import Capabilities, told

PHONEME, SUB = frozenset(("phoneme",)), frozenset(("sub",))


@pytest.mark.parametrize(
    ("capabilities", "text", "exact"),
    [
        (Capabilities(IPA), "zəˈlɛnskiː", True),
        (Capabilities(ARPABET), "Z AH0 L EH1 N S K IY0", True),
        (Capabilities(KOKORO), "zəlˈɛnskiː", True),
        (Capabilities(IPA, PHONEME), '<phoneme alphabet="ipa" ph="zəˈlɛnskiː">Zelenskyy</phoneme>', True),
        (Capabilities(X_SAMPA, PHONEME), '<phoneme alphabet="x-sampa" ph="z@&quot;lEnski:">Zelenskyy</phoneme>', True),
        (Capabilities(ssml=SUB), '<sub alias="zuh-len-skee">Zelenskyy</sub>', False),
        (Capabilities(ssml=PHONEME), "zuh-len-skee", False),
        (Capabilities(), "zuh-len-skee", False),
    ],
)
def test_the_best_way_that_is_obeyed(capabilities: Capabilities, text: str, exact: bool) -> None:
    """Phones where the engine takes them, in SSML where it wants that; else a substitute; else a respelling."""
    assert told("Zelenskyy", "zəˈlɛnskiː", capabilities) == (text, exact, ())


def test_markup_in_words_is_inert() -> None:
    """A word that holds markup cannot break out of its element."""
    found = told('A&B <x>"', "ˈæ", Capabilities(IPA, PHONEME)).text
    assert found == '<phoneme alphabet="ipa" ph="ˈæ">A&amp;B &lt;x&gt;&quot;</phoneme>'


def test_what_is_replaced_is_said() -> None:
    """The phones that an alphabet lacks are named with those that stand for them, and what is no IPA is refused."""
    assert told("Bach", "ˈbɑːx", Capabilities(ARPABET)).replaced == (("x", "k"),)
    with pytest.raises(ValueError, match="☃"):
        told("Bach", "☃", Capabilities(ARPABET))
