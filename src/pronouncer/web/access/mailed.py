"""Mail to people of the house. Where there is no mail server, the desk shows links and somebody passes them on."""

import secrets
from typing import NamedTuple

from pronouncer.errors import MailError
from pronouncer.newsroom.mail.box import opened
from pronouncer.newsroom.mail.letter import address_of, letter, line
from pronouncer.web.access import resets
from pronouncer.web.world import World


class Link(NamedTuple):
    """A link for somebody, as the desk shows it to whoever made it."""

    url: str
    email: str
    what: str
    """`invitation` or `password`."""
    sent: bool
    """Whether it was mailed."""
    problem: str
    """Why it was not; empty where there is no mail server."""


def invitation(world: World, email: str, role: str, token: str, *, who: str) -> Link:
    """Mail an invitation that was made."""
    url = f"{world.house.settings.server.public_url}/invitation/{token}"
    a = "an" if role[0] in "ae" else "a"
    text = (
        f"{line(who, 100)} invites you to Pronouncer, as {a} {role}. Pronouncer reads articles aloud.\n\n"
        f"Open this link and choose how you sign in. It works once, for seven days:\n{url}\n\n"
        "Whoever has the link can come in: do not pass it on. If you did not expect it, do nothing.\n"
    )
    return _mailed(world, Link(url, email, "invitation", False, ""), "You are invited to Pronouncer", text)


def new_password(world: World, email: str, token: str, *, who: str) -> Link:
    """Mail a link with which somebody chooses a new password."""
    url = f"{world.house.settings.server.public_url}/reset/{token}"
    text = (
        f"{line(who, 100)} made a link for you, with which you choose a new password for Pronouncer.\n\n"
        f"It works once, for {resets.HOURS} hours:\n{url}\n\n"
        "Whoever has the link can come in as you: do not pass it on. If you did not ask for it, do nothing, and tell "
        "an admin of your newsroom. Until it is used, your old password holds.\n"
    )
    return _mailed(world, Link(url, email, "password", False, ""), "A new password for Pronouncer", text)


def _mailed(world: World, link: Link, subject: str, text: str) -> Link:
    """Send a mail at once, so that whoever made the link sees what became of it."""
    server = world.house.settings.server
    if not server.smtp:
        return link
    try:
        to = address_of(link.email)
        key, now = f"link-{secrets.token_hex(8)}", world.house.now()
        message = letter(server, to=to, subject=subject, text=text, key=key, now=now)
        with opened(server) as box:
            box.put(message, to)
    except MailError as error:
        return link._replace(problem=str(error))
    return link._replace(sent=True)
