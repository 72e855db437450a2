"""What a mail is: one plain text to one address. What goes into it may be hostile."""

import datetime
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from pronouncer.errors import MailError
from pronouncer.server import ADDRESS, Server

_LONG = 150  # characters of a subject
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def letter(server: Server, *, to: str, subject: str, text: str, key: str, now: float) -> EmailMessage:
    """Return a message; `key` names it for good. `to` is as `address_of` returns it.

    It says that a program wrote it, so that no answering machine answers (RFC 3834, section 5).
    """
    name, sender = server.sender
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(name, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = line(subject, _LONG)
    message["Date"] = datetime.datetime.fromtimestamp(now, datetime.UTC)
    message["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    return message


def address_of(text: str) -> str:
    """Return an address as mail is sent to it: a name of the DNS in ASCII. Raises MailError for all but a plain one."""
    local, _, host = text.strip().rpartition("@")
    try:
        address = f"{local}@{host.encode('idna').decode()}"
    except UnicodeError:
        address = ""
    if len(address) > 254 or len(local) > 64 or not re.fullmatch(ADDRESS, address):
        raise MailError("No mail can be sent to this address.", permanent=True)
    return address


def line(text: str, most: int) -> str:
    """Return text as one line, without what cannot be seen or turns text around."""
    return " ".join(_UNSEEN.sub(" ", text).split())[:most]
