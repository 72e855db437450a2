"""The sites of a house, and their feeds."""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pronouncer.errors import Conflict, InputError, NotFound, SettingsError
from pronouncer.ingest.sites import EVERY, check_rules
from pronouncer.store.database.tables.library import feeds, sites

HOLDS = ("publish", "hold", "fallback")
_NAME = re.compile("[a-z0-9][a-z0-9-]{0,62}")
_HOST = re.compile(r"[a-z0-9*](?:[a-z0-9.:-]{0,250}[a-z0-9])?")


def save(connection: sa.Connection, name: str, *, now: float, **values: Any) -> bool:  # noqa: ANN401 - columns
    """Make a site, or change it; return whether it is new. Raises InputError.

    `title`, `hosts`, `rules` (a table of sites.toml), `hold` and `automatic` can be given.
    """
    if not _NAME.fullmatch(name):
        raise InputError("The name of a site has small letters, digits and hyphens, such as north-coast.")
    if values.get("hold", HOLDS[0]) not in HOLDS:
        raise InputError(f"hold is one of: {', '.join(HOLDS)}.")
    if "hosts" in values:
        values["hosts"] = [host.strip().lower() for host in values["hosts"] if host.strip()]
        wrong = [host for host in values["hosts"] if not _HOST.fullmatch(host)]
        if wrong:
            raise InputError(f"{wrong[0]!r} is no host. Write it as in an address, such as www.example.org.")
        _unclaimed(connection, name, values["hosts"])
    if values.get("rules"):
        try:
            check_rules(values["rules"], EVERY)
        except SettingsError as error:
            raise InputError(str(error)) from error
    known = connection.execute(sa.select(sites.c.name).where(sites.c.name == name).with_for_update()).scalar()
    if known:
        if values:
            connection.execute(sa.update(sites).where(sites.c.name == name).values(**values))
        return False
    row = {"title": name, "hosts": [], "rules": {}, "secret": secret(), "created": now, **values}
    connection.execute(sa.insert(sites).values(name=name, **row))
    return True


def listed(connection: sa.Connection) -> Sequence[sa.Row[Any]]:
    """Return all sites by name, without their secrets."""
    chosen = [column for column in sites.c if column.name != "secret"]
    return connection.execute(sa.select(*chosen).order_by(sites.c.name)).all()


def renew(connection: sa.Connection, name: str) -> str:
    """Give a site a new secret for the messages of its CMS, and return it. Raises NotFound."""
    fresh = secret()
    if not connection.execute(sa.update(sites).where(sites.c.name == name).values(secret=fresh)).rowcount:
        raise NotFound(f"There is no site {name!r}.")
    return fresh


def secret() -> str:
    """Return a secret as Standard Webhooks writes it."""
    import base64

    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def add_feed(connection: sa.Connection, site: str, url: str, *, every: int, now: float) -> int:
    """Follow a feed from now on; return its number. Raises NotFound, InputError and Conflict."""
    if connection.execute(sa.select(sites.c.name).where(sites.c.name == site)).scalar() is None:
        raise NotFound(f"There is no site {site!r}.")
    if not re.match(r"https?://[^\s/]+", url):
        raise InputError("Give the address of a feed, a sitemap or an API, with https://.")
    if connection.execute(sa.select(feeds.c.id).where(feeds.c.url == url)).scalar():
        raise Conflict("This feed is followed already.")
    row = {"site": site, "url": url, "every": max(30, every), "due": now}
    added = connection.execute(sa.insert(feeds).values(**row))
    return int(added.inserted_primary_key[0])  # type: ignore[index]


def feeds_of(connection: sa.Connection, site: str = "") -> Sequence[sa.Row[Any]]:
    """Return the feeds of a site, or all."""
    chosen = sa.select(feeds).order_by(feeds.c.site, feeds.c.id)
    return connection.execute(chosen.where(feeds.c.site == site) if site else chosen).all()


def change_feed(connection: sa.Connection, id: int, values: Mapping[str, Any]) -> None:
    """Pause a feed, go on with it, or look at it now. Raises NotFound."""
    if not connection.execute(sa.update(feeds).where(feeds.c.id == id).values(**values)).rowcount:
        raise NotFound("There is no such feed.")


def remove_feed(connection: sa.Connection, id: int) -> None:
    """Follow a feed no more. Its articles stay. Raises NotFound."""
    if not connection.execute(sa.delete(feeds).where(feeds.c.id == id)).rowcount:
        raise NotFound("There is no such feed.")


def _unclaimed(connection: sa.Connection, name: str, hosts: Sequence[str]) -> None:
    for row in connection.execute(sa.select(sites.c.name, sites.c.hosts).where(sites.c.name != name)):
        both = set(row.hosts or ()) & set(hosts)
        if both:
            raise Conflict(f"{min(both)} is a host of the site {row.name} already.")
