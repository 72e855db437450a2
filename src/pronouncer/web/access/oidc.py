"""Signing in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce."""

import warnings
from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import RedirectResponse
from joserfc.errors import JoseError

from pronouncer.errors import SettingsError
from pronouncer.noun import noun
from pronouncer.server import Server
from pronouncer.web.errors import Refused

with warnings.catch_warnings():  # it would rather have the successor of httpx, and takes httpx
    import authlib.deprecate  # sets a filter of its own

    warnings.simplefilter("ignore", authlib.deprecate.AuthlibDeprecationWarning)
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.starlette_client import OAuth

FAILURES = (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError, RuntimeError, TypeError)


@noun
class Identity:
    """Who a provider says has signed in."""

    subject: str
    """Issuer and the person's id there, which never changes."""
    email: str
    """Verified by the provider."""
    name: str


class Provider:
    """One provider."""

    def __init__(self, server: Server) -> None:
        self.issuer = server.oidc.rstrip("/")
        self._client_id = server.oidc_client
        self._back = f"{server.public_url}/sign-in/oidc/back"
        self._client: Any = OAuth().register(
            "provider",
            client_id=server.oidc_client,
            client_secret=server.oidc_secret or None,
            server_metadata_url=f"{self.issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": 10},
        )

    async def leave(self, request: Request) -> RedirectResponse:
        """Send a browser to the provider; what has to be remembered is then in `request.session`. Raises Refused."""
        try:
            found: RedirectResponse = await self._client.authorize_redirect(request, self._back)
        except FAILURES as error:
            raise _failed(error) from error
        return found

    async def back(self, request: Request) -> Identity:
        """Return who came back. Raises Refused."""
        expected = {
            "iss": {"essential": True, "value": await self._issuer()},
            "aud": {"essential": True, "value": self._client_id},
        }
        try:
            claims = (await self._client.authorize_access_token(request, claims_options=expected))["userinfo"]
        except FAILURES as error:
            raise _failed(error) from error
        if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
            raise Refused(403, "The provider has not verified your e-mail address. Have it verified there.")
        return Identity(f"{claims['iss']}#{claims['sub']}", claims["email"], str(claims.get("name", "")))

    async def _issuer(self) -> str:
        try:
            issuer = str((await self._client.load_server_metadata())["issuer"])
        except FAILURES as error:
            raise _failed(error) from error
        if issuer.rstrip("/") != self.issuer:  # OpenID Connect Discovery 1.0, section 4.3
            raise SettingsError(f"The provider calls itself {issuer}. Set server.oidc to that.")
        return issuer


def _failed(error: Exception) -> Refused:
    if isinstance(error, httpx.HTTPError):
        message = "The provider at which you sign in cannot be reached. Try again soon, or look at server.oidc."
        return Refused(503, message, headers={"Retry-After": "30"})
    return Refused(400, "Signing in at the provider did not work. Begin again on the page Sign in.")


def provider_of(server: Server) -> Provider | None:
    """Return the provider that is set, or None."""
    return Provider(server) if server.oidc else None
