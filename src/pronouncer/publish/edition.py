"""publish: a `Master` becomes an `Edition`: the end of the chain of spans."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pronouncer import __version__
from pronouncer.model.article import Article
from pronouncer.model.disclosure import disclosure
from pronouncer.model.edition import Edition, SpokenWord
from pronouncer.model.master import Master
from pronouncer.model.script import Script
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice

DISCLOSURE = (
    "The audio version of this article was created by AI-based technology. It can be mispronounced. "
    "We are working with our partners to continuously review and improve the results."
)


def shown(language: str) -> str:
    """Return what page, tags and captions say of how the audio was made, in the language of an article, BCP 47."""
    return DISCLOSURE if language.split("-")[0].lower() == "en" else disclosure(language).text


def minutes(seconds: float) -> int:
    """Return what the player says for a duration."""
    return max(1, round(seconds / 60))


def edition(
    article: Article,
    script: Script,
    utterances: Sequence[Utterance],
    master: Master,
    *,
    voices: Sequence[Voice],
    missing: Sequence[str] = (),
    fingerprint: str,
) -> Edition:
    """Return the edition of a master, every spoken word led back to the article's characters."""
    return Edition(
        fingerprint=fingerprint,
        headline=article.headline,
        duration=master.duration,
        minutes=minutes(master.duration),
        disclosure=shown(article.language),
        article=article,
        script=script,
        utterances=tuple(utterances),
        voices=tuple(voices),
        missing=tuple(missing),
        pronouncer=__version__,
        loudness=master.loudness,
        cues=master.cues,
        chapters=master.chapters,
        words=tuple(_words(script, utterances, master)),
        renditions=master.renditions,
    )


def _words(script: Script, utterances: Sequence[Utterance], master: Master) -> Iterator[SpokenWord]:
    heard = {cue.sentence_id: (cue.start, words) for cue, words in zip(master.cues, master.words, strict=True)}
    for sentence, utterance in zip(script.sentences, utterances, strict=True):
        begin, words = heard.get(sentence.id, (0.0, ()))
        for index, group in groupby(words, key=lambda timing: timing.token):
            spoken, token = list(group), utterance.tokens[index]
            if token.start == token.end:
                continue  # said and not written: nothing on the page can be marked
            yield SpokenWord(
                sentence_id=sentence.id,
                start=sentence.start + token.start,
                end=sentence.start + token.end,
                spoken=token.spoken,
                at=round(begin + spoken[0].start, 4),
                until=round(begin + spoken[-1].end, 4),
            )
