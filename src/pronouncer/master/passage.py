"""One take, levelled and encoded alone on the codec's frame grid, with silent edges.

Packets made this way can be spliced: what is joined is silence. Method and figures: docs/master.md.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

import av
import av.filter

from pronouncer.errors import MasterError
from pronouncer.master.formats import Format
from pronouncer.model.digest import text_digest
from pronouncer.model.master import Passage
from pronouncer.model.take import Take

LEAD = 2  # silent frames before the speech
CEILING = 0.70  # of full scale: leaves the codec room under -1 dBTP
_MOMENTARY = "lavfi.r128.M"  # FFmpeg's name for the loudness of a block
_WINDOW = 0.4  # seconds of a momentary loudness block
_REVISION = "2"  # raise it when the same take gives other packets


def passage_key(take_key: str, gain: float, form: Format) -> str:
    """Return the name of a passage: a hash of all that can change a byte of it."""
    chain = (LEAD, CEILING, form.name, form.tail, form.bit_rate, form.makeup, sorted(form.options.items()), _REVISION)
    return text_digest(f"{take_key} {gain:.2f} {chain}")


def encode(take: Take, gain: float, form: Format) -> Passage:
    """Return the passage of a take at a gain in dB. Raises MasterError."""
    try:
        return _encoded(take, gain, form)
    except av.FFmpegError as error:
        raise MasterError(f"The sentence of take {take.key} could not be encoded as {form.name}: {error}") from error


def silence(rate: int, form: Format) -> bytes:
    """Return the packet of one frame of silence, as it comes in the middle of a pause."""
    take = Take("", rate, bytes(2 * round(20 * _frame_at(rate, form))), ())
    return encode(take, 0.0, form).packets[12]


def _frame_at(rate: int, form: Format) -> Fraction:
    """Length of a frame in samples of the take; whole for every rate that engines use."""
    target = form.rate(rate)
    return Fraction(form.frame(target) * rate, target)


def _encoded(take: Take, gain: float, form: Format) -> Passage:
    rate, frame = form.rate(take.rate), _frame_at(take.rate, form)
    speech = len(take.samples) // 2
    count = LEAD + math.ceil((speech + form.tail * take.rate) / frame)
    lead = round(LEAD * frame)
    tail = round(count * frame) - lead - speech
    padded = (bytes(2 * lead), take.samples, bytes(2 * tail))
    pieces, levels = _levelled(padded, take.rate, gain, form.makeup)
    encoder = _encoder(form, rate)
    packets = [bytes(packet) for piece in (*pieces, None) for packet in encoder.encode(piece)]
    kept = packets[form.priming : form.priming + count]
    return Passage(
        key=passage_key(take.key, gain, form),
        rate=take.rate,
        seconds=take.seconds,
        words=take.words,
        priming=packets[0],
        packets=tuple(kept),
        blocks=tuple(level for level in levels if math.isfinite(level)),
    )


def _encoder(form: Format, rate: int) -> "av.AudioCodecContext":
    encoder = av.CodecContext.create(form.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate = rate
    encoder.layout = "mono"
    encoder.format = form.sample_format
    encoder.bit_rate = form.bit_rate
    encoder.options = dict(form.options)
    encoder.time_base = Fraction(1, rate)
    return encoder


def _levelled(
    sound: Sequence[bytes], rate: int, gain: float, makeup: float
) -> tuple[list["av.AudioFrame"], list[float]]:
    """Gain, limiter and measurement in one filter graph: frames for the encoder, and loudness blocks.

    The meter hears some silence more than the encoder, so that its last windows run out.
    """
    length = sum(map(len, sound)) // 2
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_abuffer(format="s16", layout="mono", sample_rate=rate, time_base=Fraction(1, rate))
    limiter = graph.add(
        "alimiter",
        f"level_in={_factor(gain)}:level_out={_factor(makeup)}:limit={CEILING}:level=0:latency=1:attack=5:release=50",
    )
    fork, cut, sound_end = graph.add("asplit"), graph.add("atrim", f"end_sample={length}"), graph.add("abuffersink")
    meter, meter_end = graph.add("ebur128", "dualmono=1:metadata=1:framelog=quiet"), graph.add("abuffersink")
    for left, right in ((source, limiter), (limiter, fork), (fork, cut), (cut, sound_end), (meter, meter_end)):
        left.link_to(right)
    fork.link_to(meter, 1)
    graph.configure()
    place = 0
    for piece in (*sound, bytes(2 * round(_WINDOW * rate))):
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.sample_rate, frame.pts, frame.time_base = rate, place, Fraction(1, rate)
        frame.planes[0].update(piece)
        place += frame.samples
        source.push(frame)
    source.push(None)
    levels = [float(frame.metadata.get(_MOMENTARY, "-inf")) - makeup for frame in _drained(meter_end)]
    return _drained(sound_end), levels


def _factor(decibels: float) -> float:
    return round(10 ** (decibels / 20), 6)


def _drained(end: "av.filter.context.FilterContext") -> list["av.AudioFrame"]:
    frames: list[av.AudioFrame] = []
    while True:
        try:
            frame = end.pull()
        except (av.EOFError, av.BlockingIOError):
            return frames
        assert isinstance(frame, av.AudioFrame)
        frames.append(frame)
