"""The mail server that a house has: messages are handed over by SMTP (RFC 5321), one by one.

What leaves this machine is encrypted, or does not leave: on its way to another host a connection without TLS is none.
"""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from pronouncer.errors import MailError
from pronouncer.server import Server

_PATIENCE = 10.0  # seconds for each answer
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
"""Hosts to which nobody listens in."""
_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409, RFC 8314
_LOOK = "Look at server.smtp and server.mail_from."
_GIVEN_UP = 500  # the first reply code that no later try changes


class Box:
    """An open connection to the mail server. Made by `opened`."""

    def __init__(self, client: smtplib.SMTP, sender: str) -> None:
        self._client, self._sender = client, sender

    def put(self, message: EmailMessage, address: str) -> None:
        """Hand a message over for an address. Raises MailError.

        Where the server takes the text and is gone before it says so, nobody knows: that is permanent, so that nobody
        gets a mail twice. A sender that it does not take is a fault of the settings, which somebody will mend.
        """
        text = message.as_bytes(policy=SMTP)
        with _failing(unknown=False):
            self._client.ehlo_or_helo_if_needed()
            self._client.rset()
            _taken(*self._client.mail(self._sender), final=False)
            _taken(*self._client.rcpt(address), final=True)
        with _failing(unknown=True):
            _taken(*self._client.data(text), final=True)


@contextlib.contextmanager
def opened(server: Server) -> Iterator[Box]:
    """Connect to the mail server of the settings, and sign in there. Raises MailError."""
    _, sender = server.sender
    with _failing(unknown=False):
        client = _connected(server.smtp, sender.rpartition("@")[2])
    try:
        yield Box(client, sender)
    finally:
        with contextlib.suppress(OSError):  # as all errors of smtplib are
            client.quit()
        client.close()


def _connected(url: str, name: str) -> smtplib.SMTP:
    """Return a client that has signed in. `name` is what this machine calls itself, and says nothing of it."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(host, port, name, timeout=_PATIENCE, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, name, timeout=_PATIENCE)
    )
    with contextlib.ExitStack() as failed:
        failed.callback(client.close)
        client.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp" and host not in _HERE:
            client.starttls(context=context)
            client.ehlo()
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        failed.pop_all()
    return client


def _taken(code: int, text: bytes, *, final: bool) -> None:
    """Raise MailError for a reply that is no success; `final` where a 5xx is about this message."""
    if not 200 <= code < 300:
        permanent = final and code >= _GIVEN_UP
        raise MailError(_told(f"{code} {text.decode('utf-8', 'replace')}", final=permanent), permanent=permanent)


@contextlib.contextmanager
def _failing(*, unknown: bool) -> Iterator[None]:
    """Turn what goes wrong into a MailError. `unknown` where the message may have been sent by then."""
    try:
        yield
    except smtplib.SMTPDataError as error:  # it did not want the text: that was not sent
        raise MailError(_told(str(error)), permanent=error.smtp_code >= _GIVEN_UP) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailError(_told(str(error)), permanent=unknown) from error


def _told(reason: str, *, final: bool = False) -> str:
    said = " ".join(reason.split())[:200].rstrip(".")
    return f"The mail server says: {said}. {'Is the address right?' if final else _LOOK}"
