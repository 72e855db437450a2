"""Proof: after an article is voiced again, was it said as ruled? Only then are its reports closed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa

from pronouncer.errors import Conflict, VoiceError
from pronouncer.model.edition import Edition
from pronouncer.model.lexicon import Lexeme, Lexicon, first_word
from pronouncer.model.take import Take, take_key
from pronouncer.model.utterance import Utterance
from pronouncer.model.voice import Voice
from pronouncer.newsroom import events
from pronouncer.newsroom.loop.rulings import lexeme_of, ruling
from pronouncer.newsroom.loop.waves import progress
from pronouncer.phones.likeness import alike
from pronouncer.pronounce.lookup import Where
from pronouncer.pronounce.say import Word, reader_of
from pronouncer.store.database.tables.loop import cases, proofs, reports, rulings

_MOST = 20  # places of an article that are listened to


class Answer(Protocol):
    """Which of some pronunciations was said."""

    @property
    def candidate(self) -> str:
        """IPA."""

    @property
    def sure(self) -> bool:
        """Whether it fits so much better than the others that it can be relied on."""


Asked = Callable[[bytes, int, Sequence[str], int, Sequence[str]], Answer]
"""Listens: samples (16-bit mono), their rate, IPA of all words, the place of one, and what it may be instead. Raises
VoiceError where it cannot tell."""


class Ears(NamedTuple):
    """How it can be found out what was said."""

    hear: Callable[[Utterance, Voice], Sequence[str] | None]
    """Returns the phones of each word as the engine itself reports them; None where it does not tell."""
    take: Callable[[Utterance, Voice], Take]
    """Returns the sound of a sentence."""
    ask: Asked | None = None
    others: Sequence[str] = ()
    """IPA that the word had before, or has by the voice itself."""


class Proof(NamedTuple):
    """What was heard at one place."""

    take: str
    method: str
    """`phonemes` where the engine tells what it said, `listening` where it was listened to, `reading` where the record
    shows that something else was said, `none` where nobody could tell."""
    heard: bool
    detail: str


def prove(edition: Edition, lexeme: Lexeme, ears: Ears) -> list[Proof]:
    """Return for each place of an edition where an entry holds whether it is said like that."""
    voices = {voice.id: voice for voice in edition.voices}
    cues = {cue.sentence_id: cue.voice for cue in edition.cues}
    found: list[Proof] = []
    for sentence, utterance in zip(edition.script.sentences, edition.utterances, strict=True):
        if sentence.alias or sentence.id not in cues or len(found) >= _MOST:
            continue
        voice = voices.get(cues[sentence.id], edition.voices[0])
        where = reader_of(utterance.language).where(utterance.language)
        where = where._replace(article=edition.script.article, section=edition.script.section, voice=voice.id)
        for token, wanted in wanted_in(sentence.text, utterance, lexeme, where._replace(sentence=sentence.id)):
            proof = proved(utterance, voice, token, wanted, ears)
            found += [proof] if proof else []
    return found


def wanted_in(text: str, utterance: Utterance, lexeme: Lexeme, where: Where) -> Iterator[tuple[int, Sequence[Word]]]:
    """Yield the index of each token at which an entry by itself would be said, and its words."""
    first = first_word(lexeme.grapheme)
    if first not in text.casefold():
        return
    read = reader_of(utterance.language)(text, Lexicon([lexeme._replace(status="approved")]), where)
    starts = {token.start: index for index, token in enumerate(utterance.tokens)}
    for draft, entries in zip(read.drafts, read.entries, strict=True):
        if draft.start in starts and any(word.rule == "lexicon" for word in entries):
            yield starts[draft.start], entries


def proved(utterance: Utterance, voice: Voice, token: int, wanted: Sequence[Word], ears: Ears) -> Proof | None:
    """Return what was said at a place; None where another entry of the lexicon is said there, and rightly so."""
    key = take_key(utterance, voice)
    places = [place for place, (index, _, _) in enumerate(utterance.words) if index == token]
    said = [utterance.words[place][2] for place in places]
    rule = utterance.tokens[token].rule
    if rule != "lexicon":
        return Proof(key, "reading", False, f"another rule says it: {rule or 'the voice by itself'}")
    if len(said) != len(wanted) or any(word.ipa and word.ipa != ipa for word, ipa in zip(wanted, said, strict=True)):
        return None
    phones = ears.hear(utterance, voice)
    if phones is None:
        return _listened(key, utterance, voice, places, ears)
    heard = [phones[place] for place in places if place < len(phones)]
    good = len(heard) == len(said) and all(map(alike, said, heard))
    return Proof(key, "phonemes", good, " ".join(heard))


def _listened(key: str, utterance: Utterance, voice: Voice, places: Sequence[int], ears: Ears) -> Proof:
    if ears.ask is None:
        return Proof(key, "none", False, "the engine does not tell what it said; listen to it")
    words = [ipa for _, _, ipa in utterance.words]
    heard: list[str] = []
    try:
        take = ears.take(utterance, voice)
        for place in places:
            own = words[place]
            rivals = [other for other in ears.others if not alike(other, own)]
            if rivals:
                answer = ears.ask(take.samples, take.rate, words, place, [own, *rivals])
                heard.append(answer.candidate)
                if not answer.sure or not alike(answer.candidate, own):
                    return Proof(key, "listening", False, " ".join(heard))
    except VoiceError as error:
        return Proof(key, "none", False, str(error))
    if not heard:
        return Proof(key, "none", False, "there is no other pronunciation to tell it from; listen to it")
    return Proof(key, "listening", True, " ".join(heard))


def note(connection: sa.Connection, id: int, article: str, found: Sequence[Proof], *, now: float) -> None:
    """Keep what was heard in an article, instead of what was heard in it before."""
    before = sa.and_(proofs.c.ruling == id, proofs.c.article == article)
    connection.execute(sa.delete(proofs).where(before))
    rows = [
        {"ruling": id, "article": article, "take": each.take, "method": each.method, "heard": each.heard, "at": now}
        | {"detail": {"heard": each.detail}}
        for each in found
    ]
    if rows:
        connection.execute(sa.insert(proofs), rows)


def finish(connection: sa.Connection, id: int, *, now: float) -> str:
    """End a ruling whose wave is done: proved where every sentence was heard right, else unproved.

    A proved one closes the reports of its case, and thanks are due to those who left an address. Returns the state.
    """
    row = ruling(connection, id, lock=True)
    done = progress(connection, id)
    if row.state != "voicing" or done.waiting:
        return str(row.state)
    tally = sa.select(proofs.c.heard, sa.func.count()).where(proofs.c.ruling == id).group_by(proofs.c.heard)
    heard = {row[0]: row[1] for row in connection.execute(tally)}
    good = not done.failed and heard.get(True, 0) > 0 and not heard.get(False, 0)
    state = "proved" if good else "unproved"
    connection.execute(sa.update(rulings).where(rulings.c.id == id).values(state=state, ended=now))
    told = {"ruling": id, "word": lexeme_of(row).grapheme, "state": state}
    events.note(connection, "ruling.proved", "", told, now=now)
    if good and row.case is not None:
        _close(connection, row.case, now)
    return state


def finish_all(connection: sa.Connection, *, now: float) -> None:
    """End each ruling whose wave is done, as when a worker died just before. In a writing transaction."""
    for id in connection.execute(sa.select(rulings.c.id).where(rulings.c.state == "voicing")).scalars().all():
        finish(connection, id, now=now)


def confirm(connection: sa.Connection, id: int, *, who: str, now: float) -> None:
    """Let somebody say that they heard it right, where nothing else can tell: it is proved. Raises Conflict."""
    row = ruling(connection, id, lock=True)
    if row.state != "unproved":
        raise Conflict(f"The ruling is {row.state}; only one that could not be proved is judged by ear.")
    detail = {"heard": f"heard by {who}"}
    values = {"ruling": id, "method": "ear", "heard": True, "detail": detail, "at": now}
    connection.execute(sa.insert(proofs).values(**values))
    connection.execute(sa.update(rulings).where(rulings.c.id == id).values(state="proved", ended=now))
    told = {"ruling": id, "word": lexeme_of(row).grapheme, "state": "proved"}
    events.note(connection, "ruling.proved", "", told, now=now)
    if row.case is not None:
        _close(connection, row.case, now)


def fixes(connection: sa.Connection, *, most: int = 200) -> list[dict[str, Any]]:
    """Return what was fixed, for a page that everybody can read: word, how it is said, when, in how many articles."""
    chosen = sa.select(rulings).where(rulings.c.state == "proved", rulings.c.decision != "reject")
    found: list[dict[str, Any]] = []
    for row in connection.execute(chosen.order_by(rulings.c.ended.desc()).limit(most)):
        lexeme = lexeme_of(row)
        told = {"word": lexeme.grapheme, "phoneme": lexeme.phoneme, "alias": lexeme.alias, "at": row.ended or row.at}
        found.append(told | {"articles": (row.impact or {}).get("articles", 0)})
    return found


def _close(connection: sa.Connection, case: int, now: float) -> None:
    connection.execute(sa.update(cases).where(cases.c.id == case).values(state="fixed"))
    own = sa.and_(reports.c.case == case, reports.c.state == "open")
    rows = connection.execute(sa.select(reports.c.id, reports.c.article, reports.c.word).where(own)).all()
    connection.execute(sa.update(reports).where(own).values(state="fixed"))
    for row in rows:
        events.note(connection, "report.fixed", row.article or "", {"report": row.id, "word": row.word}, now=now)
