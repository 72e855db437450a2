"""Messages of a CMS about its own articles: webhooks of WordPress, Ghost, or whoever signs as they should be signed."""

import hashlib
import hmac
import json
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.concurrency import run_in_threadpool

from pronouncer.errors import NotFound
from pronouncer.jobs.port import Job
from pronouncer.model.digest import digest
from pronouncer.newsroom import library
from pronouncer.web.envelope import PROBLEMS, Envelope
from pronouncer.web.errors import Refused
from pronouncer.web.world import World, world

router = APIRouter(prefix="/api/v1", tags=["messages"], responses=PROBLEMS)
_OLDEST = 300  # seconds, as Standard Webhooks recommends
_LARGEST = 5_000_000  # bytes
_GHOST = re.compile(r"sha256=([0-9a-f]{64}),\s*t=([0-9]{10,13})", re.ASCII)


@router.post("/sites/{site}/messages", response_model=Envelope[dict[str, str]], status_code=202)
async def receive_message(
    site: Annotated[str, Path(pattern="^[a-z0-9][a-z0-9-]{0,62}$")],
    request: Request,
    world: Annotated[World, Depends(world)],
) -> Envelope[dict[str, str]]:
    """Take in what a CMS tells of its articles, signed with the secret of its site; it is looked at at once.

    Signatures: `webhook-id`, `webhook-timestamp`, `webhook-signature` (Standard Webhooks 1.0), or `X-Ghost-Signature`.
    """
    body = await request.body()
    if len(body) > _LARGEST:
        raise Refused(413, f"A message has {_LARGEST:,} bytes at most.")
    return await run_in_threadpool(_taken, site, body, dict(request.headers), world)


def _taken(site: str, body: bytes, headers: dict[str, str], world: World) -> Envelope[dict[str, str]]:
    try:
        with world.house.database.reading() as connection:
            secret = library.site(connection, site).secret
    except NotFound:
        secret = ""
    if not secret or not _signed(body, headers, secret, world.house.now()):
        raise Refused(401, "The message is not signed with the secret of this site, or too old.")
    try:
        json.loads(body)
        text = body.decode()
    except ValueError as error:
        raise Refused(400, f"The message is no JSON: {error}.") from error
    job = Job("message", {"site": site, "name": f"a message of {site}", "body": text}, key=f"{site}:{digest(body)}")
    return Envelope(data={"job": world.jobs.enqueue(job)})


def _signed(body: bytes, headers: dict[str, str], secret: str, now: float) -> bool:
    ghost = _GHOST.fullmatch(headers.get("x-ghost-signature", ""))
    if ghost:
        stamp = int(ghost[2]) / (1000 if len(ghost[2]) > 10 else 1)
        made = hmac.new(secret.encode(), body + ghost[2].encode(), hashlib.sha256).hexdigest()
        return abs(now - stamp) <= _OLDEST and hmac.compare_digest(made, ghost[1])
    from standardwebhooks import Webhook
    from standardwebhooks.webhooks import WebhookVerificationError

    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):
        return False
    return True
