"""Only what is heard is a fix; and what was fixed is tried before a voice is changed."""

import threading
from collections.abc import Sequence
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from tests.newsroom.loop.conftest import Town
from tests.newsroom.loop.texts import fill

from pronouncer.errors import Conflict, VoiceError
from pronouncer.model.lexicon import Lexeme
from pronouncer.newsroom.house import House
from pronouncer.newsroom.loop import proof, regress, rulings, waves
from pronouncer.newsroom.loop.proof import Ears, prove
from pronouncer.newsroom.make import Made
from pronouncer.store.database.tables.loop import cases

SAY = "ah-day-YEH-mee"


class Which(NamedTuple):
    """What the listening answers."""

    candidate: str
    sure: bool


def _ears(town: Town, answer: Which | None, *others: str, asked: list[object] | None = None) -> Ears:
    """Ears for an engine that does not tell, with a listening that answers as it is told."""
    studio = town.press.pipeline().studio()

    def ask(samples: bytes, rate: int, words: Sequence[str], place: int, candidates: Sequence[str]) -> Which:
        if asked is not None:
            asked.extend([words[place], list(candidates), rate, len(samples) > 1000])
        if answer is None:
            raise VoiceError("Nothing is heard. Listen to it.")
        return answer

    return Ears(lambda utterance, voice: None, studio.take, ask, others)


def test_an_engine_that_does_not_tell_is_listened_to(town: Town) -> None:
    """The ruled pronunciation has to be the one that was said, for sure; else nothing is proved."""
    lexeme = town.lexeme("Adeyemi", SAY)
    town.rule(lexeme)
    (id,) = town.publish("Mayor Adeyemi left at nine.")
    edition, ipa = town.edition(id)[1], lexeme.phoneme
    asked: list[object] = []
    for answer, method, heard in (
        (Which(ipa, True), "listening", True),
        (Which(ipa, False), "listening", False),
        (Which("ˈnɛvɚ", True), "listening", False),
        (None, "none", False),
    ):
        (found,) = prove(edition, lexeme, _ears(town, answer, "ˈnɛvɚ", asked=asked))
        assert (found.method, found.heard) == (method, heard)
    assert asked[:4] == [ipa, [ipa, "ˈnɛvɚ"], 22050, True]
    (alone,) = prove(edition, lexeme, _ears(town, Which(ipa, True)))
    (deaf,) = prove(edition, lexeme, Ears(lambda utterance, voice: None, _ears(town, None).take))
    assert [(each.method, each.heard) for each in (alone, deaf)] == [("none", False)] * 2


def test_what_the_engine_reports_is_compared(town: Town) -> None:
    """The same phones are a proof, others are none; where another rule or entry says the word, it is told apart."""
    lexeme = town.lexeme("Adeyemi", SAY)
    (before,) = town.publish("Mayor Adeyemi left.")
    (silent,) = prove(town.edition(before)[1], lexeme, _ears(town, None))
    assert (silent.method, silent.heard) == ("reading", False)
    town.rule(lexeme)
    (id,) = town.publish("Two Adeyemis and Adeyemi’s ship left.")
    edition = town.edition(id)[1]
    take = _ears(town, None).take
    real = town.press.pipeline().ensemble.heard
    assert [each.heard for each in prove(edition, lexeme, Ears(real, take))] == [True, True]
    other = Ears(lambda utterance, voice: ["ˈnɛvɚ"] * len(utterance.words), take)
    assert [each.heard for each in prove(edition, lexeme, other)] == [False, False]
    assert prove(edition, lexeme._replace(phoneme="ˈnɛvɚ"), Ears(real, take)) == []


