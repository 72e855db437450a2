"""Signing in at an OpenID Connect provider that stands on loopback."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import sqlalchemy as sa
from joserfc.jwk import RSAKey
from tests.web.conftest import PASSWORD, SITE, Office
from tests.web.provider import CLIENT, SECRET, Idp, providing

from pronouncer.newsroom.house import opened
from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.store.database.tables.access import invitations
from pronouncer.store.database.tables.access import people as rows
from pronouncer.web.access import people

START = "/sign-in/oidc"


class Clock:
    """The time, which can be moved."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def idp() -> Iterator[Idp]:
    """A provider."""
    with providing() as idp:
        yield idp


@pytest.fixture
def clock() -> Clock:
    """The clock of the house."""
    return Clock()


@pytest.fixture
def office_of(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Office]]:
    """Return a function that makes a server with a provider."""
    with ExitStack() as stack:

        def make(**settings: str) -> Office:
            server = replace(Server(data=tmp_path / str(len(settings)), url=SITE), **settings)  # type: ignore[arg-type]
            house = stack.enter_context(opened(Settings(cache=tmp_path / "cache", server=server), now=clock))
            return Office(house, stack)

        yield make


@pytest.fixture
def office(office_of: Callable[..., Office], idp: Idp) -> Office:
    """A server whose people sign in at the provider."""
    return office_of(oidc=idp.url, oidc_client=CLIENT, oidc_secret=SECRET)


def back_from(browser: Any, start: str = START) -> str:
    """Go to the provider in a browser; return the path at which it sends the browser back."""
    there = browser.get(start)
    assert there.status_code == 302, there.text
    back = httpx.get(there.headers["Location"]).headers["Location"]
    assert back.startswith(f"{SITE}{START}/back?")
    return str(back.removeprefix(SITE))


def came_back(browser: Any, start: str = START) -> Any:
    """Go to the provider and back."""
    return browser.get(back_from(browser, start))


def test_who_has_access_comes_in(office: Office, idp: Idp) -> None:
    """A person with access comes in and to where they wanted; state, nonce and PKCE are asked for."""
    idp.says = {"email": "Editor@Example.org"}
    browser = office.client()
    assert "/sign-in/oidc?next=/lexicon" in browser.get("/sign-in?next=/lexicon").text
    answer = came_back(browser, f"{START}?next=/lexicon%3Fq=b")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/lexicon?q=b")
    assert "editor@example.org" in browser.get("/account").text
    assert idp.asked["code_challenge_method"] == "S256" and idp.asked["nonce"] and len(idp.asked["state"]) > 20
    idp.says = {"email": "editor@new.example"}  # the provider's own number counts, not the address
    assert came_back(office.client()).status_code == 303
    idp.says = {"email": "editor@example.org", "sub": "u2"}
    assert came_back(office.client()).status_code == 403
    assert office.client().post("/sign-in", data={"email": "a@example.org", "password": PASSWORD}).status_code == 403


def test_strangers_stay_out_and_the_invited_come_in(office: Office, idp: Idp) -> None:
    """Who was not invited stays out; who was comes in once, as what they were invited to be."""
    assert came_back(office.client()).status_code == 403
    with office.house.database.writing() as connection:
        people.invite(connection, email="ada@example.org", role="partner", who="x", now=office.house.now())
        token = people.invite(connection, email="other@example.org", role="admin", who="x", now=office.house.now())
    assert came_back(office.client(), f"{START}?invitation={token}").status_code == 403
    assert came_back(office.client()).status_code == 303
    with office.house.database.reading() as connection:
        row = connection.execute(sa.select(rows).where(rows.c.email == "ada@example.org")).one()
        assert (row.role, row.name, row.subject) == ("partner", "Ada", f"{idp.url}#u1")
        used = sa.select(sa.func.count()).select_from(invitations).where(invitations.c.used.is_not(None))
        assert connection.execute(used).scalar() == 1


@pytest.mark.parametrize(
    ("says", "status"),
    [
        ({"aud": "another"}, 400),
        ({"aud": []}, 400),
        ({"iss": "https://evil.example"}, 400),
        ({"nonce": "another"}, 400),
        ({"nonce": None}, 400),
        ({"exp": 1}, 400),
        ({"email_verified": False}, 403),
        ({"email_verified": "true"}, 403),
        ({"email": None}, 403),
        ({"email": "no address"}, 422),
    ],
)
def test_tokens_that_are_not_for_us(office: Office, idp: Idp, says: dict[str, Any], status: int) -> None:
    """A token for somebody else, from somebody else, too old, replayed, or with an unproved address opens nothing."""
    idp.says = {"email": "editor@example.org", **says}
    browser = office.client()
    answer = came_back(browser)
    assert answer.status_code == status, answer.text
    assert "pronouncer_session" not in answer.headers.get("set-cookie", "")
    assert browser.get("/account").status_code == 303


def test_a_token_signed_by_another(office: Office, idp: Idp) -> None:
    """A signature of a key that the provider does not publish opens nothing."""
    idp.says = {"email": "editor@example.org"}
    idp.signer = RSAKey.generate_key(2048, {"kid": "k1"})
    assert came_back(office.client()).status_code == 400
    idp.signer = None
    assert came_back(office.client()).status_code == 303


def test_the_way_back_belongs_to_one_browser(office: Office, idp: Idp, clock: Clock) -> None:
    """The way back works in the browser that left, with its own state, within ten minutes, and not from elsewhere."""
    idp.says = {"email": "editor@example.org"}
    victim, attacker = office.client(), office.client()
    assert victim.get(back_from(attacker)).status_code == 400
    back_from(victim)
    assert victim.get(back_from(attacker)).status_code == 400
    query = parse_qs(urlsplit(back_from(victim)).query)
    for wrong in ("", "?code=c0de", f"?code=c0de&state={'x' * 30}", f"?state={query['state'][0]}&error=access_denied"):
        assert victim.get(f"{START}/back{wrong}").status_code == 400
    path = back_from(victim)
    clock.ahead += 601
    assert victim.get(path).status_code == 400


def test_a_provider_that_is_away_or_another(office: Office, idp: Idp, office_of: Callable[..., Office]) -> None:
    """A provider that cannot be reached can be tried again; one that calls itself otherwise has to be set right."""
    away = office_of(oidc="http://127.0.0.1:9", oidc_client=CLIENT).client().get(START)
    assert away.status_code == 503 and "Retry-After" in away.headers
    idp.metadata = {"issuer": "https://evil.example"}
    browser = office.client()
    back = browser.get(back_from(browser))
    assert back.status_code == 422 and "server.oidc" in back.text
    without = office_of().client()
    assert without.get(START).status_code == 404 and without.get(f"{START}/back?code=a&state=b").status_code == 404
