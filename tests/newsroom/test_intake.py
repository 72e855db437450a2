"""Articles come in, in whatever order and however often: the newest state wins."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from tests.newsroom.conftest import Clock

from pronouncer.errors import NotFound
from pronouncer.newsroom import intake
from pronouncer.newsroom.house import House
from pronouncer.newsroom.intake import Intake, article_id, comparable
from pronouncer.newsroom.sent import Sent
from pronouncer.store.database.tables.library import articles

SENT = Sent(url="https://www.example.org/ferry/?utm=1", headline="Ferry returns", text="It left at nine.")


def put(house: House, sent: Sent, source_id: str = "1") -> Intake:
    """Send one state of an article."""
    with house.database.writing() as connection:
        return intake.put(connection, "ferry", source_id, sent, now=house.now(), debounce=5.0)


def row(house: House) -> sa.Row[tuple[object, ...]]:
    """Return the one article of the house."""
    with house.database.reading() as connection:
        return connection.execute(sa.select(articles)).one()


def test_an_article_comes_in_once(house: House) -> None:
    """A new article waits to be voiced; sent again as it was, nothing changes."""
    assert put(house, SENT) == Intake(article_id("ferry", "1"), 1, "created", True)
    assert put(house, SENT)[1:3] == (1, "unchanged")
    assert (row(house).status, row(house).address) == ("waiting", "example.org/ferry")


def test_a_change_counts_up(house: House) -> None:
    """Another text is another revision; of what is not read, such as breaking, nothing is voiced again."""
    put(house, SENT)
    assert put(house, replace(SENT, text="It left at ten."))[1:4] == (2, "changed", True)
    assert put(house, replace(SENT, text="It left at ten.", breaking=True))[1:3] == (2, "unchanged")
    assert row(house).breaking


def test_an_older_state_comes_too_late(house: House) -> None:
    """A save that was made before the one that is known is left out, also where it arrives after it."""
    put(house, replace(SENT, modified="2026-03-01T10:00:00Z"))
    late = put(house, replace(SENT, text="Old words.", modified="2026-03-01T09:59:00Z"))
    assert late[1:4] == (1, "stale", False) and row(house).sent["text"] == SENT.text


def test_a_draft_is_not_voiced(house: House) -> None:
    """A draft is kept and waits for nothing; published, it does."""
    assert put(house, replace(SENT, status="draft"))[2:4] == ("draft", False)
    assert row(house).status == "draft"
    assert put(house, SENT)[2:4] == ("changed", True)


def test_what_is_withdrawn_can_come_back(house: House) -> None:
    """The same text is voiced again when it is published again."""
    put(house, SENT)
    assert put(house, replace(SENT, status="withdrawn"))[2] == "withdrawn"
    assert put(house, SENT)[2:4] == ("changed", True)


def test_an_unknown_site_is_refused(house: House) -> None:
    """The error says how to make it."""
    with pytest.raises(NotFound, match="no site 'other'"), house.database.writing() as connection:
        intake.put(connection, "other", "1", SENT, now=0.0)


def test_fifty_overlapping_saves_end_in_the_newest(house: House, clock: Clock) -> None:
    """Saves at the same time are no error, and the one that was made last is what is kept."""
    states = [replace(SENT, text=f"Version {n}.", modified=f"2026-03-01T10:00:{n:02}Z") for n in range(50)]
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda sent: put(house, sent), [*states[::2], *states[::-2]]))
    assert row(house).sent["text"] == "Version 49." and row(house).status == "waiting"
    assert row(house).revision == max(each.revision for each in found)
    assert len({each.revision for each in found if each.voice}) == sum(each.voice for each in found)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("HTTP://WWW.Example.org/a/?x=1#y", "example.org/a"),
        ("https://example.org", "example.org"),
        ("nonsense", ""),
        ("http://[::1", ""),
    ],
)
def test_addresses_are_compared_by_what_matters(url: str, place: str) -> None:
    """Scheme, www., query, fragment and the last slash make no other article."""
    assert comparable(url) == place