def test_somebody_who_heard_it_can_confirm(house: House) -> None:
    """A ruling that nobody could prove closes its case by ear, once, and only then."""
    (id,) = fill(house, ["The quay was long."])
    lexeme = Lexeme("quay", "ˈkweɪ", when="2026-11-01T00:00:00Z")
    given = {"decision": "accept", "lexeme": lexeme, "who": "Ada", "reason": "So.", "now": house.now()}
    with house.database.writing() as connection:
        row = {"word": "quay", "written": "quay", "language": "en", "heard": "x", "state": "open"}
        connection.execute(sa.insert(cases).values(**row, first=0.0, last=0.0))
        ruled = rulings.rule(connection, case=1, **given)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            proof.confirm(connection, ruled.ruling, who="Ada", now=house.now())
    waves.revoice(house, ruled.ruling, id, lambda article, reason: Made("live", None, 1))
    with house.database.writing() as connection:
        assert proof.finish(connection, ruled.ruling, now=house.now()) == "unproved" and proof.fixes(connection) == []
        proof.confirm(connection, ruled.ruling, who="Ada", now=house.now())
        assert connection.execute(sa.select(cases.c.state)).scalar() == "fixed"
        assert [fix["word"] for fix in proof.fixes(connection)] == ["quay"]


def test_what_is_held_is_no_fix(house: House) -> None:
    """An edition that waits for an editor is not live: its article is not done."""
    (id,) = fill(house, ["The quay was long."])
    with house.database.writing() as connection:
        lexeme = Lexeme("quay", "ˈkweɪ", when="2026-11-01T00:00:00Z")
        given = {"decision": "accept", "lexeme": lexeme, "who": "Ada", "reason": "So.", "now": house.now()}
        ruled = rulings.rule(connection, case=None, **given)  # type: ignore[arg-type]
    looked: list[int] = []
    waves.revoice(house, ruled.ruling, id, lambda article, reason: Made("held", 1, 1), looked.append)
    with house.database.writing() as connection:
        assert waves.progress(connection, ruled.ruling).failed == 1 and looked == []
        assert proof.finish(connection, ruled.ruling, now=house.now()) == "unproved"


def test_the_first_reports_of_a_word_at_once_are_one_case(town: Town) -> None:
    """However many listeners tap at the same moment."""
    (id,) = town.publish("Mayor Adeyemi left.")
    threads = [threading.Thread(target=town.report, args=(id, "Adeyemi")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with town.house.database.reading() as connection:
        (row,) = connection.execute(sa.select(cases)).all()
    assert row.reports == 4


@pytest.mark.parametrize(
    ("text", "word", "named"),
    [
        ("Mayor Adeyemi left.", "Adeyemi", "person"),
        ("We met Bola Adeyemi there.", "Adeyemi", "person"),
        ("We saw Adeyemi there.", "Adeyemi", "name"),
        ("We saw the quay there.", "quay", ""),
    ],
)
def test_persons_are_known_by_what_stands_beside_them(town: Town, text: str, word: str, named: str) -> None:
    """A title or another name makes a person; a capital makes a name."""
    (id,) = town.publish(text)
    town.report(id, word)
    with town.house.database.reading() as connection:
        assert connection.execute(sa.select(cases.c.named)).scalar() == named


def test_a_new_voice_is_tried_on_what_was_ruled(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that obeys has no relapse; one that does not is found with the word; other languages are left out."""
    lexeme = town.lexeme("Adeyemi", SAY)
    town.publish("Mayor Adeyemi left.")
    town.rule(lexeme)
    town.rule(town.lexeme("Oyo", "oh-YOH"))
    town.rule(town.lexeme("Nice", "nis", language="fr", scope="house"))
    pipeline = town.press.pipeline()
    voice = pipeline.voice_for("en")
    with town.house.database.reading() as connection:
        words = regress.of_rulings(connection)
    assert [(each.lexeme.grapheme, each.text) for each in words][:2] == [
        ("Adeyemi", "Mayor Adeyemi left."),
        ("Oyo", "They said Oyo again."),
    ]
    good = regress.check(pipeline, voice, words)
    assert (good.words, good.heard, good.untold, good.relapses) == (2, 2, 0, ())
    monkeypatch.setattr(
        type(pipeline.ensemble), "heard", lambda self, utterance, voice: ["ˈnɛvɚ"] * len(utterance.words)
    )
    bad = regress.check(pipeline, voice, words)
    assert [(each.grapheme, each.why) for each in bad.relapses] == [("Adeyemi", "ˈnɛvɚ"), ("Oyo", "ˈnɛvɚ")]
    monkeypatch.setattr(type(pipeline.ensemble), "heard", lambda self, utterance, voice: None)
    deaf = regress.check(pipeline, voice, words)
    assert (deaf.heard, deaf.untold, deaf.relapses) == (0, 2, ())
