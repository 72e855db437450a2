"""How an engine is told a pronunciation, by what it says it obeys: phones, SSML 1.1, or a respelling in the text.

Nothing is dropped in silence: `Told.replaced` has the phones that the engine lacks, and `Told.exact` says whether it
is told sounds at all.
"""

from typing import Literal, NamedTuple

from pronouncer.phones.alphabet import Alphabet, compiled
from pronouncer.phones.respelling import respelled

Times = Literal["word", "phoneme", "character", "mark", "none"]


class Capabilities(NamedTuple):
    """The capability sheet of a voice: what it really obeys and gives, which is less than some engines accept."""

    alphabet: Alphabet | None = None
    """The phones that it can be told; None where it takes words alone."""
    ssml: frozenset[str] = frozenset()
    """Elements of SSML 1.1 that it obeys: `phoneme`, `sub`, `break`, `mark`, ..."""
    times: Times = "none"
    """What the engine itself says the times of; every take has word times in the end."""
    longest: int = 0
    """Characters of one request, markup included; 0 where there is no limit."""
    deterministic: bool = False
    """Whether the same utterance gives the same samples."""
    price: float = 0.0
    """US dollars for a million characters; 0 for what runs here."""
    device: str = "cpu"
    """`cpu`, `cuda`, or `network` for what leaves the house."""


class Told(NamedTuple):
    """One word as an engine gets it."""

    text: str
    """Phones of its alphabet, an element of SSML, or a respelling."""
    exact: bool
    """Whether sounds are told; a respelling leaves them to the engine's own rules."""
    replaced: tuple[tuple[str, str], ...] = ()
    """Phones that it lacks, each with the nearest one that stands for it."""


def told(word: str, ipa: str, capabilities: Capabilities) -> Told:
    """Return a word and its IPA in the best way that an engine obeys. Raises ValueError for what is no IPA."""
    alphabet, ssml = capabilities.alphabet, capabilities.ssml
    if alphabet:
        text, replaced = compiled(ipa, alphabet)
        if "phoneme" in ssml:
            text = f'<phoneme alphabet="{alphabet.name}" ph="{_escaped(text)}">{_escaped(word)}</phoneme>'
        return Told(text, True, replaced)
    spelling = spelled_out(ipa)
    if "sub" in ssml:
        return Told(f'<sub alias="{_escaped(spelling)}">{_escaped(word)}</sub>', False)
    return Told(spelling, False)


def _escaped(text: str) -> str:
    import html  # for SSML only; xml.sax.saxutils would load an HTTP client

    return html.escape(text)


def spelled_out(ipa: str) -> str:
    """Return a respelling without the capitals and brackets that an engine would read in its own way."""
    return respelled(ipa).lower().replace("[", "").replace("]", "")
