"""A mail server on loopback: real SMTP, and it keeps what it takes."""

import asyncio
import datetime
import email
import email.policy
import ipaddress
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "courier", "p@ss/word"


class Taken(NamedTuple):
    """A mail, as it came."""

    sender: str
    to: list[str]
    raw: bytes
    message: EmailMessage
    encrypted: bool
    user: str


class PostOffice:
    """A server that takes mail, or does what it is told instead."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.answers: dict[str, str] = {}
        """Reply to a command (`MAIL`, `RCPT`, `DATA`) instead of taking it; `gone` to hang up."""
        self.most = 0
        """Messages that a connection takes; 0 for no limit."""
        self.port = 0
        self.asked = 0
        """Connections."""

    async def handle_EHLO(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.asked += 1
        return responses

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        session.__dict__["begun"] = session.__dict__.get("begun", 0) + 1
        if self.most and session.__dict__["begun"] > self.most:
            return "421 Too many messages in this connection"
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = self.answers.get("RCPT", "") or self.answers.get(address, "")
        if not refused:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        answer = self.answers.get("DATA", "250 OK")
        if answer[0] in "2g":
            message = email.message_from_bytes(raw, policy=email.policy.default)
            user = session.auth_data.decode() if session.auth_data else ""
            mail_from = envelope.mail_from or ""
            encrypted = bool(server.transport and server.transport.get_extra_info("sslcontext"))
            self.taken.append(Taken(mail_from, list(envelope.rcpt_tos), raw, message, encrypted, user))
        if answer == "gone":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def _authenticated(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, auth_data=USER.encode(), handled=False)


@contextmanager
def post_office(certificate: Path | None = None, *, wrapped: bool = False) -> Iterator[PostOffice]:
    """Run one; with a certificate it wants TLS and a password, `wrapped` from the first byte on."""
    office = PostOffice()
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    options: dict[str, Any] = {"hostname": "mx.example.org", "enable_SMTPUTF8": True}
    if context:
        options |= {"authenticator": _authenticated, "auth_required": True}
        options |= {"auth_require_tls": False} if wrapped else {"tls_context": context, "require_starttls": True}
    loop = asyncio.new_event_loop()

    def made() -> SMTP:
        with warnings.catch_warnings():  # it does not see the TLS that is around it
            warnings.simplefilter("ignore")
            return SMTP(office, loop=loop, **options)

    async def begin() -> asyncio.Server:
        return await loop.create_server(made, "127.0.0.1", 0, ssl=context if wrapped else None)

    server = loop.run_until_complete(begin())
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def certified(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 and localhost with its key, which signs itself; return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
