"""The server under load: `python bench/server.py [--articles N] [--backlog N]`. Ratios in one run.

1. Articles a minute with 1, 2 and 4 workers against the same articles in a bare loop over the pipeline.
2. From upsert to live for breaking news, idle and while a backlog of backfill waits.
3. Player data at 200 requests a second.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import httpx

from pronouncer.ingest.raw import Raw, clean
from pronouncer.ingest.take_in import ingest
from pronouncer.jobs.open import open_jobs
from pronouncer.jobs.port import Job, Jobs
from pronouncer.newsroom import library, reception, sites
from pronouncer.newsroom.house import House, opened
from pronouncer.newsroom.sent import Sent
from pronouncer.pipeline import Pipeline
from pronouncer.server import Server
from pronouncer.settings import Settings

NAMES = "Ruiz Okafor Adeyemi Whitfield Hoffmann Pereira Marsh Lindqvist Tanaka Moreau".split()


PARAGRAPHS = 15
ROOM = 50_000_000_000  # bytes of cache, as a server wants them: docs/settings.md


def text(number: int) -> str:
    """Return an article of some 420 words, all its own."""
    name = NAMES[number % len(NAMES)]
    return "\n\n".join(
        f"Captain {name} sailed from pier {number} on day {day}, with {number + day} people on board. "
        f"The boat was {day + 2} minutes late, and nobody in port {number * 7 + day} waited."
        for day in range(PARAGRAPHS)
    )


def number_of(name: str) -> int:
    """Return the number of an article: what is in its name, and for each kind of its own."""
    kind = name.rstrip("0123456789")
    return int(name[len(kind) :] or 0) + 20_000 * ["", "first", "idle", "old", "busy"].index(kind)


def settings_of(folder: Path) -> Settings:
    """Return settings in a folder of their own."""
    return Settings(
        cache=folder / "cache",
        cache_bytes=ROOM,
        archive=folder / "words.txt",
        threads=1,
        server=Server(data=folder / "data"),
    )


class Speed(NamedTuple):
    """How fast articles were made."""

    minute: float
    """Articles a minute, from the first that was whole to the last."""
    cpu: float
    """Seconds of CPU an article, of all processes, with their start."""


def bare(folder: Path, count: int) -> Speed:
    """Return the speed of a loop over the pipeline in a process of its own."""
    before = cpu()
    told, tell = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_loop, args=(folder, count, tell))
    process.start()
    minute = told.recv()
    process.join()
    return Speed(minute, (cpu() - before) / count)


def _loop(folder: Path, count: int, tell: Connection) -> None:
    with Pipeline(settings_of(folder)) as pipeline:
        for number in range(count):
            article = ingest(Raw("bench", clean(f"Boat {number}\n\n{text(number)}"), "plain"), pipeline.settings)
            pipeline.say_article(article, folder / "editions" / str(number))
            if not number:
                began = time.perf_counter()
    tell.send(60 * (count - 1) / (time.perf_counter() - began))


def cpu() -> float:
    """Return the CPU seconds of all processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def hire(folder: Path, count: int) -> "list[subprocess.Popen[bytes]]":
    """Start workers."""
    environ = {"PRONOUNCER_SERVER_DATA": str(folder / "data"), "PRONOUNCER_CACHE": str(folder / "cache")}
    environ = {**os.environ, **environ, "PRONOUNCER_THREADS": "1", "PRONOUNCER_CACHE_BYTES": str(ROOM)}
    command = [sys.executable, "-m", "pronouncer", "worker"]
    return [subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) for _ in range(count)]


def dismiss(workers: "list[subprocess.Popen[bytes]]") -> None:
    """Stop workers."""
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    for worker in workers:
        worker.wait()


def live(house: House) -> int:
    """Return how many articles are live."""
    with house.database.reading() as connection:
        return library.counts(connection).get("live", 0)


def put(house: House, jobs: Jobs, name: str, *, breaking: bool = False) -> str:
    """Send an article."""
    sent = Sent(headline=f"Boat {name}", text=text(number_of(name)), breaking=breaking)
    return reception.receive(house, jobs, "ferry", name, sent).article


def made(folder: Path, count: int, workers: int) -> Speed:
    """Return the speed of workers."""
    before = cpu()
    settings = settings_of(folder)
    jobs = open_jobs(settings)
    with opened(settings) as house:
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=0.0)
        for number in range(count):
            put(house, jobs, str(number))
        crew = hire(folder, workers)
        while live(house) < workers:
            time.sleep(0.01)
        began, first = time.perf_counter(), live(house)
        while live(house) < count:
            time.sleep(0.02)
        speed = 60 * (count - first) / (time.perf_counter() - began)
        dismiss(crew)
    jobs.close()
    return Speed(speed, (cpu() - before) / count)


