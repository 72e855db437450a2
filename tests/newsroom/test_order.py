"""Events are read in an order in which none can be missed."""

from tests.newsroom.conftest import Clock

from pronouncer.newsroom import events
from pronouncer.newsroom.events import note
from pronouncer.newsroom.hooks import spread
from pronouncer.newsroom.house import House
from pronouncer.store.database.tables.events import hooks


def test_what_ends_later_is_not_missed(house: House, clock: Clock) -> None:
    """Of two transactions, the first to begin ends last: its event is told, and before the other."""
    if house.database.is_sqlite:
        with house.database.writing() as connection:  # one writes after the other
            first, second = (note(connection, "article.live", name, {}, now=clock()) for name in "ab")
    else:
        with house.database.writing() as one:
            first = note(one, "article.live", "a", {}, now=clock())
            with house.database.writing() as other:
                second = note(other, "article.live", "b", {}, now=clock())
            with house.database.writing() as connection:
                assert events.after(connection, 0) == [] and events.newest(connection) == 0
                assert spread(connection, now=clock()) == 0
    with house.database.writing() as connection:
        hook = {"url": "https://example.org/hook", "secret": "s", "kinds": [], "active": True, "created": clock()}
        connection.execute(hooks.insert().values(**hook))
        assert [row.id for row in events.after(connection, 0)] == [first, second] and first < second
        assert (events.newest(connection), spread(connection, now=clock())) == (second, 2)
