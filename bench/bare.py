"""The bare minimum that `bench/pipeline.py` measures against: espeak-ng on a text, one AAC encode, no more.

usage: python bench/bare.py TEXT OUT.m4a

The library is loaded as the worker loads it, in this process; the encoder has the settings of
`pronouncer.master.formats`. No article, no words, no pauses, no loudness, no page.
"""

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

AAC = {"aac_coder": "fast"}
BIT_RATE, RATE = 64_000, 22_050


def speak(text: str) -> bytes:
    """Return the samples of a text in the default voice."""
    loader = importlib.util.find_spec("espeakng_loader")
    assert loader and loader.origin
    folder = Path(loader.origin).parent
    root = Path(__file__).resolve().parent.parent
    place = root / "src/pronouncer/voice/engines/espeak/worker.py"
    spec = importlib.util.spec_from_file_location("worker", place)
    assert spec and spec.loader
    worker: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(worker)
    library = worker.Library(str(folder / "libespeak-ng.so"), str(folder / "espeak-ng-data"), "en-us")
    sound: bytes = library.speak(text, 1.0)[0]
    return sound


def encode(sound: bytes, path: Path) -> None:
    """Write samples as an m4a file."""
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart"}) as output:
        stream = output.add_stream("aac", rate=RATE, layout="mono", options=AAC)
        assert isinstance(stream, av.AudioStream)
        stream.codec_context.bit_rate = BIT_RATE
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=1024)
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(sound) // 2)
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        frame.planes[0].update(sound)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))


if __name__ == "__main__":
    encode(speak(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
