"""How `pronouncer serve` and its workers run: the table `[server]` of the settings."""

import os
import re
from dataclasses import field
from pathlib import Path

from pronouncer.noun import noun

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9-]{{1,63}}\.)+[A-Za-z0-9-]{{2,63}}"
"""An address that mail is sent to or from: a part of RFC 5322 with nothing in it that means more than itself."""
_SMTP = r"smtps?://(?:[^\s/?#@:]*(?::[^\s/?#@]*)?@)?(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?"


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "pronouncer" / "server"


@noun
class Server:
    """What whoever runs the server can choose."""

    data: Path = field(default_factory=_data_folder)
    """Folder of the database, of the editions and of lexicons, as far as those have no URL of their own."""
    database: str = field(default="", repr=False)
    """`postgresql://user:password@host/name`; empty for SQLite in the data folder."""
    blobs: str = ""
    """Where editions are kept: `s3://bucket/prefix` or `file:///path`; empty for the data folder."""
    host: str = "127.0.0.1"
    """Address that is listened at."""
    port: int = 8080
    """Port that is listened at; 0 for a free one."""
    url: str = ""
    """At which readers and editors reach the server, such as `https://listen.example.org`; empty for host and port."""
    workers: int = 1
    """Worker processes that `pronouncer serve` starts; 0 where others do the work."""
    concurrency: int = 1
    """Articles that one worker makes at the same time."""
    proxies: tuple[str, ...] = ()
    """Addresses of proxies in front, whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    secret: str = field(default="", repr=False)
    """Key that signs sessions and addresses; empty for one that is made once and kept in the database."""
    oidc: str = ""
    """URL of the issuer of an OpenID Connect provider; empty where people have passwords here."""
    oidc_client: str = ""
    """Client id at the provider."""
    oidc_secret: str = field(default="", repr=False)
    """Client secret at the provider."""
    smtp: str = field(default="", repr=False)
    """Server that takes mail: `smtp://user:password@host:587` or `smtps://user:password@host`; empty for no mail."""
    mail_from: str = ""
    """Address that mail is from, such as `The Courier <listen@courier.example.org>`; goes with `server.smtp`."""
    session_hours: float = 12.0
    """After which people sign in again."""
    publish_quality: bool = False
    """Whether everybody can read the figures of the loop, at `/quality/public`."""
    keep_days: float = 30.0
    """For which finished jobs, deliveries and addresses of reporters are kept."""
    debounce: float = 5.0
    """Seconds for which an edited article has to be at rest before it is voiced again; a new one is voiced at once."""
    report_limit: int = 20
    """Reports that one address can send in an hour; more are refused."""

    def __post_init__(self) -> None:
        if self.database and not re.match(r"postgresql(\+psycopg)?://", self.database):
            raise ValueError("The setting server.database must be a URL such as postgresql://user:password@host/name.")
        if self.blobs and not re.match(r"(s3|file)://", self.blobs):
            raise ValueError(f"The setting server.blobs must be s3://bucket/prefix or file:///path, not {self.blobs}.")
        if self.url and not re.fullmatch(r"https?://[^\s/?#@]+", self.url.rstrip("/")):
            raise ValueError(f"The setting server.url must be a URL without a path, not {self.url!r}.")
        if not 0 <= self.port <= 65535:
            raise ValueError(f"The setting server.port must be 0 to 65535, not {self.port}.")
        for name in ("workers", "debounce", "keep_days", "report_limit"):
            if getattr(self, name) < 0:
                raise ValueError(f"The setting server.{name} must be 0 or more, not {getattr(self, name)}.")
        for name in ("concurrency", "session_hours"):
            if getattr(self, name) <= 0:
                raise ValueError(f"The setting server.{name} must be more than 0, not {getattr(self, name)}.")
        if self.secret and len(self.secret) < 32:
            raise ValueError("The setting server.secret must have 32 characters or more, or be left empty.")
        for one, other in (("oidc", "oidc_client"), ("smtp", "mail_from")):
            if bool(getattr(self, one)) != bool(getattr(self, other)):
                raise ValueError(f"The settings server.{one} and server.{other} go together.")
        if self.smtp and not re.fullmatch(_SMTP, self.smtp):  # not shown: it may hold a password
            raise ValueError("The setting server.smtp must be a URL such as smtp://user:password@host:587.")
        if self.mail_from and not re.fullmatch(rf"{ADDRESS}|[^<>\"@\x00-\x1f]{{1,80}}<{ADDRESS}>", self.mail_from):
            raise ValueError("The setting server.mail_from must be an address, such as Courier <listen@example.org>.")

    @property
    def database_url(self) -> str:
        """The database as SQLAlchemy names it."""
        if not self.database:
            return f"sqlite:///{self.data / 'pronouncer.db'}"
        return re.sub(r"^postgresql://", "postgresql+psycopg://", self.database)

    @property
    def blobs_url(self) -> str:
        """Where editions are kept."""
        return self.blobs or (self.data / "editions").absolute().as_uri()

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address that mail is from."""
        name, _, address = self.mail_from.rpartition("<")
        return name.strip(), address.rstrip(">")

    @property
    def public_url(self) -> str:
        """Where readers and editors reach the server, without a slash at the end."""
        return self.url.rstrip("/") or f"http://{self.host}:{self.port}"
