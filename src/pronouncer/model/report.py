"""Something heard to be wrong, by a listener or by the automatic check."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One finding about one edition."""

    check: str
    """Which check found it; docs/review.md explains each."""
    message: str
    """What is wrong, with the numbers."""
    sentence_id: str = ""
    """Where, if it is in one sentence."""
