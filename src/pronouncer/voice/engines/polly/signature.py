"""AWS Signature Version 4, for requests whose body is at hand.

Source: AWS IAM User Guide, "Create a signed AWS API request".
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

_ALGORITHM = "AWS4-HMAC-SHA256"


class Signer(NamedTuple):
    """Who asks, and what for. It is made for one request and never shown."""

    access_key: str
    secret_key: str
    session_token: str
    """Of temporary credentials; empty for others."""
    region: str
    service: str

    def __repr__(self) -> str:
        return f"Signer({self.region}, {self.service})"

    def signed(
        self, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, at: datetime
    ) -> dict[str, str]:
        """Return the headers with the date, the token and the signature added.

        `headers` have to have the host; all of them are signed. `query` is as it stands in the URL, percent-encoded.
        """
        moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        own = {**headers, "X-Amz-Date": moment}
        if self.session_token:
            own["X-Amz-Security-Token"] = self.session_token
        names = ";".join(sorted(name.lower() for name in own))
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        request = canonical(method, path, query, own, body)
        text = "\n".join((_ALGORITHM, moment, scope, hashlib.sha256(request.encode()).hexdigest()))
        signature = hmac.new(self._key(moment[:8]), text.encode(), hashlib.sha256).hexdigest()
        credential = f"{self.access_key}/{scope}"
        own["Authorization"] = f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
        return own

    def _key(self, day: str) -> bytes:
        key = f"AWS4{self.secret_key}".encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def canonical(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> str:
    """Return a request in the one form that is signed."""
    pairs = sorted((_encoded(name), _encoded(value)) for name, value in parse_qsl(query, keep_blank_values=True))
    lines = sorted(f"{name.lower()}:{' '.join(value.split())}" for name, value in headers.items())
    return "\n".join(
        (
            method,
            quote(path, safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            *lines,
            "",
            ";".join(sorted(name.lower() for name in headers)),
            hashlib.sha256(body).hexdigest(),
        )
    )


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
