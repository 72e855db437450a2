"""Count the words that stand in lower case inside sentences: the common words of a language, as against its names.

usage: python training/words.py --public DIR

DIR holds `train.tsv` of WikipediaHomographData (Gorman, Mazovetskiy, Nikolaev, LREC 2018; Apache-2.0), which is read
and never copied; our own sentences of training/news.tsv are counted with them. What is kept is the list of words
that came twice and that the CMU Pronouncing Dictionary has.
"""

import argparse
import collections
import re
from collections.abc import Iterator
from pathlib import Path

from pronouncer.pronounce.dictionary import cmudict
from pronouncer.pronounce.language import language

OWN = Path(__file__).resolve().with_name("news.tsv")
_LEAST = 2  # times


def sentences(public: Path) -> Iterator[str]:
    """Yield the sentences of both sets."""
    for path, column in ((public / "train.tsv", 2), (OWN, 1)):
        for line in path.read_text("utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) > column:
                yield cells[column].replace("*", "")


def main() -> None:
    """Write the list beside the rules of the language."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--public", type=Path, required=True)
    options = parser.parse_args()
    dictionary = cmudict()
    assert dictionary and language("en").words
    counts = collections.Counter(
        word
        for sentence in sentences(options.public)
        for word in re.findall(r"(?<![\w'’])[a-z]{2,}(?![\w'’])", sentence)
    )
    common = sorted(word for word, count in counts.items() if count >= _LEAST and word in dictionary)
    Path(language("en").words or "").write_text("\n".join(common) + "\n", "utf-8")
    print(f"{len(common)} words of {len(counts)}")


if __name__ == "__main__":
    main()
