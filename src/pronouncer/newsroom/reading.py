"""How an article would be read now: script, words, flags, and what of it would have to be voiced."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from pronouncer.errors import NotFound, NothingToRead
from pronouncer.model.article import Article
from pronouncer.model.codec import from_data
from pronouncer.model.lexicon import Lexeme
from pronouncer.model.script import Script
from pronouncer.model.take import take_key
from pronouncer.model.utterance import Utterance
from pronouncer.newsroom import library
from pronouncer.newsroom.house import House
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.sent import Sent, take_in
from pronouncer.newsroom.speech import samples
from pronouncer.phones.pace import expected_seconds
from pronouncer.pronounce.say import pronounce
from pronouncer.store.records import get_take
from pronouncer.voice.casting import Cast


class Reading(NamedTuple):
    """An article as far as its words."""

    article: Article
    script: Script
    utterances: tuple[Utterance, ...]
    cast: Cast
    new: tuple[int, ...]
    """Places of the sentences that were never said like this, and would be voiced."""
    cost: float
    """US dollars for those, by the price of the engine."""
    seconds: float
    """Length of those, as expected."""


def reading(house: House, press: Press, id: str) -> Reading:
    """Return how an article would be read with the lexicon of now. Raises NotFound, InputError and VoiceError."""
    with house.database.reading() as connection:
        row = library.article(connection, id)
    pipeline = press.pipeline()
    if row.noun:
        article = from_data(Article, row.noun)
    elif row.sent:
        article = take_in(from_data(Sent, row.sent), row.site, row.source_id, pipeline.settings, press.fetch)
    else:
        raise NotFound("This article was not sent yet.")
    casting = pipeline.casting(article)
    script = pipeline.script(article, casting)
    cast = casting.cast(script)
    utterances = pipeline.pronounce(script, cast)
    studio = pipeline.studio()
    new = tuple(
        place
        for place, (utterance, voice) in enumerate(zip(utterances, cast, strict=True))
        if utterance.words and get_take(pipeline.store, take_key(utterance, voice)) is None
    )
    cost = sum(studio.cost(utterances[place], cast[place]) for place in new)
    seconds = sum(expected_seconds(utterances[place], cast[place]) for place in new)
    return Reading(article, script, utterances, cast, new, cost, seconds)


def sound_of(press: Press, found: Reading, place: int) -> bytes:
    """Return a sentence of a reading as a WAV file, voiced if it never was. Raises NothingToRead and VoiceError."""
    utterance, voice = found.utterances[place], found.cast[place]
    if not utterance.words:
        raise NothingToRead("The voice has no sound for this sentence.")
    return samples([press.pipeline().studio().take(utterance, voice)], "wav").data


def tried(press: Press, found: Reading, lexeme: Lexeme) -> bytes:
    """Return the sound of the first sentence that an entry would change; nothing where it changes none."""
    pipeline = press.pipeline()
    for sentence, voice, before in zip(found.script.sentences, found.cast, found.utterances, strict=True):
        if lexeme.grapheme.casefold().split(" ")[0] not in sentence.shown.casefold():
            continue
        language = sentence.language or found.script.language
        one = replace(found.script, sentences=(sentence,), language=language)
        lexicon = pipeline.lexicon(language).with_more([lexeme])
        said = partial(pipeline.ensemble.phonemize, voice=voice)
        (utterance,) = pronounce(one, lexicon=lexicon, phonemize=said, voice=voice.id)
        if utterance.words != before.words:
            return samples([pipeline.studio().take(utterance, voice)], "wav").data
    return b""
