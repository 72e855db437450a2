"""publish: a `Master` becomes an `Edition`: the end of the chain of spans."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pronouncer import __version__
from pronouncer.model.article import Article
from pronouncer.model.edition import Edition, SpokenWord
from pronouncer.model.master import Master
from pronouncer.model.script import Script
from pronouncer.model.take import WordTiming
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice

DISCLOSURE = (
    "The audio version of this article was created by AI-based technology. It can be mispronounced. "
    "We are working with our partners to continuously review and improve the results."
)


def minutes(seconds: float) -> int:
    """Return what the player says for a duration."""
    return max(1, round(seconds / 60))


def edition(
    article: Article,
    script: Script,
    utterances: Sequence[Utterance],
    timings: Mapping[str, Sequence[WordTiming]],
    master: Master,
    *,
    voice: Voice,
    fingerprint: str,
) -> Edition:
    """Return the edition of a master. `timings` holds the words of each take, by sentence id."""
    return Edition(
        fingerprint=fingerprint,
        headline=article.headline,
        duration=master.duration,
        minutes=minutes(master.duration),
        disclosure=DISCLOSURE,
        article=article,
        script=script,
        utterances=tuple(utterances),
        voice=voice,
        pronouncer=__version__,
        loudness=master.loudness,
        cues=master.cues,
        chapters=master.chapters,
        words=tuple(_words(script, utterances, timings, master)),
        renditions=master.renditions,
    )


def _words(
    script: Script,
    utterances: Sequence[Utterance],
    timings: Mapping[str, Sequence[WordTiming]],
    master: Master,
) -> Iterator[SpokenWord]:
    begins = {cue.sentence_id: cue.start for cue in master.cues}
    for sentence, utterance in zip(script.sentences, utterances, strict=True):
        for index, group in groupby(timings.get(sentence.id, ()), key=lambda timing: timing.token):
            spoken = list(group)
            token = utterance.tokens[index]
            begin = begins[sentence.id]
            yield SpokenWord(
                sentence_id=sentence.id,
                start=sentence.start + token.start,
                end=sentence.start + token.end,
                spoken=token.spoken,
                at=round(begin + spoken[0].start, 4),
                until=round(begin + spoken[-1].end, 4),
            )
