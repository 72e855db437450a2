"""Score the development sets and hold the floors.

usage: python eval/score.py [--check]

`--check` exits 1 if a score is under its floor in eval/floors.json, or if a set is not the one the floor was
measured on (its fingerprint). Floors only go up: raise one by hand when a score has risen.
"""

import argparse
import functools
import hashlib
import json
import os
import re
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import attribution
import extraction
from pronouncer.model.lexicon import Lexicon
from pronouncer.phones.alphabet import compiled
from pronouncer.phones.alphabets import ARPABET
from pronouncer.phones.likeness import alike
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.flags import FLAGGED, unseen
from pronouncer.pronounce.language import language
from pronouncer.pronounce.say import Reader, base_entries
from pronouncer.pronounce.tokens import Tokeniser
from pronouncer.pronounce.vocabulary import Vocabulary
from pronouncer.script.order import of_lines
from pronouncer.script.split import split
from pronouncer.settings import load
from pronouncer.voice.casting import solo
from worse import golden, spoiled

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
OURS = 5  # of our own lexicon a fifth of the names, drawn by their hash, is scored with those of flags.txt


def folded(text: str) -> str:
    """Return words for comparing: lower case, no punctuation or hyphens, no "and", runs of single letters joined."""
    text = re.sub(r"\band\b", "", re.sub(r"[^\w\s]", " ", text.lower()))
    text = re.sub(r"\b[a-z](?: [a-z]\b)+", lambda letters: letters.group().replace(" ", ""), " ".join(text.split()))
    return " ".join(text.split())


def accepted(pattern: str) -> set[str]:
    """Return all folded readings of `a (b|c) [d]`; brackets may stand inside one another."""
    return {folded(reading) for reading in _expanded(pattern)}


def _expanded(pattern: str) -> list[str]:
    inner = re.search(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]", pattern)
    if not inner:
        return pattern.split("|")
    choices = inner.group(1).split("|") if inner.group(1) is not None else [*inner.group(2).split("|"), ""]
    before, after = pattern[: inner.start()], pattern[inner.end() :]
    return [reading for choice in choices for reading in _expanded(before + choice + after)]


def readings(path: Path) -> float:
    """Return the share of written phrases whose spoken words are accepted."""
    tokens = Tokeniser(language("en"))
    rows = [line.split("\t") for line in _lines(path)]
    right = [folded(" ".join(t.spoken for t in tokens(row[1]) if t.spoken)) in accepted(row[2]) for row in rows]
    return sum(right) / len(right)


def sentences(path: Path) -> float:
    """Return the share of texts that are split as marked."""
    right: list[bool] = []
    for row in map(json.loads, _lines(path)):
        found = [row["text"][start:end] for start, end in split(row["text"], "en")]
        right.append(found == row["sentences"])
    return sum(right) / len(right)


def acronyms(path: Path) -> float:
    """Return the share of acronyms that are said as marked: as a word, or letter by letter."""
    tokens = Tokeniser(language("en"))
    right = []
    for line in _lines(path):
        reading, form = line.split("\t")
        said = " ".join(token.spoken for token in tokens(form))
        right.append(said == " ".join(form) if reading == "letters" else said.lower() == form.lower())
    return sum(right) / len(right)


def homographs(path: Path) -> float:
    """Return the share of homographs that are given the marked reading."""
    read = Reader(language("en"))
    right = []
    for line in _lines(path):
        reading, marked = line.split("\t")
        before, _, _ = marked.split("*")
        found = read(marked.replace("*", ""), Lexicon())
        place = next(place for place, draft in enumerate(found.drafts) if draft.start == len(before))
        right.append(found.entries[place][0].rule == f"homograph {reading}")
    return sum(right) / len(right)


