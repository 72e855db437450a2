"""What a language brings: rules from written to spoken, letter names, homographs, a lexicon. One folder each."""

import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from pronouncer.pronounce.dictionary import Dictionary

DIGITS = "0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NEAR = 16  # characters
LOWER = "abcdefghijklmnopqrstuvwxyz"


class Rule(NamedTuple):
    """One way of writing that is not said letter for letter, and how it is said."""

    name: str
    """What `explain` shows; the first word is the semiotic class."""
    starts: str
    """The characters that a match may begin with."""
    pattern: str
    """A regular expression; it may look at what stands before and after. Every repetition in it is bounded, so that a
    hostile line takes linear time."""
    say: Callable[[re.Match[str], Any], str]
    """Gets the match and the speller of the language; returns words with single spaces, or an empty string for
    "not mine after all". Single capital letters among the words are letter names."""
    near: str = ""
    """If given: characters of which one must stand within the first `NEAR` of a match. Spares compiling the pattern."""

    @property
    def kind(self) -> str:
        """The semiotic class: `money` of `money range`."""
        return self.name.partition(" ")[0]


class Guess(Protocol):
    """A way to say a name, if it is of an origin."""

    @property
    def origin(self) -> str:
        """English name of the origin, such as `Polish`."""

    @property
    def ipa(self) -> str:
        """One word of IPA."""

    @property
    def likelihood(self) -> float:
        """From 0 to 1."""


class Language(NamedTuple):
    """How one language reads."""

    tag: str
    """BCP 47: a language, or a language and a region with conventions of its own."""
    region: str = ""
    """Whose IPA the homographs have: `US` or `GB`."""
    rules: tuple[Rule, ...] = ()
    """In order of precedence: at each place the first one that has words to say wins."""
    speller: object = None
    """How numbers become words; handed to every rule."""
    letters: Mapping[str, str] = MappingProxyType({})
    """Capital letter to the IPA of its name."""
    symbols: Mapping[str, str] = MappingProxyType({})
    """Single characters that are said as a word."""
    suffix: Callable[[str, str], str] = lambda ipa, ending: ipa
    """IPA of a word and its ending (`'s`, `s`), for words whose IPA is known and whose inflection is not."""
    accent: Callable[[str], str] = lambda ipa: ipa
    """IPA of the lexicon that comes with the language, as this region says it."""
    lexicons: tuple[Path, ...] = ()
    """Names and words that every engine gets wrong."""
    roles: Mapping[str, tuple[frozenset[str], frozenset[str]]] = MappingProxyType({})
    """Role of an entry of the lexicon to the words that show it: just before, just after."""
    words: Path | None = None
    """List of common words, by which names are told from the starts of sentences."""
    dictionary: Callable[[], Dictionary | None] = lambda: None
    """A large pronouncing dictionary of the language, if there is one."""
    dictionary_speaks: bool = False
    """Whether the dictionary has the accent of this region, so that a name is said as it has it."""
    guesses: Callable[[str], Sequence[Guess]] = lambda name: ()
    """How a name may be said by the rules of the languages it may come from, likeliest first."""
    capitals: frozenset[str] = frozenset()
    """Acronyms and words in capitals whose reading is known."""
    mistakes: Path | None = None
    """Weights by which names that letter-to-sound rules say wrong are told from those they say right."""
    homographs: Path | None = None
    """Folder with `readings.tsv` and the trained `weights.tsv`."""
    features: Callable[[Sequence[str], int], list[str]] | None = None
    """What the classifier of homographs sees around a word."""


_FOLDER = "pronouncer.pronounce.languages"
LANGUAGES: Mapping[str, str] = {
    "en": f"{_FOLDER}.en.american",
    "en-AU": f"{_FOLDER}.en.british",
    "en-GB": f"{_FOLDER}.en.british",
    "en-IE": f"{_FOLDER}.en.british",
    "en-IN": f"{_FOLDER}.en.british",
    "en-NZ": f"{_FOLDER}.en.british",
    "en-ZA": f"{_FOLDER}.en.british",
    "fr": f"{_FOLDER}.fr.rules",
}
PLAIN = f"{_FOLDER}.plain.rules"


def language(tag: str) -> Language:
    """Return the language of a BCP 47 tag; one without rules of its own is read as written."""
    parts = tag.replace("_", "-").split("-")
    primary = parts[0].lower()
    regional = next((f"{primary}-{part.upper()}" for part in parts[1:] if len(part) == 2), primary)
    module = import_module(LANGUAGES.get(regional) or LANGUAGES.get(primary) or PLAIN)
    return module.LANGUAGE  # type: ignore[no-any-return]
