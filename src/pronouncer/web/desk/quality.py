"""Quality on the desk: the figures of the loop, as a page, as a table, and for programs."""

import itertools
import math
import threading
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from pronouncer.errors import NotFound
from pronouncer.newsroom.loop import quality
from pronouncer.newsroom.loop.quality import Figure
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.desk.plots import HEIGHT, WIDTH, plots
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


MEANINGS = {
    "mispronunciations": "People heard sentences drawn at random, and marked each word that was said wrong.",
    "naturalness": "The same people said how natural each sentence sounded: 1 is bad, 5 is excellent.",
    "agreement-words": "How far two who heard the same sentence agree: 1 is always, 0 is no more than by chance.",
    "agreement-rating": "The same for how natural it sounded.",
    "kappa-words": "Another measure of the same.",
    "reports": "What listeners reported while they listened. Reports that only held links or markup do not count.",
    "days-to-fix-median": "From a report until the word was heard to be right; half of all were quicker.",
    "days-to-fix-p90": "Nine in ten were quicker than this.",
}
"""Of each figure, for readers."""
_FRESH = (
    300.0  # seconds for which the public page may be old: anybody can ask for it, and the intervals take their time
)
_TURN = threading.Lock()


@router.get("/quality", response_class=Response, include_in_schema=False)
def show_quality(request: Request, world: In, person: Reader) -> Response:
    """Show the figures."""
    public = world.house.settings.server.publish_quality
    return render(request, "quality.html", person, public=public, **_shown(_figures(world)))


@router.get("/quality.csv", response_class=Response, include_in_schema=False)
def download_quality(world: In, person: Reader) -> Response:
    """Return the figures as a table."""
    headers = {"Content-Disposition": 'attachment; filename="quality.csv"'}
    return Response(quality.to_csv(_figures(world)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/quality/public", response_class=Response, include_in_schema=False)
def show_public(request: Request, world: In) -> Response:
    """Show everybody the figures, where the house wants that."""
    answer = render(request, "quality-public.html", meanings=MEANINGS, **_shown(_lately(world)))
    answer.headers["Cache-Control"] = f"public, max-age={_FRESH:.0f}"
    return answer


@router.get("/quality/public.csv", response_class=Response, include_in_schema=False)
def download_public(world: In) -> Response:
    """Return the figures as a table to everybody, where the house wants that."""
    headers = {"Content-Disposition": 'attachment; filename="quality.csv"'}
    headers["Cache-Control"] = f"public, max-age={_FRESH:.0f}"
    return Response(quality.to_csv(_lately(world)), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/api/v1/quality", response_model=Envelope[list[dict[str, Any]]], responses=PROBLEMS, tags=["quality"])
def get_quality(world: In, person: Reader) -> Envelope[list[dict[str, Any]]]:
    """Return the figures of docs/quality.md: value, interval, and what it rests on."""

    def known(value: object) -> object:
        return None if isinstance(value, float) and math.isnan(value) else value

    return Envelope(data=[{name: known(value) for name, value in row._asdict().items()} for row in _figures(world)])


def _shown(found: list[Figure]) -> dict[str, Any]:
    """Return what the pages show: tables with how far their bars reach, and plots."""
    found = sorted(found, key=lambda figure: list(NAMES).index(figure.what))
    known = [figure for figure in found if not math.isnan(figure.value)]
    groups = [(what, list(rows)) for what, rows in itertools.groupby(known, key=lambda figure: figure.what)]
    tops = {what: max(row.value for row in rows) or 1.0 for what, rows in groups}
    return {"groups": groups, "names": NAMES, "tops": tops, "plots": plots(found), "size": (WIDTH, HEIGHT)}


def _lately(world: World) -> list[Figure]:
    """Return the figures of the last minutes, worked out by one request at a time. Raises NotFound where not public."""
    if not world.house.settings.server.publish_quality:
        raise NotFound("This house does not publish its figures.")
    with _TURN:
        now = world.house.now()
        if not world.lately or now - world.lately[0][0] > _FRESH:
            world.lately[:] = [(now, _figures(world))]
        return world.lately[0][1]


def _figures(world: World) -> list[Figure]:
    with world.house.database.reading() as connection:
        return quality.figures(connection)
