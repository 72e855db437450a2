"""Sound from engines that are not ours to trust: decoded, trimmed, and refused where it is no speech."""

import io
from typing import TYPE_CHECKING, NamedTuple

from pronouncer.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FULL = 32_767
_QUIET = 10 ** (-50 / 20)  # of full scale; what stays under it at the ends is no speech
_SILENT = 10 ** (-40 / 20)  # of full scale; speech whose peak is under it is none
_CLIPPED = 0.01  # share of samples at full scale from which speech is broken
_MARGIN = 0.02  # seconds kept before the first loud sample and after the last: a soft consonant


class Sound(NamedTuple):
    """Mono sound."""

    rate: int
    """Samples a second."""
    samples: "npt.NDArray[np.int16]"
    """One a sample."""


class Trimmed(NamedTuple):
    """Sound without the silence around it."""

    rate: int
    samples: bytes
    """As in `Take.samples`."""
    cut: float
    """Seconds that were taken from the front; times of the engine are later by this."""


def decoded(data: bytes, what: str) -> Sound:
    """Return the sound in the bytes of any audio file.

    `what` names the engine in the message. Raises EngineError, not permanent, for what is none or is broken.
    """
    import av
    import numpy as np

    pieces: list[npt.NDArray[np.int16]] = []
    rate = 0
    try:
        with av.open(io.BytesIO(data), "r") as file:
            resampler = av.AudioResampler(format="s16", layout="mono")
            for frame in file.decode(audio=0):
                rate = frame.sample_rate
                pieces += [made.to_ndarray()[0] for made in resampler.resample(frame)]
    except (av.FFmpegError, IndexError) as error:
        raise EngineError(
            f"{what} answered with {len(data)} bytes that are no whole audio file.", permanent=False
        ) from error
    if not pieces:
        raise EngineError(f"{what} answered with an audio file that has no sound in it.", permanent=False)
    return Sound(rate, np.concatenate(pieces))


def from_pcm(data: bytes, rate: int) -> Sound:
    """Return the sound of raw signed 16-bit little-endian samples."""
    import numpy as np

    return Sound(rate, np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16))


def from_floats(samples: "npt.NDArray[np.float32]", rate: int, what: str) -> Sound:
    """Return the sound of samples from -1 to 1. Raises EngineError for what are no numbers."""
    import numpy as np

    if not np.isfinite(samples).all():
        raise EngineError(
            f"{what} made samples that are not numbers. Its model file is broken: install the voice again.",
            permanent=True,
        )
    return Sound(rate, np.clip(np.rint(samples * _FULL), -_FULL - 1, _FULL).astype(np.int16))


def trimmed(sound: Sound, what: str) -> Trimmed:
    """Return sound without the silence at its ends. Raises EngineError for silence and for what is clipped."""
    import numpy as np

    loud = np.abs(sound.samples.astype(np.int32))
    if not loud.size or loud.max() < _SILENT * _FULL:
        raise EngineError(f"{what} made no sound that can be heard.", permanent=False)
    share = float((loud >= _FULL).mean())
    if share > _CLIPPED:
        raise EngineError(f"{what} made sound that is clipped in {share:.0%} of its samples.", permanent=False)
    heard = np.flatnonzero(loud > _QUIET * _FULL)
    margin = round(_MARGIN * sound.rate)
    first, last = max(0, int(heard[0]) - margin), min(loud.size, int(heard[-1]) + 1 + margin)
    return Trimmed(sound.rate, sound.samples[first:last].astype("<i2").tobytes(), first / sound.rate)
