"""Something heard to be wrong, by a listener or by the automatic check."""

from typing import Literal

from pronouncer.noun import noun

Severity = Literal["wrong", "doubt"]


@noun
class Report:
    """One finding about one edition."""

    check: str
    """Which check found it; docs/review.md explains each."""
    message: str
    """What is wrong, with the numbers."""
    sentence_id: str = ""
    """Where, if it is in one sentence."""
    start: int = 0
    """First character in `Sentence.text` of the words that it is about."""
    end: int = 0
    """One past the last; the same as `start` where it is about no words, or all."""
    severity: Severity = "wrong"
    """`wrong` holds an edition back, where the site wants that; `doubt` is for an editor's ear."""
    heard: str = ""
    """What was heard instead, in words or IPA."""
    margin: float = 0.0
    """How far over its limit the sign is, 1.0 at the limit; 0 where a check has no measure."""


@noun
class Unchecked:
    """A check that was not made, which is not the same as one that found nothing."""

    check: str
    reason: str
    sentences: int
    """In how many sentences it was not made."""


@noun
class Listening:
    """What came of listening to a sentence, or to an edition."""

    reports: tuple[Report, ...]
    """What was heard to be wrong, or may be."""
    checked: tuple[str, ...]
    """Checks that were made in at least one sentence."""
    not_checked: tuple[Unchecked, ...] = ()
    """Checks that were not made, in how many sentences, and why."""
