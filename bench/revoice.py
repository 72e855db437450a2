"""What a ruling costs, from saved to heard: python bench/revoice.py [--articles N] [--hits N] [--small N] [--large N]

1. CPU for one article of a ruling, with the ruling itself: the same articles in a small archive and in a large one
   (bench/archive.py, ten sentences an article, on SQLite). Their ratio says whether the size of the archive matters.
2. Wall time from a ruling to the last of many articles live, with two workers and the espeak voice, beside the time
   that it took to voice them all first.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from archive import build
from pronouncer.jobs.open import open_jobs
from pronouncer.jobs.port import Jobs
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom import reception, sites
from pronouncer.newsroom.house import House, opened
from pronouncer.newsroom.loop import rulings, waves
from pronouncer.newsroom.sent import Sent
from pronouncer.testing.jobs import MemoryJobs
from pronouncer.worker.presses import Presses
from pronouncer.worker.tasks import Crew
from server import cpu, dismiss, hire, live, settings_of

PARAGRAPHS = 6
LEXEME = Lexeme("Adeyemi", "ˌɑdeɪˈjɛmi", language="en", when="2026-01-01T00:00:00Z")


def text(number: int) -> str:
    """Return an article of some 180 words, all its own, with the name in one sentence."""
    lines = (
        f"Boat {number} sailed from pier {day} with {number + day} people on board. "
        f"It was {day + 2} minutes late, and nobody in port {number * 7 + day} had waited for it or for its captain."
        for day in range(PARAGRAPHS)
    )
    return "\n\n".join([*lines, f"Mayor Adeyemi waved at boat {number}."])


def put(house: House, jobs: Jobs, count: int) -> None:
    """Send articles."""
    with house.database.writing() as connection:
        sites.save(connection, "ferry", now=0.0)
    for number in range(count):
        sent = Sent(headline=f"Boat {number}", text=text(number))
        reception.receive(house, jobs, "ferry", str(number), sent)


def rule(house: House) -> rulings.Ruled:
    """Rule how the name is said."""
    with house.database.writing() as connection:
        return rulings.rule(
            connection, case=None, decision="accept", lexeme=LEXEME, who="bench", reason="", now=house.now()
        )


def here() -> float:
    """Return the CPU seconds of this process and of all that it started and that ended."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + cpu()


def cost(folder: Path, archive: int, hits: int) -> tuple[float, float]:
    """Return the CPU seconds of a ruling on some articles of an archive, and of each of them that is voiced again."""
    with opened(settings_of(folder)) as house:
        build(house.database, archive, 10 * archive)
        with Presses(house) as presses:
            jobs = MemoryJobs()
            put(house, jobs, hits)
            jobs.run(Crew(house, jobs, presses).tasks())
        began = here()
        ruled = rule(house)
        counted = here()
        with Presses(house) as presses:
            waves.feed(house, jobs)
            jobs.run(Crew(house, jobs, presses).tasks())
        with house.database.reading() as connection:
            done = waves.progress(connection, ruled.ruling)
        assert (ruled.articles, done.done, done.takes) == (hits, hits, hits), (ruled, done)
        return counted - began, (here() - counted) / hits


def wall(folder: Path, count: int) -> tuple[float, float, int]:
    """Return the wall time of voicing articles, that of a ruling on all of them until the last is live, and its takes.

    There are more takes than articles where the cache (`cache_bytes`) does not hold the sounds of all of them.
    """
    settings = settings_of(folder)
    jobs = open_jobs(settings)
    with opened(settings) as house:
        put(house, jobs, count)
        began = time.perf_counter()
        crew = hire(folder, 2)
        while live(house) < count:
            time.sleep(0.05)
        voiced = time.perf_counter()
        ruled = rule(house)
        waves.feed(house, jobs)
        assert ruled.articles == count
        while True:
            with house.database.reading() as connection:
                done = waves.progress(connection, ruled.ruling)
            if done.done + done.failed == count:
                break
            time.sleep(0.05)
        ended = time.perf_counter()
        assert done.failed == 0, done
        dismiss(crew)
    jobs.close()
    return voiced - began, ended - voiced, done.takes


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--hits", type=int, default=60)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    chosen = parser.parse_args()
    result: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as base:
        sizes = {name: cost(Path(base) / name, getattr(chosen, name), chosen.hits) for name in ("small", "large")}
        for name, (ruling, each) in sizes.items():
            size = f"in {getattr(chosen, name):,} articles"
            result |= {
                f"ruling, CPU s, {size}": round(ruling, 3),
                f"article voiced again, CPU s, {size}": round(each, 3),
            }
        whole = {name: ruling + chosen.hits * each for name, (ruling, each) in sizes.items()}
        result["large to small"] = round(whole["large"] / whole["small"], 2)
        print(json.dumps(result, indent=1), flush=True)
        voiced, again, takes = wall(Path(base) / "wall", chosen.articles)
    told = {f"{chosen.articles:,} articles voiced, s": round(voiced), "from ruling to the last live, s": round(again)}
    told["sentences voiced for it"] = takes
    print(json.dumps({**told, "again to first": round(again / voiced, 3)}, indent=1))


if __name__ == "__main__":
    main()
