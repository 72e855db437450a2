"""Whether word times can be true, told from the sound and the number of phones alone.

Each sign has a limit that no right alignment of bench/alignment.py reaches and that wrong ones pass (docs/timing.md).
"""

from collections.abc import Sequence

import numpy as np

from pronouncer.hearing.listening import SECONDS, Flags, Listened, runs
from pronouncer.hearing.spans import Span, Unaligned
from pronouncer.phones.segments import STRESSES, plain, segments

_LIMITS = {
    "speech lies outside the words": 0.1,  # share of the speech
    "words are too short and too long for their phones": 0.5,  # deviation of the logarithm of seconds a phone
    "words lie over pauses": 0.25,  # seconds
    "the sounds are not those of the words": 0.3,  # mean distance over the least one there is, less 1
    "the words are said too fast to be said": 25.0,  # phones a second
}


def judged(spans: Sequence[Span], words: Sequence[str], sound: Listened, *, detour: float = 1.0) -> float:
    """Return the quality of the times of words, given the IPA of each: 1.0 where no sign is against them.

    Raises Unaligned with the strongest sign where one is over its limit, which is a quality of 0.5.
    """
    phones = np.array([_phones(ipa) for ipa in words])
    paces = np.maximum(np.array([end - start for start, end in spans]), SECONDS / 10) / phones
    places = [(round(start / SECONDS), round(end / SECONDS)) for start, end in spans]
    signs = (
        _outside(places, sound.quiet),
        float(np.log(paces).std()),
        max((_pause(sound.quiet[max(0, first) : last]) for first, last in places), default=0.0),
        detour - 1,
        float(1 / np.median(paces)),
    )
    strains = {doubt: sign / limit for sign, (doubt, limit) in zip(signs, _LIMITS.items(), strict=True)}
    doubt = max(strains, key=lambda each: strains[each])
    if strains[doubt] > 1:
        raise Unaligned(doubt)
    return 1 - strains[doubt] / 2


def _phones(ipa: str) -> int:
    return max(1, sum(segment.base not in STRESSES for segment in segments(plain(ipa))))


def _outside(places: list[tuple[int, int]], quiet: Flags) -> float:
    """Return the share of the speech that no word has."""
    left = ~quiet
    speech = left.sum()
    for first, last in places:
        left[max(0, first) : last] = False
    return float(left.sum() / speech)


def _pause(quiet: Flags) -> float:
    """Return the seconds of the longest pause."""
    return max((last - first for first, last in runs(quiet)), default=0) * SECONDS
