"""Turns that all workers share, on either database."""

import threading
import time
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from tests.newsroom.conftest import Clock

from pronouncer.errors import StoreError
from pronouncer.newsroom.house import House
from pronouncer.newsroom.press import Press
from pronouncer.newsroom.turns import HouseTurns
from pronouncer.store.database.database import Database
from pronouncer.store.database.tables.engines import places
from pronouncer.testing.contract import utterance
from pronouncer.voice.turns import Limit


def waited(house: House, limit: Limit, times: int) -> list[float]:
    """Return for how long each of some turns had to wait; the clock stands still."""
    found: list[float] = []
    for _ in range(times):
        slept: list[float] = []
        with HouseTurns(house, sleep=slept.append).turn("far", limit):
            found.append(round(sum(slept), 3))
    return found


def test_workers_share_the_turns_of_a_minute(house: House, clock: Clock) -> None:
    """Turns of several workers are spaced as those of one are, and a pause holds them all."""
    assert waited(house, Limit(per_minute=30), 3) == [0, 2, 4]
    clock.now += 60
    HouseTurns(house).hold("far", 9)
    HouseTurns(house).hold("far", 5)
    assert waited(house, Limit(), 1) == [9]
    assert waited(house, Limit(per_minute=60), 2) == [9, 10]


def test_a_clock_that_was_wrong_blocks_nobody(house: House, clock: Clock) -> None:
    """What a clock wrote that was years ahead is not waited for."""
    clock.now += 1e8
    limit = Limit(per_minute=30, at_once=1)
    turn = HouseTurns(house).turn("far", limit)
    turn.__enter__()
    clock.now -= 1e8
    assert waited(house, limit, 1) == [0]


def test_workers_share_the_places(house: House) -> None:
    """Six workers at an engine that takes two sentences at a time: there are never more, and all have their turn."""
    lock, now, most, done = threading.Lock(), [0], [0], [0]

    def work() -> None:
        with HouseTurns(house, sleep=lambda seconds: time.sleep(0.01)).turn("far", Limit(at_once=2)):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.03)
            with lock:
                now[0] -= 1
                done[0] += 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most[0], done[0]) == (2, 6)


def test_the_place_of_the_dead_is_free_again(house: House, clock: Clock) -> None:
    """A worker that died in its turn keeps its place until its lease ends, and cannot give back what is another's."""
    limit = Limit(at_once=1)
    dead = HouseTurns(house).turn("far", limit)
    dead.__enter__()

    class Impatient(Exception):
        pass

    def leave(seconds: float) -> None:
        raise Impatient

    with pytest.raises(Impatient), HouseTurns(house, sleep=leave).turn("far", limit):
        pass
    clock.now += house.settings.engine_seconds + 61
    with HouseTurns(house, sleep=leave).turn("far", limit):
        dead.__exit__(None, None, None)
        with house.database.reading() as connection:
            assert connection.execute(sa.select(places.c.until)).scalar_one() > clock.now


def test_what_was_said_is_kept_where_the_end_of_a_turn_is_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away for a moment loses no sentence that was paid for; the place ends with its lease."""
    all_turns = HouseTurns(house)
    with all_turns.turn("far", Limit(at_once=1)):
        monkeypatch.setattr(Database, "writing", _away)
    monkeypatch.undo()
    with house.database.reading() as connection:
        assert connection.execute(sa.select(places.c.until)).scalar_one() > house.now()


def _away(database: Database) -> AbstractContextManager[sa.Connection]:
    raise StoreError("It is away.")


def test_a_press_keeps_to_the_limits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker says of an engine with a limit goes through the house's turns."""
    asked: list[tuple[str, Limit]] = []
    turn = HouseTurns.turn

    def noted(turns: HouseTurns, engine: str, limit: Limit) -> AbstractContextManager[None]:
        asked.append((engine, limit))
        return turn(turns, engine, limit)

    monkeypatch.setattr(HouseTurns, "turn", noted)
    object.__setattr__(house.settings, "engines", {"silence": {"at_once": 3}})
    with Press(house) as press:
        ensemble = press.pipeline().ensemble
        voice = ensemble.find("silence:silence-en", "en")
        assert ensemble.say(utterance([("One", "wʌn")]), voice).words
    assert asked == [("silence", Limit(at_once=3))]
