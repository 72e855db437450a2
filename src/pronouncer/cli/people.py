"""`pronouncer people`: who can sign in, and a way in for whoever lost theirs; for the owner of the machine."""

import time
from typing import TYPE_CHECKING

import click

from pronouncer.cli import show
from pronouncer.cli.options import as_json
from pronouncer.cli.run import settings
from pronouncer.errors import NotFound, SettingsError
from pronouncer.extras import needed

if TYPE_CHECKING:
    from pronouncer.newsroom.house import House

_WHO = "command line"  # as the audit log names it


@click.group(invoke_without_command=True)
@click.pass_context
@as_json
def people(ctx: click.Context, json: bool) -> None:
    """List the people of the server, with their roles."""
    if ctx.invoked_subcommand:
        return
    with needed("server", "The server"):
        from pronouncer.newsroom.house import opened
        from pronouncer.web.access import people as rows

    with opened(settings()) as house, house.database.reading() as connection:
        found = rows.listed(connection)
    if json:
        return show.as_json(
            [{name: getattr(row, name) for name in ("email", "name", "role", "active")} for row in found]
        )
    for row in found:
        print(f"{row.email} · {row.name} · {row.role}{'' if row.active else ' · shut out'}")


@people.command()
@click.argument("email")
@as_json
def reset(email: str, json: bool) -> None:
    """Print a link with which EMAIL chooses a new password: it works once, for a day.

    For when the only admin lost theirs. Whoever has the link can come in as them.
    """
    with needed("server", "The server"):
        from pronouncer.newsroom.house import opened

    chosen = settings()
    if chosen.server.oidc:
        raise SettingsError("People sign in with their organisation here: server.oidc is set. There are no passwords.")
    with opened(chosen) as house:
        token = _made(house, email)
    url = f"{chosen.server.public_url}/reset/{token}"
    show.as_json({"email": email, "url": url}) if json else print(url)


def _made(house: "House", email: str) -> str:
    """Return the token of a new link. Raises NotFound."""
    from pronouncer.newsroom import audit
    from pronouncer.web.access import people as rows
    from pronouncer.web.access import resets

    with house.database.writing() as connection:
        id = next((row.id for row in rows.listed(connection) if row.email == email.strip().lower()), None)
        if id is None:
            raise NotFound(f"Nobody here has the address {email}. `pronouncer people` lists everybody.")
        audit.note(connection, _WHO, "password.link", str(id), now=time.time())
        return resets.make(connection, id, who=_WHO, now=time.time())
