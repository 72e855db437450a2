"""What neural voices cost beside a bare `session.run`, with a voice of real size and random weights.

usage: python bench/neural.py [--rounds 7] [--sentences 8]

(a) CPU of the whole `synthesize`, worker included, against onnxruntime alone on the file as it is: goal <= 1.03
(b) sentences a second with two workers against one: goal >= 1.8 on two idle cores. Two processes that only count
    show what this machine has to give at the time
(c) memory of a worker
All figures of one line are measured in turns, in one run.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from pronouncer.model.utterance import Utterance
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.testing.real_size import real_size_model, write_real_size
from pronouncer.voice.engines.piper.engine import PiperEngine
from pronouncer.voice.onnx.engine import Part

ARTICLE = Path(__file__).resolve().parent / "article.txt"
Feeds = dict[str, "np.ndarray"]


def utterances(folder: Path, count: int) -> Sequence[Utterance]:
    """Return the first sentences of the article."""
    with Pipeline(Settings(cache=folder / "cache", archive=folder / "words.txt")) as pipeline:
        script = pipeline.script(pipeline.ingest(str(ARTICLE)))
        return pipeline.pronounce(script, pipeline.voice_for("en"))[:count]


def engine_of(folder: Path, workers: int) -> PiperEngine:
    """Return an engine without noise, so that durations are the same whatever draws it."""
    own = {"piper": {"workers": workers, "noise": 0}}
    return PiperEngine(Settings(cache=folder / "cache", voices=folder / "voices", engines=own))


def feeds_of(part: Part) -> Feeds:
    """Return what a session takes."""
    return {name: np.frombuffer(data, kind).reshape(shape) for name, (kind, shape, data) in part.feeds.items()}


def bare_session(model: Path) -> onnxruntime.InferenceSession:
    """Return a session as anyone would make it, of one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def cpu_of(pids: set[int]) -> float:
    """Return the CPU seconds of this process and of others, threads included."""
    tasks = [task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir()]
    return time.process_time() + sum(int((task / "schedstat").read_text().split()[0]) / 1e9 for task in tasks)


def overhead(folder: Path, model: Path, said: Sequence[Utterance], rounds: int) -> None:
    """Print (a) and (c): the least of several rounds for each sentence."""
    engine, session = engine_of(folder, 1), bare_session(model)
    (voice,) = engine.voices()
    own = engine.load(model.parent)[0]
    feeds = [feeds_of(own.parts(utterance, 1.0)[0]) for utterance in said]
    rows: list[list[tuple[float, float]]] = []
    seconds = sum(engine.synthesize(utterance, voice).seconds for utterance in said)
    session.run(None, feeds[0])
    for _ in range(rounds):
        row: list[tuple[float, float]] = []
        for utterance, given in zip(said, feeds, strict=True):
            before = cpu_of(engine.worker_pids)
            session.run(["output"], given)
            middle = cpu_of(engine.worker_pids)
            engine.synthesize(utterance, voice)
            row.append((middle - before, cpu_of(engine.worker_pids) - middle))
        rows.append(row)
    best = [[min(pair[side] for pair in column) for column in zip(*rows, strict=True)] for side in (0, 1)]
    alone, whole = map(sum, best)
    print(f"    {len(said)} sentences, {seconds:.1f} s of sound, {real_size_model()[1] / 1e6:.1f} M parameters")
    print(f"(a) session.run alone {alone:.3f} CPU s  synthesize {whole:.3f}  ratio {whole / alone:.3f}  goal 1.03")
    print(f"    {whole / seconds:.3f} CPU s a second of sound")
    (pid,) = engine.worker_pids
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    held, peak, size = _megabytes(lines["VmRSS"]), _megabytes(lines["VmHWM"]), model.stat().st_size // 10**6
    print(f"(c) worker {held} MB, at its peak {peak} MB; model {size} MB")
    engine.close()


def _megabytes(written: str) -> int:
    return int(written.split()[0]) // 1024


def scaling(folder: Path, said: Sequence[Utterance], rounds: int) -> None:
    """Print (b): ratios of neighbours in time, the best and the median."""
    engines = [engine_of(folder, 1), engine_of(folder, 2)]
    (voice,) = engines[0].voices()
    ratios: list[tuple[float, float]] = []
    with ThreadPoolExecutor(2) as pool:
        for engine in engines:
            list(pool.map(lambda each, engine=engine: engine.synthesize(each, voice), said))
        for _ in range(rounds):
            took: list[float] = []
            for engine in engines:
                began = time.monotonic()
                list(pool.map(lambda each, engine=engine: engine.synthesize(each, voice), said))
                took.append(time.monotonic() - began)
            ratios.append((took[0] / took[1], _counting()))
    for engine in engines:
        engine.close()
    workers, given = zip(*ratios, strict=True)
    print(f"(b) two workers: {max(workers):.2f} times one at best, {statistics.median(workers):.2f} median  goal 1.8")
    print(f"    two processes that count: {max(given):.2f} at best, {statistics.median(given):.2f} median")


def _counting() -> float:
    """Return how much more two processes do than one, on this machine and now."""
    command = [sys.executable, "-S", "-c", "for _ in range(10_000_000): pass"]
    began = time.monotonic()
    subprocess.run(command, check=True)
    middle = time.monotonic()
    assert not any([process.wait() for process in [subprocess.Popen(command) for _ in range(2)]])  # noqa: C419
    return 2 * (middle - began) / (time.monotonic() - middle)


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sentences", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = write_real_size(folder / "voices/piper/real")
        said = utterances(folder, given.sentences)
        overhead(folder, model, said, given.rounds)
        scaling(folder, said, given.rounds)


if __name__ == "__main__":
    main()
