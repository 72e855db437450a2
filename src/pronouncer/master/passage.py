"""One take, levelled and encoded alone on the codec's frame grid, with silent edges.

Packets made this way can be spliced: what is joined is silence. Method and figures: docs/master.md.
"""

import math
from collections.abc import Callable
from fractions import Fraction

import av

from pronouncer.errors import MasterError
from pronouncer.master.formats import Format
from pronouncer.master.level import CEILING, levelled, metered, resampled
from pronouncer.model.digest import text_digest
from pronouncer.model.master import Passage
from pronouncer.model.take import Take

Heard = Callable[[tuple[float, ...]], None]
LEAD = 2  # silent frames before the speech
_REVISION = "3"  # raise it when the same take gives other packets


def passage_key(take_key: str, gain: float, form: Format, rate: int | None = None) -> str:
    """Return the name of a passage: a hash of all that can change a byte of it."""
    chain = (LEAD, CEILING, form.name, form.tail, form.bit_rate, form.makeup, sorted(form.options.items()), _REVISION)
    return text_digest(f"{take_key} {gain:.2f} {rate or ''} {chain}")


def encode(take: Take, gain: float, form: Format, rate: int | None = None, *, heard: Heard | None = None) -> Passage:
    """Return the passage of a take at a gain in dB, in a programme of a sample rate where it is not the take's own.

    `heard` is given the loudness blocks of the take, where they are to be had at its own rate. Raises MasterError.
    """
    key = passage_key(take.key, gain, form, rate)
    try:
        target = rate or take.rate
        if _frame_at(target, form).denominator != 1:
            target = form.rate(target)
        return _encoded(resampled(take, target), gain, form, key, heard if target == take.rate else None)
    except av.FFmpegError as error:
        raise MasterError(f"The sentence of take {take.key} could not be encoded as {form.name}: {error}") from error


def silence_key(rate: int, form: Format) -> str:
    """Return the name of what `silence` makes."""
    return passage_key(f"silence {rate}", 0.0, form)


def silence(rate: int, form: Format) -> bytes:
    """Return the packet of one frame of silence, as it comes in the middle of a pause. Raises MasterError."""
    take = Take("", rate, bytes(2 * round(20 * _frame_at(rate, form))), ())
    return encode(take, 0.0, form).packets[12]


def _frame_at(rate: int, form: Format) -> Fraction:
    """Length of a frame in samples of a take; whole for the rates that are kept."""
    target = form.rate(rate)
    return Fraction(form.frame(target) * rate, target)


def _encoded(take: Take, gain: float, form: Format, key: str, heard: Heard | None) -> Passage:
    rate, frame = form.rate(take.rate), _frame_at(take.rate, form)
    speech = len(take.samples) // 2
    count = LEAD + math.ceil((speech + form.tail * take.rate) / frame)
    lead = round(LEAD * frame)
    tail = round(count * frame) - lead - speech
    sound = levelled(take, gain, form.makeup, lead=lead, tail=tail)
    encoder = _encoder(form, rate)
    packets = [bytes(packet) for piece in (*sound.frames, None) for packet in encoder.encode(piece)]
    if heard:
        heard(metered(sound, take.key))
    kept = packets[form.priming : form.priming + count]
    return Passage(
        key=key,
        rate=take.rate,
        seconds=take.seconds,
        words=take.words,
        timed=take.timed,
        priming=packets[0],
        packets=tuple(kept),
    )


def _encoder(form: Format, rate: int) -> "av.AudioCodecContext":
    encoder = av.CodecContext.create(form.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate = rate
    encoder.thread_count = 1  # else each sentence starts a pool of threads that no audio codec uses
    encoder.layout = "mono"
    encoder.format = form.sample_format
    encoder.bit_rate = form.bit_rate
    encoder.options = dict(form.options)
    encoder.time_base = Fraction(1, rate)
    return encoder