def names(path: Path) -> float:
    """Return the share of names that are said in an accepted way, stress aside, by all that ships together."""
    rows = [line.split("\t") for line in _lines(path)]
    right = []
    with Pipeline(load({}, environ=os.environ, folder=HERE)) as pipeline:
        script = of_lines([f"We met {name} there." for name, _ in rows], "en")
        said = pipeline.pronounce(script, solo(pipeline.voice_for("en"), script))
        for (name, phones), utterance in zip(rows, said, strict=True):
            token = next(token for token in utterance.tokens if token.written == name)
            heard = re.sub(r"\d", "", compiled(token.ipa, ARPABET).text)
            right.append(heard in phones.split("|"))
    return sum(right) / len(right)


def flag_recall(path: Path) -> float:
    """Return the share of the names that the engine says wrong that would be flagged if no lexicon had them."""
    judged = _judged(path)
    return sum(flagged for flagged, wrong in judged if wrong) / sum(wrong for _, wrong in judged)


def flag_precision(path: Path) -> float:
    """Return the share of flagged names that the engine says wrong."""
    judged = _judged(path)
    return sum(wrong for flagged, wrong in judged if flagged) / sum(flagged for flagged, _ in judged)


@functools.cache
def _judged(path: Path) -> list[tuple[bool, bool]]:
    """Return for each name whether it is flagged while every lexicon is hidden, and whether the engine says it wrong.

    Wrong is what neither our lexicon nor, where that has no entry, the dictionary has: `phones.likeness.alike`.
    """
    vocabulary = Vocabulary(language("en"))
    accepted_ipa = {name: vocabulary.pronunciations(name) for name in _lines(path)}
    ours = [lexeme for lexeme in base_entries("en") if lexeme.grapheme.isalpha()]
    drawn = [lexeme for lexeme in ours if zlib.crc32(lexeme.grapheme.encode()) % OURS == 0]
    accepted_ipa |= {lexeme.grapheme: (lexeme.phoneme,) for lexeme in drawn}
    with Pipeline(load({}, environ=os.environ, folder=HERE)) as pipeline:
        said = pipeline.ensemble.phonemize([[name] for name in accepted_ipa], pipeline.voice_for("en"))
    return [
        (unseen(vocabulary.chance_of_mistake(name)) >= FLAGGED, not any(alike(own, ipa) for ipa in known))
        for (name, known), (own,) in zip(accepted_ipa.items(), said, strict=True)
    ]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


SETS: Mapping[str, tuple[str, Callable[[Path], float]]] = {
    "readings": ("readings.tsv", readings),
    "acronyms": ("acronyms.tsv", acronyms),
    "homographs": ("homographs.tsv", homographs),
    "homographs held out": ("homographs-held-out.tsv", homographs),
    "sentences": ("sentences.jsonl", sentences),
    "names": ("names.tsv", names),
    "pages, F1": ("../tests/ingest/pages", extraction.f1),
    "pages, right blocks": ("../tests/ingest/pages", extraction.clean),
    "pages, headline once": ("../tests/ingest/pages", extraction.headlines),
    "attribution": ("attribution.jsonl", attribution.attribution),
    "attribution held out": ("attribution-held-out.jsonl", attribution.attribution),
    "flags, recall": ("flags.txt", flag_recall),
    "flags, precision": ("flags.txt", flag_precision),
}


def worse() -> int:
    """Print the lines that the bare engine reads right and we read wrong; return how many."""
    count = 0
    with Pipeline(load({}, environ=os.environ, folder=HERE)) as pipeline:
        for tag, lines in golden().items():
            for written, said in spoiled(pipeline, tag, lines):
                count += 1
                print(f"WORSE {tag}: {written!r} is right as it stands; said is {said!r}")
    return count


def _fingerprint(path: Path) -> str:
    """Return the hash of a file, or of all files in a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


def main() -> int:
    """Print the scores beside their floors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text("utf-8"))
    wrong = worse()
    for name, (file, score) in SETS.items():
        fingerprint = _fingerprint(HERE / file)
        found, floor = score(HERE / file), floors[name]
        under = found < floor["score"] or fingerprint != floor["fingerprint"]
        wrong += under
        print(f"{'UNDER' if under else 'ok':5} {name:19} {found:.3f} >= {floor['score']}  {fingerprint}")
    return int(options.check and wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
