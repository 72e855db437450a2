"""What is said for one sentence: tokens with their words and IPA, and what may go wrong."""

import functools
from dataclasses import dataclass

from pronouncer.noun import noun

_DECIDED = frozenset(("lexicon", "homograph", "dictionary", "origin"))


@noun
class Token:
    """A written stretch and the words it is said with.

    The tokens of an utterance cover its sentence without gap or overlap, so that every spoken word
    leads back to characters of the article.
    """

    start: int
    """First character in `Sentence.text`."""
    end: int
    """One past the last character in `Sentence.text`."""
    written: str
    """`Sentence.text[start:end]`."""
    spoken: str
    """Words with single spaces between them; empty for what is silent."""
    ipa: str
    """As many IPA words as `spoken` has words, with single spaces between them."""
    kind: str
    """Semiotic class: word, cardinal, money, ...; `space` and `punctuation` are silent."""
    boundary: str
    """Prosodic boundary after the token: one of `, ; . ? !`, or empty."""
    rule: str = ""
    """Who decided how it is said: the name of a rule, `lexicon`, or `homograph` and the reading; empty where it was
    left to the engine."""

    @property
    def is_decided(self) -> bool:
        """Whether its IPA was decided here, so that an engine must be told and its own guess does not do."""
        return self.rule.split(" ")[0] in _DECIDED


TEXT_PROBLEMS = frozenset(
    (
        "broken-sentence",
        "doubled-word",
        "joined-words",
        "leftover-markup",
        "may-not-belong",
        "stretched-letters",
        "unbalanced-quotes",
    )
)
"""Reasons of flags for slips in what is written; all others are for what may be said wrong."""


@noun
class Candidate:
    """A way to say what was flagged, for the editor to choose."""

    ipa: str
    """IPA; empty where other words are proposed."""
    respelling: str
    """The same, as newsrooms write it; or the words that may have been meant."""
    source: str
    """Where it comes from: an origin such as `Polish`, the dictionary, a reading."""


@noun
class Flag:
    """Something that may be said wrong, or written wrong."""

    start: int
    """First character in `Sentence.text`."""
    end: int
    """One past the last character in `Sentence.text`."""
    reason: str
    """A reason that docs/pronounce.md explains, such as `unknown-character`."""
    message: str
    """What an editor should know, in one sentence."""
    risk: float = 0.0
    """0 to 1: how likely it is wrong, times the harm; flags are ranked by it."""
    heard: str = ""
    """What will be said, as a respelling; empty for slips in the text."""
    candidates: tuple[Candidate, ...] = ()
    """At most three other ways, the likeliest first."""
    times: int = 1
    """How often the article has it; only the first place is flagged."""

    @property
    def is_text(self) -> bool:
        """Whether it is a slip in the text, and not a matter of pronunciation."""
        return self.reason in TEXT_PROBLEMS


@dataclass(frozen=True)
class Utterance:
    """One sentence, ready for any engine."""

    sentence_id: str
    """`Sentence.id`."""
    language: str
    """BCP 47."""
    tokens: tuple[Token, ...]
    """Cover the sentence from its first to its last character."""
    flags: tuple[Flag, ...] = ()
    """What an editor should look at."""

    def __hash__(self) -> int:
        return hash(self.sentence_id)  # is made from the text; a hash of every token would take a millisecond in all

    @property
    def spoken(self) -> str:
        """All words in one string."""
        return " ".join(token.spoken for token in self.tokens if token.spoken)

    @functools.cached_property
    def words(self) -> list[tuple[int, str, str]]:
        """Every spoken word as (index of its token, word, IPA)."""
        return [
            (index, word, ipa)
            for index, token in enumerate(self.tokens)
            if token.spoken
            for word, ipa in zip(token.spoken.split(" "), token.ipa.split(" "), strict=True)
        ]

    @functools.cached_property
    def breaks(self) -> list[str]:
        """The boundary after each spoken word, in the order of `words`; the last one is never empty."""
        found: list[str] = []
        for token in self.tokens:
            found += [""] * (token.spoken.count(" ") + 1 if token.spoken else 0)
            if token.boundary and found:
                found[-1] = token.boundary
        if found and found[-1] not in (".", "?", "!"):
            found[-1] = "."
        return found
