"""What names cost: python bench/lexicon.py

CPU figures of one run: a lexicon of 200,000 entries read, held and matched (almost every word has one), and the words
and flags of an 800-word article with a lexicon like that and without. Goals: 1 s, 200 MB, 200,000 words/s, 0.2 s.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from clock import cpu
from pronouncer.model.lexicon import Lexicon
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.dictionary import cmudict
from pronouncer.pronounce.lexicons.tsv import read
from pronouncer.pronounce.lookup import Where, best, lexemes_for
from pronouncer.pronounce.say import reader_of
from pronouncer.settings import load
from pronouncer.voice.casting import solo

HERE = Path(__file__).parent
TEXT = (HERE / "article.txt").read_text("utf-8")
ENTRIES = 200_000
COST = """
import gc, re, sys, time, json
def held():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1)) / 1024
from pathlib import Path
from pronouncer.model.lexicon import Lexicon
from pronouncer.pronounce.lexicons.tsv import read
gc.disable()  # as the command does
base, began = held(), time.process_time()
lexicon = Lexicon(read(Path(sys.argv[1])))
print(json.dumps([time.process_time() - began, held() - base, len(lexicon)]))
"""


def table(path: Path) -> None:
    """Write a lexicon of words, phrases, scopes and contexts, as a large newsroom may have."""
    dictionary = cmudict()
    assert dictionary
    rows = ["grapheme\tphoneme\trespelling\tlanguage\tscope\tmatch\tright\twho\twhen\tsource"]
    more = "who{}\t2026-0{}-01\tthe desk"
    for number, word in enumerate(word for word in dictionary if word.isalpha()):
        ipa, name, end = dictionary.ipa(word)[0], word.capitalize(), more.format(number % 50, number % 9 + 1)
        rows.append(f"{name}\t{ipa}\t\ten\t\t\t\t{end}")
        if number % 2 == 0:
            rows.append(f"{name} Street\t{ipa} ˈstɹiːt\t\ten\t\t\t\t{end}")
        if number % 4 == 0:
            rows.append(f"{name}\t{ipa}\t\ten\tsection:sport\texact\tFC United\t{end}")
    path.write_text("\n".join(rows[: ENTRIES + 1]) + "\n", "utf-8")


def matched(lexicon: Lexicon, words: list[tuple[str, int, str]], ends: frozenset[int]) -> int:
    """Look every word of a text up; return how many have an entry."""
    where, count = Where(), 0
    for first, start, text in words:
        lexemes = lexemes_for(lexicon, first)
        count += bool(lexemes and best(lexemes, text, start, where, ends))
    return count


def flags(lexicon: Path | None) -> tuple[float, int]:
    """Return the CPU seconds, the voice's process included, that the flags of the article cost once it is read."""
    options = {"lexicon": str(lexicon)} if lexicon else {}
    with Pipeline(load(options, environ=os.environ, folder=HERE)) as pipeline:
        script = pipeline.script(pipeline.ingest(str(HERE / "article.txt")))
        voice = pipeline.voice_for("en")
        pipeline.lexicon("en")
        began = sum(os.times()[:4])
        utterances = pipeline.pronounce(script, solo(voice, script))
        count = sum(len(utterance.flags) for utterance in utterances)
        pipeline.ensemble.engine(voice.engine).close()
    return sum(os.times()[:4]) - began, count


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lexicon.tsv"
        table(path)
        done = subprocess.run([sys.executable, "-c", COST, path], capture_output=True, text=True, check=True)
        seconds, memory, count = json.loads(done.stdout)
        print(f"read {count:,} entries  {seconds:10.2f} s         goal 1")
        print(f"memory               {memory:10.0f} MB        goal 200")
        lexicon = Lexicon(read(path))
        drafts = reader_of("en").tokenise(TEXT)
        words = [(draft.written.casefold(), draft.start, TEXT) for draft in drafts if draft.kind == "word"]
        ends = frozenset(draft.end for draft in drafts)
        once = cpu(lambda: matched(lexicon, words, ends))
        share = matched(lexicon, words, ends) / len(words)
        print(f"match                {len(words) / once:10,.0f} words/s   goal 200,000; {share:.0%} have an entry")
        for name, own in (("with it", path), ("with ours alone", None)):
            seconds, count = flags(own)
            print(f"words and flags {name:16} {seconds:5.2f} s  {count} flags  goal 0.2 for the flags of 800 words")


if __name__ == "__main__":
    main()
