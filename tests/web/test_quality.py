"""Quality over HTTP: drawings over the months, and the page that a newsroom can publish."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from math import nan
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import etree
from tests.web.conftest import NOW, SITE, Office

from pronouncer.newsroom.house import opened
from pronouncer.newsroom.loop.quality import Figure
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.library import articles, editions, plays
from pronouncer.store.database.tables.loop import batches, reports, samples, verdicts
from pronouncer.web.desk.plots import HEIGHT, WIDTH, plot, plots


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Office]:
    """A server whose house publishes its figures."""
    server = Server(data=tmp_path / "data", url=SITE, publish_quality=True)
    clock = [NOW]
    with ExitStack() as stack:
        settings = Settings(cache=tmp_path / "cache", language="en", server=server)
        house = stack.enter_context(opened(settings, now=lambda: clock[0]))
        office = Office(house, stack)
        office.clock = clock  # type: ignore[attr-defined]
        yield office


def judged(office: Office) -> None:
    """Keep verdicts of two months, reports, and a note that names somebody."""
    office.put()
    office.work()
    with office.house.database.writing() as connection:
        article = connection.execute(sa.select(articles.c.id)).scalar_one()
        first = connection.execute(sa.select(editions.c.id)).scalar_one()
        row = dict(connection.execute(sa.select(editions)).one()._mapping) | {"id": 99, "number": 9, "state": "former"}
        row |= {"path": "x/", "fingerprint": "x", "lived": NOW - 35 * 86_400}
        connection.execute(sa.insert(editions).values(**row))
        connection.execute(sa.insert(batches).values(id=1, title="N", kind="round", blind=True, created=NOW))
        for number, edition in enumerate((first, 99)):
            values = {"id": number + 1, "batch": 1, "article": article, "edition": edition, "text": f"One bow {number}"}
            connection.execute(sa.insert(samples).values(**values, voice="espeak:en-us", section="<b>sport"))
            given = {"words": [True, not number, True], "rating": 4 - number, "note": "Ada is wrong", "at": NOW}
            connection.execute(sa.insert(verdicts).values(sample=number + 1, person=1, **given))
        connection.execute(sa.insert(plays).values(article=article, day="2026-11-18", starts=500))
        sent = {"token": "t", "article": article, "state": "open", "at": NOW, "contact": "lion@example.org"}
        connection.execute(sa.insert(reports).values(**sent))


def test_figures_of_two_months_are_drawn(office: Office) -> None:
    """Inline drawings with title and description, their tables beside them, and nothing that the policy refuses."""
    judged(office)
    answer = office.client("editor").get("/quality")
    drawings = [etree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", answer.text, re.DOTALL)]
    assert len(drawings) == 2  # mispronunciations and naturalness; reports are of one month
    for drawing in drawings:
        names = drawing.get("aria-labelledby").split()
        assert [each.get("id") for each in drawing[:2]] == names and all(each.text for each in drawing[:2])
        assert len(drawing.findall(".//circle")) == 2
        assert not [each for each in drawing.iter() if set(each.keys()) & {"style", "onclick"}]
    assert "2 months, from 3.00 in 2026-10 to 4.00 in 2026-11" in answer.text
    assert answer.text.count("<table") >= 3 and "<b>sport" not in answer.text
    assert "style-src 'self'" in answer.headers["content-security-policy"]


def test_a_plot_keeps_to_its_scale() -> None:
    """Greater is higher, months keep their distance, a month without a value breaks the line, all of it is inside."""
    rows = [
        Figure("reports", "month", month, value, low, high, 10)
        for month, value, low, high in (
            ("2026-02", 4.0, 1.0, 9.0),
            ("2025-11", 2.0, nan, nan),
            ("2025-12", 0.0, 0.0, 900.0),
        )
    ]
    made = plot("reports", rows)
    one, two, three = made.points
    assert (three.x - two.x) == pytest.approx(2 * (two.x - one.x), abs=0.2)
    assert two.y > one.y > three.y and one.high == one.low == one.y and two.high < two.y == two.low
    assert re.sub(r"[^ML]", "", made.line) == "MLM"
    assert made.values[0].label == "0" and float(made.values[-1].label) >= 900
    assert [tick.label for tick in made.months] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert all(0 < each.x < WIDTH and 0 < each.high <= each.low < HEIGHT for each in made.points)


@pytest.mark.parametrize("value", [0.0, 1e-9, 0.3, 1.0, 7.0, 99.0, 1e7])
def test_a_plot_of_any_size_has_few_round_values(value: float) -> None:
    """However small or great, the axis has two to seven values, and the greatest is at least what is drawn."""
    rows = [Figure("reports", "month", f"20{year}-0{year % 9 + 1}", value, nan, nan, 1) for year in range(20, 33)]
    made = plot("reports", rows)
    assert 2 <= len(made.values) <= 7 and len(made.months) <= 5
    assert float(made.values[-1].label) >= value * 0.9999
    scale = plot("naturalness", [row._replace(what="naturalness", value=4.0) for row in rows])
    assert [tick.label for tick in scale.values] == ["1", "2", "3", "4", "5"]


def test_one_month_is_no_plot() -> None:
    """Nor is what has no value; years are not drawn as months."""
    one = Figure("reports", "month", "2026-11", 1.0, nan, nan, 1)
    assert plots([one, one._replace(of="2026-12", value=nan), one._replace(by="section", of="x")]) == []


def test_figures_are_public_only_where_the_house_wants_that(office: Office) -> None:
    """Without the setting there is no such page, for nobody."""
    for client in (office.client(), office.client("admin")):
        assert client.get("/quality/public").status_code == 404
        assert client.get("/quality/public.csv").status_code == 404
    assert "server.publish_quality is off" in office.client("editor").get("/quality").text


def test_a_newsroom_publishes_its_figures_and_nobodys_name(public: Office) -> None:
    """Everybody sees the same figures and drawings as the desk; no person, note or address; for minutes the same."""
    judged(public)
    answer = public.client().get("/quality/public")
    assert answer.status_code == 200 and "max-age=300" in answer.headers["cache-control"]
    page, desk = answer.text, public.client("editor").get("/quality").text
    assert re.findall(r"<svg.*?</svg>", page, re.DOTALL) == re.findall(r"<svg.*?</svg>", desk, re.DOTALL) != []
    assert re.findall(r"<td.*", page) == re.findall(r"<td.*", desk) != []
    table = public.client().get("/quality/public.csv").text
    assert table == public.client("editor").get("/quality.csv").text
    for word in ("Ada", "lion@", "Editor", "Partner", "Sign out", "/cases", "/articles/"):
        assert word not in page + table, word
    with public.house.database.writing() as connection:
        connection.execute(sa.delete(verdicts))
    assert public.client().get("/quality/public").text.count("<svg") == 2
    public.clock[0] += 301  # type: ignore[attr-defined]
    assert public.client().get("/quality/public").text.count("<svg") == 0
