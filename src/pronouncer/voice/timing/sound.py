"""What is timed, and what the aligners have in common; loads nothing heavy."""

from typing import NamedTuple

Span = tuple[float, float]
"""Start and end of a word, in seconds."""


class Unaligned(Exception):
    """Why a way of timing gave no times; `timed` catches it, and goes on to the next."""


class Sound(NamedTuple):
    """What an engine said."""

    samples: bytes
    """Mono, signed 16-bit, little endian."""
    rate: int
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) // 2 / self.rate
