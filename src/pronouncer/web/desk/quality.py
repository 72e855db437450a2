"""Quality on the desk: the figures of the loop, as a page, as a table, and for programs."""

import itertools
import math
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from pronouncer.newsroom.loop import quality
from pronouncer.newsroom.loop.quality import Figure
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import PROBLEMS, Envelope
from pronouncer.web.pages import render
from pronouncer.web.world import World, world

router = APIRouter()
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("cases.read"))]
NAMES = {
    "mispronunciations": "Mispronunciations in 1,000 words",
    "naturalness": "Naturalness, 1 to 5 (ITU-T P.800 ACR)",
    "agreement-words": "Agreement on words (Krippendorff)",
    "agreement-rating": "Agreement on naturalness (Krippendorff)",
    "kappa-words": "Agreement on words (Cohen)",
    "reports": "Reports in 10,000 listens",
    "days-to-fix-median": "Days from report to fix, median",
    "days-to-fix-p90": "Days from report to fix, nine in ten",
}


@router.get("/quality", response_class=Response, include_in_schema=False)
def show_quality(request: Request, world: In, person: Reader) -> Response:
    """Show the figures."""
    found = sorted(_figures(world), key=lambda figure: list(NAMES).index(figure.what))
    groups = [(what, list(rows)) for what, rows in itertools.groupby(found, key=lambda figure: figure.what)]
    tops = {
        what: max((row.value for row in rows if not math.isnan(row.value)), default=1.0) or 1.0 for what, rows in groups
    }
    return render(request, "quality.html", person, groups=groups, names=NAMES, tops=tops)


@router.get("/quality.csv", response_class=Response, include_in_schema=False)
def download_quality(world: In, person: Reader) -> Response:
    """Return the figures as a table."""
    headers = {"Content-Disposition": 'attachment; filename="quality.csv"'}
    return Response(quality.to_csv(_figures(world)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/api/v1/quality", response_model=Envelope[list[dict[str, Any]]], responses=PROBLEMS, tags=["quality"])
def get_quality(world: In, person: Reader) -> Envelope[list[dict[str, Any]]]:
    """Return the figures of docs/quality.md: value, interval, and what it rests on."""

    def known(value: object) -> object:
        return None if isinstance(value, float) and math.isnan(value) else value

    return Envelope(data=[{name: known(value) for name, value in row._asdict().items()} for row in _figures(world)])


def _figures(world: World) -> list[Figure]:
    with world.house.database.reading() as connection:
        return quality.figures(connection)
