"""Who speaks."""

from collections.abc import Iterable

from pronouncer.noun import noun

SOURCE_TYPES = ("trainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia", "digitalCreation")
"""IPTC digital source types that a voice can have, the one that says most first."""
_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@noun
class Voice:
    """A voice of an engine, with what must be known before it may be published."""

    engine: str
    """Name in the table of engines, such as `espeak`."""
    name: str
    """The engine's own name for the voice, such as `en-us`."""
    language: str
    """BCP 47."""
    version: str
    """Version of the engine; part of every take key."""
    licence: str
    """SPDX expression, or a URL."""
    attribution: str
    """Who must be named."""
    description: str = ""
    """For people."""
    gain: float = 0.0
    """dB that bring this voice's running speech to the target loudness, as measured."""
    speed: float = 1.0
    """1.0 is the voice's own speed."""
    phone_seconds: float = 0.08
    """Seconds that one phone of running speech takes, as measured; for estimates only."""
    break_seconds: float = 0.15
    """Seconds that a comma takes, as measured; for estimates only."""
    source_type: str = "algorithmicMedia"
    """IPTC digital source type: `algorithmicMedia` for rules, `trainedAlgorithmicMedia` for models."""

    cloned: bool = False
    """Whether it resembles a real person, so that listeners have to be told."""

    @property
    def id(self) -> str:
        """How users name the voice: `engine:name`."""
        return f"{self.engine}:{self.name}"


def source_type(voices: Iterable[Voice]) -> str:
    """Return the URI of the IPTC digital source type of what some voices say together: that which says most."""
    found = {voice.source_type for voice in voices}
    return _IPTC + next((known for known in SOURCE_TYPES if known in found), "algorithmicMedia")
