"""How fast news text becomes spoken words: python bench/reading.py

Prints CPU figures of one run: words a second of the rules alone and with lexicon and homographs, the time of a
homograph's decision, import time and memory, and what twice the text costs for lines made to hurt.
Goals: 50,000 words/s, 50 us, 50 ms, 20 MB, about 2 times.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from clock import cpu
from pronouncer.model.lexicon import Lexicon
from pronouncer.pronounce.homographs import Homographs, context
from pronouncer.pronounce.language import language
from pronouncer.pronounce.say import Reader, base_entries
from pronouncer.pronounce.tokens import Tokeniser
from pronouncer.script.split import split

TEXT = (Path(__file__).parent / "article.txt").read_text("utf-8")
# An installed program has its bytecode cached, whatever this shell forbids.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
HOSTILE = {
    "digits": "1", "commas": "1,", "dashes": "1-", "dots": "a.", "capitals": "A", "capital words": "AB ",
    "dollars": "$1", "slashes": "1/", "colons": "1:", "quotes": "'", "at signs": "a@", "hosts": "a-", "numerals": "X ",
    "titles": "Mr ", "months": "May 1 ", "spaces": " ", "ampersands": "A&", "sentences": "Ab. ", "years": "2019-",
    "percents": "5%-", "feet": "6'", "zeros": "0", "emoji": "🙂\u200d", "addresses": "http://a", "hyphens": "a-b-",
    "initials": "A.",
}  # fmt: skip
COST = """
import time, sys, json, re
def held():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
base = held()
began = time.process_time()
from pronouncer.pronounce.say import Reader, base_entries
from pronouncer.pronounce.language import language
from pronouncer.model.lexicon import Lexicon
reader, lexicon = Reader(language("en")), Lexicon(base_entries("en"))
imported = time.process_time() - began
for line in sys.stdin.read().splitlines():
    reader(line, lexicon)
print(json.dumps([imported, time.process_time() - began, held() - base]))
"""


def main() -> None:
    """Measure and print."""
    rules = language("en")
    tokenise, reader, lexicon = Tokeniser(rules), Reader(rules), Lexicon(base_entries("en"))
    lines = [text[start:end] for text in TEXT.splitlines() for start, end in split(text, "en")]
    words = len(TEXT.split())
    alone = cpu(lambda: [tokenise(line) for line in lines])
    whole = cpu(lambda: [reader(line, lexicon) for line in lines])
    print(f"rules alone           {words / alone:10,.0f} words/s")
    print(f"with all              {words / whole:10,.0f} words/s   goal 50,000")

    assert rules.homographs and rules.features
    homographs = Homographs(rules.homographs, rules.features)
    found = [(said, place) for line in lines for said in [context(tokenise(line))[0]] for place in range(len(said))]
    found = [(said, place) for said, place in found if homographs.choose(said, place, "US")]
    each = cpu(lambda: [homographs.choose(said, place, "US") for said, place in found]) / len(found)
    print(f"a homograph           {each * 1e6:10.1f} us        goal 50, over {len(found)}")

    done = subprocess.run(
        [sys.executable, "-c", COST], input=TEXT, capture_output=True, text=True, check=True, env=ENVIRON
    )
    imported, first, memory = json.loads(done.stdout)
    print(f"import                {imported * 1e3:10.1f} ms        goal 50")
    print(f"import and one text   {first * 1e3:10.1f} ms")
    print(f"memory                {memory:10.1f} MB        goal 20")

    for name, piece in HOSTILE.items():
        half, full = piece * (50_000 // len(piece)), piece * (100_000 // len(piece))
        once, twice = cpu(lambda: tokenise(half), 0.2), cpu(lambda: tokenise(full), 0.2)  # noqa: B023
        print(f"{name:20} 100,000 characters {twice * 1e3:8.1f} ms, {twice / once:.2f} times 50,000")


if __name__ == "__main__":
    main()
