"""What `say` costs beside the bare minimum. Ratios of CPU time, all measured in one run.

usage: python bench/pipeline.py [--runs 5] [--articles 200]

(a) a cold `say` (m4a) of bench/article.txt against bench/bare.py on the same text: goal <= 1.25
(b) the second `say` against the first: goal <= 0.1
(c) `say` after one word was edited against the first: goal <= 0.15
(d) peak memory, and whether it grows over many articles: goal <= 300 MB, flat
(e) articles a core with 1, 2 and 4 processes at once
(f) `pronouncer --help`: goal <= 0.3 s CPU
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ARTICLE = HERE / "article.txt"
PYTHON = sys.executable
SAY = [str(Path(PYTHON).with_name("pronouncer")), "say"]


# An installed program has its bytecode cached, whatever this shell forbids.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu(command: Sequence[str], **environ: str) -> float:
    """Run a command; return the CPU seconds of it and of its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**ENVIRON, **environ})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def say_three_times(folder: Path) -> tuple[float, float, float]:
    """Return CPU seconds of a cold run, a second run, and a run after one edited word."""
    environ = {"PRONOUNCER_CACHE": str(folder / "cache"), "PRONOUNCER_ARCHIVE": str(folder / "words.txt")}
    source, out = folder / "article.txt", folder / "edition"
    shutil.copy(ARTICLE, source)
    command = [*SAY, str(source), "--out", str(out)]
    cold, second = cpu(command, **environ), cpu(command, **environ)
    source.write_text(ARTICLE.read_text("utf-8").replace("bring visitors", "bring tourists"), "utf-8")
    return cold, second, cpu(command, **environ)


def ratios(runs: int) -> None:
    """Print (a), (b), (c) and (f), the least of several interleaved runs each.

    All files stay to the end: ext4 passes over numbers of files that were just deleted, one by one, for every file that
    is made, and a run would pay for the run before it.
    """
    rows: list[tuple[float, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        for number in range(runs):
            folder = Path(name, str(number))
            folder.mkdir()
            bare = cpu([PYTHON, str(HERE / "bare.py"), str(ARTICLE), str(folder / "bare.m4a")])
            rows.append((bare, *say_three_times(folder), cpu([SAY[0], "--help"])))
    bare, cold, second, edited, help_ = (min(column) for column in zip(*rows, strict=True))
    print(f"bare espeak and one encode  {bare:.3f} s")
    print(f"(a) cold say                {cold:.3f} s  ratio {cold / bare:.2f}  goal 1.25")
    print(f"(b) second say              {second:.3f} s  ratio {second / cold:.3f} of (a)  goal 0.1")
    print(f"(c) one edited sentence     {edited:.3f} s  ratio {edited / cold:.3f} of (a)  goal 0.15")
    print(f"(f) --help                  {help_:.3f} s  goal 0.3")


def memory(articles: int) -> None:
    """Print (d): peak memory of one process that says many different articles."""
    program = """
import resource, sys
from pathlib import Path
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
folder, article, count = Path(sys.argv[1]), Path(sys.argv[2]).read_text(), int(sys.argv[3])
with Pipeline(Settings(cache=folder / "cache")) as pipeline:
    for number in range(count):
        source = folder / "article.txt"
        source.write_text(article.replace("two dogs", f"{number + 3} dogs").replace("the train", f"train {number}"))
        pipeline.say(str(source), folder / "edition")
        if number in (9, count // 2, count - 1):
            print(number + 1, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
    with tempfile.TemporaryDirectory() as name:
        command = [PYTHON, "-c", program, name, str(ARTICLE), str(articles)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        print("(d) after {} articles: peak {} MB  goal 300".format(*line.split()))


def throughput() -> None:
    """Print (e): cold articles a second and core with several processes at once."""
    for processes in (1, 2, 4):
        with tempfile.TemporaryDirectory() as name:
            began = time.monotonic()
            jobs = [
                subprocess.Popen(
                    [*SAY, str(ARTICLE), "--out", f"{name}/{number}"],
                    stdout=subprocess.DEVNULL,
                    env={**ENVIRON, "PRONOUNCER_CACHE": f"{name}/cache{number}", "PRONOUNCER_THREADS": "1"},
                )
                for number in range(processes)
            ]
            assert all(job.wait() == 0 for job in jobs)
            seconds = time.monotonic() - began
        cores = min(processes, os.cpu_count() or 1)
        print(f"(e) {processes} processes: {processes / seconds / cores:.3f} articles a second and core")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    ratios(options.runs)
    throughput()
    memory(options.articles)


if __name__ == "__main__":
    main()
