"""The queues, and the voices that are there."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from pronouncer.errors import NotFound, PronouncerError
from pronouncer.jobs.port import QUEUES
from pronouncer.newsroom import audit
from pronouncer.voice.engine import engine_names, make_engine
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import PROBLEMS, Envelope
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["queue"], responses=PROBLEMS)
In = Annotated[World, Depends(world)]
Reader = Annotated[Person, Depends(allowed("queue.read"))]
Writer = Annotated[Person, Depends(allowed("queue.write"))]
JobId = Annotated[str, Path(pattern="^[0-9a-f-]{36}$")]
_STATES = ("waiting", "running", "done", "failed", "cancelled")


@router.get("/queues", response_model=Envelope[list[dict[str, Any]]])
def list_queues(world: In, person: Reader) -> Envelope[list[dict[str, Any]]]:
    """Say how full each queue is."""
    return Envelope(data=[depth._asdict() for depth in world.jobs.depths()])


@router.get("/jobs", response_model=Envelope[list[dict[str, Any]]])
def list_jobs(
    world: In,
    person: Reader,
    state: Annotated[str, Query(max_length=20)] = "",
    queue: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Envelope[list[dict[str, Any]]]:
    """List the newest jobs."""
    if state and state not in _STATES:
        raise Refused(422, f"A job is one of: {', '.join(_STATES)}.")
    if queue and queue not in QUEUES:
        raise Refused(422, f"The queues are: {', '.join(QUEUES)}.")
    found = world.jobs.listed(state=state or None, queue=queue, limit=limit)  # type: ignore[arg-type]
    return Envelope(data=[job._asdict() for job in found])


@router.get("/jobs/{job}", response_model=Envelope[dict[str, Any]])
def get_job(job: JobId, world: In, person: Reader) -> Envelope[dict[str, Any]]:
    """Say how a job stands."""
    found = world.jobs.state(job)
    if found is None:
        raise NotFound("There is no such job.")
    return Envelope(data=found._asdict())


@router.post("/jobs/{job}/cancel", response_model=Envelope[dict[str, Any]])
def cancel_job(job: JobId, world: In, person: Writer) -> Envelope[dict[str, Any]]:
    """End a job: what it has published stays."""
    return _changed(world, person, job, "cancel")


@router.post("/jobs/{job}/resume", response_model=Envelope[dict[str, Any]])
def resume_job(job: JobId, world: In, person: Writer) -> Envelope[dict[str, Any]]:
    """Let a job that was cancelled go on."""
    return _changed(world, person, job, "resume")


@router.get("/voices", response_model=Envelope[list[dict[str, Any]]])
def list_voices(
    world: In, person: Annotated[Person, Depends(allowed("voices.read"))]
) -> Envelope[list[dict[str, Any]]]:
    """List the voices that can speak, and why an engine has none."""
    found: list[dict[str, Any]] = []
    for name in engine_names():
        try:
            engine = make_engine(name, world.house.settings)
            voices = list(engine.voices())
            engine.close()
        except PronouncerError as error:
            found.append({"engine": name, "problem": str(error)})
            continue
        for voice in voices:
            found.append({"engine": name, "id": voice.id, "language": voice.language, "licence": voice.licence})
    return Envelope(data=found)


def _changed(world: World, person: Person, job: str, action: str) -> Envelope[dict[str, Any]]:
    if world.jobs.state(job) is None:
        raise NotFound("There is no such job.")
    (world.jobs.cancel if action == "cancel" else world.jobs.resume)(job)
    with world.house.database.writing() as connection:
        audit.note(connection, person.name, f"job.{action}", job, now=world.house.now())
    found = world.jobs.state(job)
    return Envelope(data=found._asdict() if found else {})
