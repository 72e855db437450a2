"""One take, levelled and encoded alone on the codec's frame grid, with silent edges.

Packets made this way can be spliced: what is joined is silence. Method and figures: docs/master.md.
"""

import hashlib
import math
from fractions import Fraction

import av
import av.filter

from pronouncer.errors import MasterError
from pronouncer.master.formats import Format
from pronouncer.model.master import Passage
from pronouncer.model.take import Take

LEAD = 2  # silent frames before the speech
CEILING = 0.70  # of full scale: leaves the codec room under -1 dBTP
_WINDOW = 0.4  # seconds of a momentary loudness block
_REVISION = "1"  # raise it when the same take gives other packets


def passage_key(take_key: str, gain: float, form: Format) -> str:
    """Return the name of a passage: a hash of all that can change a byte of it."""
    chain = (LEAD, CEILING, form.name, form.tail, form.bit_rate, form.makeup, sorted(form.options.items()), _REVISION)
    spelled = f"{take_key} {gain:.2f} {chain}"
    return hashlib.blake2b(spelled.encode(), digest_size=20).hexdigest()


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
    rate = form.rate(take.rate)
    frame = _frame_at(take.rate, form)
    count = LEAD + math.ceil((len(take.samples) // 2 + form.tail * take.rate) / frame)
    lead = bytes(2 * round(LEAD * frame))
    tail = bytes(2 * round(count * frame) - len(lead) - len(take.samples))
    padded = lead + take.samples + tail + bytes(2 * math.ceil(_WINDOW * take.rate))
    encoder = _encoder(form, rate)
    packets: list[bytes] = []
    frames, blocks = _levelled(padded, take.rate, gain, form, rate)
    for piece in frames[:count]:
        piece.pts = None
        packets += [bytes(packet) for packet in encoder.encode(piece)]
    packets += [bytes(packet) for packet in encoder.encode(None)]
    kept = packets[form.priming : form.priming + count]
    return Passage(passage_key(take.key, gain, form), packets[0], tuple(kept), tuple(blocks))


def _encoder(form: Format, rate: int) -> "av.AudioCodecContext":
    encoder = av.CodecContext.create(form.codec, "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate = rate
    encoder.layout = "mono"
    encoder.format = form.sample_format
    encoder.bit_rate = form.bit_rate
    encoder.options = dict(form.options)
    encoder.time_base = Fraction(1, rate)
    encoder.open()
    return encoder


def _levelled(
    sound: bytes, take_rate: int, gain: float, form: Format, rate: int
) -> tuple[list["av.AudioFrame"], list[float]]:
    """Gain, limiter and measurement in one filter graph: frames for the encoder, and loudness blocks."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        format="s16", layout="mono", sample_rate=take_rate, time_base=Fraction(1, take_rate)
    )
    volume = graph.add("volume", f"volume={gain:.2f}dB:precision=float")
    limiter = graph.add("alimiter", f"limit={CEILING}:level=0:latency=1:attack=5:release=50")
    fork = graph.add("asplit")
    makeup = graph.add("volume", f"volume={form.makeup:.2f}dB:precision=float")
    shape = graph.add("aformat", f"sample_fmts={form.sample_format}:sample_rates={rate}:channel_layouts=mono")
    cut = graph.add("asetnsamples", f"n={form.frame(rate)}:p=1")
    meter = graph.add("ebur128", "dualmono=1:metadata=1:framelog=quiet")
    sound_end, meter_end = graph.add("abuffersink"), graph.add("abuffersink")
    for left, right in ((source, volume), (volume, limiter), (limiter, fork)):
        left.link_to(right)
    fork.link_to(makeup, 0)
    makeup.link_to(shape)
    shape.link_to(cut)
    cut.link_to(sound_end)
    fork.link_to(meter, 1)
    meter.link_to(meter_end)
    graph.configure()
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(sound) // 2)
    frame.sample_rate, frame.pts, frame.time_base = take_rate, 0, Fraction(1, take_rate)
    frame.planes[0].update(sound)
    source.push(frame)
    source.push(None)
    levels = [float(m["lavfi.r128.M"]) for f in _drained(meter_end) if "lavfi.r128.M" in (m := f.metadata)]
    return _drained(sound_end), [level for level in levels if math.isfinite(level)]


def _drained(end: "av.filter.context.FilterContext") -> list["av.AudioFrame"]:
    frames: list[av.AudioFrame] = []
    while True:
        try:
            frame = end.pull()
        except (av.EOFError, av.BlockingIOError):
            return frames
        assert isinstance(frame, av.AudioFrame)
        frames.append(frame)
