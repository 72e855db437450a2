"""What pages cost: python bench/pages.py

Our own pages, padded to 60 kB with the scripts and menus that real ones have: pages a CPU second in a process that has
loaded both extractors, and the peak memory of that process. Goals: 25 pages a CPU second, 150 MB.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

from pronouncer.errors import NothingToRead
from pronouncer.ingest.raw import Raw, decode
from pronouncer.ingest.sources.html.page import extracted

PAGES = sorted((Path(__file__).parents[1] / "tests/ingest/pages").glob("*.html"))
SIZE = 60_000  # characters
MENU = "".join(f'<li class="nav-item"><a href="/{number}">Section {number}</a></li>' for number in range(100))
SCRIPT = '<script>window.slots=window.slots||[];slots.push({"id":"a","sizes":[[300,250],[728,90]]});</script>'


def padded(text: str) -> str:
    """Return a page as large as typical ones: a third of what is added is a menu, the rest scripts."""
    missing = max(0, SIZE - len(text))
    menu = f"<nav><ul>{(MENU * (missing // 3 // len(MENU) + 1))[: missing // 3].rpartition('<li')[0]}</ul></nav>"
    scripts = SCRIPT * ((missing - len(menu)) // len(SCRIPT))
    return re.sub(r"(<body[^>]*>)", lambda found: found[1] + menu + scripts, text, count=1)


def measure() -> None:
    """Read all pages three times; print pages a CPU second and the peak of this process."""
    pages = [Raw(str(path), padded(decode(path.read_bytes(), str(path)).text), "html") for path in PAGES]
    read(pages[:1])
    began = time.process_time()
    for _ in range(3):
        read(pages)
    rate = 3 * len(pages) / (time.process_time() - began)
    peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))[0]) / 1024
    size = sum(len(page.text) for page in pages) / len(pages)
    print(f"pages a CPU second  {rate:6.1f}     goal 25; {len(pages)} pages of {size / 1000:.0f} kB")
    print(f"peak memory         {peak:6.0f} MB  goal 150")


def read(pages: list[Raw]) -> None:
    """Read pages; some of ours have nothing to read."""
    for page in pages:
        try:
            extracted(page, "")
        except NothingToRead:
            continue


if __name__ == "__main__":
    if "--here" in sys.argv:
        measure()
    else:  # in a fresh process, so that the peak is of pages alone
        subprocess.run([sys.executable, __file__, "--here"], check=True)
