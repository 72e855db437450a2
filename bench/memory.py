"""Whether a worker's memory stays flat: python bench/memory.py [--articles N]

One worker makes thousands of short articles, each all its own, and its resident memory is read on the way (Linux).
"""

import argparse
import tempfile
import time
from pathlib import Path

from pronouncer.jobs.open import open_jobs
from pronouncer.newsroom import reception, sites
from pronouncer.newsroom.house import opened
from pronouncer.newsroom.sent import Sent
from server import dismiss, hire, live, settings_of

STEPS = 10


def resident(pid: int) -> float:
    """Return the memory of a process that is in RAM, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def main() -> None:
    """Measure, and print a line for each tenth of the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as base:
        settings = settings_of(Path(base))
        jobs = open_jobs(settings)
        with opened(settings) as house:
            with house.database.writing() as connection:
                sites.save(connection, "ferry", now=0.0)
            for number in range(count):
                text = f"Boat {number} left pier {number % 7}.\n\nNobody waited for its {number + 2} passengers."
                reception.receive(house, jobs, "ferry", str(number), Sent(headline=f"Boat {number}", text=text))
            (worker,) = hire(Path(base), 1)
            for step in range(1, STEPS + 1):
                while live(house) < count * step // STEPS:
                    assert worker.poll() is None, worker.returncode
                    time.sleep(0.2)
                print(f"after {count * step // STEPS:,} articles: {resident(worker.pid):.0f} MB", flush=True)
            dismiss([worker])
        jobs.close()


if __name__ == "__main__":
    main()
