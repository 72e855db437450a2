"""What the aligners have in common; loads nothing heavy."""

Span = tuple[float, float]
"""Start and end of a word, in seconds."""


class Unaligned(Exception):
    """Why a way of timing gave no times; `timed` catches it, and goes on to the next."""


class Unknown(Unaligned):
    """Why nothing can be said of a sound, for or against: its words are beyond what the recogniser knows."""
