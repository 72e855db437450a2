"""Score who says each quotation.

usage: python eval/attribution.py [--show] [--from N] [--to N] [FILE]

A quotation is right if its span is found, it is known for speech or not, and its speaker is the marked one, case
aside. Quotations that are found and not marked count as wrong.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from pronouncer.script.quotations import Quotation, quotations

HERE = Path(__file__).resolve().parent
_FRENCH = re.compile(
    r"\b(?:le|la|les|des|est|une|dans|qui|que|du|au|un|et|on|sa|pas|je|ont|par|pour|avec|cette?)\b|\b[ldnqjs]['’]"
)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|was|that|is|for|it)\b")


class Marked(NamedTuple):
    """A quotation of an excerpt, as marked and as found."""

    line: int
    text: str
    wanted: tuple[str, bool] | None
    """Speaker and whether it is speech; None where nothing is marked."""
    found: tuple[str, bool] | None

    @property
    def right(self) -> bool:
        """Whether both are the same."""
        return self.wanted == self.found


def language(paragraphs: list[str]) -> str:
    """Return the language of an excerpt: the set does not say it."""
    text = " ".join(paragraphs).lower()
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"


def marked(path: Path) -> list[Marked]:
    """Return every quotation of a set."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        excerpt = json.loads(line)
        paragraphs = excerpt["paragraphs"]
        wanted = {(q["paragraph"], q["start"], q["end"]): _said(q["speaker"], q["speech"]) for q in excerpt["quotes"]}
        said = {_span(q): _said(q.speaker, q.is_speech) for q in quotations(paragraphs, language(paragraphs))}
        for span in sorted(wanted.keys() | said.keys()):
            text = paragraphs[span[0]][span[1] : span[2]]
            rows.append(Marked(number, text, wanted.get(span), said.get(span)))
    return rows


def _span(quotation: Quotation) -> tuple[int, int, int]:
    return quotation.paragraph, quotation.start, quotation.end


def _said(speaker: str, speech: bool) -> tuple[str, bool]:
    return speaker.casefold(), speech


def attribution(path: Path) -> float:
    """Return the share of quotations whose span, speaker and kind are right."""
    rows = marked(path)
    return sum(row.right for row in rows) / len(rows)


def main() -> None:
    """Print the share that is right, and the wrong ones."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=HERE / "attribution.jsonl")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=sys.maxsize)
    options = parser.parse_args()
    rows = [row for row in marked(options.file) if options.first <= row.line < options.to]
    for row in rows:
        if options.show and not row.right:
            print(f"{row.line}: {row.text[:70]}\n    wanted {row.wanted}\n    found  {row.found}")
    print(f"{sum(row.right for row in rows) / len(rows):.3f} of {len(rows)} quotations", file=sys.stderr)


if __name__ == "__main__":
    main()
