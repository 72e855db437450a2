"""`pronouncer serve`: the web, and the workers that it starts."""

import logging
import socket
import sys
from collections.abc import Mapping
from dataclasses import replace

import structlog
import uvicorn

from pronouncer.errors import SettingsError
from pronouncer.jobs.open import open_jobs
from pronouncer.newsroom.house import House, opened
from pronouncer.settings import Settings
from pronouncer.web.access import people
from pronouncer.web.app import make_app
from pronouncer.web.gang import Gang

_GRACE = 10  # seconds that requests have to end


def serve(settings: Settings) -> None:
    """Serve until told to stop. Raises SettingsError where the port is taken, StoreError without a database."""
    listen_to_logs()
    settings, place = bound(settings)
    jobs = open_jobs(settings)
    try:
        with opened(settings) as house:
            app = make_app(house, jobs)
            config = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE,
            )
            with Gang(settings.server.workers, environ(settings)):
                print(f"Pronouncer is at {settings.server.public_url}", flush=True)
                link = welcome(house)
                if link:
                    print(f"Nobody is admin yet. Open this link to be: {link}", flush=True)
                uvicorn.Server(config).run(sockets=[place])
    finally:
        place.close()
        jobs.close()


def welcome(house: House) -> str:
    """Return the link with which the first admin comes in; empty where there is an admin."""
    with house.database.writing() as connection:
        token = people.first_admin(connection, now=house.now())
    return f"{house.settings.server.public_url}/invitation/{token}" if token else ""


def environ(settings: Settings) -> Mapping[str, str]:
    """Return what workers have to know that stands on our command line only."""
    server = settings.server
    return {"PRONOUNCER_SERVER_HOST": server.host, "PRONOUNCER_SERVER_PORT": str(server.port)}


def listen_to_logs() -> None:
    """Write logs as lines of JSON to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def bound(settings: Settings) -> tuple[Settings, socket.socket]:
    """Take the port before anything else, and return the settings with it."""
    server = settings.server
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    # With its protocol named, asyncio sets TCP_NODELAY on what it accepts; else each answer waits for an
    # acknowledgement that the client delays by 40 ms.
    place = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((server.host, server.port))
        place.listen(2048)  # whoever comes before we are ready waits
    except OSError as error:
        place.close()
        raise SettingsError(
            f"Nothing can listen at {server.host}, port {server.port}: {error.strerror}. Choose another with --port."
        ) from error
    place.set_inheritable(False)
    return replace(settings, server=replace(server, port=place.getsockname()[1])), place
