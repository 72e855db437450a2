"""Every ruling is a case that must not come back: what would a voice make of the words that were ruled on?"""

import functools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa

from pronouncer.model.lexicon import Lexeme
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.newsroom.loop.impact import places, standing
from pronouncer.newsroom.loop.proof import Asked, Proof, proved, wanted_in
from pronouncer.newsroom.loop.proving import ears_of
from pronouncer.newsroom.loop.rulings import lexeme_of
from pronouncer.phones.segments import distance
from pronouncer.phones.telling import Capabilities, told
from pronouncer.pipeline import Pipeline
from pronouncer.pronounce.lookup import speaks
from pronouncer.pronounce.say import pronounce, reader_of
from pronouncer.script.order import of_lines
from pronouncer.store.database import lexicon
from pronouncer.store.database.tables.loop import rulings

_APART = 0.5  # steps on the IPA chart from which another phone is another sound, as for flags
_DEFAULT = "en"
_CARRIER = "They said {} again."


class Ruled(NamedTuple):
    """A ruled word, and a sentence that it stood in."""

    lexeme: Lexeme
    text: str
    language: str
    """BCP 47."""
    before: tuple[str, ...] = ()
    """IPA with which it was reported."""


class Relapse(NamedTuple):
    """A ruled word that a voice would say wrong."""

    grapheme: str
    wanted: str
    """IPA, or the alias."""
    text: str
    voice: str
    why: str


class Checked(NamedTuple):
    """What came of it."""

    words: int
    """Ruled words that the voice has to say."""
    heard: int
    """Of these, how many were heard right."""
    untold: int
    """How many nobody could hear; what the voice is told is right."""
    relapses: tuple[Relapse, ...]


def of_rulings(connection: sa.Connection) -> list[Ruled]:
    """Return the words of rulings that hold, each with a sentence of what is live, if there is one."""
    alive = sa.and_(rulings.c.decision != "reject", rulings.c.state != "undone")
    rows = connection.execute(sa.select(rulings).where(alive).order_by(rulings.c.id)).all()
    holding = {entry.lexeme for entry in lexicon.chosen(connection, sa.true())}
    near = standing(connection)
    found: dict[Lexeme, Ruled] = {}
    for row in rows:
        lexeme = lexeme_of(row)
        if lexeme in holding:
            live = places(connection, lexeme, near=near)
            text = live[0].text if live else _carried(lexeme)
            before = tuple(each["phoneme"] for each in row.retired or () if each["phoneme"])
            found[lexeme] = Ruled(lexeme, text, lexeme.language or _DEFAULT, before)
    return list(found.values())


def of_lexicon(entries: Iterable[Lexeme]) -> list[Ruled]:
    """Return the approved entries of a lexicon as ruled words, each in a sentence that is made for it."""
    approved = [entry for entry in entries if entry.status == "approved"]
    return [Ruled(entry, _carried(entry), entry.language or _DEFAULT) for entry in approved]


def check(pipeline: Pipeline, voice: Voice, words: Iterable[Ruled], *, ask: Asked | None = None) -> Checked:
    """Return which ruled words a voice would say wrong; words of other languages and voices are left out.

    An engine that reports its phones is believed; any other is listened to, if there is something that listens, and
    else judged by what its sheet says it obeys. Raises VoiceError.
    """
    count = heard = untold = 0
    relapses: list[Relapse] = []
    for ruled in words:
        if not speaks(ruled.language.partition("-")[0], voice.language) or not _is_for(ruled.lexeme, voice):
            continue
        count += 1
        bad = list(_relapses(pipeline, voice, ruled, ask))
        heard += any(proof.heard for proof in bad) and all(proof.heard for proof in bad)
        wrong = [proof for proof in bad if not proof.heard and proof.method != "none"]
        untold += bool(bad) and not wrong and not all(proof.heard for proof in bad)
        wanted = ruled.lexeme.alias or ruled.lexeme.phoneme
        relapses += [Relapse(ruled.lexeme.grapheme, wanted, ruled.text, voice.id, proof.detail) for proof in wrong[:1]]
    return Checked(count, heard, untold, tuple(relapses))


def _relapses(pipeline: Pipeline, voice: Voice, ruled: Ruled, ask: Asked | None) -> Iterator[Proof]:
    """Yield what the voice makes of each place of a ruled word in its sentence."""
    lexeme = ruled.lexeme
    script = of_lines([ruled.text], ruled.language)
    said = functools.partial(pipeline.ensemble.phonemize, voice=voice)
    house = pipeline.lexicon(ruled.language).with_more([lexeme])
    (utterance,) = pronounce(script, lexicon=house, phonemize=said, voice=voice.id)
    where = reader_of(ruled.language).where(ruled.language)._replace(voice=voice.id)
    ears = ears_of(pipeline, lexeme, list(ruled.before), ask)
    for token, wanted in wanted_in(ruled.text, utterance, lexeme, where):
        proof = proved(utterance, voice, token, wanted, ears)
        if proof:
            yield proof if proof.method != "none" else _obeyed(utterance, token, pipeline, voice, proof)


def _obeyed(utterance: Utterance, token: int, pipeline: Pipeline, voice: Voice, proof: Proof) -> Proof:
    """Judge a word that nobody can hear by what the voice is told of it."""
    sheet = pipeline.ensemble.capabilities(voice)
    problem = "; ".join(filter(None, (_lost(word, ipa, sheet) for at, word, ipa in utterance.words if at == token)))
    return proof._replace(method="telling", detail=problem) if problem else proof


def _lost(word: str, ipa: str, sheet: Capabilities) -> str:
    """Return what a voice does not obey of a pronunciation; empty where it does."""
    way = told(word, ipa, sheet)
    if not way.exact:
        return f"{word} can only be respelled to it, as {way.text!r}"
    far = [f"/{own}/ for /{lacking}/" for lacking, own in sorted(way.replaced) if distance(lacking, own) >= _APART]
    return f"it says {', '.join(far)} in {word}" if far else ""


def _is_for(lexeme: Lexeme, voice: Voice) -> bool:
    return lexeme.voice in ("", voice.engine, voice.id) and lexeme.level <= 1


def _carried(lexeme: Lexeme) -> str:
    """Return a sentence in which an entry holds."""
    left, right = (words.split(" ")[0] for words in (lexeme.left, lexeme.right))
    return _CARRIER.format(" ".join(filter(None, (left, lexeme.grapheme, right))))