def waits(house: House, jobs: Jobs, count: int, kind: str) -> list[float]:
    """Return how long breaking articles wait for their audio, one after the other, in seconds."""
    found: list[float] = []
    for number in range(count):
        began = time.perf_counter()
        id = put(house, jobs, f"{kind}{number}", breaking=True)
        while True:
            with house.database.reading() as connection:
                if library.article(connection, id).status == "live":
                    break
            time.sleep(0.005)
        found.append(time.perf_counter() - began)
    return sorted(found)


def latency(folder: Path, backlog: int, count: int) -> tuple[list[float], list[float]]:
    """Return the waits of breaking news when nothing else waits, and when a backlog does."""
    settings = settings_of(folder)
    jobs = open_jobs(settings)
    with opened(settings) as house:
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=0.0)
        crew = hire(folder, 1)
        put(house, jobs, "first", breaking=True)
        while live(house) < 1:
            time.sleep(0.02)
        idle = waits(house, jobs, count, "idle")
        ids = [put_only(house, f"old{number}") for number in range(backlog)]
        jobs.enqueue_many([Job("make", {"article": id, "revision": 1}, queue="backfill", key=id) for id in ids])
        busy = waits(house, jobs, count, "busy")
        dismiss(crew)
    jobs.close()
    return idle, busy


def put_only(house: House, name: str) -> str:
    """Send an article and ask nobody for its audio."""
    from pronouncer.newsroom import intake

    with house.database.writing() as connection:
        sent = Sent(headline=f"Boat {name}", text=text(number_of(name)))
        return intake.put(connection, "ferry", name, sent, now=house.now()).article


async def asked(base: str, path: str, rate: int, seconds: float) -> tuple[list[float], int]:
    """Return the sorted times of answers at a rate, and how many were no success."""
    times: list[float] = []
    bad = 0

    async with httpx.AsyncClient(base_url=base, limits=httpx.Limits(max_connections=100)) as client:

        async def one() -> None:
            nonlocal bad
            began = time.perf_counter()
            answer = await client.get(path)
            times.append(time.perf_counter() - began)
            bad += answer.status_code != 200

        began = time.perf_counter()
        tasks = []
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(one()))
        await asyncio.gather(*tasks)
    return sorted(times), bad


def player(folder: Path) -> tuple[list[float], int]:
    """Return what `asked` does of a server with an article that is live."""
    environ = {"PRONOUNCER_SERVER_DATA": str(folder / "data"), "PRONOUNCER_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "pronouncer", "serve", "--port", "0", "--workers", "1"]
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=out, stderr=subprocess.DEVNULL)
    while "is at" not in (folder / "out").read_text():
        time.sleep(0.1)
    base = (folder / "out").read_text().split("is at ")[1].split()[0]
    settings = settings_of(folder)
    jobs = open_jobs(settings)
    with opened(settings) as house:
        with house.database.writing() as connection:
            sites.save(connection, "ferry", now=0.0)
        sent = Sent(url="https://example.org/boat", headline="Boat", text=text(1))
        reception.receive(house, jobs, "ferry", "boat", sent)
        while live(house) < 1:
            time.sleep(0.05)
    jobs.close()
    path = "/player/by-url?url=https://example.org/boat"
    asyncio.run(asked(base, path, 50, 2))
    found = asyncio.run(asked(base, path, 200, 15))
    process.send_signal(signal.SIGTERM)
    process.wait()
    return found


def at(found: list[float], share: float) -> float:
    """Return a quantile."""
    return found[min(len(found) - 1, int(len(found) * share))]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--backlog", type=int, default=10_000)
    parser.add_argument("--breaking", type=int, default=30)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as base:
        result: dict[str, object] = {}
        for workers in (1, 2, 4):
            loop = bare(Path(base) / f"bare{workers}", chosen.articles)
            speed = made(Path(base) / f"workers{workers}", chosen.articles, workers)
            result[f"bare loop, articles a minute, before {workers}"] = round(loop.minute)
            result[f"{workers} workers, articles a minute"] = round(speed.minute)
            result[f"{workers} workers to the bare loop"] = round(speed.minute / loop.minute, 2)
            result[f"{workers} workers to the bare loop, CPU an article"] = round(speed.cpu / loop.cpu, 2)
        idle, busy = latency(Path(base) / "latency", chosen.backlog, chosen.breaking)
        result |= {f"breaking idle p{share}": round(at(idle, share / 100), 3) for share in (50, 95)}
        result |= {f"breaking behind {chosen.backlog} p{share}": round(at(busy, share / 100), 3) for share in (50, 95)}
        result["p95 behind to idle"] = round(at(busy, 0.95) / at(idle, 0.95), 2)
        (Path(base) / "player").mkdir()
        times, bad = player(Path(base) / "player")
        result |= {f"player p{share}, ms": round(1000 * at(times, share / 100), 1) for share in (50, 99)}
        result["player answers that were no success"] = bad
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
