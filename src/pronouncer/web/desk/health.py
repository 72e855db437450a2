"""Queues, voices and health on the desk."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from pronouncer.errors import NotFound, PronouncerError
from pronouncer.newsroom import audit, numbers
from pronouncer.newsroom.loop import thanks
from pronouncer.newsroom.speech import sample
from pronouncer.voice.engine import engine_names
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.pages import back, render
from pronouncer.web.world import World, world

router = APIRouter(include_in_schema=False)
In = Annotated[World, Depends(world)]
JobId = Annotated[str, Path(pattern="^[0-9a-f-]{36}$")]
_MOST = 50  # jobs on the page
_SENTENCE = "The ferry left at half past nine, with 212 people on board."


@router.get("/queue", response_class=Response)
def show_queue(request: Request, world: In, person: Annotated[Person, Depends(allowed("queue.read"))]) -> Response:
    """Show how full the queues are, the newest jobs, and how fast articles become audio."""
    with world.house.database.reading() as connection:
        now = world.house.now()
        mail = thanks.standing(connection)
        speed, stages = numbers.speed(connection, now=now), numbers.stage_seconds(connection, now=now)
    return render(
        request,
        "queue.html",
        person,
        depths=world.jobs.depths(),
        jobs=[job for job in world.jobs.listed(limit=2 * _MOST) if job.task not in ("tick", "sweep")][:_MOST],
        speed=speed,
        stages=stages,
        workers=world.jobs.workers(),
        mail=mail,
    )


@router.post("/queue/{job}/{act}", response_class=Response)
def change_job(job: JobId, act: str, world: In, person: Annotated[Person, Depends(allowed("queue.write"))]) -> Response:
    """End a job, or let it go on."""
    if act not in ("cancel", "resume") or world.jobs.state(job) is None:
        raise NotFound("There is no such job.")
    (world.jobs.cancel if act == "cancel" else world.jobs.resume)(job)
    with world.house.database.writing() as connection:
        audit.note(connection, person.name, f"job.{act}", job, now=world.house.now())
    return back("/queue")


@router.get("/voices", response_class=Response)
def show_voices(request: Request, world: In, person: Annotated[Person, Depends(allowed("voices.read"))]) -> Response:
    """Show the voices, by engine."""
    found = []
    with world.press() as press:
        ensemble = press.pipeline().ensemble
        for name in engine_names():
            try:
                found.append((name, list(ensemble.voices(name)), ""))
            except PronouncerError as error:
                found.append((name, [], str(error)))
    return render(request, "voices.html", person, engines=found)


@router.get("/voices/sample.wav", response_class=Response)
def hear_voice(
    world: In,
    person: Annotated[Person, Depends(allowed("voices.read"))],
    voice: Annotated[str, Query(max_length=200)],
    text: Annotated[str, Query(max_length=300)] = _SENTENCE,
) -> Response:
    """Return a sentence in a voice."""
    with world.press() as press:
        pipeline = press.pipeline()
        chosen = pipeline.ensemble.find(voice, "en")
        sound = sample(pipeline, text, chosen, chosen.language)
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "no-store"})
