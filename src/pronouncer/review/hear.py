"""One sentence is listened to: a pure function of its sound, its words and their IPA."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pronouncer.errors import VoiceError
from pronouncer.hearing.spans import Unaligned, Unknown
from pronouncer.model.report import Listening, Report, Unchecked
from pronouncer.model.take import Take
from pronouncer.review.line import Line, Suspect
from pronouncer.review.table import MISFIT, SOUNDS, WORDS

_LOOKED_AT = 0.3  # of its limit at which a suspect is compared with the words in a pass of its own
_DOUBT = 0.6  # of the limit at which an editor is told; nothing is held for it
_LONGEST = 120.0  # seconds; what is longer is no sentence
_MOST = 60  # words; the work grows faster than their number, and newsrooms write no longer sentences
_LANGUAGE = "en"


class Found(NamedTuple):
    """Something that was heard and should not have been."""

    check: str
    suspect: Suspect
    lead: float
    """How much better it fits than the words, as a natural logarithm; infinite where they do not fit at all."""

    @property
    def margin(self) -> float:
        """How far the lead is over the limit of its check: 1.0 at the limit."""
        return self.lead * self.suspect.weight / WORDS[self.check].limit


class Misfit(Exception):
    """Neither the words nor any suspect leads through a sound."""


class Which(NamedTuple):
    """Which of some pronunciations was said."""

    candidate: str
    """IPA."""
    margin: float
    """How much better it fits than the next one, as a natural logarithm."""
    sure: bool
    """Whether the margin is over the limit of the check `pronunciation`."""


def hear(line: Line) -> Listening:
    """Listen to one sentence. The same in, the same out; sentences can be listened to at the same time."""
    reports = list(_sounds(line))
    try:
        spoken = list(_words(line))
    except (Unaligned, ImportError) as why:
        checks = (*WORDS, MISFIT)
        return Listening(tuple(reports), tuple(SOUNDS), tuple(Unchecked(check, str(why), 1) for check in checks))
    return Listening((*reports, *spoken), (*SOUNDS, *WORDS, MISFIT))


def together(listenings: Sequence[Listening]) -> Listening:
    """Return what came of listening to several sentences."""
    missed: Counter[tuple[str, str]] = Counter()
    for listening in listenings:
        missed.update({(each.check, each.reason): each.sentences for each in listening.not_checked})
    return Listening(
        tuple(report for listening in listenings for report in listening.reports),
        tuple(dict.fromkeys(check for listening in listenings for check in listening.checked)),
        tuple(Unchecked(check, reason, count) for (check, reason), count in missed.items()),
    )


def which(samples: bytes, rate: int, words: Sequence[str], place: int, candidates: Sequence[str]) -> Which:
    """Return which of some pronunciations of the word at a place was said, in 16-bit mono and among the IPA of all.

    Raises VoiceError where none can be found in the sound, or the recogniser is not installed.
    """
    try:
        from pronouncer.hearing.listening import listened
        from pronouncer.hearing.paths import Rival, said, score

        sound = listened(Take("", rate, samples, ()))
        rivals = [Rival(place, place + 1, tuple(ipa.split(" "))) for ipa in candidates]
        found = sorted(((score(sound, said(words, [rival])), rival.words) for rival in rivals), reverse=True)
    except (Unaligned, ImportError) as why:
        raise VoiceError(f"It cannot be told which pronunciation was said: {why}. Listen to it.") from why
    if not found or found[0][0] == float("-inf"):
        raise VoiceError("None of the pronunciations is heard in the sound. Listen to it.")
    margin = found[0][0] - found[1][0] if len(found) > 1 else float("inf")
    return Which(" ".join(found[0][1]), margin, margin >= WORDS["pronunciation"].limit)


def _sounds(line: Line) -> Iterator[Report]:
    for check, find in SOUNDS.items():
        try:
            signs = list(find(line))
        except Unaligned as why:
            signs = [(float("inf"), f"Nothing can be heard: {why}.")]
        for sign, message in signs:
            if sign >= 1:
                yield Report(check, message, line.utterance.sentence_id, margin=sign)


def _words(line: Line) -> Iterator[Report]:
    """Yield what was said instead. Raises what `heard_instead` does where nothing can be told."""
    try:
        found = heard_instead(line)
    except Misfit as why:
        yield Report(MISFIT, f"The sound is not that of the sentence: {why}.", line.utterance.sentence_id)
        return
    for each in _apart(found):
        if each.margin >= _DOUBT:
            yield each.suspect.report(each.check, line, each.margin)


def heard_instead(line: Line) -> list[Found]:
    """Return every suspect that fits the sound of a sentence better than its words, however little.

    Raises Misfit where none leads through the sound, Unaligned where the recogniser cannot tell, ImportError where
    there is none.
    """
    if line.utterance.language.lower().partition("-")[0] != _LANGUAGE:
        raise Unaligned(f"there is no model for {line.utterance.language}")
    if line.take.seconds > _LONGEST:
        raise Unaligned(f"it is longer than {_LONGEST:.0f} s")
    if len(line.words) > _MOST:
        raise Unaligned(f"it has more than {_MOST} words")
    try:
        import pocketsphinx  # noqa: F401 - a test of whether there is one
    except ImportError as error:
        raise ImportError("pocketsphinx is not installed; install the extra `align`") from error
    from pronouncer.hearing.listening import listened
    from pronouncer.hearing.paths import leads

    suspects = [(check, each) for check, heard in WORDS.items() for each in heard.suspects(line)]
    rivals = [each.rival._replace(least=WORDS[check].limit * _LOOKED_AT) for check, each in suspects]
    try:
        found = leads(listened(line.take), line.words, rivals)
    except Unknown:
        raise
    except Unaligned as why:
        raise Misfit(str(why)) from why
    return [Found(*suspects[place], lead) for place, lead in found.items()]


def _apart(found: list[Found]) -> list[Found]:
    """Return what was heard, without what a better suspect for the same words explains."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: -one.margin):
        first, last = each.suspect.rival.first, max(each.suspect.rival.last, each.suspect.rival.first + 1)
        if all(last <= one.suspect.rival.first or one.suspect.rival.last <= first for one in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.suspect.rival.first)
