"""How well faults are heard that were made on purpose: python bench/listening.py

Needs flite (Debian) and pocketsphinx. For each fault: the area under the curve, and which share is found at the limit
that raises 5 % false alarms, and at the limit that is set. Limits for 5 % come from one half of the sentences, and all
figures from the other.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from faults import right_lines, trials
from pronouncer.hearing.spans import Unaligned
from pronouncer.pipeline import Pipeline
from pronouncer.review.hear import Misfit, hear, heard_instead
from pronouncer.review.line import Line
from pronouncer.review.table import SOUNDS, WORDS
from pronouncer.settings import Settings
from pronouncer.voice.engine import choose_voice

VOICES = ("espeak:en-us", "flite:rms", "flite:slt")
ALARMS = 0.05


class Scored(NamedTuple):
    """A trial with how strongly its check, or any, spoke against the sound; 1.0 is the limit that is set."""

    fault: str
    check: str
    margin: float


class Row(NamedTuple):
    """How one fault is heard."""

    right: int
    wrong: int
    area: float
    """Under the curve of detections against false alarms."""
    at_alarms: float
    """Share found at the limit for 5 % false alarms of the other half."""
    alarms: float
    """Share of right sounds over that limit."""
    at_limit: float
    """Share found at the limit that is set."""
    false: float
    """Share of right sounds over the limit that is set."""


def main(voices: Sequence[str] = VOICES, every: int = 1) -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder, Pipeline(Settings(cache=Path(folder))) as pipeline:
        for names in [voices] if len(voices) == 1 else [*([voice] for voice in voices), voices]:
            if len(names) == 1:
                found = scored(pipeline, names[0], every)
                kept[names[0]] = found
            both = [each for name in names for each in kept[name]]
            price = f": {cost(pipeline, names[0]):.1f} CPU s a minute" if len(names) == 1 else ""
            print(f"\n{', '.join(names)}{price}")
            heads = "".join(f"{head:>9}" for head in ("n", "AUC", "at 5 %", "(alarms)", "at limit", "(alarms)"))
            print(f"{'check':15}{'fault':40}{heads}")
            for (check, fault), row in rows(both).items():
                shares = f"{row.at_alarms:9.0%}{row.alarms:9.1%}{row.at_limit:9.0%}{row.false:9.1%}"
                print(f"{check:15}{fault:40}{row.wrong:9}{row.area:9.3f}{shares}", flush=True)


kept: dict[str, list[list[Scored]]] = {}


def scored(pipeline: Pipeline, name: str, every: int = 1) -> list[list[Scored]]:
    """Return the scores of all trials of a voice, those of one sentence together."""
    engine, _, own = name.partition(":")
    voice = choose_voice(pipeline.ensemble.engine(engine), own, "en")
    groups: dict[str, list[Scored]] = defaultdict(list)
    right: dict[str, Mapping[str, float]] = {}
    for trial in trials(pipeline, voice, every=every):
        identity = trial.line.utterance.sentence_id
        if not trial.fault and identity not in right:
            right[identity] = margins(trial.line)
        found = margins(trial.line) if trial.fault else right[identity]
        groups[identity].append(Scored(trial.fault, trial.check, found[trial.check]))
    return list(groups.values())


def cost(pipeline: Pipeline, name: str) -> float:
    """Return the CPU seconds that a minute of right sound takes."""
    engine, _, own = name.partition(":")
    lines = right_lines(pipeline, choose_voice(pipeline.ensemble.engine(engine), own, "en"))[::4]
    began = time.process_time()
    for line in lines:
        hear(line)
    return (time.process_time() - began) / sum(line.take.seconds for line in lines) * 60


def margins(line: Line) -> dict[str, float]:
    """Return how far over its limit each check is; `any` is the largest of them, or 9 where nothing fits at all."""
    found = dict.fromkeys((*SOUNDS, *WORDS), 0.0)
    try:
        for check, find in SOUNDS.items():
            found[check] = max(margin for margin, _ in find(line))
        for each in heard_instead(line):
            found[each.check] = max(found[each.check], each.margin)
    except (Misfit, Unaligned):
        return found | {"any": 9.0}
    return found | {"any": max(found.values())}


def rows(groups: Sequence[Sequence[Scored]]) -> dict[tuple[str, str], Row]:
    """Return how each fault is heard in every second sentence, with limits from the others."""
    tried = sorted({(each.check, each.fault) for group in groups for each in group if each.fault})
    return {key: _row(groups, *key) for key in tried}


def _row(groups: Sequence[Sequence[Scored]], check: str, fault: str) -> Row:
    own = [group for group in groups if any(each.fault == fault and each.check == check for each in group)]
    tuned, held = own[::2], own[1::2]
    right, wrong = _margins(held, check, ""), _margins(held, check, fault)
    ranked = sorted(_margins(tuned, check, ""), reverse=True)
    limit = max(ranked[int(ALARMS * len(ranked))] if ranked else 0.0, 1e-9)
    return Row(
        len(right),
        len(wrong),
        area(right, wrong),
        _over(wrong, limit),
        _over(right, limit),
        _over(wrong, 1),
        _over(right, 1),
    )


def _margins(groups: Sequence[Sequence[Scored]], check: str, fault: str) -> list[float]:
    """Return the margins of right sounds, one a sentence, or of a fault."""
    found = [[each.margin for each in group if (each.check, each.fault) == (check, fault)] for group in groups]
    return [margin for group in found for margin in (group if fault else group[:1])]


def area(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how likely a wrong sound has the larger margin, ties counting half."""
    pairs = [(bad > good) + 0.5 * (bad == good) for bad in wrong for good in right]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _over(margins: Sequence[float], limit: float) -> float:
    return sum(margin >= limit for margin in margins) / max(1, len(margins))


if __name__ == "__main__":
    main(every=int(sys.argv[1]) if len(sys.argv) > 1 else 1)
