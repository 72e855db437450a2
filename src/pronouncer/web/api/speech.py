"""Speech as OpenAI's API asks for it, so that programs that know that one can use our voices and lexicon."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import ConfigDict, Field

from pronouncer.newsroom.speech import speech
from pronouncer.web.access.gate import allowed
from pronouncer.web.access.roles import Person
from pronouncer.web.envelope import PROBLEMS, Shape
from pronouncer.web.world import World, world

router = APIRouter(tags=["speech"], responses=PROBLEMS)
_THEIRS = frozenset("alloy ash ballad coral echo fable marin cedar nova onyx sage shimmer verse".split())
"""Voices that clients name by habit: the house's default voice speaks for them."""


class SpeechSent(Shape):
    """What to say. `model` is taken and not looked at."""

    model_config = ConfigDict(extra="ignore")  # clients send more than we know

    input: Annotated[str, Field(min_length=1, max_length=50_000)]
    model: Annotated[str, Field(max_length=200)] = ""
    voice: Annotated[str, Field(max_length=200)] = ""
    response_format: Literal["mp3", "opus", "aac", "m4a", "wav", "pcm"] = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0


@router.post("/v1/audio/speech", response_class=Response)
def create_speech(
    body: SpeechSent,
    world: Annotated[World, Depends(world)],
    person: Annotated[Person, Depends(allowed("speech"))],
) -> Response:
    """Return a text as a sound file. `voice` is an id such as `espeak:en-us`; empty for the house's."""
    voice = "" if body.voice in _THEIRS else body.voice
    with world.press() as press:
        sound = speech(press, body.input, voice=voice, speed=body.speed, form=body.response_format)
    return Response(sound.data, media_type=sound.media_type, headers={"Cache-Control": "no-store"})
