"""The formats a programme can be made in."""

from collections.abc import Mapping, Sequence

from pronouncer.errors import SettingsError
from pronouncer.noun import noun


@noun
class Format:
    """One format: its codec with the settings that make spliced packets play without a seam."""

    name: str
    """What users call it, and the file's extension."""
    codec: str
    """FFmpeg's name of the encoder."""
    container: str
    """FFmpeg's name of the muxer."""
    media_type: str
    """RFC 6838 with the codec, RFC 6381."""
    sample_format: str
    """What the encoder takes."""
    bit_rate: int
    """Bits a second."""
    options: Mapping[str, str]
    """Of the encoder."""
    frame_seconds: float = 0.0
    """Length of a frame where it is fixed in time (Opus)."""
    frame_samples: int = 0
    """Length of a frame where it is fixed in samples."""
    rates: Sequence[int] = (16_000, 22_050, 24_000)
    """Sample rates that are kept; the last one is used for any other."""
    priming: int = 0
    """Packets at the front of an encode that hold nothing but the encoder's delay."""
    keeps_priming: bool = False
    """Whether the file starts with them, for the player to cut off."""
    delay: int = 0
    """Samples that the player cuts off the front."""
    tail: float = 0.13
    """Seconds of silence at least after speech: what the codec needs to come to rest."""
    makeup: float = 0.0
    """dB that the codec takes from the programme loudness of speech, as measured."""

    def rate(self, take_rate: int) -> int:
        """Return the sample rate for takes of a rate."""
        return take_rate if take_rate in self.rates else self.rates[-1]

    def frame(self, rate: int) -> int:
        """Return the samples of a frame at a sample rate."""
        return self.frame_samples or round(self.frame_seconds * rate)


_ALL = (
    Format(
        name="m4a",
        codec="aac",
        container="ipod",
        media_type='audio/mp4; codecs="mp4a.40.2"',
        sample_format="fltp",
        bit_rate=64_000,
        options={"aac_coder": "fast"},
        frame_samples=1024,
        priming=1,
        keeps_priming=True,
        delay=1024,
        makeup=0.13,
    ),
    Format(
        name="mp3",
        codec="libmp3lame",
        container="mp3",
        media_type="audio/mpeg",
        sample_format="s16p",
        bit_rate=64_000,
        # No bit reservoir: every packet stands alone. The decoder's own delay of 529 samples is what a
        # player cuts; dropping the one priming packet of 576 removes the encoder's.
        options={"reservoir": "0", "compression_level": "7"},
        frame_samples=576,
        priming=1,
        delay=529,
        makeup=0.53,
    ),
    Format(
        name="opus",
        codec="libopus",
        container="opus",
        media_type='audio/ogg; codecs="opus"',
        sample_format="s16",
        bit_rate=32_000,
        # "audio" and not "voip": at low complexity the speech mode puts full-scale clicks into synthetic
        # voices, and costs twice the time.
        options={"application": "audio", "vbr": "constrained", "frame_duration": "20", "compression_level": "5"},
        frame_seconds=0.02,
        rates=(24_000,),
        delay=156,
        tail=0.2,
    ),
)
FORMATS: Mapping[str, Format] = {entry.name: entry for entry in _ALL}


MIXED_RATE = 24_000
"""Samples a second of a programme in several voices, whatever each of them has."""


def formats(names: Sequence[str]) -> list[Format]:
    """Return the formats of some names, each once. Raises SettingsError for one that is unknown."""
    for name in names:
        if name not in FORMATS:
            raise SettingsError(f"There is no format {name!r}. Formats are: {', '.join(FORMATS)}.")
    return [FORMATS[name] for name in dict.fromkeys(names)]
