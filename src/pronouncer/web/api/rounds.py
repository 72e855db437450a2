"""Review rounds for programs: drawn, watched, taken out as packs, and answered."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from pronouncer.newsroom.loop import rounds
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.api.once import once
from pronouncer.web.desk.packs import LARGEST, packed, taken
from pronouncer.web.desk.rounds import DrawForm, drawn
from pronouncer.web.envelope import PROBLEMS, Envelope, Number, Shape
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["quality"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Drawer = Annotated[Person, Depends(allowed("rounds.draw"))]
_TEXT = {"schema": {"type": "string"}}
_LINES = {"requestBody": {"required": True, "content": {"application/x-ndjson": _TEXT, "text/plain": _TEXT}}}


class RoundSent(Shape):
    """A round to draw."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    size: Annotated[int, Field(ge=1, le=10_000)] = 100
    """Sentences."""
    reviewers: Annotated[list[Annotated[int, Field(ge=1, le=2**53)]], Field(min_length=1, max_length=100)]
    """Numbers of people."""
    seed: Annotated[int, Field(ge=0, le=2**53)]
    """The same seed draws the same from the same library."""


async def _body(request: Request) -> bytes:
    data = await request.body()
    if len(data) > LARGEST:
        raise Refused(413, f"Answers have {LARGEST:,} bytes at most. Send them in parts.")
    return data


@router.get("/rounds", response_model=Envelope[list[dict[str, Any]]])
def list_rounds(world: In, person: Drawer) -> Envelope[list[dict[str, Any]]]:
    """List the rounds, a line for each reviewer: how many sentences there are, and how many were judged."""
    with world.house.database.reading() as connection:
        return Envelope(data=[each._asdict() for each in rounds.listed(connection)])


@router.post("/rounds", response_model=Envelope[dict[str, list[int]]], status_code=201)
def draw_round(request: Request, body: RoundSent, world: In, person: Drawer) -> Response:
    """Draw a round; `batches` has the number of each reviewer's part."""

    def act() -> Envelope[dict[str, list[int]]]:
        return Envelope(data={"batches": drawn(world, person, DrawForm(**body.model_dump()))})

    return once(request, world, person, body, act, status=201)


@router.get("/rounds/{batch}/pack.zip", response_class=Response)
def download_pack(
    batch: Number,
    world: In,
    person: Drawer,
    voice: Annotated[bool, Query(description="Say which voice it is.")] = False,
) -> Response:
    """Return a reviewer's part as a ZIP archive: `pack.jsonl`, and a WAV file for each sentence."""
    return packed(world, person, batch, voices=voice)


@router.post("/rounds/{batch}/answers", response_model=Envelope[dict[str, int]], openapi_extra=_LINES)
def send_answers(
    batch: Number, world: In, person: Drawer, data: Annotated[bytes, Depends(_body)]
) -> Envelope[dict[str, int]]:
    """Take the answers to a pack, a JSON object a line: all of them, or none."""
    return Envelope(data={"answers": taken(world, person, batch, data)})
