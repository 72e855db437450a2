"""What a language brings: rules from written to spoken, letter names, a lexicon. One folder each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """One semiotic class: what it looks like and how it is said.

    `pattern` has no named groups; the rules of a language are tried in order at each place, first match
    wins. `say` gets the matched text and returns its words with single spaces, or an empty string for
    "not mine after all", which leaves the text to the generic classes. Single capital letters among the
    words are letter names.
    """

    kind: str
    pattern: str
    say: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Language:
    """How one language reads."""

    tag: str
    """BCP 47 primary subtag."""
    rules: tuple[Rule, ...] = ()
    """In order of precedence."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Capital letter to the IPA of its name."""
    symbols: Mapping[str, str] = field(default_factory=dict)
    """Single characters that are said as a word."""
    suffix: Callable[[str, str], str] = lambda ipa, ending: ipa
    """IPA of a word and its ending (`'s`, `s`), for words whose IPA is known and whose inflection is not."""
    lexicon: Path | None = None
    """Names and words that every engine gets wrong."""


LANGUAGES: Mapping[str, str] = {
    "en": "pronouncer.pronounce.languages.en.rules",
}
PLAIN = "pronouncer.pronounce.languages.plain.rules"


def language(tag: str) -> Language:
    """Return the language of a BCP 47 tag; one without rules of its own is read as written."""
    module = import_module(LANGUAGES.get(tag.split("-")[0].lower(), PLAIN))
    return module.LANGUAGE  # type: ignore[no-any-return]
