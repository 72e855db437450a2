"""A small OpenID Connect provider on loopback, which can be told to lie."""

import base64
import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "desk", "client secret"


@dataclass
class Idp:
    """What the provider says."""

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    signer: RSAKey | None = None
    """Another key than the one it publishes."""
    says: dict[str, Any] = field(default_factory=dict)
    """Claims in the place of the right ones."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """Fields of its description in the place of the right ones."""
    asked: dict[str, str] = field(default_factory=dict)
    """The last authorization request."""
    tokens: int = 0

    def description(self) -> dict[str, Any]:
        """Return the document of OpenID Connect Discovery."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def authorize(self, query: str) -> str:
        """Return where the browser is sent back to."""
        self.asked = {name: values[0] for name, values in parse_qs(query).items()}
        return f"{self.asked['redirect_uri']}?{urlencode({'code': 'c0de', 'state': self.asked['state']})}"

    def token(self, form: dict[str, list[str]], authorization: str) -> tuple[int, dict[str, Any]]:
        """Return the answer of the token endpoint."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=")
        client = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        if challenge.decode() != self.asked["code_challenge"] or client not in (
            f"{CLIENT}:{SECRET}",
            f"{CLIENT}:client+secret",
            f"{CLIENT}:client%20secret",
        ):
            return 400, {"error": "invalid_grant"}
        self.tokens += 1
        now = int(time.time())
        claims = {
            "iss": self.url,
            "sub": "u1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
        }
        claims |= {"email": "Ada@Example.org", "email_verified": True, "name": "Ada", **self.says}
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.signer or self.key)
        return 200, {"access_token": "t", "token_type": "Bearer", "id_token": signed}


@contextlib.contextmanager
def providing() -> Iterator[Idp]:
    """Serve a provider."""
    idp = Idp()

    class Answers(BaseHTTPRequestHandler):
        """Its addresses."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", idp.authorize(parts.query))
                self.end_headers()
                return
            found = {"/.well-known/openid-configuration": idp.description, "/keys": self._keys}.get(parts.path)
            self._json(200 if found else 404, found() if found else {})

        def _keys(self) -> dict[str, Any]:
            return {"keys": [idp.key.as_dict(private=False)]}

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*idp.token(parse_qs(body), self.headers.get("Authorization", "")))

        def _json(self, status: int, value: dict[str, Any]) -> None:
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    idp.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield idp
    server.shutdown()
    thread.join()
    server.server_close()
