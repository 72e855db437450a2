"""How right word times are that were found in the sound: python bench/alignment.py

Needs flite (Debian) and pocketsphinx. Starts of words against what the voice itself reports, for eval/alignment.txt;
then which share of wrong sounds is refused. Goals: forced 20 ms, 60 ms at the 95th percentile, 95 % without fallback;
warped 45 ms.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from pronouncer.model.take import Take
from pronouncer.model.utterance import Utterance
from pronouncer.pipeline import Pipeline
from pronouncer.settings import Settings
from pronouncer.voice.engine import choose_voice
from pronouncer.voice.timing.times import Timing, timed
from truth import flite, utterances

FLITE = ("rms", "slt", "awb")
WRONG = 10  # sentences on: whose sound is taken for another's


class Case(NamedTuple):
    """An utterance, a sound of it whose times are known, and the reference to warp."""

    utterance: Utterance
    take: Take
    reference: Take


def main() -> None:
    """Measure and print."""
    with (
        TemporaryDirectory() as folder,
        Pipeline(Settings(cache=Path(folder))) as pipeline,
    ):
        english, french = utterances(pipeline, "en"), utterances(pipeline, "fr")

        def spoken(name: str, sentences: Iterable[Utterance], speed: float = 1.0) -> list[Take]:
            voice = replace(choose_voice(pipeline.ensemble.engine("espeak"), name, ""), speed=speed)
            return [pipeline.ensemble.engine("espeak").synthesize(utterance, voice) for utterance in sentences]

        ours, theirs = spoken("en-us", english), spoken("fr", french)
        said = {name: [flite(utterance, name) for utterance in english] for name in FLITE}
        print(f"{len(english)} English and {len(french)} French sentences; errors of word starts in ms")
        print(f"{'sound':28}{'mean':>7}{'median':>8}{'95 %':>7}{'words':>7}  {'as asked':>9}{'CPU s/s':>9}  quality")
        row("forced: espeak en-us", "forced", cases(english, ours, ours))
        own = {}
        for name, each in said.items():
            rows = [(one, u, ref) for one, u, ref in zip(each, english, ours, strict=True) if one]
            own[name] = [Case(u, one.take, ref) for one, u, ref in rows]
            row(f"forced: flite {name}, its phones", "forced", [Case(one.utterance, one.take, r) for one, _, r in rows])
            row(f"forced: flite {name}, our IPA", "forced", own[name])
        for name in FLITE:
            row(f"warped: flite {name}", "warped", own[name])
        for speed in (1.25, 0.8):
            row(f"warped: espeak en, {speed}", "warped", cases(english, spoken("en", english, speed), ours))
            row(f"warped: espeak fr-be, {speed}", "warped", cases(french, spoken("fr-be", french, speed), theirs))
        for name in FLITE:
            row(f"stretched: flite {name}", "stretched", own[name])
        print("\nshare of wrong sounds refused by both ways, by forced alignment alone, by warping alone")
        for label, change in CHANGES.items():
            for name in FLITE[:2]:
                wrong(f"{label}, flite {name}", own[name], change)


def cases(sentences: Sequence[Utterance], takes: Sequence[Take], references: Sequence[Take]) -> list[Case]:
    """Return what belongs together."""
    return [Case(*each) for each in zip(sentences, takes, references, strict=True)]


def asked(case: Case, way: str) -> Timing:
    """Return the times by one way alone: no model speaks `und`, and a sound of nothing cannot be warped."""
    utterance = case.utterance if way == "forced" else replace(case.utterance, language="und")
    reference = case.reference
    if way == "stretched":
        reference = replace(reference, samples=bytes(len(reference.samples)))
    return timed(utterance, case.take, lambda: reference)


def row(label: str, way: str, found: Sequence[Case]) -> None:
    """Print the errors of one way."""
    began = time.process_time()
    timings = [asked(case, way) for case in found]
    cost = (time.process_time() - began) / sum(case.take.seconds for case in found)
    starts = [word.start for timing in timings for word in timing.words]
    errors = np.abs(np.array(starts) - [word.start for case in found for word in case.take.words]) * 1000
    share = sum(timing.source == way for timing in timings) / len(timings)
    least, middle = np.percentile([timing.quality for timing in timings], [0, 50])
    print(
        f"{label:32}{errors.mean():5.1f}{np.median(errors):7.1f}{np.percentile(errors, 95):8.1f}{len(errors):7}"
        f"{share:10.0%}{cost:10.4f}{least:9.2f} to {middle:.2f}"
    )


def wrong(label: str, found: Sequence[Case], change: Callable[[Case, Take], bytes]) -> None:
    """Print which share of sounds that are not of the words is refused."""
    changed = []
    for place, case in enumerate(found):
        other = found[(place + WRONG) % len(found)].take
        changed.append(case._replace(take=replace(case.take, samples=change(case, other))))
    taken = [{each.source for each in (asked(case, "forced"), asked(case, "warped"))} for case in changed]
    count = len(taken)
    both = sum(each == {"stretched"} for each in taken) / count
    forced, warped = (1 - sum(way in each for each in taken) / count for way in ("forced", "warped"))
    print(f"{label:52}{both:6.0%}{forced:6.0%}{warped:6.0%}")


def _part(samples: bytes, share: float) -> bytes:
    return samples[: int(len(samples) // 2 * share) * 2]


CHANGES: dict[str, Callable[[Case, Take], bytes]] = {
    "another sentence": lambda _, other: other.samples,
    "the last 30 % missing": lambda case, _: _part(case.take.samples, 0.7),
    "another sentence after it": lambda case, other: case.take.samples + bytes(case.take.rate) + other.samples,
    "a second of another in the middle": lambda case, other: (
        _part(case.take.samples, 0.5)
        + other.samples[: 2 * case.take.rate]
        + case.take.samples[len(_part(case.take.samples, 0.5)) :]
    ),
    "hiss alone": lambda case, _: (
        np.random.default_rng(1).integers(-9000, 9000, len(case.take.samples) // 2).astype("<i2").tobytes()
    ),
}


if __name__ == "__main__":
    main()
